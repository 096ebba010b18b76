"""The operator's customers: what is set for each, and how it is read from JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

PASSWORD_DAYS = 120
DAY = 86400.0


class BadSetting(ValueError):
    """A setting that cannot be; the text says which and why."""


@dataclass(slots=True)
class Account:
    """One customer. Everything here can be set by the accounts file or the control API.

    ``senders`` are the approved titles; ``allowed_ips`` None lets any address in;
    ``report_delay`` is (low, high) in seconds; ``commercial_hours`` None switches the window off;
    ``duplicate_hours`` 0 switches the check for repeated texts off; ``code_in`` says where Mesaj
    Üssü's vendor codes travel (body, status or both); ``state_code`` is a vendor code that every
    login meets. ``iys_check`` asks the consent registry about commercial messages;
    ``iys_push_url`` hears of Verimor's daily report of citizens' movements; a user of the registry
    itself has an ``iys_code`` and an ``iys_role``. SMPP: ``system_type`` must be told when it is
    set, ``max_binds`` connections at once, ``message_ids`` hex (answers hexadecimal, receipts
    decimal) or same, ``receipts`` as text, tlv or both. Bills: ``firm_code`` is the user code
    where it is empty, ``officer_phone`` (905…) gets a new password by SMS. One-time
    codes of the operator live ``otp_seconds`` and are tried ``otp_tries`` times,
    ``otp_codes_per_number`` in ten minutes.
    """

    username: str
    password: str
    protocol: str
    name: str = ""
    senders: list[str] = field(default_factory=lambda: ["TURKCELLHUB"])
    gateway_class: str = "B"
    index_lag: float = 0.0
    allowed_ips: list[str] | None = None
    push_url: str = ""
    push_batch: int = 500
    services: list[str] = field(default_factory=lambda: ["sms", "mms", "video"])
    mms_max_kb: int = 300
    mms_credits: int = 4
    link_credits: int = 2
    turkish_weight: int = 1
    max_parts: int = 7
    international_multiplier: int = 4
    report_delay: list[float] = field(default_factory=lambda: [1.0, 3.0])
    latency_ms: float = 0.0
    latency_jitter_ms: float = 0.0
    max_batch: int = 50_000
    sends_per_minute: int | None = None
    queries_per_minute: int | None = None
    jobs_per_number: int | None = None
    answer_style: str = "plain"
    code_in: str = "body"
    state_code: int | None = None
    commercial_hours: list[str] | None = field(default_factory=lambda: ["09:00", "21:00"])
    commercial_refusal: str = ""
    brand_codes: list[str] = field(default_factory=lambda: ["100001"])
    code_line: str = ""
    etk_line: str = " Iptal icin RET yaz 7889a gonder B001"
    forbidden_words: list[str] = field(default_factory=list)
    duplicate_hours: float = 0.0
    inbound_number: str = "7889"
    password_set_at: float = 0.0
    password_days: int = PASSWORD_DAYS
    failed_logins: int = 0
    locked: bool = False
    iys_check: bool = False
    iys_code: int | None = None
    iys_role: str = "provider"
    iys_push_url: str = ""
    system_type: str = ""
    max_binds: int = 1
    messages_per_second: int | None = None
    message_ids: str = "same"
    receipts: str = "both"
    firm_code: str = ""
    officer_phone: str = ""
    otp_seconds: float = 300.0
    otp_tries: int = 3
    otp_codes_per_number: int | None = 5

    @property
    def hears(self) -> bool:
        """Whether reports and messages of people find their way to the customer by themselves."""
        return bool(self.push_url) or self.protocol == "smpp"

    def to_record(self) -> dict[str, Any]:
        return asdict(self)

    def password_expired(self, now: float) -> bool:
        return now - self.password_set_at > self.password_days * DAY


#: What a new account has unless it is told otherwise, by protocol.
PROTOCOL_DEFAULTS: dict[str, dict[str, Any]] = {
    "mesajussu": {},
    "verimor": {
        "allowed_ips": ["127.0.0.1", "::1"],
        "sends_per_minute": 240,
        "queries_per_minute": 20,
        "duplicate_hours": 24.0,
        "inbound_number": "4609",
    },
    "netgsm": {
        "queries_per_minute": 10,
        "jobs_per_number": 20,
        "inbound_number": "8503020000",
    },
    "smpp": {"turkish_weight": 2},
    "iys": {"brand_codes": [], "senders": []},
    "esirket": {"senders": ["TURKCELL"]},
    "tmf678": {"senders": []},
    "camara": {"senders": []},
    "traccar": {"senders": []},
    "camara_otp": {"services": ["otp"], "senders": ["ONAYKODU"]},
}
#: These have no push: they are asked for their reports, or tell them on their own line.
_NO_PUSH = {"netgsm", "smpp", "iys", "esirket", "tmf678", "camara_otp", "camara", "traccar"}
_CHOICES: dict[str, set[Any]] = {
    "gateway_class": {"A", "B", "C"},
    "answer_style": {"plain", "json"},
    "code_in": {"body", "status", "both"},
    "turkish_weight": {1, 2},
    "iys_role": {"provider", "partner", "ahs"},
    "message_ids": {"same", "hex"},
    "receipts": {"text", "tlv", "both"},
    "protocol": set(PROTOCOL_DEFAULTS),
}
_LISTS_OF_TEXTS = {
    "senders", "allowed_ips", "services", "commercial_hours", "brand_codes", "forbidden_words",
}  # fmt: skip
_AT_LEAST_ONE = {"push_batch", "max_binds", "max_batch", "max_parts", "international_multiplier",
                 "mms_max_kb", "mms_credits", "link_credits"}  # fmt: skip
_NAMES = {one.name for one in fields(Account)}
_NULLABLE = {
    "allowed_ips", "sends_per_minute", "queries_per_minute", "jobs_per_number", "state_code",
    "messages_per_second", "otp_codes_per_number",
    "commercial_hours", "iys_code",
}  # fmt: skip


def create(settings: dict[str, Any], now: float) -> Account:
    """A new account. Raises BadSetting."""
    for name in ("username", "password", "protocol"):
        if not isinstance(settings.get(name), str) or not settings[name]:
            raise BadSetting(f"{name} is required")
    defaults = PROTOCOL_DEFAULTS.get(settings["protocol"])
    if defaults is None:
        raise BadSetting(f"protocol: {settings['protocol']!r} is not spoken here")
    account = Account(
        settings["username"], settings["password"], settings["protocol"], password_set_at=now
    )
    change(account, {**defaults, **settings}, now)
    return account


def change(account: Account, settings: dict[str, Any], now: float) -> None:
    """Sets what is named, all or nothing. Raises BadSetting.

    A new password begins its 120 days now; ``password_age_days`` makes it that old;
    ``unlock`` true opens a locked account.
    """
    wanted = dict(settings)
    if wanted.pop("unlock", False):
        wanted.update(locked=False, failed_logins=0)
    if wanted.get("password", account.password) != account.password:
        wanted.setdefault("password_set_at", now)
    if "password_age_days" in wanted:
        wanted["password_set_at"] = now - float(wanted.pop("password_age_days")) * DAY
    for name, value in wanted.items():
        _check(account, name, value)
    for name, value in wanted.items():
        setattr(account, name, value)


def _check(account: Account, name: str, value: Any) -> None:
    if name not in _NAMES:
        raise BadSetting(f"{name} is no setting of an account")
    if name in ("username", "protocol") and value != getattr(account, name):
        raise BadSetting(f"{name} cannot be changed")
    if name == "push_url" and value and account.protocol in _NO_PUSH:
        raise BadSetting(f"{account.protocol} pushes nothing")
    if value is None and name in _NULLABLE:
        return
    if name in _CHOICES and value not in _CHOICES[name]:
        raise BadSetting(f"{name} must be one of {sorted(map(str, _CHOICES[name]))}")
    if name in _LISTS_OF_TEXTS and not (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    ):
        raise BadSetting(f"{name} must be a list of texts")
    model = getattr(Account("", "", ""), name)
    if isinstance(model, bool) and not isinstance(value, bool):
        raise BadSetting(f"{name} must be true or false")
    if isinstance(model, str) and not isinstance(value, str):
        raise BadSetting(f"{name} must be a text")
    if isinstance(model, int | float) and not isinstance(value, int | float):
        raise BadSetting(f"{name} must be a number")
    if name == "iys_code" and type(value) is not int:
        raise BadSetting("iys_code must be a whole number")
    if name in _AT_LEAST_ONE and value < 1:
        raise BadSetting(f"{name} must be at least 1")
    if name == "commercial_hours" and len(value) != 2:
        raise BadSetting('commercial_hours must be ["HH:MM", "HH:MM"] or null')
    if name == "report_delay" and not _is_delay(value):
        raise BadSetting("report_delay must be [low, high] in seconds")


def _is_delay(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(isinstance(one, int | float) for one in value) and 0 <= value[0] <= value[1]
