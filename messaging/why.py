"""Neden gitti, neden gitmedi? One Turkish sentence from a frozen verdict and its evidence (idea 1).

It reads what was stored with the message and its campaign alone, so it stays what it was when
the consent changes later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from iys_consent.exemptions import ExemptReason, ExemptSender
from iys_consent.words import source_label
from messaging.models import Message, MessageState
from messaging.states import FAILED, REACHED
from messaging.verdicts import Verdict


@dataclass(frozen=True)
class Facts:
    """What the sentence is made of. ``evidence`` is the message's; the rest its campaign's."""

    verdict: int
    state: int
    evidence: Mapping[str, Any]
    brand: str = ""
    exemption: str = ""
    chosen_by: str = ""


def sentence(facts: Facts) -> str:
    """ "Gitti: …", "Gitmedi: …", ending with the evidence (date, source, İYS answer id)."""
    try:
        verdict = Verdict(facts.verdict)
    except ValueError:
        return _("Karar kodu %(code)d") % {"code": facts.verdict}
    tell = _TOLD.get(verdict)
    told = tell(facts) if tell else f"{_bare(verdict)}."
    return f"{_outcome(facts)}: {told}"


def of_message(message: Message) -> str:
    """The sentence of one message, whose campaign is at hand."""
    campaign = message.campaign
    return sentence(
        Facts(
            verdict=message.verdict,
            state=message.state,
            evidence=message.evidence or {},
            brand=campaign.brand.name if campaign.brand else "",
            exemption=campaign.exemption,
            chosen_by=campaign.exemption_chosen_by,
        )
    )


def _outcome(facts: Facts) -> str:
    if facts.verdict >= 100 or facts.state == MessageState.BLOCKED:
        return _("Gitmedi")
    if facts.state in REACHED:
        return _("Gitti")
    if facts.state in FAILED:
        return _("Gönderildi, ulaşmadı")
    if facts.state == MessageState.CANCELLED:
        return _("Gitmedi, iptal edildi; karar")
    return _("Gönderilebilir")


def _bare(verdict: Verdict) -> str:
    """The label without its "Gider: ", beginning small, for the middle of a sentence."""
    text = str(verdict.label).removeprefix(_("Gider: "))
    return text if text.startswith("İYS") else text[:1].lower().replace("i̇", "i") + text[1:]


def _exempt_content(facts: Facts) -> str:
    if not facts.exemption:
        return _("bilgilendirme mesajı, onay gerekmez.")
    reason = ExemptReason(facts.exemption).label if facts.exemption in ExemptReason.values else ""
    return _("bilgilendirme, onay gerekmez (%(reason)s; seçen: %(who)s).") % {
        "reason": reason or facts.exemption,
        "who": facts.chosen_by or "—",
    }


def _exempt_sender(facts: Facts) -> str:
    kind = str(facts.evidence.get("exempt_sender", ""))
    label = ExemptSender(kind).label if kind in ExemptSender.values else kind
    return _("muaf gönderici (%(kind)s), alıcı muafiyetin kapsamında.") % {"kind": label or "—"}


def _consented(facts: Facts) -> str:
    return _("%(brand)s için onayı vardı%(given)s; %(asked)s ONAY.") % {
        "brand": _brand(facts),
        "given": _given(facts),
        "asked": _asked(facts),
    }


def _merchant(facts: Facts) -> str:
    registry = str(facts.evidence.get("registry", ""))
    said = {"ONAY": _("ONAY"), "YOK": _("ret kaydı yok")}.get(registry, registry or "—")
    return _("tacir veya esnaf, önceden onay gerekmez; %(asked)s %(said)s.") % {
        "asked": _asked(facts),
        "said": said,
    }


def _refused(facts: Facts) -> str:
    if facts.evidence.get("status") == "RET":
        return _("%(brand)s için ticari ileti istemediğini bildirmişti%(given)s.") % {
            "brand": _brand(facts),
            "given": _given(facts),
        }
    return _("%(brand)s için İYS'de RET kaydı vardı; %(asked)s RET.") % {
        "brand": _brand(facts),
        "asked": _asked(facts),
    }


def _no_record(facts: Facts) -> str:
    return _("İYS'de %(brand)s için onayı yoktu; %(asked)s onaylılar arasında değil.") % {
        "brand": _brand(facts),
        "asked": _asked(facts),
    }


def _not_recorded(facts: Facts) -> str:
    return _("onay alınmıştı%(given)s, ama İYS'de geçerli değildi; %(asked)s ONAY yok.") % {
        "given": _given(facts),
        "asked": _asked(facts),
    }


def _not_verified(facts: Facts) -> str:
    if not facts.evidence.get("registry_at"):
        return _("onayı İYS'ye sorulamadığı için doğrulanamadı.")
    return _("onayı doğrulanamadı; son İYS yanıtı %(at)s.") % {"at": _day(facts, "registry_at")}


def _blacklisted(facts: Facts) -> str:
    mine = facts.verdict == Verdict.RECIPIENT_BLACKLIST
    who = _("alıcı istemediği") if mine else _("firma istemediği")
    reason = facts.evidence.get("reason") or ""
    return _("%(who)s için %(since)s tarihinden beri kara listede%(reason)s.") % {
        "who": who,
        "since": _day(facts, "since", with_clock=False),
        "reason": f" ({reason})" if reason else "",
    }


def _brand(facts: Facts) -> str:
    return _("“%(brand)s” markası") % {"brand": facts.brand} if facts.brand else _("bu marka")


def _given(facts: Facts) -> str:
    """ " (HS Web, 02.01.2025)" from what our own ledger held."""
    parts = []
    if source := facts.evidence.get("source"):
        parts.append(source_label(str(source)))
    if facts.evidence.get("consented_at"):
        parts.append(_day(facts, "consented_at", with_clock=False))
    return f" ({', '.join(parts)})" if parts else ""


def _asked(facts: Facts) -> str:
    reference = str(facts.evidence.get("registry_ref") or "")
    shown = _(", yanıt no %(ref)s") % {"ref": reference[:12]} if reference else ""
    return _("İYS yanıtı (%(at)s%(ref)s):") % {
        "at": _day(facts, "registry_at"),
        "ref": shown,
    }


def _day(facts: Facts, name: str, *, with_clock: bool = True) -> str:
    return written(facts.evidence.get(name), with_clock=with_clock)


def written(value: object, *, with_clock: bool = True) -> str:
    """A moment of the evidence, which PostgreSQL wrote in UTC, as the clock on the wall says it."""
    moment = _moment(value)
    if moment is None:
        return "—"
    return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M" if with_clock else "%d.%m.%Y")


def _moment(value: object) -> datetime | None:
    return parse_datetime(str(value)) if value else None


_TOLD = {
    Verdict.EXEMPT_CONTENT: _exempt_content,
    Verdict.EXEMPT_SENDER: _exempt_sender,
    Verdict.CONSENTED: _consented,
    Verdict.MERCHANT: _merchant,
    Verdict.CONSENT_REFUSED: _refused,
    Verdict.NO_CONSENT: _no_record,
    Verdict.CONSENT_NOT_RECORDED: _not_recorded,
    Verdict.CONSENT_NOT_VERIFIED: _not_verified,
    Verdict.FIRM_BLACKLIST: _blacklisted,
    Verdict.RECIPIENT_BLACKLIST: _blacklisted,
}
