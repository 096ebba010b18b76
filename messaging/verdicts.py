"""Why a message goes and why it does not: the codes of the one decision (I1, S-046 …).

The order of ``messaging.sql.verdict`` is the order in which the reasons are asked. A code
is stored with the message and never changes meaning.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.IntegerChoices):
    """Below 100: the message goes. From 100 on: it does not."""

    # Those of the consent gate carry its codes (``iys_consent.decision.Verdict``).
    EXEMPT_CONTENT = 1, _("Gider: bilgilendirme mesajı, onay gerekmez")
    CONSENTED = 2, _("Gider: İYS'de onayı var")
    MERCHANT = 3, _("Gider: tacir veya esnaf, önceden onay gerekmez")
    EXEMPT_SENDER = 4, _("Gider: muaf gönderici")
    REFUSAL_CONFIRMATION = 50, _("Gider: ret bildiriminin bir defalık onayı")

    INACTIVE = 101, _("Abone etkin değil")
    NOT_FOR_SMS = 102, _("Abonenin kullanım yerinde bu gönderim yok")
    NOT_MOBILE = 103, _("Numara bu hesabın ülkesinde cep telefonu değil")
    FIRM_BLACKLIST = 104, _("Numara kara listede: firma istemiyor")
    RECIPIENT_BLACKLIST = 105, _("Numara kara listede: alıcı istemiyor")
    DUPLICATE = 106, _("Aynı numara bu gönderimde bir kez daha var")
    TEXT_EMPTY = 107, _("Bu kişi için mesaj boş kalıyor")
    TEXT_TOO_LONG = 108, _("Bu kişi için mesaj çok uzun")
    TEXT_NOT_EXPRESSIBLE = 109, _("Mesajda bu hesapla gönderilemeyen karakterler var")
    NO_TCKN = 110, _("Kartında T.C. kimlik numarası yok")
    OTHER_COUNTRY = 111, _("Numara başka bir ülkenin; bu hesap oraya göndermez")
    LEFT_OUT = 112, _("Kredi yetmediği için bilerek dışarıda bırakıldı")
    CONSENT_NOT_VERIFIED = 120, _("Ticari mesaj için İYS onayı doğrulanamadı")
    CONSENT_REFUSED = 121, _("Alıcı ticari ileti istemiyor (RET)")
    NO_CONSENT = 122, _("İYS'de onayı yok")
    CONSENT_NOT_RECORDED = 123, _("Onay alınmış, İYS'ye kaydı tamamlanmamış")
    NOT_FOR_DEALER = 124, _("Onay bu bayiyi kapsamıyor")
    NO_BRAND = 125, _("Ticari gönderim için marka seçilmemiş")
    OUTSIDE_EXEMPTION = 126, _("Alıcı, muafiyetin kapsadığı kişilerden değil")
    DEALER_CLOSED = 127, _("Bayinin yetkisi yürürlükte değil")

    WEEKLY_CAP = 130, _("Bu hafta alabileceği ticari mesaj sayısına ulaştı")
    WEEKLY_CAP_WAITS = 131, _("Haftalık ticari sınırı dolu; sırası gelince gidecek")

    @property
    def goes(self) -> bool:
        return self < 100

    @property
    def advice(self) -> object:
        """What the person can do about it (Turkish)."""
        return _ADVICE.get(self, "")


_ADVICE = {
    Verdict.INACTIVE: _("Abone kartında etkin kutusunu işaretleyin."),
    Verdict.NOT_FOR_SMS: _(
        "Abone kartında kullanım yerine SMS'i (ya da zamanlanmış görevi) ekleyin."
    ),
    Verdict.NOT_MOBILE: _("Kartta cep telefonu numarası olmalı; numarayı düzeltin."),
    Verdict.FIRM_BLACKLIST: _("Göndermek gerekiyorsa Yönetici numarayı kara listeden çıkarabilir."),
    Verdict.RECIPIENT_BLACKLIST: _("Alıcı istemediği için gönderilmez."),
    Verdict.DUPLICATE: _("Numaraya tek mesaj gider; yapılacak bir şey yok."),
    Verdict.WEEKLY_CAP: _(
        "Gönderim Kuralları'ndaki haftalık sınır kadar ticari mesaj aldı; son mesajlarının"
        " üzerinden yedi gün geçince yeniden gönderebilirsiniz."
    ),
    Verdict.WEEKLY_CAP_WAITS: _(
        "Bu gönderimde gitmez ve kredi harcamaz; sınırı açılınca Zamanlanmış Gönderimler'deki"
        " bekleyenler gönderimiyle gider. O gönderimi değiştirebilir ya da iptal edebilirsiniz."
    ),
    Verdict.TEXT_EMPTY: _("Parametrelere boş kalınca yazılacak metin ekleyin."),
    Verdict.TEXT_TOO_LONG: _("Metni kısaltın."),
    Verdict.TEXT_NOT_EXPRESSIBLE: _("Emoji gibi özel karakterleri metinden çıkarın."),
    Verdict.LEFT_OUT: _("Kredi yükleyip ön uçuşta “Herkese gönder” deyin ya da sonra gönderin."),
    Verdict.OTHER_COUNTRY: _(
        "Bu kişilere ülke türü kendi ülkeleri olan bir operatör hesabının göndericisiyle gönderin."
    ),
    Verdict.NO_TCKN: _(
        "TCKN gönderimi telefona yönlendirilmez: abone kartına T.C. kimlik numarası yazın ya da bu"
        " kişiye telefonla gönderin."
    ),
    Verdict.CONSENT_NOT_VERIFIED: _(
        "Ticari mesaj yalnız İYS'de geçerli onayı olan kişilere gider; İYS bağlantısı kurulmadan"
        " ticari gönderim yapılamaz (6563 sayılı Kanun m. 6)."
    ),
    Verdict.CONSENT_REFUSED: _(
        "Reddeden kişiye ticari ileti gönderilmez; yalnız kendisi yeniden onay verebilir"
        " (6563 sayılı Kanun m. 8)."
    ),
    Verdict.NO_CONSENT: _(
        "Önce onay alın ve İYS'ye kaydedin; kaydı olmayan alıcı reddetmiş sayılır."
    ),
    Verdict.CONSENT_NOT_RECORDED: _(
        "Onay İYS'ye üç iş günü içinde kaydedilince gönderilebilir; İzinler sayfasına bakın."
    ),
    Verdict.DEALER_CLOSED: _(
        "Bayiler sayfasında sözleşme tarihlerine ve İYS durumuna bakın ya da firma adına gönderin."
    ),
    Verdict.NOT_FOR_DEALER: _("İYS'de bu bayiye erişim verin ya da firma adına gönderin."),
    Verdict.NO_BRAND: _(
        "Gönderimin hangi marka adına yapıldığını seçin; onaylar İYS'de marka marka tutulur."
    ),
    Verdict.OUTSIDE_EXEMPTION: _(
        "Muafiyet yalnız kendi üyesine, öğrencisine ya da velisine geçer."
    ),
}

FIRST_BLOCK = 100
