"""What must hold after the deaths of ``joining``: by SQL of its own, the bank's and the service
centre's own books, the files on the disk and the mails that went."""

from __future__ import annotations

import email
import hashlib
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from email import policy
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection

from tests.faults.checker import _WALLETS, Report
from turkcell_hub.audit.services.verification import verify
from turkcell_hub.jobs import tasks as jobs
from turkcell_hub.membership import tasks as membership
from turkcell_hub.tenancy import sealed, vault
from turkcell_hub.tenancy.scope import firm_scope

_RAN = "('AKTIF', 'DEGISTIRILDI')"
_REFERENCES = "SELECT reference FROM billing_order WHERE firm_id = %s"
_EVENTS = """
SELECT e.payment_id, o.reference, e.credited FROM billing_paymentevent e
  JOIN billing_order o ON o.id = e.order_id WHERE e.firm_id = %s
"""
_PAID_BY_CARD = (
    "SELECT reference FROM billing_order WHERE firm_id = %s AND method = 'KART'"
    " AND state = 'ODENDI'"
)
_STUCK = (
    "SELECT id, state FROM billing_order WHERE firm_id = %s AND state IN"
    " ('BEKLIYOR', 'INCELENIYOR')"
)
_PACKAGE_OF_ORDER = f"""
SELECT o.id FROM billing_order o LEFT JOIN iys_consent_package p
    ON p.order_id = o.id AND p.state IN {_RAN}
 WHERE o.firm_id = %s AND o.goods = 'ILETI' AND o.state = 'ODENDI'
 GROUP BY o.id HAVING count(p.id) <> 1
"""  # noqa: S608
_LEFT_OPEN = (
    "SELECT id, state FROM iys_consent_package WHERE firm_id = %s"
    " AND state IN ('ODEME_BEKLIYOR', 'ONAY_BEKLIYOR', 'REDDEDILDI')"
)
_LOADED = f"""
SELECT p.id, p.state, p.size, count(t.id), COALESCE(SUM(t.amount), 0)
  FROM iys_consent_package p LEFT JOIN ledger_transfer t ON t.firm_id = p.firm_id
   AND t.subject_type = 'iys_package' AND t.subject_id = p.id AND t.type = 'LOAD'
 WHERE p.firm_id = %s GROUP BY p.id
HAVING (count(t.id), COALESCE(SUM(t.amount), 0)) <>
       CASE WHEN p.state IN {_RAN} THEN (1::bigint, p.size::numeric)
            ELSE (0::bigint, 0::numeric) END
"""  # noqa: S608
_QUOTA = """
SELECT a.balance, (SELECT SUM(size) FROM iys_consent_package
                    WHERE firm_id = a.firm_id AND state = 'AKTIF')
  FROM ledger_account a WHERE a.firm_id = %s AND a.kind = 'IYS' AND a.role = 'AVAILABLE'
"""
_RUN = f"SELECT count(*) FROM iys_consent_package WHERE firm_id = %s AND state IN {_RAN}"  # noqa: S608
_CREDITED = """
SELECT o.id, o.state, count(t.id), COALESCE(SUM(t.amount), 0)
  FROM billing_order o LEFT JOIN ledger_transfer t ON t.firm_id = o.firm_id
   AND t.subject_type = 'order' AND t.subject_id = o.id
 WHERE o.firm_id = %s AND o.goods = 'KREDI' GROUP BY o.id
HAVING (count(t.id), COALESCE(SUM(t.amount), 0)) <>
       CASE WHEN o.state = 'ODENDI' THEN (1::bigint, o.credits::numeric)
            ELSE (0::bigint, 0::numeric) END
"""
_NOTED = f"""
SELECT o.id, count(a.id) FROM billing_order o LEFT JOIN audit_auditentry a
    ON a.firm_id = o.firm_id AND a.subject_id = o.id::text
   AND a.action IN ('billing.order.paid', 'billing.order.approved')
 WHERE o.firm_id = %s GROUP BY o.id, o.state
HAVING count(a.id) <> CASE WHEN o.state = 'ODENDI' THEN 1 ELSE 0 END
 UNION ALL
SELECT p.id, count(a.id) FROM iys_consent_package p LEFT JOIN audit_auditentry a
    ON a.firm_id = p.firm_id AND a.subject_id = p.id::text
   AND a.action = 'iys.package.approved'
 WHERE p.firm_id = %s GROUP BY p.id, p.state
HAVING count(a.id) <> CASE WHEN p.state IN {_RAN} THEN 1 ELSE 0 END
"""  # noqa: S608
_TAKEN = "SELECT amount, bank_reference, state FROM billing_incomingpayment WHERE firm_id = %s"
_MONEY_OF = """
SELECT o.id, count(i.id) FROM billing_order o LEFT JOIN billing_incomingpayment i
    ON i.order_id = o.id AND i.state = 'ESLESTI'
 WHERE o.firm_id = %s GROUP BY o.id, o.state
HAVING count(i.id) <> CASE WHEN o.state = 'ODENDI' THEN 1 ELSE 0 END
"""


def rows(sql: str, *firms: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(firms))
        return cursor.fetchall()


def _unlike(wanted: Counter[str], got: Counter[str]) -> Counter[str]:
    return (wanted - got) + (got - wanted)


def bank(report: Report, firm: int, payments: Sequence[Mapping[str, Any]]) -> None:
    """The payment service's books against ours."""
    orders = {
        row[0] for row in rows("SELECT reference FROM billing_order WHERE firm_id = %s", firm)
    }
    there = [one for one in payments if one["order"] in orders]
    paid = {one["order"] for one in there if one["status"] == "paid"}
    ours = {row[0] for row in rows(_PAID_BY_CARD, firm)}
    report.rule("I2 what the bank took is paid here, and nothing else", len(paid), paid ^ ours)
    events = rows(_EVENTS, firm)
    said = Counter(one["payment_id"] for one in there)
    wrong = _unlike(said, Counter(row[0] for row in events))
    report.rule("I3 every word of the bank is kept once", len(there), wrong)
    credited = Counter(order for _id, order, gave in events if gave)
    wrong_orders = [one for one in paid if credited[one] != 1]
    report.rule("I2 one word of the bank delivered each order", len(paid), wrong_orders)


def goods(report: Report, firm: int, rounds: int) -> None:
    """What was paid was given, once; nothing hangs."""
    report.rule("I3 no order is left between its ends", rounds, rows(_STUCK, firm))
    report.rule("I3 no package is left between its ends", rounds, rows(_LEFT_OPEN, firm))
    report.rule("I2 one package for each paid order", rounds, rows(_PACKAGE_OF_ORDER, firm))
    report.rule("I2 a package that ran was loaded once, another never", rounds, rows(_LOADED, firm))
    (ran,) = rows(_RUN, firm)[0]
    report.rule("I3 each round bought one package", rounds, [f"{ran}"] if ran != rounds else [])
    wrong = [row for row in rows(_QUOTA, firm) if row[0] != row[1]]
    report.rule("I1 the quota is the running package's", 1, wrong)
    with connection.cursor() as cursor:
        cursor.execute(_WALLETS, {"firm": firm})
        report.rule("I1 wallet = its movements, never below zero", 1, cursor.fetchall())
    report.rule("I2 a paid order's credit came once", rounds, rows(_CREDITED, firm))
    report.rule("I9 each payment and approval is noted once", rounds, rows(_NOTED, firm, firm))


def transfers(report: Report, firm: int, rounds: int) -> None:
    """Each line of the statements is here once, equal lines as often as they stood there."""
    found = rows(_TAKEN, firm)
    wanted = Counter({"ESLESTI": 2 * rounds, "INCELENIYOR": 3 * rounds})
    got = Counter(row[2] for row in found)
    report.rule(
        "I3 every line of a statement is here once", len(found), (wanted - got) + (got - wanted)
    )
    numbers = Counter(row[1] for row in found if row[1])
    report.rule(
        "I2 no transfer is taken twice", len(found), [n for n, c in numbers.items() if c > 1]
    )
    report.rule("I2 one transfer paid each order", 2 * rounds, rows(_MONEY_OF, firm))


def trail(report: Report, firm: int) -> None:
    with firm_scope(firm):
        report.rule("I9 the trail is whole", 1, verify(firm))


def noted(report: Report, firm: int, wanted: Mapping[str, int]) -> None:
    """So often, and no more, stand these actions in the trail."""
    found = dict(rows("SELECT action, count(*) FROM audit_auditentry WHERE firm_id = %s"
                      " GROUP BY action", firm))  # fmt: skip
    wrong = [f"{one}: {found.get(one, 0)} of {count}" for one, count in wanted.items()
             if found.get(one, 0) != count]  # fmt: skip
    report.rule("I9 each step is noted once", len(wanted), wrong)


# --- papers -----------------------------------------------------------------------------------

_DOSSIERS = "SELECT state FROM membership_dossier WHERE firm_id = %s"
_WAY = "SELECT state FROM membership_dossierevent WHERE firm_id = %s ORDER BY id"
_UNTOLD = "SELECT id FROM membership_dossierevent WHERE firm_id = %s AND tell_at IS NOT NULL"
_SCANS = """
SELECT p.code, f.state, f.stored, f.secret, f.sha256, f.erased_at IS NULL
  FROM membership_paperfile f JOIN membership_paper p ON p.id = f.paper_id WHERE f.firm_id = %s
"""
_ORDERED = """
SELECT a.reference, i.state FROM applications_application a
  JOIN applications_applicationitem i ON i.application_id = a.id WHERE a.firm_id = %s
"""
_REVIEWED = ["TASLAK", "GONDERILDI", "INCELEMEDE", "EKSIK_EVRAK", "GONDERILDI", "INCELEMEDE",
             "ONAYLANDI"]  # fmt: skip
_MAILED = 4  # of these moves the applicant hears


def papers(report: Report, firm: int, mails: Counter[str], asked: int) -> set[str]:
    """One firm's file that went back once and was approved; returns the files that rows name."""
    states = [row[0] for row in rows(_DOSSIERS, firm)]
    report.rule("I3 one file a firm, approved", 1, [] if states == ["ONAYLANDI"] else [states])
    way = [row[0] for row in rows(_WAY, firm)]
    report.rule("I4 each move was made once", len(way), [] if way == _REVIEWED else [way])
    report.rule("I3 every move was told", len(way), rows(_UNTOLD, firm))
    scans = rows(_SCANS, firm)
    live = [row for row in scans if row[5]]
    wrong = [row[0] for row in live if row[1] != "UYGUN"]
    if len(live) != asked or len({row[0] for row in live}) != asked:
        wrong.append(f"{len(live)} of {asked} papers")
    report.rule("I3 each paper has one scan, found good", len(live), wrong)
    unread = [row[0] for row in live if not _reads(row[2], row[3], row[4])]
    report.rule("I3 every scan opens to what was uploaded", len(live), unread)
    kept = [row[0] for row in scans if not row[5] and (row[2] or row[3])]
    report.rule("of what was taken back no key is left", len(scans) - len(live), kept)
    reference = rows("SELECT reference FROM membership_dossier WHERE firm_id = %s", firm)[0][0]
    told = mails[reference]
    report.rule("I3 a mail for each move", 1, [f"{told}"] if told < _MAILED else [])
    return {row[2] for row in live}


def _reads(name: str, secret: str, digest: str) -> bool:
    try:
        content = vault.get(name, sealed.unseal(secret))
    except vault.VaultBroken:
        return False
    return hashlib.sha256(content).hexdigest() == digest


def orders(
    report: Report, firm: int, centre: Sequence[Mapping[str, Any]], ends: Iterable[str]
) -> None:
    """The service centre's own book against ours."""
    ours = rows(_ORDERED, firm)
    there = Counter(one["externalId"] for one in centre)
    wrong = [
        f"{reference}: {there[reference]}" for reference, _state in ours if there[reference] != 1
    ]
    report.rule("I4 one order at the operator for each of ours", len(ours), wrong)
    wanted, got = Counter(ends), Counter(state for _reference, state in ours)
    report.rule("I3 every application comes to its end", len(ours), _unlike(wanted, got))


# --- people who were erased -------------------------------------------------------------------


def traces(report: Report, needles: Sequence[str], files: Path) -> None:
    """No table shows a number or an address, and no file holds one."""
    like = [f"%{needle}%" for needle in needles]
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed:
                continue
            cursor.execute(f'SELECT t::text FROM "{table}" t WHERE t::text ILIKE ANY(%s)', [like])
            found += [f"{table}: {row[0][:80]}" for row in cursor.fetchall()]
    report.rule("nobody who was erased is in a table", len(needles), found)
    left = [str(path) for path in files.rglob("*") if path.is_file() and _holds(path, needles)]
    report.rule("nobody who was erased is in a file", len(needles), left)


def _holds(path: Path, needles: Sequence[str]) -> bool:
    texts = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            texts += [archive.read(name) for name in archive.namelist()]
    return any(needle.encode() in text.lower() for needle in needles for text in texts)


# --- files and mails --------------------------------------------------------------------------


def clean_up(files: Path) -> None:
    """Days have passed, and the portal's own cleaning comes by."""
    for path in files.rglob("*"):
        os.utime(path, (1, 1))
    jobs.clean()
    membership.clean()


def named(report: Report, folder: str, names: set[str], files: Path) -> None:
    """Files and rows are the same."""
    there = {str(path.relative_to(files)) for path in (files / folder).rglob("*") if path.is_file()}
    report.rule("no file is left that no row names", len(there), there - names)
    gone = {name for name in names if not default_storage.exists(name)}
    report.rule("no row names a file that is gone", len(names), gone)


def mails_by(folder: Path, words: Iterable[str]) -> Counter[str]:
    """How many mails went whose subject or text has the word."""
    texts = []
    for path in folder.glob("*.log") if folder.exists() else ():
        for raw in path.read_bytes().split(b"-" * 79):
            if raw.strip():
                told = email.message_from_bytes(raw.strip(), policy=policy.default)
                texts.append(f"{told['subject']} {told.get_content()}")
    return Counter({word: sum(word in text for text in texts) for word in words})
