"""Scans and ticks of a membership: taken in by their content, opened by rights, each look written
down (A-011 … A-043, C-09)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.lib.paper_looks import look
from turkcell_hub.lib.papers import ENDINGS, PaperRefused, Refusal, check, is_signed, plain_name
from turkcell_hub.membership import checklist, permissions
from turkcell_hub.membership.checklist import Line
from turkcell_hub.membership.models import Dossier, Paper, PaperFile
from turkcell_hub.membership.services import discarding, moves, reading, rules
from turkcell_hub.membership.states import WITH_APPLICANT, FileState, State
from turkcell_hub.tenancy import vault
from turkcell_hub.tenancy.actor import Actor

_REFUSED = {
    Refusal.EMPTY: __("Dosya boş; taranmış belgeyi seçin."),
    Refusal.TOO_LARGE: __("Dosya %(most)d MB'tan büyük; daha düşük çözünürlükte tarayın."),
    Refusal.TYPE: __(
        "PDF, JPEG ya da PNG dosyası seçin; dosyanın içeriği bunlardan biri değil (adı değil,"
        " içeriği sayılır)."
    ),
    Refusal.MIXED: __("Dosyanın içinde başka bir dosya var; belgeyi yeniden tarayıp yükleyin."),
    Refusal.ACTIVE: __(
        "PDF açılınca çalışan öğeler (betik, ekli dosya, form) içeriyor; yazdırıp taranmış PDF"
        " olarak yükleyin."
    ),
    Refusal.ENCRYPTED: __("PDF parola korumalı; parolasız kaydedip yükleyin."),
    Refusal.BROKEN: __("Dosya bozuk ya da yarım; belgeyi yeniden tarayın."),
    Refusal.HUGE: __("Resim ya da PDF olağandan çok büyük açılıyor; 300 dpi ile yeniden tarayın."),
}


def attach(
    actor: Actor,
    dossier: Dossier,
    code: str,
    file: File[Any],
    replaces: int | None = None,
    issued_on: date | None = None,
) -> PaperFile:
    """One more scan of the paper ``code``, which bears the day ``issued_on``; ``replaces``: the
    one that was given back and goes.
    Raises ``Invalid`` (field ``file``; its ``code`` is ``file_`` and the reason), ``Conflict``
    where nothing is taken now, ``NotFound`` for a paper that is not on the list."""
    actor.require(permissions.CHANGE)
    kept_rules = rules.in_force(actor.firm_id)
    content_type, content = _read(file, kept_rules)
    digest = hashlib.sha256(content).hexdigest()
    seen = look(content, content_type)
    issued_on = reading.past_day(issued_on, "issued_on")
    with transaction.atomic():
        row = moves.locked(dossier.pk)
        moves.require(row, WITH_APPLICANT)
        line = _open_line(row, code)
        paper, _made = Paper.objects.get_or_create(
            dossier=row, code=code, defaults={"firm_id": row.firm_id}
        )
        old = _replaced(row, line, replaces)
        if any(other.sha256 == digest for other in line.files):
            raise Conflict(_("Bu dosya bu belgede zaten var."), code="file_repeated", field="file")
        if old is None and len(line.files) >= kept_rules.most_files:
            raise Conflict(
                _("Bir belgeye en çok %(most)d dosya yüklenir.") % {"most": kept_rules.most_files},
                code="file_too_many",
                field="file",
            )
        if old is not None:
            discarding.erase(old)
        kept = vault.put(content, discarding.FOLDER, row.firm_id)
        made: PaperFile = PaperFile.objects.create(
            firm_id=row.firm_id,
            paper=paper,
            name=plain_name(file.name or "", ENDINGS[content_type]),
            content_type=content_type,
            size=len(content),
            sha256=digest,
            stored=kept.name,
            secret=kept.key,
            identity=line.item.identity,
            signed=is_signed(content),
            pages=seen.pages,
            doubt=seen.doubt,
            issued_on=issued_on,
            by_label=actor.label[:150],
        )
        moves.settle(row)
        changes = {"paper": code, "bytes": made.size, "sha256": digest}
        trail.record(actor, "membership.file.added", made, changes, label=code)
    return made


def remove(actor: Actor, file: PaperFile) -> Dossier:
    """Takes back a scan before the file is sent. Raises ``Conflict``, ``NotFound``."""
    actor.require(permissions.CHANGE)
    with transaction.atomic():
        row = moves.locked(file.paper.dossier_id)
        moves.require(row, WITH_APPLICANT - {State.RETURNED})
        found = PaperFile.objects.select_for_update().filter(pk=file.pk, erased_at=None).first()
        if found is None:
            raise NotFound(_("Dosya bulunamadı."))
        discarding.erase(found)
        moves.settle(row)
        trail.record(actor, "membership.file.removed", found, label=found.paper.code)
    return row


def tick(actor: Actor, dossier: Dossier, code: str, ticks: Iterable[str]) -> Paper:
    """What the applicant states of a paper: exactly these ticks are on. Raises ``Conflict``,
    ``NotFound``, ``Invalid`` for a tick that the paper does not have."""
    actor.require(permissions.CHANGE)
    wanted = set(ticks)
    with transaction.atomic():
        row = moves.locked(dossier.pk)
        line = _line(row, code)
        if not line.takes_ticks:
            moves.require(row, frozenset())
        known = [one.code for one, _is_on in line.ticks]
        if wanted - set(known):
            raise Invalid(_("Bu belgede böyle bir işaret yok."), field="ticks")
        paper, _made = Paper.objects.update_or_create(
            dossier=row,
            code=code,
            defaults={"firm_id": row.firm_id, "ticks": [one for one in known if one in wanted]},
        )
        moves.settle(row)
        changes = {"paper": code, "ticks": [None, paper.ticks]}
        trail.record(actor, "membership.dossier.change", row, changes)
    return paper


def opened(actor: Actor, file: PaperFile) -> bytes:
    """The content, for who may see it; the look is in the trail before a byte is given. Raises
    ``NotAllowed``, ``NotFound`` for one that was erased."""
    actor.require(permissions.PAPERS)
    if file.identity:
        actor.require(permissions.IDENTITY)
    if not file.stored:
        raise NotFound(_("Dosya kaldırılmış ya da saklama süresi dolmuş."))
    try:
        content = vault.get(file.stored, file.secret)
    except vault.VaultBroken:
        raise NotFound(_("Dosya açılamadı; yüklenmesini isteyin.")) from None
    with transaction.atomic():
        changes = {"paper": file.paper.code, "identity": file.identity}
        trail.record(actor, "membership.file.opened", file, changes, label=file.paper.code)
    return content


def _read(file: File[Any], kept_rules: Any) -> tuple[str, bytes]:
    limits = rules.limits(kept_rules)
    # Read one byte more than is taken at most, whatever the size is said to be.
    content: bytes = file.read(limits.most_bytes + 1)
    try:
        return check(content, limits), content
    except PaperRefused as refused:
        raise Invalid(
            str(_REFUSED[refused.reason]) % {"most": kept_rules.most_megabytes},
            code=f"file_{refused.reason}",
            field="file",
        ) from None


def _line(row: Dossier, code: str) -> Line:
    line = checklist.of(row).line(code)
    if line is None:
        raise NotFound(_("Bu belge listenizde yok."))
    return line


def _open_line(row: Dossier, code: str) -> Line:
    line = _line(row, code)
    if not line.has_files:
        raise Conflict(_("Bu satıra dosya yüklenmez; işaretlenir."), code="file_not_asked")
    if not line.takes_files:
        raise Conflict(
            _("Bu belge geri verilmedi; yalnız geri verilen belgeler yeniden yüklenir."),
            code="paper_closed",
        )
    return line


def _replaced(row: Dossier, line: Line, pk: int | None) -> PaperFile | None:
    """The file that goes: the named one; in a returned file the one that was given back, else
    the one that came in its place."""
    closed = [file for file in line.files if not checklist.is_replaceable(row, file)]
    if pk is None:
        opened = [file for file in line.files if file not in closed]
        opened.sort(key=lambda file: file.state != FileState.BAD)
        return opened[0] if row.state == State.RETURNED else None
    found = next((file for file in line.files if file.pk == pk), None)
    if found is None:
        raise NotFound(_("Dosya bulunamadı."))
    if row.state == State.RETURNED and found in closed:
        raise Conflict(_("Bu dosya geri verilmedi."), code="paper_closed")
    return found
