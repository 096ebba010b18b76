"""The toolkit's own table. It knows no other room: firm and user are plain ids."""

from __future__ import annotations

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list's filter, order and columns that a person keeps under a name."""

    firm_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    slug = models.CharField(max_length=60)
    name = models.CharField(_("görünüm adı"), max_length=60)
    query = models.TextField(blank=True)
    is_default = models.BooleanField(_("varsayılan"), default=False)

    class Meta:
        verbose_name = _("kayıtlı görünüm")
        verbose_name_plural = _("kayıtlı görünümler")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("firm_id", "user_id", "slug", "name"), name="saved_view_name_once"
            ),
            models.UniqueConstraint(
                fields=("firm_id", "user_id", "slug"),
                condition=models.Q(is_default=True),
                name="saved_view_one_default",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def full_query(self) -> str:
        """The query string that opens this view and marks it as the current one."""
        params = QueryDict(self.query, mutable=True)
        params["view"] = str(self.pk)
        return params.urlencode()
