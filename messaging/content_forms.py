"""Forms of the content checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.services import contents
from turkcell_hub.lib.content_rules import Words
from turkcell_hub.portal.forms import HubForm

_LABELS = {
    "descriptive": _("Tanımlayıcı kelimeler"),
    "promotion": _("Promosyon kelimeleri"),
    "celebration": _("Kutlama sözleri"),
    "advert": _("Reklam kokan sözler"),
    "survey": _("Anket sözleri"),
    "percent_of": _("Yüzdenin promosyon sayılmadığı kelimeler"),
}


class OverrideForm(HubForm):
    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Adınız ve zamanla birlikte gönderimde ve işlem geçmişinde görünür."),
    )


class WordsForm(HubForm):
    """Each list one word a line; "long = short" a line for the saving pencil."""

    valid_from = forms.DateField(label=_("Geçerlilik başlangıcı"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        lists = contents.words_on(today)
        kept = {name: "\n".join(getattr(lists, name)) for name in Words.lists()}
        pairs = [f"{long} = {short}" for long, short in contents.shortenings_on(today)]
        kwargs.setdefault("initial", {**kept, "valid_from": today, "shortenings": "\n".join(pairs)})
        super().__init__(*args, **kwargs)
        for name in Words.lists():
            self.fields[name] = _list_field(_LABELS[name])
        self.fields["shortenings"] = _list_field(_("Tasarruf kaleminin kısaltmaları"))
        self.fields["shortenings"].help_text = _("Her satıra bir tane: uzun söz = kısa söz.")

    def clean_shortenings(self) -> list[tuple[str, str]]:
        pairs = []
        for line in _lines(self.cleaned_data["shortenings"]):
            long, equal, short = (part.strip() for part in line.partition("="))
            if not (long and equal and short) or len(short) >= len(long):
                raise forms.ValidationError(
                    _("“%(line)s” okunamadı. “uzun söz = kısa söz” diye yazın."),
                    params={"line": line},
                )
            pairs.append((long, short))
        return pairs

    def values(self) -> tuple[date, dict[str, list[str]], list[tuple[str, str]]]:
        data = self.cleaned_data
        lists = {name: _lines(data[name]) for name in Words.lists()}
        return data["valid_from"], lists, data["shortenings"]


def _list_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
