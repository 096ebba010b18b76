"""What the bootstrap concludes from lock files and folders."""

from __future__ import annotations

from pathlib import Path

from turkcell_hub.bootstrap.locks import CHECKOUT, DEV_LOCK, RUN_LOCK, installed, pins, unmet

LOCK = r"""
celery==5.7.0 \
    --hash=sha256:00 \
    --hash=sha256:11
    # via turkcell-hub
colorama==0.4.6 ; sys_platform == 'win32' \
    --hash=sha256:22
    # via click
Zope.Interface_x==7.0
"""


def test_pins_are_read_without_hashes_and_comments() -> None:
    assert pins(LOCK) == {"celery": "5.7.0", "zope-interface-x": "7.0"}


def test_a_package_for_another_system_is_not_asked_for() -> None:
    assert "colorama" not in pins(LOCK)


def test_installed_packages_are_found_under_every_spelling(tmp_path: Path) -> None:
    (tmp_path / "Zope.Interface_X-7.0.dist-info").mkdir()
    (tmp_path / "old_style-1.2-py3.11.egg-info").mkdir()
    (tmp_path / "celery").mkdir()
    assert installed([str(tmp_path), "/nowhere"]) == {"zope-interface-x": "7.0", "old-style": "1.2"}


def test_the_first_folder_wins_like_in_an_import(tmp_path: Path) -> None:
    for folder, version in (("a", "1.0"), ("b", "2.0")):
        (tmp_path / folder / f"celery-{version}.dist-info").mkdir(parents=True)
    assert installed([str(tmp_path / "a"), str(tmp_path / "b")]) == {"celery": "1.0"}


def test_a_missing_package_and_another_version_are_both_unmet() -> None:
    assert unmet({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9"}) == ["b", "c"]


def test_the_developers_lock_holds_everything_that_the_other_holds() -> None:
    run = pins((CHECKOUT / RUN_LOCK).read_text())
    dev = pins((CHECKOUT / DEV_LOCK).read_text())
    assert len(run) > 40
    assert not unmet(run, dev)


def test_every_locked_file_has_hashes_and_no_address() -> None:
    for name in (RUN_LOCK, DEV_LOCK, "requirements-bootstrap.lock"):
        text = (CHECKOUT / name).read_text()
        assert text.count("--hash=sha256:") >= len(pins(text)) > 0
        assert "://" not in text
