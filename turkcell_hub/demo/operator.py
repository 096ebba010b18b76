"""The sample firm's accounts at the sandbox operator, made through its control API."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Setup:
    label: str
    adapter: str
    path: str
    username: str
    senders: tuple[str, ...]
    is_default: bool = False
    service: str = "sms"
    options: Mapping[str, Any] = field(default_factory=dict)
    scheme: str = "http"
    password_octets: int = 12  # of chance; written out it is a third longer

    @property
    def address(self) -> str:
        """Where the sandbox plays this account's operator."""
        base = settings.FAKE_OPERATOR_URL.removeprefix("http")
        return f"{self.scheme}{base}{self.path}"


# What the sandbox operator adds to commercial texts; told to the account, so that it is counted.
SEED = 1  # of the sandbox, where nothing else is told
CLOSING_LINE = " Iptal icin RET yaz 7889a gonder B001"
ACCOUNTS = (
    Setup(
        "Turkcell Mesaj Üssü (deneme)",
        "mesajussu",
        "/api/api/integration",
        "5321110000",
        ("EGETEKSTIL", "EGE EV"),
        is_default=True,
        options={"etk_line": CLOSING_LINE},
    ),
    Setup("Verimor (deneme)", "verimor", "", "egetekstil", ("EGETEKSTIL",)),
    Setup(
        "TCKN SMS (deneme)",
        "mesajussu",
        "/api/api/integration",
        "5321110001",
        ("EGETCKN",),
        service="tckn",
    ),
    Setup("Netgsm (deneme)", "netgsm", "", "8503021100", ("EGETEKSTIL",)),
    Setup(
        "SMPP (deneme)",
        "smpp",
        "",
        "egesmpp",
        ("EGETEKSTIL",),
        scheme="smpp",
        password_octets=6,  # SMPP takes eight characters
    ),
)


def open_account(setup: Setup, password: str, push_url: str, balance: int) -> None:
    """Opens (or renews) the account at the operator. Raises ``OSError`` when it is away."""
    wanted = {
        "name": setup.label,
        "password": password,
        "balance": balance,
        "senders": list(setup.senders),
        "services": ["tckn"] if setup.service == "tckn" else ["sms", "mms", "video"],
        "push_url": push_url,
        "report_delay": [1, 4],
        "duplicate_hours": 0,
        "inbound_number": "4605",
        "etk_line": setup.options.get("etk_line", ""),
    }
    known = {account["username"] for account in _call("GET", "/accounts")}
    if setup.username in known:
        _call("PATCH", f"/accounts/{setup.username}", {**wanted, "unlock": True})
    else:
        _call(
            "POST",
            "/accounts",
            {**wanted, "username": setup.username, "protocol": setup.adapter},
        )


def open_merchant(merchant: str, secret: str) -> None:
    """The portal's own account at the sandbox's payment page."""
    _call("PUT", f"/merchants/{merchant}", {"secret": secret})


def open_order_key(key: str) -> None:
    """The portal's own key at the sandbox's service centre; orders go on by themselves."""
    _call("PUT", f"/order-keys/{key}", {"step": 90})


def open_registry(code: int, username: str, password: str, brands: Mapping[str, str]) -> None:
    """The firm at the sandbox's consent registry, with its brands (code → name) and a user of
    its API. Results of lists come at once, so that the sample need not be waited for."""
    told = [{"code": int(number), "name": name} for number, name in brands.items()]
    _call("PUT", f"/iys/providers/{code}", {"title": "Ege Tekstil", "brands": told})
    _call("PATCH", "/iys/settings", {"processing_delay": 5})
    wanted = {"password": password, "iys_code": code, "iys_role": "provider"}
    if username in {account["username"] for account in _call("GET", "/accounts")}:
        _call("PATCH", f"/accounts/{username}", {**wanted, "unlock": True})
    else:
        _call("POST", "/accounts", {**wanted, "username": username, "protocol": "iys"})


def open_locations(username: str, password: str) -> None:
    """The firm at the sandbox's location service."""
    wanted = {"password": password, "name": "Ege Tekstil"}
    if username in {account["username"] for account in _call("GET", "/accounts")}:
        _call("PATCH", f"/accounts/{username}", {**wanted, "unlock": True})
    else:
        _call("POST", "/accounts", {**wanted, "username": username, "protocol": "camara"})


def grant_locations(username: str, phones: list[str]) -> None:
    """These people have told the operator yes."""
    wanted = {"account": username, "phones": phones, "status": "GRANTED"}
    _call("POST", "/location/consents", wanted)


def open_codes(username: str, password: str, balance: int) -> None:
    """The firm's account for one-time codes."""
    wanted = {"name": "OTP (deneme)", "password": password, "balance": balance}
    if username in {account["username"] for account in _call("GET", "/accounts")}:
        _call("PATCH", f"/accounts/{username}", {**wanted, "unlock": True})
    else:
        _call("POST", "/accounts", {**wanted, "username": username, "protocol": "camara_otp"})


def newest_text(username: str) -> str:
    """What the account's last message says on the phone; "" before there is one."""
    rows = _call("GET", f"/truth?account={username}&limit=1000")["messages"]
    return str(rows[-1]["text"]) if rows else ""


def fill_registry(brand: str, rows: list[dict[str, str]]) -> None:
    """Consents that the registry holds already, whatever the rules."""
    if rows:
        _call("POST", f"/iys/brands/{brand}/consents", {"rows": rows})


def open_inbox(username: str, password: str, firm_code: str, officer: str) -> None:
    """The firm's inbox of bills at the sandbox; ``officer`` (905…) gets new passwords by SMS."""
    wanted = {"password": password, "firm_code": firm_code, "officer_phone": officer}
    if username in {account["username"] for account in _call("GET", "/accounts")}:
        _call("PATCH", f"/accounts/{username}", {**wanted, "unlock": True})
    else:
        _call("POST", "/accounts", {**wanted, "username": username, "protocol": "esirket"})


def open_books(firm_no: str, **facts: Any) -> None:
    """A firm of the sandbox's ERP, with its login and its cards."""
    _call("PUT", f"/erp/firms/{firm_no}", facts)


def make_bill(username: str, shape: str, number: str, issued: date, **more: Any) -> None:
    """A bill in the inbox; one that is there already stays as it is."""
    listed = _call("GET", f"/accounts/{username}/bills")["bills"]
    if number not in {bill.get("number") for bill in listed}:
        body = {"shape": shape, "number": number, "issue_date": issued.isoformat(), **more}
        _call("POST", f"/accounts/{username}/bills", body)


def _call(method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    request = urllib.request.Request(  # noqa: S310 - the sandbox operator's own address
        f"{settings.FAKE_OPERATOR_URL}/__control__{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Content-Type": "application/json"},
        method=method,
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as answer:
        return json.load(answer)
