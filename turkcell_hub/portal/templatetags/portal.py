"""``{% load portal %}``: icons, badges, fields, progress, query strings."""

from __future__ import annotations

from functools import lru_cache
from secrets import token_hex
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from turkcell_hub.portal import cells, charts, render
from turkcell_hub.portal.forms import ranges
from turkcell_hub.sentences import shown

register = template.Library()

_CLASSES = (
    (forms.CheckboxSelectMultiple, "hub-choice"),
    (forms.RadioSelect, "hub-choice"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)

register.simple_tag(render.icon, name="icon")
register.simple_tag(render.badge, name="badge")
register.simple_tag(charts.bars, name="bar_chart")
register.simple_tag(charts.stacked, name="stacked_chart")
register.simple_tag(charts.lines, name="line_chart")
register.simple_tag(charts.funnel, name="funnel_chart")
register.simple_tag(charts.ranked, name="ranked_chart")
register.simple_tag(charts.sparkline, name="sparkline")
register.filter("money", cells.money)
register.filter("sums", cells.sums)
register.filter("number", cells.number)
register.filter("moment", cells.moment)
register.filter("day", cells.day)
register.filter("percent", cells.percent)
register.filter("phone", cells.telephone)
register.filter("shown", shown)


@register.simple_tag
def widget(field: BoundField, placeholder: str = "") -> SafeString:
    """The field's input with the look, and the ties to its help and errors that screen
    readers need."""
    if ranges.is_range(field):
        return ranges.draw(field)
    look = next(css for kind, css in _CLASSES if isinstance(field.field.widget, kind))
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {
        "class": " ".join(filter(None, [own, look, "is-invalid" if field.errors else ""]))
    }
    ties = [f"{field.auto_id}_error"] if field.errors else []
    if field.help_text:
        ties.append(f"{field.auto_id}_help")
    if ties:
        attrs["aria-describedby"] = " ".join(ties)
    if placeholder:
        attrs["placeholder"] = placeholder
    return field.as_widget(attrs=attrs)


@register.filter
def widget_kind(field: BoundField) -> str:
    """check, choices or input: which layout the field wants."""
    shown = field.field.widget
    if isinstance(shown, forms.RadioSelect):
        return "choices"
    return "check" if isinstance(shown, forms.CheckboxInput) else "input"


@register.simple_tag
def unchanging(template_name: str) -> SafeString:
    """A part that every page ends with and that depends on the language alone: drawn once."""
    place = get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()
    return _drawn(template_name, get_language(), place)


@lru_cache(maxsize=64)
def _drawn(template_name: str, _language: str | None, _place: tuple[str, str]) -> SafeString:
    return render_to_string(template_name)


@register.simple_tag(takes_context=True)
def user_menu(context: template.Context) -> SafeString:
    """The person's menu: drawn once for whoever is called so in a firm of that name."""
    firm_name = str(getattr(context.get("firm"), "name", ""))
    place = get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()
    drawn = _user_menu(str(context["request"].user), firm_name, get_language(), place)
    token = conditional_escape(str(context.get("csrf_token", "")))
    return mark_safe(drawn.replace(_TOKEN, token))  # noqa: S308 - a template has drawn it


# Stands for the request's own token in what is drawn once; nobody can guess it and call himself so.
_TOKEN = token_hex(16)


@lru_cache(maxsize=256)
def _user_menu(person: str, firm_name: str, _language: str | None, _place: tuple[str, str]) -> str:
    names = {"person": person, "firm_name": firm_name, "csrf_token": _TOKEN}
    return render_to_string("portal/parts/user_menu.html", names)


@register.simple_tag
def field(bound: BoundField, css: str = "") -> SafeString:
    """Label, input, help and error of one field: ``{% field form.name %}``."""
    return render_to_string("portal/field.html", {"field": bound, "css": css})


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """The error summary and all fields in their order."""
    return render_to_string("portal/form_fields.html", {"form": form})


@register.simple_tag
def progress(done: int, total: int, label: str = "") -> SafeString:
    """A progress bar of the browser's own, so that no inline style is needed."""
    share = round(100 * done / total) if total else 0
    return format_html(
        '<div class="hub-progress"><progress max="{}" value="{}" aria-label="{}"></progress>'
        '<span class="hub-progress-text">{}</span></div>',
        max(total, 1),
        min(done, max(total, 1)),
        label,
        cells.percent(share),
    )


@register.simple_tag
def poll(url: str, seconds: int = 2) -> SafeString:
    """Attributes that let a part of a page refresh itself; answer it without them (or with
    status 286) to stop: ``<div {% poll url %}>…</div>``."""
    return format_html('hx-get="{}" hx-trigger="every {}s" hx-swap="outerHTML"', url, seconds)


@register.filter
def label_end(label: Any) -> str:
    """What follows a label before its error: nothing where it is a sentence with its own end."""
    return "" if str(label).rstrip().endswith((".", ":", "?", "!", "…")) else ":"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key)
