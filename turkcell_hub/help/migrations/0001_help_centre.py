import uuid

import django.db.models.deletion
from django.db import migrations, models

import turkcell_hub.tenancy.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TELEFON", "Telefon"),
                            ("WHATSAPP", "WhatsApp"),
                            ("EPOSTA", "E-posta"),
                            ("WEB", "Web sitesi"),
                            ("KILAVUZ", "Kılavuz"),
                        ],
                        max_length=8,
                        verbose_name="tür",
                    ),
                ),
                ("supplier", models.CharField(max_length=80, verbose_name="kurum")),
                ("title", models.CharField(max_length=120, verbose_name="başlık")),
                ("value", models.CharField(max_length=300, verbose_name="adres ya da numara")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="açıklama")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="sıra")),
                ("is_active", models.BooleanField(default=True, verbose_name="görünür")),
                ("by_label", models.CharField(max_length=150, verbose_name="değiştiren")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="değişiklik")),
            ],
            options={
                "verbose_name": "destek bilgisi",
                "verbose_name_plural": "destek bilgileri",
                "ordering": ("position", "supplier", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="konu")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ACIK", "Açık"),
                            ("YANITLANDI", "Yanıtlandı"),
                            ("KAPANDI", "Kapandı"),
                        ],
                        default="ACIK",
                        max_length=10,
                        verbose_name="durum",
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=16, verbose_name="aranacak telefon"),
                ),
                ("call_from", models.DateTimeField(null=True, verbose_name="arama başlangıcı")),
                ("call_until", models.DateTimeField(null=True, verbose_name="arama bitişi")),
                ("by_label", models.CharField(max_length=150, verbose_name="açan")),
                ("by_member", models.BigIntegerField(null=True)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_key", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="açılış")),
                ("changed_at", models.DateTimeField(verbose_name="son yazışma")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="yanıt zamanı")),
                ("seen_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True, verbose_name="kapanış")),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                        verbose_name="firma",
                    ),
                ),
            ],
            options={
                "verbose_name": "destek talebi",
                "verbose_name_plural": "destek talepleri",
                "indexes": [
                    models.Index(fields=["firm", "-id"], name="ticket_by_firm"),
                    models.Index(
                        condition=models.Q(("state", "YANITLANDI")),
                        fields=["firm", "by_user", "-answered_at"],
                        name="ticket_answered",
                    ),
                    models.Index(
                        condition=models.Q(("state", "KAPANDI"), _negated=True),
                        fields=["changed_at"],
                        name="ticket_unclosed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("call_from", None), ("call_until", None), ("phone", "")),
                            models.Q(
                                ("call_from__lt", models.F("call_until")),
                                models.Q(("phone", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_call_has_phone_and_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "KAPANDI")),
                            models.Q(
                                ("closed_at", None), models.Q(("state", "KAPANDI"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="ticket_closed_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("by_staff", models.BooleanField(default=False, verbose_name="işletmeciden")),
                ("by_label", models.CharField(max_length=150, verbose_name="yazan")),
                ("text", models.TextField(verbose_name="metin")),
                ("notify_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="zaman")),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                        verbose_name="firma",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="help.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "destek yazısı",
                "verbose_name_plural": "destek yazıları",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("notify_at__isnull", False)),
                        fields=["notify_at"],
                        name="ticket_entry_to_tell",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="dosya")),
                ("content_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("content", turkcell_hub.tenancy.sealed.SealedTextField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="help.ticketentry",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                        verbose_name="firma",
                    ),
                ),
            ],
            options={
                "verbose_name": "destek eki",
                "verbose_name_plural": "destek ekleri",
            },
        ),
    ]
