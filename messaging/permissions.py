"""Rights of messaging (K-073)."""

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import ADMINS, EVERYBODY, MANAGERS, STAFF, Right, declare

declare(
    [
        Right("messaging.subscriber.view", _("Mobil aboneleri görme"), STAFF),
        Right("messaging.subscriber.add", _("Mobil abone ekleme"), STAFF),
        Right("messaging.subscriber.change", _("Mobil abone değiştirme"), STAFF),
        Right("messaging.subscriber.delete", _("Mobil abone silme"), MANAGERS),
        Right("messaging.subscriber.import", _("Excel'den abone aktarma"), STAFF),
        Right("messaging.group.view", _("Grupları görme"), STAFF),
        Right("messaging.group.add", _("Grup ekleme"), STAFF),
        Right("messaging.group.change", _("Grup değiştirme"), STAFF),
        Right("messaging.group.delete", _("Grup silme"), MANAGERS),
        Right("messaging.field.view", _("Ek alanları görme"), STAFF),
        Right("messaging.field.add", _("Ek alan tanımlama"), MANAGERS),
        Right("messaging.field.change", _("Ek alan değiştirme"), MANAGERS),
        Right("messaging.field.delete", _("Ek alan silme"), MANAGERS),
        Right("messaging.template.view", _("Mesaj şablonlarını görme"), EVERYBODY),
        Right("messaging.template.add", _("Mesaj şablonu ekleme"), STAFF),
        Right("messaging.template.change", _("Mesaj şablonu değiştirme"), STAFF),
        Right("messaging.template.delete", _("Mesaj şablonu silme"), MANAGERS),
        Right("messaging.campaign.view", _("Gönderimleri ve raporları görme"), EVERYBODY),
        Right("messaging.campaign.add", _("Gönderim hazırlama"), STAFF),
        Right("messaging.campaign.change", _("Gönderim taslağı değiştirme"), STAFF),
        Right("messaging.campaign.delete", _("Gönderim taslağı silme"), STAFF),
        Right("messaging.campaign.send", _("Mesaj gönderme"), STAFF),
        Right("messaging.campaign.stop", _("Gönderimi duraklatma ve iptal"), STAFF),
        Right("messaging.content.view", _("Metin denetimi kelimelerini görme"), STAFF),
        Right(
            "messaging.content.change",
            _("Metin denetimi kelimelerini değiştirme"),
            ADMINS,
            for_keys=False,
        ),
        Right("messaging.content.override", _("Metin denetimindeki eksikleri üstlenme"), MANAGERS),
        Right("messaging.rules.view", _("Gönderim kurallarını görme"), STAFF),
        Right("messaging.rules.change", _("Gönderim kurallarını değiştirme"), MANAGERS),
        Right("messaging.report.view", _("Zamanlanmış raporları görme"), STAFF, for_keys=False),
        Right("messaging.report.add", _("Rapor zamanlama"), MANAGERS, for_keys=False),
        Right(
            "messaging.report.change", _("Zamanlanmış rapor değiştirme"), MANAGERS, for_keys=False
        ),
        Right("messaging.report.delete", _("Zamanlanmış rapor silme"), MANAGERS, for_keys=False),
        Right("messaging.message.view", _("Mesaj ayrıntılarını görme"), EVERYBODY),
        Right("messaging.inbound.view", _("Gelen mesajları görme"), STAFF),
        Right("messaging.inbox.view", _("Gelen kutusunu görme"), STAFF),
        Right("messaging.inbox.answer", _("Gelen mesajı yanıtlama"), STAFF),
        Right("messaging.inbox.manage", _("Konuşma atama, etiketleme, kapatma ve not"), STAFF),
        Right("messaging.routing.view", _("Gelen mesaj yönlendirmesini görme"), MANAGERS),
        Right("messaging.routing.add", _("Yönlendirme ve ret kuralı ekleme"), MANAGERS),
        Right("messaging.routing.change", _("Yönlendirme kuralı değiştirme"), MANAGERS),
        Right("messaging.routing.delete", _("Yönlendirme kuralı silme"), MANAGERS),
        Right("messaging.blacklist.view", _("Kara listeyi görme"), STAFF),
        Right("messaging.blacklist.add", _("Kara listeye ekleme"), STAFF),
        Right("messaging.blacklist.delete", _("Kara listeden çıkarma"), MANAGERS),
        Right("messaging.blacklist.import", _("Excel'den kara liste aktarma"), STAFF),
        Right("messaging.blacklist.sync", _("Kara listeyi operatörle eşitleme"), MANAGERS),
        Right("messaging.moving.import", _("Başka panelden taşınma"), STAFF, for_keys=False),
        Right("messaging.balance.view", _("Kalan krediyi görme"), EVERYBODY),
    ]
)
