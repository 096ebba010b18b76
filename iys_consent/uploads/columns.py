"""The columns of a list: KobiYS's own headers and what else people write (K-056, K-060)."""

from __future__ import annotations

from turkcell_hub.sheets import Column

# The samples have these headers, in this order.
COLUMNS = (
    Column("brand", "marka_kodu", aliases=("marka kodu", "marka no", "marka numarası",
           "brand code", "brandcode")),
    Column("recipient_type", "alici_tipi", aliases=("tipi", "tip", "alıcı tipi", "müşteri tipi",
           "recipient type", "recipienttype")),
    Column("first_name", "ad", aliases=("adı", "isim", "alıcı adı", "first name")),
    Column("last_name", "soyad", aliases=("soyadı", "soyisim", "alıcı soyadı", "last name")),
    Column("phone", "telefon", aliases=("telefon no", "telefon numarası", "tel", "cep",
           "cep telefonu", "gsm", "gsm no", "numara", "phone", "mobil")),
    Column("email", "eposta", aliases=("e-posta", "e-posta adresi", "eposta adresi", "mail",
           "e-mail", "email")),
    Column("call", "arama_izni", aliases=("arama", "arama onayı", "call")),
    Column("message", "mesaj_izni", aliases=("mesaj", "sms izni", "sms", "mesaj onayı")),
    Column("mail", "eposta_izni", aliases=("e-posta izni", "mail izni", "eposta onayı")),
    Column("source", "izin_kaynagi", aliases=("izin kaynağı", "kaynak", "source")),
    Column("consented_at", "izin_tarihi", aliases=("izin tarihi", "onay tarihi", "tarih",
           "consent date", "consentdate")),
)  # fmt: skip
# One column for both kinds of address, one for the whole name, and the provider's own number.
OPTIONAL = (
    Column("address", "alici", aliases=("alıcı", "recipient", "telefon veya e-posta")),
    Column("full_name", "ad_soyad", aliases=("ad soyad", "adı soyadı", "kişi adı soyadı",
           "unvan", "isim soyisim")),
    Column("dealer", "bayi_kodu", aliases=("bayi", "bayi kodu", "bayi no", "retailer code",
           "retailercode")),
    Column("iys_code", "iys_numarasi", aliases=("iys no", "iys numarası", "iys kodu", "iyscode")),
)  # fmt: skip
NEEDED = ("brand", "recipient_type")
