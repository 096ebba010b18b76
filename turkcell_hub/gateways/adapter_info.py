"""What an adapter tells the settings form about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class SettingField:
    """One field of an account's settings form. ``name`` is a field of ``AccountConfig``, or
    ``extra.<key>``. ``kind``: text, password, bool, int, or choice of one of ``choices``
    (value and label)."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    default: object = None
    help: str = ""
    strip: bool = True  # False: blanks at the ends are part of the value
    choices: tuple[tuple[str, str], ...] = ()
    longest: int | None = None  # characters of a text or a password


class AdapterInfo(NamedTuple):
    """``line``: as ``Capabilities.line``, known without an account. ``wrong_tries``: wrong
    passwords in a row that lock an account, where the operator's documents tell it."""

    code: str
    label: str
    default_base_url: str
    fields: tuple[SettingField, ...]
    services: tuple[str, ...] = ("sms",)  # kinds of account that it can speak for
    line: bool = False
    wrong_tries: int | None = None
