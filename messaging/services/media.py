"""Files of MMS: taken in by their content, kept privately, given out by rights, gone in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.models import Campaign, MediaFile
from messaging.services import drafts, kinds, rules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.gateways.sms.media import Media
from turkcell_hub.lib.media_types import HEAD, type_of
from turkcell_hub.tenancy.actor import Actor

ORPHANS_KEPT = timedelta(days=1)


def attach(actor: Actor, campaign: Campaign, file: File[Any]) -> MediaFile:
    """The file of a draft in place of the one before. Raises ``Invalid`` for a type or a size
    that the account's operator does not take, ``Conflict`` where it takes no MMS at all."""
    actor.require("messaging.campaign.change")
    size = int(file.size or 0)
    if not size:
        raise Invalid(_("Dosya boş; dolu bir dosya seçin."), code="media_empty", field="media")
    profile = kinds.profile_of(campaign)
    content_type = type_of(file.read(HEAD))
    file.seek(0)
    kinds.check_file(profile, content_type, size)
    with transaction.atomic():
        draft = drafts.lock_draft(campaign.pk)
        media = MediaFile(
            firm_id=draft.firm_id,
            name=_plain_name(file.name or ""),
            content_type=content_type or "",
            size=size,
            created_by=actor.label[:120],
        )
        media.file.save(media.name, file, save=False)
        media.save()
        draft.media, draft.preflight = media, None
        draft.save(update_fields=["media", "preflight"])
        changes = {"media": media.name, "content_type": media.content_type, "bytes": size}
        trail.record(actor, "campaign.media_attached", draft, changes=changes)
    return media


def opened(campaign: Campaign) -> tuple[MediaFile, Any]:
    """The file of a campaign for who may see the campaign. Raises ``NotFound``."""
    media = campaign.media
    if media is None or not media.file:
        raise NotFound(_("Bu gönderimin dosyası yok ya da saklama süresi dolmuş."))
    try:
        return media, media.file.open("rb")
    except OSError:
        raise NotFound(_("Dosya bulunamadı.")) from None


def to_hand_over(media_id: int | None) -> Media:
    """For the gateway; without content when the file is not there any more."""
    media = MediaFile.objects.filter(pk=media_id).first()
    if media is None or not media.file:
        return Media("", "", b"")
    try:
        with media.file.open("rb") as file:
            return Media(media.name, media.content_type, file.read())
    except OSError:
        return Media(media.name, media.content_type, b"")


def clean() -> int:
    """Takes away the files whose campaigns all ended longer ago than the firm keeps them, and
    those that no campaign names for a day; returns how many. The caller has opened every firm.
    May be killed at any line."""
    now, removed = timezone.now(), 0
    kept: dict[int, int] = {}
    old = MediaFile.objects.filter(created_at__lt=now - ORPHANS_KEPT).exclude(file="")
    open_ones = Campaign.objects.filter(finished_at=None, media__isnull=False).values("media_id")
    # A file that is still kept must not keep the later ones from their turn.
    for media in old.exclude(pk__in=open_ones).order_by("pk").iterator():
        ends = Campaign.objects.filter(media=media).order_by("-finished_at")
        last = ends.values_list("finished_at", flat=True).first()
        if media.firm_id not in kept:
            kept[media.firm_id] = rules.in_force(media.firm_id).media_kept_days
        if last is None or last < now - timedelta(days=kept[media.firm_id]):
            media.file.delete(save=False)
            media.save(update_fields=["file"])
            removed += 1
    return removed + _clean_unnamed()


def _clean_unnamed() -> int:
    """Files that no row names: their writer was killed between the file and the row."""
    removed = 0
    for folder in _folders():
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        named = set(MediaFile.objects.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - named:
            if default_storage.get_modified_time(name) < timezone.now() - ORPHANS_KEPT:
                default_storage.delete(name)
                removed += 1
    return removed


def _folders() -> list[str]:
    try:
        return [f"media/{name}" for name in default_storage.listdir("media")[0]]
    except FileNotFoundError:  # nothing has been uploaded yet
        return []


def _plain_name(name: str) -> str:
    """Without folders and unprintable characters; its ending stays."""
    bare = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    return bare[-160:] or "dosya"
