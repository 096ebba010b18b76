"""Why a message did not arrive, in the words of the person who sent it (S-068).

The texts are data with a version each, like the operators' code lists that they explain.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from turkcell_hub.gateways.sms.contract import Outcome


class Lasting(enum.StrEnum):
    """What a failure says about the number."""

    PERMANENT = "PERMANENT"  # clean the card
    TEMPORARY = "TEMPORARY"  # a later try may reach the person
    NOT_THE_NUMBER = "NOT_THE_NUMBER"  # sender, text, account or operator


@dataclass(frozen=True)
class Reason:
    """Why a message did not arrive, and what the person at the screen can do about it."""

    text: str
    advice: str = ""
    lasting: Lasting = Lasting.NOT_THE_NUMBER

    def __str__(self) -> str:
        return f"{self.text} {self.advice}".strip()


OUTCOME_REASONS_VERSION = "2026-11"
OUTCOME_REASONS: Mapping[Outcome, Reason] = {
    Outcome.ACCEPTED: Reason("Operatöre iletildi, sonuç bekleniyor."),
    Outcome.DELIVERED: Reason("Alıcıya ulaştı."),
    Outcome.SENT_UNCONFIRMED: Reason(
        "Gönderildi; bu hat ulaştı bilgisi vermiyor.", "Önemliyse alıcıyı arayarak doğrulayın."
    ),
    Outcome.UNDELIVERED: Reason(
        "Alıcıya ulaştırılamadı.",
        "Numarayı kontrol edip daha sonra yeniden gönderebilirsiniz.",
        Lasting.TEMPORARY,
    ),
    Outcome.EXPIRED: Reason(
        "Geçerlilik süresi doldu; telefon bu sürede kapalıydı veya kapsama dışındaydı.",
        "Daha uzun bir geçerlilik süresiyle yeniden gönderebilirsiniz.",
        Lasting.TEMPORARY,
    ),
    Outcome.INVALID_NUMBER: Reason(
        "Numara geçersiz.", "Karttaki numarayı düzeltin veya silin.", Lasting.PERMANENT
    ),
    Outcome.REJECTED_BY_OPERATOR: Reason(
        "Operatör mesajı reddetti.", "Başlığı ve metni kontrol edin; sürerse operatöre başvurun."
    ),
    Outcome.DUPLICATE: Reason(
        "Aynı metin bu numaraya son 24 saat içinde gönderilmiş.",
        "Gerekiyorsa metni değiştirerek yeniden gönderin.",
    ),
    Outcome.BLACKLISTED: Reason(
        "Alıcı operatördeki kara listede.",
        "Alıcı mesaj istemiyor; yeniden göndermeyin.",
        Lasting.PERMANENT,
    ),
    Outcome.IYS_REJECTED: Reason(
        "Alıcının İYS'de geçerli onayı yok.",
        "Onay almadan ticari mesaj göndermeyin; izin durumunu İYS'den sorgulayın.",
    ),
    Outcome.IYS_CHECK_FAILED: Reason(
        "İYS izin sorgusu yapılamadı.",
        "Bir süre sonra yeniden gönderin.",
        Lasting.TEMPORARY,
    ),
    Outcome.NO_CREDIT: Reason(
        "Operatördeki kredi yetmedi.", "Kredi yükledikten sonra yeniden gönderin."
    ),
    Outcome.NOT_COVERED: Reason(
        "Bu ülkeye veya şebekeye gönderim hesabınızda açık değil.",
        "Yurt dışı gönderim için operatöre başvurun.",
    ),
    Outcome.NOT_SUBSCRIBER: Reason(
        "Turkcell abonesi değil.",
        "TCKN ile yalnız Turkcell abonelerine ulaşılır; bu kişiye telefon numarasıyla gönderin.",
        Lasting.PERMANENT,
    ),
    Outcome.CANCELLED: Reason("Gönderim iptal edildi."),
    Outcome.UNKNOWN: Reason(
        "Sonuç henüz bilinmiyor; operatöre yeniden sorulacak.",
        "Yeniden göndermeyin: mesaj gitmiş olabilir.",
    ),
}

NETWORK_REASONS_VERSION = "verimor-guide-2023-02"
_OFF = Reason(
    "Telefon kapalı veya kapsama alanı dışında.",
    "Daha sonra yeniden gönderebilirsiniz.",
    Lasting.TEMPORARY,
)
_HANDSET = Reason(
    "Telefon mesajı alamadı (cihaz hatası).",
    "Daha sonra yeniden gönderebilir veya kişiyi arayabilirsiniz.",
    Lasting.TEMPORARY,
)
_VALIDITY = Reason(
    "Geçerlilik süresi şebekede doldu.",
    "Daha uzun bir geçerlilik süresiyle yeniden gönderebilirsiniz.",
    Lasting.TEMPORARY,
)
_FLOODING = Reason(
    "Şebeke kısa sürede çok mesaj geldiği için durdurdu.",
    "Bir süre bekleyip daha yavaş gönderin.",
    Lasting.TEMPORARY,
)
_FAULT = Reason(
    "Şebekede geçici bir hata oluştu.", "Daha sonra yeniden gönderebilirsiniz.", Lasting.TEMPORARY
)
NETWORK_REASONS: Mapping[int, Reason] = {
    1: Reason(
        "Bu numara kullanımda değil.",
        "Karttaki numarayı güncelleyin veya silin.",
        Lasting.PERMANENT,
    ),
    6: _OFF,
    11: Reason(
        "Abonenin mesaj hizmeti kapalı.",
        "Numarayı güncelleyin veya kişiye başka yoldan ulaşın.",
        Lasting.PERMANENT,
    ),
    13: Reason(
        "Abone bu tür mesajlara kapalı.",
        "Yeniden göndermeyin; kişiye başka yoldan ulaşın.",
        Lasting.PERMANENT,
    ),
    27: _OFF,
    31: Reason(
        "Abone meşguldü.", "Birkaç dakika sonra yeniden gönderebilirsiniz.", Lasting.TEMPORARY
    ),
    32: _FAULT,
    34: _FAULT,
    256: Reason(
        "Telefonun mesaj hafızası dolu.",
        "Kişi yer açtıktan sonra yeniden gönderebilirsiniz.",
        Lasting.TEMPORARY,
    ),
    257: _HANDSET,
    258: _HANDSET,
    500: Reason(
        "Operatörün sisteminde hata oluştu.",
        "Daha sonra yeniden gönderin; sürerse operatöre başvurun.",
        Lasting.TEMPORARY,
    ),
    502: Reason(
        "Şebekeden sonuç bilgisi gelmedi.",
        "Yeniden göndermeden önce bekleyin: mesaj ulaşmış olabilir.",
        Lasting.TEMPORARY,
    ),
    2048: Reason(
        "Şebeke zamanında yanıt vermedi.",
        "Daha sonra yeniden gönderebilirsiniz.",
        Lasting.TEMPORARY,
    ),
    2049: Reason(
        "Abone şebekenin kara listesinde.",
        "Bu numarayı listelerinizden çıkarın.",
        Lasting.PERMANENT,
    ),
    2050: Reason(
        "Numara hesabınızın operatördeki kara listesinde.",
        "Yanlışlıkla eklendiyse operatörün panelinden çıkarın.",
        Lasting.PERMANENT,
    ),
    2051: Reason("Metin operatörün yasaklı içerik listesine takıldı.", "Metni değiştirin."),
    2053: Reason(
        "Başlık bu şebekede onay bekliyor.", "Başlığın onaylanması için operatöre başvurun."
    ),
    4100: _VALIDITY,
    4101: _VALIDITY,
    4103: _FLOODING,
    4104: _FLOODING,
}
