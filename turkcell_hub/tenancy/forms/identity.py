"""Gönderen kimliği."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm
from turkcell_hub.tenancy.models import SenderIdentity


class IdentityForm(HubForm):
    kind = forms.ChoiceField(
        label=_("Gönderen türü"),
        choices=SenderIdentity.Kind.choices,
        help_text=_("Tacir: MERSİS ve unvan. Esnaf: ad soyad ve T.C. kimlik numarası."),
    )
    mersis = forms.CharField(
        label=_("MERSİS numarası"),
        max_length=25,
        required=False,
        help_text=_("16 hane; boşluk ve tire yazabilirsiniz."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    short_titles = forms.CharField(
        label=_("Kısa unvan veya markalar"),
        max_length=200,
        required=False,
        help_text=_("Virgülle ayırın. Metinde bunlardan biri unvan yerine geçer."),
    )
    title_by_sender = forms.BooleanField(
        label=_("Gönderici adı (telefonda görünen başlık) unvan yerine geçer"),
        required=False,
        help_text=_("Kaynaklar bu konuda birleşmiyor; hukukçunuza danışarak işaretleyin."),
    )
    person_name = forms.CharField(label=_("Ad soyad (esnaf)"), max_length=120, required=False)
    tckn = forms.CharField(
        label=_("T.C. kimlik numarası (esnaf)"),
        max_length=11,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Müşteri hizmetleri telefonu"), max_length=20, required=False,
        help_text=_("Metne yazıldığı gibi, örneğin 0232 444 00 11."),
    )  # fmt: skip
    fax = forms.CharField(label=_("Faks"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-posta"), required=False)
    refusal_number = forms.CharField(
        label=_("Ret kısa numarası"),
        max_length=12,
        required=False,
        help_text=_("Alıcının ücretsiz ret mesajı attığı numara, örneğin 4605."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    refusal_keyword = forms.CharField(label=_("Ret kelimesi"), max_length=20, initial="RET")
    refusal_text = forms.CharField(
        label=_("Ret metni"),
        max_length=120,
        required=False,
        help_text=_("Boşsa: “Ret: RET yaz 4605”. Türkçe harf yazarsanız mesaj uzayabilir."),
    )
