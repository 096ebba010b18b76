"""The registry's switches: its limits, and the questions that its documents leave open."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from turkcell_hub.fake_operator.engine.accounts import BadSetting


@dataclass(slots=True)
class Settings:
    """Limits and the open questions. None switches a limit off."""

    token_limit: int | None = 10
    requests_per_second: int | None = 10
    code_of_a_second: str = "H124"
    status_per_hour: int | None = 1000
    history_per_hour: int | None = 100
    access_token_seconds: float = 7200.0
    refresh_token_seconds: float = 14400.0
    processing_delay: float = 300.0
    changes_lag: float = 3600.0
    changes_days: int = 7
    success_calls: int | None = 20_000
    success_share: float = 0.7
    success_grace: float = 96 * 3600.0
    late_days: int = 3
    late_binds_2015: bool = False
    late_status: int = 422
    equal_date: str = "refuse"
    unknown_address: str = "without_status"
    batch_errors: str = "all_or_nothing"
    old_cursor: str = "oldest"
    shape_of_h084: str = "errors"
    sub_request_spelling: str = "subRequestId"
    misspelt_code: bool = False
    same_second_rows: int = 2
    file_header: bool = True
    push_https_only: bool = True
    push_timeout: float = 5.0
    push_tries: int = 3
    push_pause: float = 60.0
    replaced_of_a_call: int | None = None
    via_otp_seconds: float = 180.0
    via_otp_tries: int = 3

    def to_record(self) -> dict[str, Any]:
        return asdict(self)


CHOICES: dict[str, tuple[Any, ...]] = {
    "code_of_a_second": ("H124", "H083"),
    "late_status": (422, 400),
    "equal_date": ("refuse", "accept"),
    "unknown_address": ("without_status", "empty", "not_found"),
    "batch_errors": ("all_or_nothing", "partial"),
    "old_cursor": ("oldest", "error"),
    "shape_of_h084": ("errors", "top_level"),
    "sub_request_spelling": ("subRequestId", "subrequestId"),
    "same_second_rows": (2, 1),
}
_NULLABLE = {
    "token_limit", "requests_per_second", "status_per_hour", "history_per_hour", "success_calls",
    "replaced_of_a_call",
}  # fmt: skip
_NAMES = {one.name for one in fields(Settings)}


def change(settings: Settings, wanted: dict[str, Any]) -> None:
    """Sets what is named, all or nothing. Raises BadSetting."""
    for name, value in wanted.items():
        _check(name, value)
    for name, value in wanted.items():
        setattr(settings, name, value)


def _check(name: str, value: Any) -> None:
    if name not in _NAMES:
        raise BadSetting(f"{name} is no setting of the registry")
    if value is None and name in _NULLABLE:
        return
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise BadSetting(f"{name} must be one of {CHOICES[name]}")
        return
    model = 0 if name in _NULLABLE else getattr(Settings(), name)
    if isinstance(model, bool) != isinstance(value, bool):
        raise BadSetting(
            f"{name} must be {'true or false' if isinstance(model, bool) else 'a number'}"
        )
    if not isinstance(value, int | float) or value < 0:
        raise BadSetting(f"{name} must be a number that is not negative")
    if isinstance(model, int) and not isinstance(value, int):
        raise BadSetting(f"{name} must be a whole number")
