"""API anahtarı üretme ve yenileme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from turkcell_hub.lib.turkish import sort_key
from turkcell_hub.portal.forms import HubForm, LookupMultipleField
from turkcell_hub.tenancy.forms.accounts import NetworksField
from turkcell_hub.tenancy.permissions import every_right

OVERLAPS = (
    (0, _("Hemen geçersiz olsun")),
    (24, _("1 gün")),
    (24 * 7, _("7 gün")),
    (24 * 30, _("30 gün")),
)


class KeyForm(HubForm):
    name = forms.CharField(
        label=_("Ad"), max_length=80, help_text=_("Hangi program kullanacak? Örnek: Logo Tiger")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Yetkiler"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    allowed_ips = NetworksField(
        label=_("IP listesi"),
        required=False,
        help_text=_("Her satıra bir adres ya da ağ; boşsa her adresten kullanılabilir."),
    )
    expires_at = forms.DateTimeField(label=_("Son kullanma"), required=False)
    authority_codes = LookupMultipleField(
        "authority-codes", label=_("Yetki Kodları"), required=False
    )

    brands = LookupMultipleField(
        "brands",
        label=_("Markalar"),
        required=False,
        help_text=_("Seçilirse anahtar yalnız bu markaların kayıtlarını görür; boşsa hepsini."),
    )

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["scopes"].choices = _by_room(actor)  # type: ignore[attr-defined]

    def scopes_by_room(self) -> list[tuple[str, list[Any]]]:
        """(heading, check boxes) of each room, in the order of the choices."""
        boxes = iter(self["scopes"])
        rooms = self.fields["scopes"].choices  # type: ignore[attr-defined]
        return [(room, [next(boxes) for _right in rights]) for room, rights in rooms]


def _room(code: str) -> str:
    """A right's first word is its app (or the app's ``rights_word``), but for what all rooms
    share."""
    word = code.partition(".")[0]
    named = (a for a in apps.get_app_configs() if getattr(a, "rights_word", a.label) == word)
    app = next(named, None)
    return str(app.verbose_name if app else _("Kişisel veriler"))


def _by_room(actor: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rights that this person may give to a key, under the Turkish name of their room."""
    rooms: dict[str, list[tuple[str, str]]] = {}
    for code, right in sorted(every_right().items()):
        if right.for_keys and actor is not None and actor.can(code):
            rooms.setdefault(_room(code), []).append((code, str(right.label)))
    return sorted(rooms.items(), key=lambda room: sort_key(room[0]))


class RotateForm(HubForm):
    overlap = forms.TypedChoiceField(
        label=_("Eski anahtar ne kadar daha çalışsın?"),
        choices=OVERLAPS,
        coerce=lambda hours: timedelta(hours=int(hours)),
        initial=24,
    )
