"""P7: reading a consent list of 100,000 rows, with an error for each bad row.

Measured: the whole reading job, from the stored .xlsx to a list that waits for a person: safety
checks, parsing, every rule of the registry, corrections, COPY into staging, repeats and the
comparison with what is stored. One row in twenty is wrong, one in ten is spelled in a way that
is corrected. The limit is calamine alone, handing the same cells to Python and doing nothing
with them. The peer is django-import-export, reading the same kind of file through tablib and
asking the same rules row by row, in two ways. As it comes, which is what the goal was set
against (464 to 578 rows/s were seen then): its own settings, and the file read and imported twice
as its admin does, once for the preview and once in earnest. Tuned: one pass, written in bulk, no
diffs, no stored values. Both ratios are printed; the goal is the one against the library as it
comes. Install it aside and name the folder:

    uv pip install --target DIR django-import-export tablib openpyxl
    PEERS=DIR python3 manage.py bench p7_consent_import
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import python_calamine
from django.core.files import File
from django.utils import timezone

from iys_consent.models import ConsentUpload, UploadRow
from iys_consent.services import uploads
from iys_consent.uploads import summary
from iys_consent.uploads.columns import COLUMNS
from tests.benchmarks.support.measure import (
    Side,
    at_least,
    at_most,
    clock,
    exit_code,
    in_turn,
    options,
)
from tests.benchmarks.support.memory import held, watched
from tests.support.firms import actor_for, make_brand, make_firm, make_member
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.jobs.models import JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import write_xlsx
from turkcell_hub.tenancy.models import Role
from turkcell_hub.tenancy.scope import firm_scope

OF_CALAMINE, OF_PEER, MEGABYTES = 0.35, 30.0, 200.0
AS_IT_COMES, TUNED = "import-export as it comes", "import-export tuned"
_CODE = "100001"


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=100_000, peer=5_000)
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "izinler.xlsx", Path(folder) / "az.xlsx"
        write_xlsx(path, [column.header for column in COLUMNS], _rows(chosen.rows))
        write_xlsx(small, [column.header for column in COLUMNS], _rows(chosen.peer))
        return _measure(path, small, chosen)


def _measure(path: Path, small: Path, chosen: Any) -> int:
    firm = make_firm("Ölçüm A.Ş.")
    actor = actor_for(make_member(firm, Role.ADMIN))
    brand = make_brand(firm, _CODE, "Ölçüm")

    def ours() -> float:
        with firm_scope(firm.pk):
            with path.open("rb") as file:
                upload = uploads.start(actor, brand, File(file, "izinler.xlsx"), declared=True)
            with clock() as seconds:
                jobs.run(upload.job_id)
            read = ConsentUpload.objects.select_related("job").get(pk=upload.pk)
            assert read.job.state == JobState.PREVIEW, read.job.error
            figures = summary.of(read)
            assert figures.rows == chosen.rows, figures
            assert figures.wrong_rows == chosen.rows // 20, figures
            uploads.delete(actor, read)
        return chosen.rows / seconds()

    def calamine() -> float:
        with clock() as seconds:
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            count = sum(1 for _row in book.get_sheet_by_index(0).iter_rows())
        assert count == chosen.rows + 1
        return chosen.rows / seconds()

    before = held("self")
    with watched() as reader:  # apart from what is timed, and before any peer is loaded
        ours()
    here = held("self")
    sides = [Side("consent list", ours), Side("calamine alone", calamine)]
    peers = _peers(small, chosen.peer, firm)
    sides += peers
    rates = in_turn("P7", chosen.rounds, *sides)
    mine = rates.median("consent list")
    print(
        f"P7 memory: this process {here:.0f} MB ({before:.0f} before it read), its reader process"
        f" {max(reader):.0f} MB"
    )
    reached = [
        at_least("P7", "against calamine", mine / rates.median("calamine alone"), OF_CALAMINE),
        at_most("P7", "memory that reading takes, MB", here - before + max(reader), MEGABYTES),
    ]
    if peers:
        ratios = {side.name: mine / rates.median(side.name) for side in peers}
        reached.append(at_least("P7", f"against {AS_IT_COMES}", ratios[AS_IT_COMES], OF_PEER))
        print(f"P7 against {TUNED}: {ratios[TUNED]:,.3f} (no goal)")
    else:
        print("P7 against django-import-export: not measured (PEERS names no folder)")
    return exit_code(*reached)


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    now = timezone.now().astimezone(REGISTRY_ZONE).replace(microsecond=0, tzinfo=None)
    for n in range(count):
        at: datetime | str | None = now - timedelta(minutes=n % 1400)
        phone = f"+9053{n * 7919 % 100_000_000:08d}"
        code, source = _CODE, "HS_WEB"
        if n % 10 == 3:
            phone, source = "0" + phone[3:], "HS-WEB"
        if n % 20 == 7:
            phone, at, code, source = [
                ("12345", at, code, source),
                (phone, "dün", code, source),
                (phone, at, "", source),
                (phone, at, code, "POSTA"),
            ][n // 20 % 4]
        name = ("Ayşe", "Mehmet", "Işık")[n % 3]
        yield (code, "BIREYSEL", name, f"Yılmaz{n}", phone, "", "ONAY", "ONAY", "", source, at)


def _peers(path: Path, rows: int, firm: Any) -> list[Side]:
    """The peer's two sides; none where it is not installed."""
    folder = os.environ.get("PEERS", "")
    if not folder:
        return []
    sys.path.append(folder)
    from import_export import resources
    from tablib import Dataset

    from iys_consent.rules import AddressKind, DateRules, Proposal, check
    from iys_consent.uploads import cells

    rules = DateRules()

    class AsItComes(resources.ModelResource):
        class Meta:
            model = UploadRow
            fields = ("number", "first_name", "last_name", "phone", "source", "consented_at")
            # All rows are new: to look for each one would be dearer still.
            import_id_fields = ()
            force_init_instance = True

        def before_import_row(self, row: Any, **kwargs: Any) -> None:
            phone, _bits, bad_phone = cells.phone(row["telefon"] or None)
            source, _bits, bad_source = cells.source(row["izin_kaynagi"] or None)
            at, _bits, bad_date = cells.moment(row["izin_tarihi"] or None)
            bad = bad_phone or bad_source or bad_date or (not row["marka_kodu"] and "brand")
            for channel in ("ARAMA", "MESAJ"):
                if not bad:
                    proposal = Proposal(
                        phone, AddressKind.PHONE, "BIREYSEL", channel, "ONAY", source, at
                    )
                    bad = next((f.code for f in check(proposal, timezone.now(), rules)), "")
            if bad:
                raise ValueError(bad)
            row["first_name"], row["last_name"] = row["ad"], row["soyad"]
            row["phone"], row["source"], row["consented_at"] = phone, source, at
            row["number"] = kwargs["row_number"]

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.firm_id, instance.upload_id = firm.pk, 0

    class Tuned(AsItComes):
        class Meta(AsItComes.Meta):
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            store_instance = False

    def run(peer: Any, *passes: dict[str, Any]) -> float:
        with firm_scope(firm.pk):
            UploadRow.objects.filter(upload_id=0).delete()
            with clock() as seconds:
                for options in passes:
                    with path.open("rb") as file:
                        data = Dataset().load(file.read(), format="xlsx")
                    result = peer().import_data(data, raise_errors=False, **options)
                    assert len(result.row_errors()) == rows // 20, result.row_errors()[:1]
        return rows / seconds()

    return [
        Side(AS_IT_COMES, lambda: run(AsItComes, {"dry_run": True}, {"dry_run": False})),
        Side(TUNED, lambda: run(Tuned, {"use_transactions": True})),
    ]
