"""The stable reasons of gateway errors, and what a person reads for each (S-068).

Adapters map their operator's codes to these reasons; ``refusal_text`` speaks for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from turkcell_hub.gateways.sms.reasons import Reason
from turkcell_hub.lib.wording import said

REFUSALS_VERSION = "2026-11"

_AGAIN = "Sistem kendiliğinden yeniden deneyecek."
_ASKED = (
    "Bir gönderim sırasında olduysa mesaj gitmiş olabilir: yeniden göndermeyin, operatöre "
    "sorulacak."
)

REFUSALS: Mapping[str, Reason] = {
    # the account: a person must act, the account is paused
    "AUTH_FAILED": Reason(
        "Operatör kullanıcı adını veya şifreyi kabul etmedi.",
        "Hesap durduruldu. Bilgileri düzeltip bağlantıyı deneyin; üçüncü yanlış deneme hesabı "
        "kilitler.",
    ),
    "AUTH_IP": Reason(
        "Operatör bu sunucunun IP adresini tanımıyor.",
        "Sunucunun dış IP adresini operatörün izin listesine ekletin.",
    ),
    "PASSWORD_EXPIRED": Reason(
        "Operatör şifresinin süresi doldu.", "Operatörden yeni şifre alıp hesaba girin."
    ),
    "ACCOUNT_LOCKED": Reason(
        "Operatör hesabı kilitledi.", "Kilidi operatöre açtırın, sonra bağlantıyı deneyin."
    ),
    "ACCOUNT_INACTIVE": Reason(
        "Hesap operatörün ödeme sisteminde etkin değil.", "Operatöre başvurun."
    ),
    "ACCOUNT_BLOCKED": Reason("Operatör hesabı kapattı veya askıya aldı.", "Operatöre başvurun."),
    "NOT_ENTITLED": Reason(
        "Bu kullanıcının servis (API) ile gönderme yetkisi yok.",
        "Yetkiyi operatöre tanımlatın.",
    ),
    "NO_CREDIT": Reason(
        "Operatördeki kredi yetmedi; hiçbir mesaj gitmedi.", "Kredi yükleyip yeniden başlatın."
    ),
    # the request: final, the same request is never repeated
    "SCHEDULE_WINDOW": Reason(
        "Operatör bu saatte ticari gönderim kabul etmiyor.",
        "Başlangıcı 09.00 ile 21.00 arasına alın.",
    ),
    "IYS_BRAND_MISSING": Reason(
        "Ticari gönderim için İYS marka kodu gerekli.",
        "Markayı seçin; yoksa Tanımlar'dan İYS marka kodunu girin.",
    ),
    "BRAND_NOT_SERVED": Reason(
        "Bu İYS bağlantısı bu markanın izinlerini kaydetmez.",
        "İYS hesabının ayarında yazan marka kodunu denetleyin.",
    ),
    "IYS_NOT_AUTHORISED": Reason(
        "Operatör, İYS'de bu marka adına işlem yapmaya yetkili değil.",
        "İYS'de operatöre yetki verin.",
    ),
    "IYS_NOT_ALLOWED": Reason(
        "Operatör bu hesapla İYS denetimli (ticari) gönderime izin vermiyor.",
        "Ticari gönderim iznini operatöre açtırın veya başka bir hesap seçin.",
    ),
    "IYS_RECIPIENT_TYPE": Reason(
        "Alıcı türü (bireysel veya tacir) belirtilmemiş.", "Gönderimde alıcı türünü seçin."
    ),
    "SENDER_INVALID": Reason(
        "Gönderici başlığı bu hesapta tanımlı değil.",
        "Tanımlı başlıklardan birini seçin veya başlığı operatöre onaylatın.",
    ),
    "SENDER_NUMERIC": Reason(
        "Yalnız rakamdan oluşan başlıkla gönderilemez.", "Harf içeren bir başlık seçin."
    ),
    "BATCH_LIMIT": Reason(
        "Tek seferde gönderilecek alıcı sayısı operatörün sınırları dışında.",
        "Hesabın toplu gönderim sınırını düşürün.",
    ),
    "MESSAGE_EMPTY": Reason("Mesaj metni boş.", "Metin yazın."),
    "MESSAGE_TOO_LONG": Reason("Mesaj operatörün sınırından uzun.", "Metni kısaltın."),
    "MESSAGE_FORBIDDEN": Reason("Operatör metni yasaklı içerik saydı.", "Metni değiştirin."),
    "MESSAGE_REFUSED": Reason(
        "Operatör metni kabul etmedi: çok uzun veya içinde gönderilemeyen karakter var.",
        "Metni kısaltın, özel karakterleri çıkarın.",
    ),
    "MESSAGE_UNREADABLE": Reason(
        "Operatör metindeki bazı karakterleri okuyamadı.", "Özel karakterleri çıkarın."
    ),
    "NUMBER_INVALID": Reason(
        "Alıcı numaralarından biri geçersiz veya eksik.", "Alıcı listesini kontrol edin."
    ),
    "NUMBER_TWICE": Reason(
        "Aynı numara tek pakette iki kez yer alıyor; bu operatörün raporları ayırt edilemez.",
        "Mesajları ayrı gönderimlerle iletin.",
    ),
    "NUMBER_NOT_SUPPORTED": Reason(
        "Bu hesap bu ülkenin numaralarına gönderemez.",
        "Yurt dışı numaralar için başka bir hesap seçin.",
    ),
    "VALIDITY_INVALID": Reason(
        "Geçerlilik süresi kabul edilmedi.", "1 dakika ile 48 saat arasında bir süre seçin."
    ),
    "START_TIME_INVALID": Reason(
        "Başlangıç zamanı kabul edilmedi.", "İleri bir tarih ve saat seçin."
    ),
    "DUPLICATE": Reason(
        "Aynı metin aynı numaraya son 24 saat içinde gönderilmiş.",
        "Gerekiyorsa metni değiştirerek yeniden gönderin.",
    ),
    "NOT_FOUND": Reason("Operatör bu gönderimi tanımıyor.", "Gönderimi kayıtlardan kontrol edin."),
    "TOO_LATE": Reason("Gönderim başladığı için değiştirilemez veya iptal edilemez."),
    "KEY_REUSED": Reason(
        "Bu gönderim anahtarı başka bir içerikle kullanılmış.", "Yeni bir gönderim oluşturun."
    ),
    "BAD_REQUEST": Reason(
        "Operatör isteği anlamadı.", "Kayıt numarasıyla destek ekibine bildirin."
    ),
    "OPERATOR_REFUSED": Reason(
        "Operatör isteği reddetti.", "Operatörün kodu kayıttadır; operatöre sorun."
    ),
    "MEDIA_MISSING": Reason(
        "Gönderilecek dosya artık yok; mesaj gitmedi.", "Dosyayı yeniden yükleyip gönderin."
    ),
    "MEDIA_UNREADABLE": Reason("Operatörün dosya yanıtı okunamadı; mesaj gitmedi.", _AGAIN),
    "ACCESS_NOT_SEEN": Reason(
        "İYS bayi erişimini aldı ama henüz göstermiyor.",
        "Liste kendiliğinden yeniden gönderilir; bayi adına gönderim İYS gösterince açılır.",
    ),
    "NOT_SUPPORTED": Reason("Bu operatör bu işlemi sunmuyor."),
    "UNKNOWN_ADAPTER": Reason("Bu hesap türü tanınmıyor.", "Hesabın operatörünü yeniden seçin."),
    # the line and the operator's machines
    "RATE_LIMIT": Reason("Operatör istek sınırına ulaşıldığını bildirdi.", _AGAIN),
    "OPERATOR_BUSY": Reason("Operatör geçici olarak hizmet veremiyor.", _AGAIN),
    "TOKEN_REFUSED": Reason("Operatör yeni açılan oturumu kabul etmedi.", _AGAIN),
    "LOGIN_UNREADABLE": Reason("Operatörün oturum yanıtı okunamadı; mesaj gitmedi.", _AGAIN),
    "NO_CONNECTION": Reason("Operatöre bağlanılamadı; mesaj gitmedi.", _AGAIN),
    "CONNECT_TIMEOUT": Reason("Operatöre zamanında bağlanılamadı; mesaj gitmedi.", _AGAIN),
    "CERTIFICATE_REFUSED": Reason(
        "Operatörün güvenlik sertifikası doğrulanamadı; mesaj gitmedi.",
        "Hesabın adresini kontrol edin; sürerse sistem yöneticinize bildirin.",
    ),
    "ALREADY_BOUND": Reason(
        "Operatör, hesabın başka bir bağlantısı açıkken yenisini kabul etmedi; mesaj gitmedi.",
        "Sistem kendiliğinden yeniden deneyecek. Sürerse hesabı başka bir programın kullanıp "
        "kullanmadığına bakın.",
    ),
    "NOT_BOUND": Reason("Operatör bağlantıyı geçerli saymadı; mesaj gitmedi.", _AGAIN),
    "LOGIN_TOO_LONG": Reason(
        "Kullanıcı adı, şifre veya sistem türü SMPP'nin izin verdiğinden uzun; bağlanılmadı.",
        "Operatörün verdiği bilgileri olduğu gibi yazın.",
    ),
    "WINDOW_FULL": Reason(
        "Operatörden yanıt bekleyen mesaj sayısı sınırda; mesaj gitmedi.", _AGAIN
    ),
    "PARTLY_TAKEN": Reason("Uzun mesajın bir bölümü operatöre verildi, kalanı verilemedi.", _ASKED),
    "BAD_ADDRESS": Reason("Hesabın adresi geçersiz.", "Hesap ayarlarında adresi düzeltin."),
    "OPERATOR_ERROR": Reason("Operatörün sisteminde hata oluştu.", _ASKED),
    "TEMPORARY": Reason("Operatörün sisteminde hata oluştu.", _ASKED),
    "NO_ANSWER_IN_TIME": Reason("Operatör zamanında yanıt vermedi.", _ASKED),
    "CONNECTION_LOST": Reason("Yanıt gelmeden bağlantı koptu.", _ASKED),
    "UNREADABLE": Reason("Operatörün yanıtı okunamadı.", _ASKED),
    "UNEXPECTED_STATUS": Reason("Operatör beklenmeyen bir yanıt verdi.", _ASKED),
    "ANSWER_TOO_LARGE": Reason("Operatörün yanıtı okunamayacak kadar büyük.", _ASKED),
    "UNREADABLE_PUSH": Reason("Gelen bildirim okunamadı.", "Ham kayıt saklandı."),
}


def refusal_text(reason: str) -> str:
    """Turkish: what happened and what the person can do. An unknown reason is named."""
    known = REFUSALS.get(reason)
    if known:
        return str(known)
    return said("Operatörle iletişimde hata oluştu (%(code)s).", code=reason)
