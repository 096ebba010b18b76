"""What a person reads for each code of a PhoneResult. No text repeats the number."""

MESSAGES: dict[str, str] = {
    # corrections: the number was repaired
    "trunk_zero": "Baştaki 0 kaldırıldı, numara +90 biçimine çevrildi.",
    "0090": "Baştaki 00, + işaretine çevrildi.",
    "+900": "Ülke kodundan sonraki 0 kaldırıldı.",
    "missing_plus": "Ülke kodunun önüne + eklendi.",
    "double_country_code": "İki kez yazılmış ülke kodu bire indirildi.",
    "stray_plus": "Başta yanlış duran + işareti kaldırıldı.",
    "separators": "Boşluk, parantez ve ayraçlar kaldırıldı.",
    "invisible": "Görünmeyen karakterler kaldırıldı.",
    "digits": "Farklı yazı sistemindeki rakamlar çevrildi.",
    "float": "Excel'in sayıya çevirdiği numara düzeltildi.",
    "label": "Numaranın önündeki etiket (Tel, GSM gibi) kaldırıldı.",
    # warnings: accepted, but look at it
    "landline": "Bu bir sabit hat numarası; SMS ulaşmayabilir.",
    "unassigned": "Bu numara aralığı kullanımda görünmüyor; numarayı kontrol edin.",
    "not_kktc": "Bu numara bilinen KKTC numara bloklarında değil; numarayı kontrol edin.",
    # problems: refused
    "empty": "Telefon numarası boş; bir numara yazın.",
    "not_a_number": "Bu değer bir telefon numarası değil; numarayı rakamlarla yazın.",
    "letters": "Telefon numarasında harf ya da geçersiz işaret var; yalnız rakam yazın.",
    "several_numbers": "Birden fazla numara yazılmış; tek numara bırakın.",
    "digits_lost": (
        "Excel numarayı kısaltmış (5,32E+09 gibi), rakamlar kaybolmuş. "
        "Hücreyi Metin biçimine çevirip numarayı yeniden yazın."
    ),
    "too_short": "Telefon numarasında eksik rakam var; alan koduyla birlikte yazın.",
    "too_long": "Telefon numarasında fazla rakam var; numarayı kontrol edin.",
    "impossible": "Böyle bir telefon numarası olamaz; numarayı kontrol edin.",
    "short_number": "Kısa numaralara SMS gönderilemez; cep telefonu numarası yazın.",
    "special": "Özel servis numarasına (0850, 444, 0800 gibi) SMS gönderilemez.",
    "other_country": (
        "Numara seçili ülkenin numarası değil; ülke kodunu ya da "
        "SMS Ayarları'ndaki Ülke Türü'nü kontrol edin."
    ),
}
