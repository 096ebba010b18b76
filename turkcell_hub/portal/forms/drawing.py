"""Inputs written without templates: the same HTML but for blanks between tags.

Django draws an input by two templates and a choice by two more; that was half the work of a page
with a form. What is not known here is drawn by its template as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

Context = Mapping[str, Any]


class Renderer(TemplatesSetting):
    """``FORM_RENDERER``."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        write = _WRITERS.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return write(context["widget"]).strip()


def _plain(value: Any) -> str:
    """As it is, escaped: addresses, numbers of records and attributes."""
    return escape(value) if type(value) is str else conditional_escape(value)


def _read(value: Any) -> str:
    """As the reader's language spells it, escaped."""
    if type(value) is str:
        return escape(value)
    return conditional_escape(str(localize(template_localtime(value))))


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_read(name)}" if value is True else f' {_read(name)}="{_plain(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Context) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_plain(value)}"'
    name = _read(widget["name"])
    return f'<input type="{_read(widget["type"])}" name="{name}"{said}{_attrs(widget["attrs"])}>'


def _textarea(widget: Context) -> str:
    text = _read(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_read(widget["name"])}"{_attrs(widget["attrs"])}>\n{text}</textarea>'


def _select(widget: Context) -> str:
    parts = [f'<select name="{_read(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _place in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_read(group)}">')
        for option in options:
            attrs = _attrs(option["attrs"]) if option["attrs"] else ""
            value, label = _plain(option["value"]), _read(option["label"])
            parts.append(f'\n  <option value="{value}"{attrs}>{label}</option>')
        if group:
            parts.append("\n  </optgroup>")
    parts.append("\n</select>")
    return "".join(parts)


def _choices(widget: Context) -> str:
    """Boxes or buttons, one under the other."""
    attrs = widget["attrs"]
    shown = ((name, attrs.get(name)) for name in ("id", "class"))
    parts = ["<div", *(f' {name}="{_read(value)}"' for name, value in shown if value), ">"]
    for group, options, _place in widget["optgroups"]:
        lines = _lines(options)
        if group:
            lines = f"\n  <div><label>{_read(group)}</label>{lines}\n  </div>"
        parts.append(lines)
    parts.append("\n</div>")
    return "".join(parts)


def _lines(options: Iterable[Context]) -> str:
    return "".join(f"<div>\n    {_choice(option)}</div>" for option in options)


def _choice(option: Context) -> str:
    drawn = _input(option)
    if not option.get("wrap_label"):
        return drawn
    place = option["attrs"].get("id")
    tie = f' for="{_read(place)}"' if place else ""
    return f"<label{tie}>{drawn} {_read(option['label'])}</label>"


_FOLDER = "django/forms/widgets"
_ONE_LINE = ("input", "text", "number", "email", "url", "password", "hidden", "date", "datetime",
             "time", "checkbox", "file", "color", "search", "tel")  # fmt: skip
_WRITERS: dict[str, Callable[[Context], str]] = {
    **{f"{_FOLDER}/{name}.html": _input for name in _ONE_LINE},
    f"{_FOLDER}/textarea.html": _textarea,
    f"{_FOLDER}/select.html": _select,
    f"{_FOLDER}/radio.html": _choices,
    f"{_FOLDER}/checkbox_select.html": _choices,
}
