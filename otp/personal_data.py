"""Approvals with a code: the receipt is a signature's place and stays; the rest goes."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

_LAW = _("Onayın ispatı: Türk Ticaret Kanunu md. 82; içeriği özetiyle mühürlüdür.")


def _receipt(since: str, where: Q | None = None) -> Hold:
    return Hold(_LAW, where or Q(), years="receipt_years", since=since)


declare(
    [
        Held(
            "otp.CodeSend", _("Gönderilen kodlar"), ("phone", "state", "created_at"), Way.BLANK,
            phone=("phone",), within=("text", "error_text"), blank={"text": ""},
            holds=(_receipt("created_at", Q(challenge__receipt__isnull=False)),
                   Hold(_("Kod hâlâ geçerli; birkaç dakika sonra yeniden silin."),
                        Q(ended_at=None, challenge__ended_at=None))),
        ),
        Held(
            "otp.Receipt", _("Onay makbuzları"),
            ("number", "member_name", "phone_masked", "subject_text", "approved_at"), Way.KEEP,
            phone=("challenge__phone", "member__phone"),
            holds=(
                _receipt("approved_at"),
                Hold(_("Makbuz, işlem geçmişinin zincirine bağlıdır; değiştirilemez.")),
            ),
        ),
        Held(
            "otp.Challenge", _("Onay istekleri"),
            ("phone", "subject_text", "state", "created_at"), Way.BLANK,
            phone=("phone",), within=("subject_text",),
            holds=(_receipt("created_at", Q(receipt__isnull=False)),
                   Hold(_("Kod hâlâ geçerli; birkaç dakika sonra yeniden silin."),
                        Q(ended_at=None))),
        ),
        Held(
            "otp.Process", _("İş akışları"), ("title", "text", "created_at"), Way.KEEP,
            within=("title", "text", "facts", "content", "end_note"),
            holds=(_receipt("created_at"), Hold(_("Onaylanan içerik değiştirilemez."))),
        ),
        Held(
            "otp.Decision", _("Verilen kararlar"), ("at", "verdict", "note"), Way.KEEP,
            phone=("by_member__phone",), within=("note",),
            holds=(_receipt("at"), Hold(_("Kullanıcının kararı; iş akışının parçasıdır."))),
        ),
        Held(
            "otp.Notice", _("İş akışı bildirimleri"), ("created_at", "channel"), Way.BLANK,
            within=("problem",),
        ),
        Held(
            "otp.TaskAlert", _("Görev mesajları"), ("text",), Way.BLANK, within=("text",),
        ),
        Held(
            "otp.TimedTask", _("Zamanlanmış görevler"), ("title", "description"), Way.BLANK,
            within=("title", "description"),
        ),
        Held(
            "otp.TaskAlert_subscribers", _("Görevlerin alıcıları"), ("taskalert__task__title",),
            Way.DELETE, phone=("subscriber__phone",), mark=("subscriber__tckn_mark",),
            firm="subscriber__firm_id",
        ),
    ]
)  # fmt: skip
declare_free(
    "Kural, sayaç, bağlantı ya da kullanıcı seçimi; numara taşımaz.",
    "otp.Connection", "otp.ConnectionUser", "otp.Meter", "otp.OtpRules", "otp.Substitute",
    "otp.Task", "otp.TaskAlert_groups", "otp.TaskAssignee", "otp.TaskRules", "otp.TaskRun",
    "otp.WebAccount", "otp.Workflow", "otp.WorkflowStep", "otp.WorkflowStep_escalate_members",
    "otp.WorkflowStep_informed", "otp.WorkflowStep_members", "otp.WorkflowVersion",
)  # fmt: skip
