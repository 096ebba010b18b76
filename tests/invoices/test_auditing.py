"""Hat denetçisi: six planted anomalies in a year are found, none in a clean one."""

from __future__ import annotations

from decimal import Decimal

from invoices.auditing import Charge, Kind, findings

RULES = {"jump_percent": 50, "jump_least": Decimal(50)}


def charge(number: str, amount: int = 120, **more: object) -> Charge:
    kdv = Decimal(amount) / 6
    given = {"kdv": kdv, "oiv": kdv / 2, "tariff": "Kurumsal 10 GB", "kdv_rate": Decimal(20),
             "oiv_rate": Decimal(10), **more}  # fmt: skip
    return Charge(number, Decimal(amount), **given)  # type: ignore[arg-type]


def month(*charges: Charge) -> dict[str, Charge]:
    return {one.number: one for one in charges}


def clean() -> list[Charge]:
    return [charge(f"53210000{place:02}", 100 + place) for place in range(20)]


def test_a_clean_year_has_no_finding() -> None:
    year = [month(*clean()) for _ in range(12)]
    for place in range(12):
        assert findings(year[place], year[place + 1 : place + 4], **RULES) == []


def test_each_planted_anomaly_is_found_with_its_number_and_amount() -> None:
    past = [month(*clean()) for _ in range(3)]
    now = clean()
    del now[0]
    now[0] = now[0]._replace(amount=Decimal(400), kdv=Decimal(60), oiv=Decimal(30))
    now[1] = now[1]._replace(amount=Decimal(0), kdv=Decimal(0), oiv=Decimal(0))
    now[2] = now[2]._replace(tariff="Yurt Dışı Paketi")
    now[3] = now[3]._replace(oiv=now[3].kdv)
    now.append(charge("5339999999", 75))
    found = findings(month(*now), past, **RULES)
    assert {(one.kind, one.number) for one in found} == {
        (Kind.VANISHED, "5321000000"),
        (Kind.JUMP, "5321000001"),
        (Kind.ZERO, "5321000002"),
        (Kind.ROAMING, "5321000003"),
        (Kind.TAX_RATE, "5321000004"),
        (Kind.NEW, "5339999999"),
    }
    jump = next(one for one in found if one.kind == Kind.JUMP)
    assert (jump.amount, jump.before) == (Decimal(400), Decimal(101))
