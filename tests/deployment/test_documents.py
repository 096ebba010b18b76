"""What the documents name is there: options of commands, pages of the menu, words of the screens,
calls and scopes of REST, variables and their defaults, layers."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, get_commands, load_command_class
from django.urls import resolve
from django.urls.exceptions import Resolver404

from messaging.models import CampaignState, MessageState
from messaging.verdicts import Verdict
from turkcell_hub import resources
from turkcell_hub.embedded import demo
from turkcell_hub.embedded.commands import _OWN
from turkcell_hub.events import event_types
from turkcell_hub.gateways.webhooks.standard import signature
from turkcell_hub.outbox.models import PauseReason
from turkcell_hub.outbox.states import State
from turkcell_hub.portal import menu
from turkcell_hub.tenancy.permissions import every_right

ROOT = Path(__file__).resolve().parents[2]
README, OPERATIONS, PERFORMANCE, RELIABILITY, INTEGRATORS, GUIDE, ARCHITECTURE = (
    (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md", "docs/operations.md", "docs/performance.md", "docs/reliability.md",
        "docs/integrators.md", "docs/user-guide.md", "docs/architecture.md",
    )
)  # fmt: skip
EVERY_TEXT = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
}
SPAN = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


# --- Commands and their options ---------------------------------------------------------------


def lines_of(text: str) -> Iterator[str]:
    for block in FENCE.findall(text):
        yield from block.replace("\\\n", " ").splitlines()
    yield from SPAN.findall(FENCE.sub("", text))


def commands() -> list[list[str]]:
    found = set()
    for text in EVERY_TEXT.values():
        for line in lines_of(text):
            for said in re.findall(r"manage\.py ((?:[a-z_]+)(?: [^`&|<#;]*)?)", line):
                words = shlex.split(said.replace("[", "").replace("]", "").split(" (")[0])
                if words and words[0] not in {*_OWN, "help"}:
                    found.add(tuple(word.replace("…", "2026-11-21T00:00") for word in words))
    return sorted(map(list, found))


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_each_command_with_its_options_is_understood(words: list[str]) -> None:
    name, *options = words
    if not options:  # it is only spoken of
        return
    app = get_commands()[name]
    command = load_command_class(app, name) if isinstance(app, str) else app
    try:
        command.create_parser("manage.py", name).parse_args(options)
    except CommandError as problem:
        pytest.fail(f"manage.py {' '.join(words)}: {problem}")


class Parsed(Exception):
    """A script has read its arguments, and goes no further."""


def scripts() -> list[tuple[str, str, str]]:
    """Folder, script and options of each ``bench`` and ``faults``; in a table the options that
    stand alone belong to the row's own script."""
    found = []
    for folder, verb, text in (
        ("benchmarks", "bench", PERFORMANCE),
        ("faults", "faults", RELIABILITY),
    ):
        for line in [*lines_of(FENCE.sub("", text)), *FENCE.findall(text)]:
            for name, options in re.findall(rf"\b{verb} ([a-z]\w+)((?: [^`#&;\n]*)?)", line):
                found.append((folder, name, options.replace("$one", "A").strip(" []")))
        for row in re.findall(r"^\| .*\|$", text, re.MULTILINE):
            own = re.findall(rf"`(?:{verb} )?([a-z]\w+)", row)
            own = [name for name in own if (ROOT / "tests" / folder / f"{name}.py").exists()]
            if own:
                found += [(folder, own[0], options) for options in re.findall("`(--[^`]+)`", row)]
    return sorted({each for each in found if each[1] != "short"})


@pytest.mark.parametrize(("folder", "name", "options"), scripts())
def test_each_measurement_and_experiment_takes_the_options_that_are_shown(
    folder: str, name: str, options: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script: ModuleType = importlib.import_module(f"tests.{folder}.{name}")
    source = Path(str(script.__file__)).read_text(encoding="utf-8")
    if not re.search(r"ArgumentParser|options\(", source):
        assert not options, "it takes none"
        return
    whole = argparse.ArgumentParser.parse_args

    def only_parse(self: argparse.ArgumentParser, *given: Any) -> argparse.Namespace:
        whole(self, *given)
        raise Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", only_parse)
    with pytest.raises(Parsed):
        script.main(shlex.split(options))


def test_the_readme_names_each_option_of_the_demo() -> None:
    table = README.split("| option | |")[1].split("\n\n")[0]
    has = {option for action in demo._parser()._actions for option in action.option_strings}
    assert set(re.findall(r"--[a-z][a-z-]+", table)) == has - {"-h", "--help"}


def test_a_restore_stops_whatever_could_send() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    ours = {name for name, service in services.items() if service["image"].startswith("turkcell")}
    stopped = re.search(r"`docker compose stop ([^`]+)`", OPERATIONS)
    assert stopped
    assert set(stopped[1].split()) == ours - {"migrate", "operator"}


# --- Words of the screens ---------------------------------------------------------------------


@pytest.mark.django_db
def test_each_way_through_the_menu_leads_to_a_page() -> None:
    # A firm that has set nothing yet: it pays in advance.
    who: Any = SimpleNamespace(rights=frozenset(every_right()), firm_id=0)
    pages = {
        section.label: [link.label.casefold() for link in section.links]
        for section in menu.sections_for(who)
    }
    way = re.compile(rf"({'|'.join(pages)})\*{{0,2}} (?:→|›|>) ?\*{{0,2}}([^*→›>(.;:]+)")
    seen = 0
    for name, text in EVERY_TEXT.items():
        for section, page in way.findall(re.sub(r"\s*\n\s*", " ", text)):
            seen += 1
            said = page.strip().casefold()
            assert any(said.startswith(label.split(" (")[0]) for label in pages[section]), (
                f"{name}: {section} → {page}"
            )
    assert seen > 80


def test_each_entry_of_an_f9_menu_is_one() -> None:
    known = {
        str(action.label).casefold()
        for resource in resources.registered()
        for action in resource.actions
    }
    seen = 0
    for name, text in EVERY_TEXT.items():
        flat = re.sub(r"\s*\n\s*", " ", text)
        for label in re.findall(r"F9\)? ?→ ?[*“]*([^*”→.(,]+)", flat):
            seen += 1
            said = label.strip().casefold()
            assert any(said == entry.split(" (")[0] for entry in known), f"{name}: F9 → {label}"
    assert seen > 30


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param([each.label for each in Verdict if each > 100], id="why not"),
        # Why a message was blocked has the table of its own above.
        pytest.param(
            [each.label for each in MessageState if each != MessageState.BLOCKED],
            id="ends of a message",
        ),
        pytest.param(CampaignState.labels, id="states of a campaign"),
        pytest.param(State.labels, id="states of a batch"),
        pytest.param([each.label for each in PauseReason if each], id="why a lane stands"),
    ],
)
def test_the_user_guide_explains_each_in_a_table(labels: list[Any]) -> None:
    cells = re.findall(r"^\| ([^|]+) \|", GUIDE, re.MULTILINE)
    explained = {*cells, *(part for cell in cells for part in cell.split(", "))}
    spellings = {
        str(label): {str(label), str(label).split(" (")[0], re.split("[:,]", str(label))[0]}
        for label in labels
    }
    assert [label for label, told in spellings.items() if not told & explained] == []


@pytest.mark.parametrize("name", EVERY_TEXT)
def test_no_section_and_no_row_stands_twice(name: str) -> None:
    text = FENCE.sub("", EVERY_TEXT[name])
    lines = re.findall(r"^#+ .+$|^\| (?!---).{30,}\|$", text, re.MULTILINE)
    assert [line for line in dict.fromkeys(lines) if lines.count(line) > 1] == []


# --- REST -------------------------------------------------------------------------------------

CALL = re.compile(
    r"((?:(?:GET|POST|PATCH|PUT|DELETE)`?(?:,| and)? `?)+)"
    r"(/?(?:api/v1/)?[a-z_]+/(?:[A-Za-z0-9_{}<>-]+/)*)(?=[`?\s\"])"
)


def calls() -> list[tuple[str, str]]:
    found = set()
    for methods, path in CALL.findall(INTEGRATORS):
        path = re.sub(r"\{id\}|<[a-z_]+>|\$[A-Z]+", "7", path).lstrip("/")
        path = path if path.startswith("api/v1/") else f"api/v1/{path}"
        found |= {(method, f"/{path}") for method in re.findall("[A-Z]{3,}", methods)}
    return sorted(each for each in found if each[1] != "/api/v1/7/actions/7/")


def test_each_call_of_the_integrators_guide_is_answered() -> None:
    wrong = []
    for method, path in calls():
        try:
            view = resolve(path).func
        except Resolver404:
            wrong.append(f"{method} {path}: no such address")
            continue
        handlers = getattr(view, "actions", None) or dir(view.cls)
        if method.lower() not in handlers:
            wrong.append(f"{method} {path}: no such method")
    assert wrong == []
    assert len(calls()) > 100


def test_each_scope_of_the_integrators_guide_can_be_given_to_a_key() -> None:
    rights = every_right()
    events = {code for code, _label in event_types.choices()}
    said = set(re.findall(r"`([a-z_]+\.[a-z_]+\.[a-z_]+)`", INTEGRATORS)) - events
    said -= {"id.timestamp.body"}
    assert [scope for scope in sorted(said) if scope not in rights] == []
    assert [scope for scope in sorted(said) if not rights[scope].for_keys] == []


def test_the_integrators_guide_names_each_event() -> None:
    rows = re.findall(r"^\| ((?:`[a-z.]+` ?)+)\|", INTEGRATORS, re.MULTILINE)
    named = {"otp.approval.decided"} & set(SPAN.findall(INTEGRATORS))
    for row in rows:
        first, *more = SPAN.findall(row)
        named |= {first, *(first.rsplit(".", 1)[0] + each for each in more)}
    assert {code for code, _label in event_types.choices()} <= named


@pytest.mark.parametrize("spoilt", ["", "body", "time", "secret"])
def test_the_shown_check_of_a_webhook_takes_what_we_sign_and_nothing_else(spoilt: str) -> None:
    block = INTEGRATORS.split("```python\n")[1].split("```")[0]
    shown: dict[str, Any] = {}
    exec(block, shown)  # noqa: S102 - the example itself
    secret, body = "whsec_" + "c2VjcmV0" * 4, '{"id": "ş"}'
    at = int(time.time()) - (600 if spoilt == "time" else 0)
    headers = {
        "webhook-id": "abc",
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,old {signature(secret, 'abc', at, body)}",
    }
    if spoilt == "secret":
        secret = "whsec_" + "b3RoZXI=" * 4
    sent = (body + (" " if spoilt == "body" else "")).encode()
    assert shown["comes_from_the_hub"](secret, headers, sent) is (not spoilt)


# --- Layers -----------------------------------------------------------------------------------


def test_the_architecture_shows_the_layers_that_are_held() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(each for each in settings["contracts"] if each["type"] == "layers")["layers"]
    held = [set(re.findall(r"\(([\w.]+)\)", layer)) for layer in layers]
    block = ARCHITECTURE.split("## Layers")[1].split("```")[1].strip()
    shown: list[set[str]] = []
    for line in block.splitlines():
        names = set(re.findall(r"[\w.]+", re.split(" {3,}", line.strip())[0]))
        if line.startswith("  "):
            shown[-1] |= names
        else:
            shown.append(names)
    assert shown == held
