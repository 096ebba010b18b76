"""Shapes of the reports."""

from __future__ import annotations

from rest_framework import serializers


class SumsShape(serializers.Serializer):
    """Messages and credits; ``total`` = ``blocked`` + ``cancelled`` + ``sent``, and ``sent`` =
    ``delivered`` + ``unconfirmed`` + ``failed`` + ``waiting``."""

    campaigns = serializers.IntegerField()
    total = serializers.IntegerField(help_text="Alıcı.")
    blocked = serializers.IntegerField(help_text="Kara liste, izin gibi nedenlerle gönderilmeyen.")
    cancelled = serializers.IntegerField(help_text="Gönderilmeden geri alınan.")
    sent = serializers.IntegerField(help_text="Gönderilen.")
    delivered = serializers.IntegerField(help_text="İletilen.")
    unconfirmed = serializers.IntegerField(help_text="Gönderilip raporu gelmeyen.")
    failed = serializers.IntegerField(help_text="İletilemeyen.")
    waiting = serializers.IntegerField(help_text="Henüz sonucu olmayan.")
    credits = serializers.IntegerField(help_text="Harcanan kredi.")
    refunded = serializers.IntegerField(
        help_text="Bu aralıkta deftere geri dönen kredi; daha önceki gönderimlerden de gelebilir."
    )
    net = serializers.IntegerField(help_text="Harcanan eksi geri gelen.")
    percent = serializers.FloatField(
        allow_null=True, help_text="Sonucu belli olanların iletilen yüzdesi; sonuç yoksa null."
    )


class DaySums(SumsShape):
    date = serializers.DateField()


class RangeShape(serializers.Serializer):
    from_ = serializers.DateField(source="first")
    to = serializers.DateField(source="last")
    time_zone = serializers.CharField(source="zone")

    def get_fields(self) -> dict[str, serializers.Field]:
        """``from`` is a word of Python."""
        fields = super().get_fields()
        return {name.rstrip("_"): field for name, field in fields.items()}


class DailyShape(serializers.Serializer):
    range = RangeShape(help_text="İki ucu da dahil; firmanın saat diliminde.")
    total = SumsShape()
    days = DaySums(many=True, help_text="Aralığın her günü; gönderim olmayan gün sıfırla.")


class LineShape(SumsShape):
    id = serializers.CharField(
        allow_null=True, help_text="Süzgeçte kullanılacak değer; olmayan ve kalanlar için null."
    )
    label = serializers.CharField()


class BreakdownShape(serializers.Serializer):
    range = RangeShape()
    by = serializers.CharField()
    total = SumsShape()
    results = LineShape(many=True, help_text="En çok 100 satır; kalanlar son satırda.")


class ReasonShape(serializers.Serializer):
    state = serializers.CharField(help_text="Mesajın son durumu.")
    code = serializers.IntegerField(help_text="Şebeke kodu ya da gönderilmeme nedeni; yoksa 0.")
    label = serializers.CharField()
    text = serializers.CharField(help_text="Türkçe neden ve ne yapılacağı.")
    messages = serializers.IntegerField()
    credits = serializers.IntegerField()
    percent = serializers.FloatField(help_text="Alıcıların yüzdesi.")


class ReasonsShape(serializers.Serializer):
    range = RangeShape()
    results = ReasonShape(many=True)


class PastSumsShape(serializers.Serializer):
    sent = serializers.IntegerField(help_text="Eski panelin gönderdiği.")
    delivered = serializers.IntegerField(help_text="İletilen.")
    failed = serializers.IntegerField(help_text="İletilemeyen.")
    unknown = serializers.IntegerField(help_text="Sonucu belirsiz.")


class PastDay(PastSumsShape):
    date = serializers.DateField()


class PastShape(serializers.Serializer):
    range = RangeShape(help_text="İki ucu da dahil; firmanın saat diliminde.")
    total = PastSumsShape()
    days = PastDay(many=True, help_text="Kaydı olan günler.")


class SpeedSums(serializers.Serializer):
    messages = serializers.IntegerField(help_text="Ölçülen (iletilen) mesaj.")
    median = serializers.FloatField(allow_null=True, help_text="Yarısı bu kadar saniyede.")
    p95 = serializers.FloatField(allow_null=True, help_text="100'ünden 95'i bu kadar saniyede.")
    within_minute = serializers.FloatField(
        allow_null=True, help_text="Bir dakikada ulaşanların yüzdesi."
    )


class SpeedDay(SpeedSums):
    date = serializers.DateField(help_text="Gönderim günü.")


class SpeedLine(SpeedSums):
    label = serializers.CharField()


class SpeedShape(serializers.Serializer):
    range = RangeShape()
    by = serializers.CharField()
    total = SpeedSums()
    days = SpeedDay(many=True, help_text="Ölçülen mesajı olan günler.")
    results = SpeedLine(many=True)
