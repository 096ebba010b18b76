"""The English catalogue: what the source says in Turkish, kept in step with what is translated.

``python tools/messages.py`` collects every text of the source that is marked for translation,
rewrites ``locale/en/LC_MESSAGES/django.po`` (new texts come in empty, texts that are gone go,
what is translated stays) and compiles it to the ``django.mo`` beside it, which is committed:
the portal needs neither this tool nor GNU gettext. ``--check`` changes nothing and names what
is missing; it ends with 1 when there is something.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, it imports the product too
from tools import tables  # noqa: E402

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
# The texts of the REST schema, written by hand; the schema's own test names what is missing.
REST = CATALOGUE.with_name("rest.po")
ROOMS = ("turkcell_hub", "fieldteams", "messaging", "invoices", "iys_consent", "otp", "templates")
METADATA = {
    "Project-Id-Version": "Turkcell Hub",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_DJANGO = "django.utils.translation"
_WORDING = "turkcell_hub.lib.wording"
_TEMPLATE_CALL = re.compile(r"\b(n?gettext|_)\(\s*(?=u?['\"])")
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]?\d*(?:\.\d+)?[a-z]|%[ds]|%%|\{\w+\}|</?\w+>")
_BRACES = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Text:
    """A marked text: ``plural`` is None where there is one form; ``where`` is a file."""

    singular: str
    plural: str | None
    where: str


def texts(root: Path = ROOT) -> Iterator[Text]:
    """Every marked text of the rooms, in the order of the files."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            where = path.relative_to(root).as_posix()
            if path.suffix == ".py" and "/migrations/" not in where:
                yield from in_python(path.read_text(encoding="utf-8"), where)
            elif room == "templates" and path.suffix in {".html", ".txt"}:
                yield from in_template(path.read_text(encoding="utf-8"), where)
    for where, said in tables.texts():
        yield Text(said, None, where)


def in_python(source: str, where: str) -> Iterator[Text]:
    """The texts given to gettext and its kin, under whatever name a module imports them."""
    if "gettext" not in source and _WORDING not in source:
        return
    tree = ast.parse(source)
    names = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            kind = names.get(node.func.id)
            if kind:
                yield from _called(kind, node.args, where)


def in_template(source: str, where: str) -> Iterator[Text]:
    """The texts of ``translate``, ``blocktranslate`` and ``_("…")`` of a template."""
    code = templatize(source, origin=where)
    for match in _TEMPLATE_CALL.finditer(code):
        rest = code[match.start() :]
        call = ast.parse(rest[: _closing(rest)].strip(), mode="eval").body
        assert isinstance(call, ast.Call)  # noqa: S101
        kind = "ngettext" if match[1] == "ngettext" else "gettext"
        yield from _called(kind, call.args, where)


def _imported(tree: ast.Module) -> dict[str, str]:
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == _DJANGO:
            for alias in node.names:
                if "gettext" in alias.name:
                    names[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.module == _WORDING:
            names["said"] = "gettext"
    return names


def _called(kind: str, arguments: list[ast.expr], where: str) -> Iterator[Text]:
    given = [
        one.value
        for one in arguments[:2]
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    if kind.startswith("ngettext") and len(given) == 2:
        yield Text(given[0], given[1], where)
    elif not kind.startswith("ngettext") and given and given[0]:
        yield Text(given[0], None, where)


def _closing(code: str) -> int:
    """The end of the call with which ``code`` begins: the first ``)`` that makes it whole."""
    end = code.index(")") + 1
    while True:
        try:
            ast.parse(code[:end].strip(), mode="eval")
        except SyntaxError:
            end = code.index(")", end) + 1
        else:
            return end


def collected(found: Iterable[Text], known: polib.POFile) -> polib.POFile:
    """A catalogue of exactly the texts found, with what ``known`` says of them."""
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = METADATA
    translated = {(entry.msgid, bool(entry.msgid_plural)): entry for entry in known}
    entries: dict[str, polib.POEntry] = {}
    for text in found:
        entry = entries.get(text.singular)
        if entry is None:
            entry = entries[text.singular] = polib.POEntry(msgid=text.singular)
            catalogue.append(entry)
        if (text.where, "") not in entry.occurrences:
            entry.occurrences.append((text.where, ""))
        if text.plural is not None:
            entry.msgid_plural = text.plural
    for entry in catalogue:
        before = translated.get((entry.msgid, bool(entry.msgid_plural)))
        if entry.msgid_plural:
            entry.msgstr_plural = before.msgstr_plural if before else {0: "", 1: ""}
        else:
            entry.msgstr = before.msgstr if before else ""
    return catalogue


def faults(catalogue: polib.POFile) -> list[str]:
    """What is wrong with the translations themselves, one line each."""
    found = []
    for entry in catalogue:
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(said):
            found.append(f"not translated: {entry.msgid!r}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        elif any(placeholders(entry.msgid) != placeholders(one) for one in said):
            found.append(f"other placeholders: {entry.msgid!r}")
        elif any(_edges(entry.msgid) != _edges(one) for one in said):
            found.append(f"other space at an edge: {entry.msgid!r}")
    return found


def placeholders(text: str) -> set[str]:
    """What stands for a value in a text, and its tags. A literal ``%%`` counts as one."""
    return set(_PLACEHOLDER.findall(text)) - set(_BRACES.findall(text) if "%(" in text else ())


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def stored() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), wrapwidth=98) if CATALOGUE.exists() else polib.POFile()


def missing(catalogue: polib.POFile) -> list[str]:
    """Texts of the source that the catalogue does not hold, and the other way."""
    source = {text.singular: text.where for text in texts()}
    known = {entry.msgid for entry in catalogue}
    return [
        *(f"not in the catalogue ({source[one]}): {one!r}" for one in source if one not in known),
        *(f"no longer in the source: {one!r}" for one in known if one not in source),
    ]


def check() -> list[str]:
    """All that is wrong with the committed catalogue; empty when it is whole."""
    catalogue = stored()
    wrong = [*missing(catalogue), *faults(catalogue)]
    wrong += faults(polib.pofile(str(REST)))
    for written in (CATALOGUE, REST):
        if not is_compiled(written):
            wrong.append(f"{written.with_suffix('.mo').name} is not what {written.name} gives")
    return wrong


def is_compiled(written: Path) -> bool:
    """Whether the file beside a catalogue is what it gives."""
    compiled = written.with_suffix(".mo")
    return compiled.exists() and compiled.read_bytes() == polib.pofile(str(written)).to_binary()


def write() -> list[str]:
    """Brings the catalogue up to date and compiles it; the faults that people must mend."""
    catalogue = collected(texts(), stored())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    COMPILED.write_bytes(stored().to_binary())
    rest = polib.pofile(str(REST), wrapwidth=98)
    REST.with_suffix(".mo").write_bytes(rest.to_binary())
    return [*faults(catalogue), *faults(rest)]


def main(arguments: list[str]) -> int:
    wrong = check() if "--check" in arguments else write()
    for line in wrong:
        print(line)  # noqa: T201
    print(f"{len(stored())} texts, {len(wrong)} to mend")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
