"""What a browser would send: the forms of a page with the values that they stand at."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """``values``: what a press of the (unnamed) button sends, by the controls' names."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def forms_of(html: str) -> list[PageForm]:
    """Every ``<form method="post">`` of the page, without its token."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[PageForm] = []
        self._form: PageForm | None = None
        self._select: tuple[str, bool, list[str], list[str]] | None = None
        self._area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = PageForm(given.get("action", ""))
            self.found.append(self._form)
        if self._form is None:
            return
        name = given.get("name", "")
        if tag == "option" and self._select is not None:
            _name, _many, chosen, offered = self._select
            offered.append(given.get("value", ""))
            if "selected" in given:
                chosen.append(given.get("value", ""))
        if not name or name == "csrfmiddlewaretoken" or "disabled" in given:
            return
        self._form.names.add(name)
        if tag == "select":
            self._select = (name, "multiple" in given, [], [])
        elif tag == "textarea":
            self._area = (name, [])
        elif tag == "input" and _counts(given):
            ticked = "on" if given.get("type") in ("checkbox", "radio") else ""
            self._form.add(name, given.get("value", ticked))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None and self._form is not None:
            name, many, chosen, offered = self._select
            for value in chosen or ([] if many else offered[:1]):
                self._form.add(name, value)
            self._select = None
        elif tag == "textarea" and self._area is not None and self._form is not None:
            name, parts = self._area
            self._form.add(name, "".join(parts).removeprefix("\n"))
            self._area = None


def _counts(control: dict[str, str]) -> bool:
    kind = control.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "checked" in control
    return kind not in ("submit", "button", "file", "image", "reset")
