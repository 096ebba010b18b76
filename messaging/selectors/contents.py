"""Metin denetimi as the pages show it: findings with their places and what a click inserts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from messaging.models import Campaign, ContentOverride, MessageClass
from messaging.services import contents
from turkcell_hub.lib.content_rules import Finding, Severity, has_errors
from turkcell_hub.tenancy.services import identities

DESCRIPTIVE = "Tanıtım: "


@dataclass(frozen=True)
class Shown:
    """``start``/``end``: places in the browser's units (UTF-16). ``insert``: what the fix's
    button writes; ``before``: at the beginning instead of the end."""

    finding: Finding
    start: int
    end: int
    insert: str = ""
    before: bool = False

    @property
    def is_error(self) -> bool:
        return self.finding.severity == Severity.ERROR


@dataclass(frozen=True)
class Element:
    """One insert button of the footer."""

    label: str
    text: str


@dataclass(frozen=True)
class Panel:
    """``rendered``: what only some recipients' texts lack."""

    findings: list[Shown]
    elements: list[Element]
    rendered: list[dict[str, Any]] = field(default_factory=list)
    override: ContentOverride | None = None
    is_commercial: bool = False
    has_class: bool = True

    @property
    def errors(self) -> int:
        return sum(one.is_error for one in self.findings) + len(self.rendered)

    @property
    def warnings(self) -> int:
        return sum(not one.is_error for one in self.findings)

    @property
    def stops(self) -> bool:
        return self.is_commercial and bool(self.errors) and self.override is None


def panel(campaign: Campaign) -> Panel:
    """The draft's findings, with who has taken them upon himself."""
    is_commercial = campaign.message_class == MessageClass.COMMERCIAL
    found = contents.of_campaign(campaign)
    rendered = contents.rendered_errors(campaign) if is_commercial else []
    override = None
    if is_commercial and (has_errors(found) or rendered):
        override = contents.overridden(campaign)
    return Panel(
        shown(campaign.firm_id, campaign.text, found),
        elements(campaign.firm_id) if is_commercial else [],
        rendered,
        override,
        is_commercial,
        bool(campaign.message_class),
    )


def panel_of_text(firm_id: int, text: str, message_class: str, suffix: str) -> Panel:
    """The same for a text that is no draft (a template)."""
    is_commercial = message_class == MessageClass.COMMERCIAL
    found = contents.of_text(firm_id, text, message_class, suffix)
    return Panel(
        shown(firm_id, text, found),
        elements(firm_id) if is_commercial else [],
        is_commercial=is_commercial,
        has_class=bool(message_class),
    )


def elements(firm_id: int) -> list[Element]:
    """The whole footer first, then its parts; what the firm's data lack is left out."""
    labels = {
        "title": _("Unvan"),
        "mersis": _("MERSİS"),
        "name": _("Ad soyad"),
        "tckn": _("T.C. kimlik no"),
        "contact": _("İletişim"),
        "refusal": _("Ret metni"),
    }
    return [
        Element(str(labels[name]), text)
        for name, text in identities.elements(firm_id).items()
        if text
    ]


def shown(firm_id: int, text: str, findings: Iterable[Finding]) -> list[Shown]:
    written = {**identities.elements(firm_id), "descriptive": DESCRIPTIVE}
    return [
        Shown(
            one,
            _units(text[: one.start]),
            _units(text[: one.end]),
            written.get(one.fix.element, "") if one.fix.kind == "insert" else "",
            one.fix.element == "descriptive",
        )
        for one in findings
    ]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def as_json(panel: Panel) -> dict[str, Any]:
    """The REST answer's ``lint``."""
    override = panel.override
    return {
        "errors": panel.errors,
        "warnings": panel.warnings,
        "stops": panel.stops,
        "findings": [
            {
                "rule": one.finding.rule,
                "severity": str(one.finding.severity),
                "requirement": one.finding.row,
                "law": one.finding.law,
                "message": one.finding.message,
                "explanation": one.finding.why,
                "start": one.finding.start,
                "end": one.finding.end,
                "fix": one.finding.fix.label,
                "insert": one.insert,
            }
            for one in panel.findings
        ],
        "rendered": [
            {key: one[key] for key in ("rule", "severity", "message", "body")}
            for one in panel.rendered
        ],
        "override": override
        and {"by": override.by_label, "at": override.at, "reason": override.reason},
    }
