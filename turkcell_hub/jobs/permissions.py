"""Rights of long work: everybody sees his own; everybody's, who also sees every record."""

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import EVERYBODY, MANAGERS, Right, declare

declare(
    [
        Right("jobs.job.view", _("Kendi uzun işlerini görme"), EVERYBODY, platform="sees"),
        Right("jobs.job.all", _("Herkesin uzun işlerini görme"), MANAGERS),
    ]
)
