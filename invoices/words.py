"""What the codes of readers and plans are called on the screen: what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices.matching import PlanLine, Problem, ProblemCode, Why

TAX_NAMES: Mapping[str, Any] = {
    "0015": __("KDV"),
    "4080": __("ÖİV"),
    "4081": __("ÖİV (5035)"),
    "8006": __("Telsiz kullanım"),
    "8007": __("Telsiz ruhsatname"),
    "8001": __("Borsa tescil"),
    "0061": __("KKDF"),
    "9015": __("KDV tevkifatı"),
}
UNREADABLE: Mapping[str, Any] = {
    "TOO_LARGE": __("Dosya çok büyük: en çok 10 MB, ZIP ise açılmış hâliyle 100 MB olabilir."),
    "ENCODING": __("Dosyanın karakter kodlaması okunamadı; operatörün dosyasını yükleyin."),
    "DOCTYPE": __("Dosya güvenlik nedeniyle okunmadı: içinde dış tanım (DOCTYPE) var."),
    "TOO_MANY_ELEMENTS": __("Dosya bir fatura için çok büyük; operatörün dosyasını yükleyin."),
    "TOO_DEEP": __("Dosya bir fatura değil: iç içe çok fazla alan var."),
    "BROKEN_XML": __("Dosya bozuk ya da XML değil; operatörden yeniden indirin."),
    "NO_INVOICE": __("Dosyada fatura yok; UBL-TR fatura (XML), ZIP ya da operatörün CSV listesini"
                     " yükleyin."),
    "FIELD_MISSING": __("Faturanın zorunlu bir alanı eksik; operatörden yeniden isteyin."),
    "AMOUNT": __("Faturadaki bir tutar okunamadı."),
    "DATE": __("Faturadaki bir tarih okunamadı."),
    "TOO_MANY_NOTES": __("Faturada 100.000'den çok not var; dosya okunmadı."),
    "BROKEN_ARCHIVE": __("ZIP dosyası bozuk; yeniden oluşturup yükleyin."),
    "EMPTY_ARCHIVE": __("ZIP dosyası boş."),
    "TOO_MANY_FILES": __("ZIP dosyasında en çok 200 dosya olabilir; bölüp yükleyin."),
    "ARCHIVE_PATH": __("ZIP dosyasında izin verilmeyen bir dosya yolu var."),
    "ARCHIVE_ENCRYPTED": __("ZIP dosyası şifreli; şifresiz yükleyin."),
    "NESTED_ARCHIVE": __("ZIP içinde ZIP olamaz; faturaları tek ZIP'e koyun."),
    "ARCHIVE_BOMB": __("ZIP dosyası güvenlik nedeniyle açılmadı: açılmış hâli çok büyük."),
    "HEADINGS": __("CSV'nin başlıkları tanınmadı: GSM NO, FATURA TARIHI ve FATURA TOPLAM TUTARI"
                   " olmalı."),
    "NUMBER": __("CSV'de bir hat numarası eksik ya da iki kez geçiyor."),
    "CSV_TOTAL": __("CSV satırlarının toplamı, TOPLAM satırına eşit değil; dosya eksik olabilir."),
}  # fmt: skip
REVIEWS: Mapping[str, Any] = {
    "OIV_MISSING": __("Faturada ÖİV satırı yok, eksik tutar ise ÖİV kadar. Onaylarsanız eklenir."),
    "TOTALS_DISAGREE": __("Toplamlar birbirini tutmuyor; operatörden düzeltme isteyin."),
    "WITHHOLDING": __("Tevkifatlı fatura: ERP'de elle işleyin, sonra burada ayırın."),
    "NOTES_UNREADABLE": __("Hat dökümünün bir kısmı okunamadı. Onaylarsanız fatura hatlara"
                           " bölünmeden tek fatura olarak aktarılır."),
    "NUMBERS_DISAGREE": __("Hatların toplamı fatura tutarı değil. Onaylarsanız fatura hatlara"
                           " bölünmeden tek fatura olarak aktarılır."),
}  # fmt: skip


def unreadable(reason: str) -> str:
    return str(UNREADABLE.get(reason, _("Dosya okunamadı.")))


def tax_name(code: str) -> str:
    return str(TAX_NAMES.get(code, code))


def tax(code: str, rate: Any) -> str:
    """``ÖİV %10``; a tax without a rate by its name alone."""
    text = tax_name(code)
    shown = f"{rate:f}".rstrip("0").rstrip(".") if "." in f"{rate:f}" else f"{rate:f}"
    return f"{text} %{shown.replace('.', ',')}" if rate else text


def why(line: PlanLine, table: str) -> str:
    """Why a line has its card: "card 760.02 because number 532… is on row 14 of table TC1"."""
    told = {"row": line.place, "table": table, "number": line.number, "count": line.numbers,
            "tax": tax(line.tax_code, line.tax_rate)}  # fmt: skip
    texts = {
        Why.MAIN: _("%(table)s tablosunun %(row)d. satırı: ana hizmet kartı"),
        Why.NUMBER: _("%(number)s numarası %(table)s tablosunun %(row)d. satırında"),
        Why.UNMATCHED: _("Tabloda olmayan %(count)d numara için ana kartı seçtiniz"),
        Why.TAX: _("%(tax)s, %(table)s tablosunun %(row)d. satırında"),
        Why.TAX_OF_ANY_RATE: _("%(tax)s, %(table)s tablosunun %(row)d. satırında (her oran)"),
        Why.THIRD_PARTY: _("Başkası adına tahsilat, %(table)s tablosunun %(row)d. satırında"),
        Why.ROUNDING: _("Yuvarlama, %(table)s tablosunun %(row)d. satırında"),
    }
    text = texts[line.why] % told
    if line.taken_off:
        text += _("; eksi tutar %(sum)s bu satırdan düşüldü") % {
            "sum": f"{line.taken_off:.2f}".replace(".", ",")
        }
    return text


def description(line: PlanLine) -> str:
    """The text of the line in the ERP, at most 250 characters."""
    if line.why == Why.NUMBER and line.number:
        return line.number
    if line.tax_code:
        return tax(line.tax_code, line.tax_rate)
    if line.why == Why.THIRD_PARTY:
        return _("Başkası adına tahsilat")
    if line.why == Why.ROUNDING:
        return _("Yuvarlama")
    if line.numbers > 1:
        return _("Telekom hizmeti (%(count)d hat)") % {"count": line.numbers}
    return _("Telekom hizmeti")


def problem(one: Problem, bill_number: str) -> str:
    """What stands against a document, and what to do."""
    detail = one.detail
    if one.code == ProblemCode.NEEDS_REVIEW:
        return f"{bill_number}: " + " ".join(str(REVIEWS.get(code, code)) for code in detail)
    told: dict[str, Any] = {"bill": bill_number, "number": one.number}
    told.update({f"d{place}": value for place, value in enumerate((*detail, "", "", ""))})
    if one.code == ProblemCode.NO_TAX_CARD:
        told["tax"] = f"{tax_name(detail[0])} %{detail[1]}"
    return _PROBLEMS[one.code] % told


_PROBLEMS: Mapping[str, Any] = {
    ProblemCode.RETURN_BILL: __("%(bill)s bir iade faturası: ERP'de elle işleyin, sonra ayırın."),
    ProblemCode.UNMATCHED_NUMBER: __(
        "%(number)s numarası eşleştirme tablosunda yok (%(bill)s). Tabloya ekleyin ya da eşleşmeyen"
        " numaralar için ana kartı seçin."
    ),
    ProblemCode.NO_MAIN_CARD: __(
        "Tabloda %%%(d0)s KDV'li hizmetler için ana hizmet satırı yok (%(bill)s)."
    ),
    ProblemCode.NO_TAX_CARD: __("%(tax)s için tabloda vergi satırı yok (%(bill)s)."),
    ProblemCode.NO_THIRD_PARTY_CARD: __(
        "Faturada başkası adına tahsilat var (%(bill)s); tabloya bu türde bir satır ekleyin."
    ),
    ProblemCode.NO_ROUNDING_CARD: __(
        "Faturada yuvarlama var (%(bill)s); tabloya yuvarlama satırı ekleyin."
    ),
    ProblemCode.CARD_RATE: __(
        "%(d0)s kartının KDV'si %%%(d1)s, faturadaki %%%(d2)s (%(bill)s %(number)s). ERP'deki kartı"
        " düzeltin ya da bu orana bir satır ekleyin."
    ),
    ProblemCode.TAX_CARD_RATE: __(
        "%(d0)s kartı %%%(d1)s KDV'li; vergi, tahsilat ve yuvarlama kartları %%0 KDV'li olmalı."
    ),
    ProblemCode.CARD_OFF: __("%(d0)s kartı ERP'de kullanım dışı; tabloda başka bir kart seçin."),
    ProblemCode.NO_ACCOUNT: __(
        "%(number)s numarasının kime kesileceği yazılmamış (%(bill)s); tablonun Verilen Hizmetler"
        " sekmesinde cari hesabını seçin."
    ),
    ProblemCode.NEGATIVE: __(
        "%(bill)s %(number)s belgesinin tutarı eksi; ERP'ye eksi satır yazılamaz. Faturaları"
        " birleştirerek aktarın."
    ),
}
