"""What a membership still lacks, by its kind's list and the answers to its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext

from turkcell_hub.lib.paper_looks import Doubt
from turkcell_hub.membership import catalogue
from turkcell_hub.membership.catalogue import Item, Kind, Tick
from turkcell_hub.membership.models import Dossier, PaperFile
from turkcell_hub.membership.states import BEING_FILLED, FileState, State

_DOUBTS = {
    Doubt.SMALL: __("%(file)s küçük bir resim, okunmayabilir; 300 dpi ile yeniden tarayın."),
    Doubt.BLANK: __("%(file)s boş görünüyor; sayfanın yazılı yüzünü tarayın."),
}


@dataclass(frozen=True)
class Line:
    """One paper of the list. ``lacks`` and ``returned``: sentences that block, ``returned`` those
    of given back files, which tell their reason themselves; ``warnings``: that do not.
    ``takes_files``, ``takes_ticks``: whether the applicant may change it now."""

    item: Item
    files: Sequence[PaperFile]
    ticks: Sequence[tuple[Tick, bool]]
    lacks: Sequence[str]
    returned: Sequence[str]
    warnings: Sequence[str]
    takes_files: bool
    takes_ticks: bool

    @property
    def missing(self) -> list[str]:
        return [*self.lacks, *self.returned]

    @property
    def has_files(self) -> bool:
        """Whether files belong to this line at all."""
        return bool(self.item.files) or bool(self.item.counted_by)

    @property
    def state(self) -> str:
        if any(file.state == FileState.BAD for file in self.files):
            return "bad"
        if self.missing:
            return "missing"
        if not self.files and self.has_files:
            return "absent"  # "varsa", and there is none
        if self.files and all(file.state == FileState.GOOD for file in self.files):
            return "good"
        return "ready"


@dataclass(frozen=True)
class Checklist:
    kind: Kind | None
    lines: Sequence[Line]

    @property
    def missing(self) -> list[str]:
        return [text for line in self.lines for text in line.missing]

    @property
    def warnings(self) -> list[str]:
        return [text for line in self.lines for text in line.warnings]

    @property
    def done(self) -> int:
        return sum(not line.missing for line in self.lines)

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.item.code == code), None)


def of(dossier: Dossier) -> Checklist:
    """The list of ``dossier``: by today's edition while it is filled in, by its own edition once
    it was sent. Two queries; the caller is in the firm's scope."""
    kind = kind_of(dossier)
    if kind is None:
        return Checklist(None, ())
    papers = {paper.code: paper for paper in dossier.papers.prefetch_related("files")}
    lines = []
    for item in kind.items:
        if not item.is_asked(dossier.answers):
            continue
        paper = papers.get(item.code)
        files = [file for file in paper.files.all() if not _is_gone(file)] if paper else []
        lines.append(_line(dossier, item, files, set(paper.ticks) if paper else set()))
    return Checklist(kind, lines)


def kind_of(dossier: Dossier) -> Kind | None:
    return catalogue.kind_of(dossier.kind, dossier.edition, dossier.programme)


def is_replaceable(dossier: Dossier, file: PaperFile) -> bool:
    """In a returned file: what was given back, and what came in its place and nobody has seen
    yet – the wrong page may be scanned again."""
    if dossier.state != State.RETURNED:
        return False
    return file.state == FileState.BAD or bool(
        dossier.sent_at and file.uploaded_at > dossier.sent_at
    )


def _is_gone(file: PaperFile) -> bool:
    """Replaced or taken back; an erased identity copy stays on the list as what it was."""
    return file.erased_at is not None and file.state != FileState.GOOD


def _line(dossier: Dossier, item: Item, files: list[PaperFile], ticked: set[str]) -> Line:
    asked = (tick for tick in item.ticks if tick.is_asked(dossier.answers))
    ticks = [(tick, tick.code in ticked) for tick in asked]
    filling = dossier.state in BEING_FILLED
    is_reopened = any(is_replaceable(dossier, file) for file in files)
    has_lack = bool(files) or not item.is_optional
    unticked = [tick for tick, is_on in ticks if not is_on] if has_lack else []
    return Line(
        item,
        files,
        ticks,
        [*_too_few(item, files, dossier.answers), *_said(item, unticked, True)],
        _bad(item, files),
        [*_unsigned(item, files), *_looks(item, files), *_said(item, unticked, False)],
        takes_files=filling or is_reopened,
        takes_ticks=filling,
    )


def _too_few(item: Item, files: Sequence[Any], answers: Any) -> list[str]:
    lacks = item.least(answers) - len(files)
    if lacks <= 0:
        return []
    if item.least(answers) == 1:
        return [_("%(paper)s yüklenmedi.") % {"paper": item}]
    text = ngettext("%(paper)s: %(n)d dosya eksik.", "%(paper)s: %(n)d dosya eksik.", lacks)
    return [text % {"paper": item, "n": lacks}]


def _bad(item: Item, files: Sequence[PaperFile]) -> list[str]:
    return [
        _("%(paper)s geri verildi: %(reason)s") % {"paper": item, "reason": file.reason}
        for file in files
        if file.state == FileState.BAD
    ]


def _unsigned(item: Item, files: Sequence[PaperFile]) -> list[str]:
    return [
        _("%(file)s dosyasında elektronik imza bulunamadı; e-imzalı PDF'in kendisini yükleyin.")
        % {"file": file.name}
        for file in files
        if item.e_signed and not file.signed
    ]


def _looks(item: Item, files: Sequence[PaperFile]) -> list[str]:
    """What a reader would stumble over; of scans that nobody has judged yet."""
    found = []
    for file in files:
        if file.state != FileState.WAITING:
            continue
        about = {"file": file.name, "n": file.pages, "most": item.most_pages}
        if file.doubt in _DOUBTS:
            found.append(_DOUBTS[Doubt(file.doubt)] % about)
        if item.most_pages and file.pages > item.most_pages:
            text = _("%(file)s %(n)d sayfa; bu belgeden en çok %(most)d sayfa istenir.")
            found.append(text % about)
        if item.fresh_days and file.issued_on is not None:
            age = (timezone.localdate(file.uploaded_at) - file.issued_on).days
            if age > item.fresh_days:
                about |= {"day": f"{file.issued_on:%d.%m.%Y}", "days": item.fresh_days}
                text = _("%(file)s %(day)s tarihli; %(days)d günden eski belge geri verilebilir.")
                found.append(text % about)
    return [str(text) for text in found]


def _said(item: Item, unticked: Sequence[Tick], blocks: bool) -> list[str]:
    return [
        _("%(paper)s: “%(tick)s” işaretlenmedi.") % {"paper": item, "tick": tick}
        for tick in unticked
        if tick.blocks is blocks
    ]
