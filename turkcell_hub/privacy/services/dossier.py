"""The person's file: everything that is held, source by source, for programs and for eyes."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.apps import apps
from django.template.loader import render_to_string
from django.utils import timezone

from turkcell_hub import personal_data
from turkcell_hub.audit import words
from turkcell_hub.personal_data import Held, Person
from turkcell_hub.portal import cells
from turkcell_hub.privacy.models import PrivacyRules
from turkcell_hub.privacy.services import finding, stored


def sources(firm_id: int, person: Person, rules: PrivacyRules) -> Iterator[dict[str, Any]]:
    """One dict for each entry of the register, those with nothing too: ``source``, ``count``,
    ``fields``, ``rows`` (texts), ``kept`` (what an erasure could not take, and until when),
    ``files`` (name in the zip -> stored file), ``files_left`` (not given: shared or too many)."""
    for held in reversed(personal_data.every()):
        rows = finding.rows_of(held, firm_id, person)
        found = [list(row) for row in rows.order_by("pk").values_list(*held.shows)]
        files, left = stored.of_rows(held, rows, person) if found else ({}, 0)
        yield {
            "files": files,
            "files_left": left,
            "source": str(held.label),
            "table": held.model,
            "count": len(found),
            "fields": [_label(held, path) for path in held.shows],
            "rows": [[_text(held, p, v) for p, v in zip(held.shows, row, strict=True)]
                     for row in found],
            "kept": [
                {"count": part.rows.count(), "why": part.why,
                 "until": part.until.isoformat() if part.until else ""}
                for part in (finding.kept_of(held, rows, rules) if found else ())
            ],
        }  # fmt: skip


def write(target: IO[bytes], head: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    """A zip with ``veriler.json``, ``veriler.html`` (opens in any browser, asks no network) and
    the stored files under ``dosyalar/``."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        told = []
        for part in parts:
            names = [
                name for name, file in part["files"].items() if stored.put(archive, name, file)
            ]
            lost = len(part["files"]) - len(names)
            told.append({**part, "files": names, "files_left": part["files_left"] + lost})
        body = {**head, "sources": told}
        page = render_to_string("privacy/dossier.html", _page(head, told))
        archive.writestr("veriler.json", json.dumps(body, ensure_ascii=False, indent=1))
        archive.writestr("veriler.html", page)


def _page(head: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
    """What ``veriler.html`` shows: moments and lists as a person reads them, each cell with its
    field's name, because a phone has no room for columns."""
    return {
        "head": head,
        "made_at": cells.moment(timezone.localtime(dt.datetime.fromisoformat(head["made_at"]))),
        "empty": [part["source"] for part in parts if not part["count"]],
        "parts": [
            {
                **part,
                "lines": [
                    [(name, _read(cell)) for name, cell in zip(part["fields"], row, strict=True)]
                    for row in part["rows"]
                ],
                "kept": [
                    {**one, "until": cells.day(dt.date.fromisoformat(one["until"]))}
                    if one["until"]
                    else one
                    for one in part["kept"]
                ],
            }
            for part in parts
            if part["count"]
        ],
    }


def _read(text: str) -> str:
    """'{"sehir": "Konya"}' is read "sehir: Konya"; any other text as it is."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return _flat(json.loads(text))
    except ValueError:
        return text


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_flat(one) for one in value)
    if isinstance(value, bool):
        return str(cells.yes_or_no(value))
    return "" if value is None else str(value)


def _field(held: Held, path: str) -> Any:
    model: Any = apps.get_model(held.model)
    field: Any = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = getattr(field, "related_model", None) or model
    return field


def _label(held: Held, path: str) -> str:
    field = _field(held, path)
    return words.field_name(getattr(field, "model", None), path.rpartition("__")[2])


def _text(held: Held, path: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    choices = dict(getattr(_field(held, path), "flatchoices", ()) or ())
    if not isinstance(value, list | dict) and value in choices:
        return str(choices[value])
    if isinstance(value, dt.datetime):
        return str(cells.moment(timezone.localtime(value)))
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
