"""All rules over one text."""

from __future__ import annotations

from collections.abc import Iterable

from turkcell_hub.lib.content_rules.model import Finding, Sender, Severity
from turkcell_hub.lib.content_rules.reading import Reading
from turkcell_hub.lib.content_rules.rules import LAW, RULES, Case
from turkcell_hub.lib.content_rules.words import DEFAULT_WORDS, Words


def lint(
    text: str,
    message_class: str,
    sender: Sender,
    words: Words = DEFAULT_WORDS,
    *,
    suffix: str = "",
    hidden: Iterable[str] = (),
) -> list[Finding]:
    """What is wrong with ``text`` as a message of this class, errors first.

    ``suffix``: what the operator adds (it may say how to refuse). ``hidden``: stretches of the
    text that are the recipient's own data, such as his number: no contact of the sender.
    An empty text and an unknown class have no findings; other checks refuse them.
    """
    if not text.strip():
        return []
    case = Case(Reading(text, tuple(hidden)), sender, words, Reading(suffix))
    found = [
        Finding(rule.code, rule.severity, rule.row, LAW, message, rule.why, fix, *span)
        for rule in RULES
        if rule.message_class == message_class and sender.kind in rule.kinds
        for message, span, fix in rule.find(case)
    ]
    return sorted(found, key=lambda one: one.severity != Severity.ERROR)


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(one.severity == Severity.ERROR for one in findings)
