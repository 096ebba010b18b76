"""A person's request: taken down with who and why, worked by a job, proved by a certificate."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from turkcell_hub import personal_data
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib import email as emails
from turkcell_hub.lib import identity
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib.wording import said
from turkcell_hub.personal_data import Person
from turkcell_hub.privacy.models import Applicant, DataRequest, RequestKind, RequestState
from turkcell_hub.privacy.permissions import ADD, ERASE
from turkcell_hub.privacy.services import dossier, erasing, erasure_list, rules
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

KIND = "privacy.request"


def open_(actor: Actor, data: Mapping[str, Any]) -> DataRequest:
    """Takes a request down and starts its job. ``data``: kind, applicant, applied_on, reason and
    at least one of phone, email, tckn. Raises ``Invalid`` with the field, ``NotAllowed``."""
    kind = RequestKind(data.get("kind") or RequestKind.FILE)
    actor.require(ADD if kind is RequestKind.FILE else ERASE)
    person = _person(actor, data)
    reason = " ".join(str(data.get("reason") or "").split())[:300]
    if not reason:
        raise Invalid(_("Gerekçeyi yazın: kim, neden istedi?"), field="reason")
    applied_on = data.get("applied_on") or timezone.localdate()
    if applied_on > timezone.localdate():
        raise Invalid(_("Başvuru tarihi bugünden sonra olamaz."), field="applied_on")
    days = rules.in_force(actor.firm_id).answer_days
    with transaction.atomic():
        row = DataRequest(
            firm_id=actor.firm_id,
            kind=kind,
            applicant=Applicant(data.get("applicant") or Applicant.SELF),
            applied_on=applied_on,
            due_on=applied_on + dt.timedelta(days=days),
            reason=reason,
            subject={
                "phones": list(person.phones),
                "emails": list(person.emails),
                "tckns": list(person.tckns),
            },
            subject_label=_masked(person),
            subject_mark=mark_of(person),
            by_label=actor.label[:150],
        )
        row.save()
        row.job = jobs.start(KIND, actor, {"request": row.pk}, title=_title(row))
        row.save(update_fields=["job"])
        what = "erasure" if kind is RequestKind.ERASURE else "file"
        trail.record(actor, f"privacy.{what}.asked", row, {"applicant": row.applicant})
    return row


def _title(row: DataRequest) -> str:
    if row.kind == RequestKind.ERASURE:
        return said("Kişinin verilerini silme: %(who)s", who=row.subject_label)
    return said("Kişinin veri dosyası: %(who)s", who=row.subject_label)


def mark_of(person: Person) -> str:
    """The same for the same person, and of no use without the server's key."""
    told = json.dumps([sorted(person.phones), sorted(person.emails), sorted(person.tckns)])
    return salted_hmac("privacy.subject", told, algorithm="sha256").hexdigest()


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """The job's work; a killed one begins anew, and an erasure is done or not done at all."""
    row: DataRequest | None = DataRequest.objects.filter(pk=job.params.get("request")).first()
    if row is None:
        raise NotFound(_("İsteğin kaydı bulunamadı."))
    if row.state == RequestState.DONE:
        return
    person = Person(**{name: tuple(values) for name, values in row.subject.items()})
    person = personal_data.known_as(row.firm_id, person)
    if row.kind == RequestKind.ERASURE:
        actor.require(ERASE)
        _erase(row, actor, person, progress)
    else:
        _write_file(row, actor, person, job, progress)


def certificate(row: DataRequest) -> dict[str, Any]:
    """What ``digest`` is taken over: everything that the printed certificate says."""
    return {
        "number": str(row.number),
        "kind": row.kind,
        "firm": row.firm_id,
        "subject": row.subject_label,
        "mark": row.subject_mark,
        "applied_on": row.applied_on.isoformat(),
        "finished_at": row.finished_at.isoformat() if row.finished_at else "",
        "result": row.result,
    }


def digest_of(row: DataRequest) -> str:
    told = json.dumps(certificate(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _erase(row: DataRequest, actor: Actor, person: Person, progress: Progress) -> None:
    held = rules.in_force(row.firm_id)
    progress.step(0, len(personal_data.every()), force=True)
    files = _noted_files(row, person, progress)
    erasure_list.keep(row, person)
    erasing.drop_files(row.firm_id, files)
    with transaction.atomic():
        progress.hold()
        lines = erasing.erase(row.firm_id, person, held, str(row.number))
        told = [line.as_json() for line in lines if line.found]
        if files:
            label = str(personal_data.files()[0].label)
            told.append({"source": label, "found": len(files), "erased": len(files), "kept": []})
        _finish(row, told, subject={})
        changes = {"erased": sum(one["erased"] for one in told)}
        trail.record(actor, "privacy.erasure.done", row, changes)
    progress.job.done = progress.job.total


def _noted_files(row: DataRequest, person: Person, progress: Progress) -> set[str]:
    """The files that go, written down before the first one does: who goes on after a death tells
    of those too that were gone by then."""
    with transaction.atomic():
        progress.hold()
        known = progress.job.checkpoint.get("files", ())
        files = {*known, *erasing.files_of(row.firm_id, person)}
        progress.checkpoint(files=sorted(files))
    return files


def _write_file(
    row: DataRequest, actor: Actor, person: Person, job: Job, progress: Progress
) -> None:
    total = len(personal_data.every())
    parts = []
    for place, part in enumerate(
        dossier.sources(row.firm_id, person, rules.in_force(row.firm_id)), start=1
    ):
        parts.append(part)
        progress.step(place, total)
    head = {
        "number": str(row.number),
        "firm": Firm.objects.values_list("name", flat=True).get(pk=row.firm_id),
        "made_at": timezone.localtime().isoformat(timespec="minutes"),
        "by": row.by_label,
        "reason": row.reason,
        "phones": list(person.phones),
        "emails": list(person.emails),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dosya.zip"
        with path.open("wb") as target:
            dossier.write(target, head, parts)
        job.result_name = f"kisisel-veriler-{str(row.number)[:8]}.zip"
        with path.open("rb") as file:
            job.result_file.save(job.result_name, File(file), save=False)
    told = [
        {"source": part["source"], "found": part["count"], "erased": 0, "kept": part["kept"]}
        for part in parts
        if part["count"]
    ]
    with transaction.atomic():
        progress.hold()
        # With the request's end goes whom it was about: a killed job must have its file by then.
        Job.objects.filter(pk=job.pk).update(
            result_file=job.result_file.name, result_name=job.result_name
        )
        _finish(row, told, subject={})
        trail.record(actor, "privacy.file.made", row, {"sources": len(told)})


def _finish(row: DataRequest, told: list[dict[str, Any]], subject: dict[str, Any]) -> None:
    row.state, row.result, row.subject = RequestState.DONE, told, subject
    row.finished_at = timezone.now()
    row.digest = digest_of(row)
    row.save(update_fields=["state", "result", "subject", "finished_at", "digest"])


def _person(actor: Actor, data: Mapping[str, Any]) -> Person:
    typed = {name: str(data.get(name) or "").strip() for name in ("phone", "email", "tckn")}
    if not any(typed.values()):
        text = _("Telefon, e-posta ya da T.C. kimlik numarasından en az birini yazın.")
        raise Invalid(text, field="phone", code="nobody")
    found: dict[str, tuple[str, ...]] = {}
    if typed["phone"]:
        country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
        read = phones.parse(typed["phone"], phones.Country(country))
        if read.e164 is None:
            raise Invalid(" ".join(read.texts), field="phone")
        found["phones"] = (read.e164,)
    if typed["email"]:
        try:
            validate_email(typed["email"])
        except ValidationError:
            text = _("E-posta adresi okunamadı. Örnek: ad@firma.com")
            raise Invalid(text, field="email") from None
        found["emails"] = (typed["email"].lower(),)
    if typed["tckn"]:
        if not identity.is_tckn(typed["tckn"]):
            raise Invalid(_("T.C. kimlik numarası doğru değil; 11 haneyi yazın."), field="tckn")
        found["tckns"] = (typed["tckn"],)
    return Person(**found)


def _masked(person: Person) -> str:
    parts = [phones.mask(one) for one in person.phones]
    parts += [emails.mask(one) for one in person.emails]
    parts += [identity.mask_tckn(one) for one in person.tckns]
    return ", ".join(parts)[:200]


RUNNER = runners.Runner(KIND, ADD, run)
