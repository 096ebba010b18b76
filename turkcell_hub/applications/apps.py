from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "turkcell_hub.applications"
    label = "applications"
    verbose_name = _("Başvurular")

    def ready(self) -> None:
        from turkcell_hub.applications import decided, pages, permissions, resources  # noqa: F401  (declare themselves)
        from turkcell_hub.applications.api import register_all
        from turkcell_hub.applications.catalogue import KNOWN_CHOICES
        from turkcell_hub.audit import words

        permissions.declare_all()
        words.declare(
            {
                "services": _("Hizmetler"),
                "wishes": _("İstenen"),
                "package": _("SMS paketi"),
                "monthlyLimit": _("Aylık limit"),
            },
            {"services": lambda: dict(KNOWN_CHOICES)},
        )
        decided.join()
        pages.join_portal()
        register_all()
