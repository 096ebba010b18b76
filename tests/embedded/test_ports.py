"""Ports and names of the demo."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from turkcell_hub.embedded import ports
from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.places import CHECKOUT
from turkcell_hub.embedded.processes import free_port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_named_port_that_is_taken_is_an_error_that_names_it(tmp_path: Path, taken: int) -> None:
    with pytest.raises(EmbeddedError, match=str(taken)):
        ports.choose(tmp_path, "127.0.0.1", taken)


def test_the_last_start_s_ports_are_used_again(tmp_path: Path) -> None:
    first = ports.choose(tmp_path, "127.0.0.1", free_port())
    assert ports.choose(tmp_path, "127.0.0.1", None) == first


def test_a_usual_port_that_is_taken_is_replaced_with_a_word(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ports.json").write_text(f'{{"web": {taken}, "operator": {free_port()}}}')
    chosen = ports.choose(tmp_path, "127.0.0.1", None)
    assert chosen.web != taken
    assert f"{taken} kapısı dolu" in capsys.readouterr().err


def test_two_starts_in_the_same_moment_never_get_the_same_port(tmp_path: Path) -> None:
    """Neither has a server on its ports yet; the first one's end gives them back."""
    usual = f'{{"web": {free_port()}, "operator": {free_port()}}}'
    script = (
        "import sys; from pathlib import Path; from turkcell_hub.embedded import ports\n"
        "chosen = ports.choose(Path(sys.argv[1]), '127.0.0.1', None)\n"
        "print(chosen.web, chosen.operator, flush=True); sys.stdin.read()"
    )
    starts, seen = [], []
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "ports.json").write_text(usual)
        command = [sys.executable, "-c", script, str(tmp_path / name)]
        starts.append(
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, cwd=CHECKOUT,
            )
        )  # fmt: skip
    for start in starts:
        assert start.stdout is not None
        seen += start.stdout.readline().split()
    for start in starts:
        start.communicate(timeout=20)
    assert len(seen) == len(set(seen)) == 6
    first = ports.choose(tmp_path / "a", "127.0.0.1", None)
    assert str(first.web) in seen


def test_the_operator_never_takes_the_portal_s_port(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "ports.json").write_text(f'{{"web": 1, "operator": {port}}}')
    assert ports.choose(tmp_path, "127.0.0.1", port).operator != port


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_cannot_exist_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(EmbeddedError):
        ports.choose(tmp_path, "127.0.0.1", port)


def test_listening_everywhere_is_announced_by_the_machine_s_name() -> None:
    assert ports.public_url("0.0.0.0", 8000) == f"http://{socket.gethostname()}:8000"
    assert ports.local_url("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert socket.gethostname() in ports.allowed_hosts("0.0.0.0")


def test_an_ipv6_address_is_written_in_brackets() -> None:
    assert ports.public_url("::1", 8000) == "http://[::1]:8000"
    assert ports.local_url("::", 8000) == "http://[::1]:8000"
