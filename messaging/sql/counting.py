"""SMS parts of a text, in SQL: the same tables as ``lib.sms_parts``, the same answer.

Most texts are pure GSM, or GSM with Turkish letters, without two-unit characters; their
parts are arithmetic on the length. The rest goes to the function ``messaging_sms_parts``
(a migration makes it), which packs greedily. A property test holds both against
``lib.sms_parts.count``.
"""

from __future__ import annotations

from turkcell_hub.lib.sms_parts import CountingProfile, character_classes

NOT_EXPRESSIBLE = -1
PLAIN, TURKISH, OTHER = 0, 1, 2


def shape_sql(text: str, profile: CountingProfile) -> str:
    """PLAIN or TURKISH where the parts follow from the length alone, else OTHER."""
    classes = character_classes(profile)
    branches = [f"WHEN {text} ~ '^[{_class(classes.basic)}]*$' THEN {PLAIN}"]
    if classes.turkish and profile.turkish_letter_weight == 1:
        letters = _without(classes.basic, classes.displaced) + classes.turkish
        branches.append(f"WHEN {text} ~ '^[{_class(letters)}]*$' THEN {TURKISH}")
    return f"CASE {' '.join(branches)} ELSE {OTHER} END"


def parts_sql(text: str, shape: str, profile: CountingProfile) -> str:
    """Parts of the column ``text`` whose ``shape_sql`` is the column ``shape``;
    ``NOT_EXPRESSIBLE`` where the profile cannot write the text."""
    return (
        f"CASE {shape} WHEN {PLAIN} THEN {_arithmetic(text, profile, 'gsm7')}"
        f" WHEN {TURKISH} THEN {_arithmetic(text, profile, 'gsm7_tr')}"
        f" ELSE {_packed(text, profile)} END"
    )


def coding_sql(text: str, shape: str, profile: CountingProfile) -> str:
    """0: GSM, 1: GSM with Turkish letters, 2: Unicode."""
    plain, turkish = _wide_classes(profile)
    turkish_branch = f" WHEN {text} ~ '^[{turkish}]*$' THEN 1" if turkish else ""
    return (
        f"CASE WHEN {shape} < {OTHER} THEN {shape}"
        f" WHEN {text} ~ '^[{plain}]*$' THEN 0{turkish_branch} ELSE 2 END"
    )


def _arithmetic(text: str, profile: CountingProfile, coding: str) -> str:
    single = profile.single_capacity(coding)  # type: ignore[arg-type]
    part = profile.part_capacity(coding)  # type: ignore[arg-type]
    return (
        f"CASE WHEN length({text}) = 0 THEN 0 WHEN length({text}) <= {single} THEN 1"
        f" ELSE (length({text}) + {part - 1}) / {part} END"
    )


def _packed(text: str, profile: CountingProfile) -> str:
    classes = character_classes(profile)
    plain, turkish = _wide_classes(profile)
    double = classes.extension + (classes.turkish if profile.turkish_letter_weight == 2 else "")
    turkish_class = f"'^[{turkish}]*$'" if turkish else "NULL"
    sizes = ", ".join(
        f"{profile.single_capacity(coding)}, {profile.part_capacity(coding)}"  # type: ignore[arg-type]
        for coding in ("gsm7", "gsm7_tr", "ucs2")
    )
    return (
        f"messaging_sms_parts({text}, '^[{plain}]*$', {turkish_class},"
        f" '[{_class(double)}]', {sizes}, {'TRUE' if profile.ucs2_allowed else 'FALSE'})"
    )


def _wide_classes(profile: CountingProfile) -> tuple[str, str]:
    """Bracket contents of everything that GSM and GSM with Turkish letters can write."""
    classes = character_classes(profile)
    plain = classes.basic + classes.extension
    turkish = _without(plain, classes.displaced) + classes.turkish if classes.turkish else ""
    return _class(plain), _class(turkish) if turkish else ""


def _class(characters: str) -> str:
    """The inside of a bracket expression of PostgreSQL, every character escaped."""
    codes = sorted({ord(character) for character in characters})
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(
        f"\\u{first:04X}" if first == last else f"\\u{first:04X}-\\u{last:04X}"
        for first, last in ranges
    )


def _without(characters: str, removed: str) -> str:
    return "".join(character for character in characters if character not in removed)
