"""What can be wrong with a file or a cell, and what the person is told to do about it."""

from typing import Final

from turkcell_hub.lib.wording import said

TEXTS: Final[dict[str, str]] = {
    "empty": "Dosya boş. İçinde başlık satırı ve en az bir kayıt olan bir dosya yükleyin.",
    "no_rows": "Dosyada dolu hücre yok. Kayıtları doldurup yeniden yükleyin.",
    "not_a_sheet": (
        "Bu dosya bir Excel ya da CSV dosyası değil. "
        "Excel'de açıp “.xlsx” olarak kaydedin ve yeniden yükleyin."
    ),
    "no_workbook": (
        "Bu dosyanın içinde Excel çalışma kitabı yok. "
        "Excel'de “.xlsx” olarak kaydettiğiniz dosyayı yükleyin."
    ),
    "web_page": (
        "Bu dosya Excel adıyla kaydedilmiş bir web sayfası ya da XML. Excel'de açıp "
        "Farklı Kaydet ile “Excel Çalışma Kitabı (.xlsx)” seçin ve yeniden yükleyin."
    ),
    "other_format": (
        "Bu çalışma kitabı biçimi (.xlsb ya da .ods) okunamıyor. "
        "“.xlsx” olarak kaydedip yeniden yükleyin."
    ),
    "old_format": (
        "Bu dosya Excel 97'den eski bir biçimde. “.xlsx” olarak kaydedip yeniden yükleyin."
    ),
    "encrypted": "Dosya parola korumalı. Parolayı kaldırıp yeniden yükleyin.",
    "corrupt": (
        "Dosya bozuk, okunamadı. Excel'de açıp yeniden kaydedin; açılmıyorsa yeni bir kopya alın."
    ),
    "encoding": (
        "CSV dosyasının karakter kodlaması anlaşılamadı. Excel'de “CSV UTF-8” olarak kaydedin."
    ),
    "quotes": (
        "CSV dosyasında kapanmamış tırnak işareti var (%(row)s. satırdan sonra). "
        "Tırnakları düzeltip yeniden yükleyin."
    ),
    "file_too_large": (
        "Dosya çok büyük (en fazla %(limit)s MB). Dosyayı bölüp parça parça yükleyin."
    ),
    "unpacks_too_large": (
        "Dosya açıldığında izin verilenden büyük. Yalnız gerekli sayfayı ve sütunları "
        "yeni bir dosyaya kopyalayıp yükleyin."
    ),
    "too_many_sheets": (
        "Dosyada çok fazla sayfa var (en fazla %(limit)s). Gerekli sayfayı ayrı kaydedin."
    ),
    "too_many_rows": (
        "Dosyada çok fazla satır var (en fazla %(limit)s). Dosyayı bölüp parça parça yükleyin."
    ),
    "too_many_columns": (
        "Dosyada çok fazla sütun var (en fazla %(limit)s). Gereksiz sütunları silin."
    ),
    "too_many_cells": (
        "Dolu hücreler çok geniş bir alana yayılmış. Yalnız kayıtların olduğu satır ve sütunları "
        "yeni bir dosyaya kopyalayıp yükleyin."
    ),
    "cell_too_long": "%(row)s. satırda çok uzun bir hücre var (en fazla %(limit)s karakter).",
    "no_such_sheet": "Dosyada “%(name)s” adlı sayfa yok. Sayfa adını kontrol edin.",
}


class SheetProblem(Exception):
    """The whole file is refused. `code` is stable; `text` tells the person what to do."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.text = said(TEXTS[code], **values)
        super().__init__(code)


class CellProblem(Exception):
    """One cell is refused. `code` is stable; `text` is Turkish and never repeats the value."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(code)
