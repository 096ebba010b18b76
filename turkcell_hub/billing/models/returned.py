"""Money that came and went back: a fact of the payment itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Returned(models.Model):
    """``returned_at`` None: the money is still here. ``return_no``: the number that the bank or
    the payment service gave the return."""

    returned_at = models.DateTimeField(_("iadenin yazıldığı zaman"), null=True, editable=False)
    returned_by = models.CharField(_("iadeyi yazan"), max_length=150, blank=True, editable=False)
    return_no = models.CharField(_("iade no"), max_length=60, blank=True, editable=False)
    return_note = models.CharField(_("iade notu"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
