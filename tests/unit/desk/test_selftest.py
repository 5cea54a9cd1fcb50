"""The program's trial of itself: every point works here, and a copy that is not whole is found out."""

from pathlib import Path

import pytest

from desktop_app.core.errors import Code
from desktop_app.core.resources import resource
from desktop_app.desk import selftest
from desktop_app.desk.selftest import Point


@pytest.mark.slow
def test_a_whole_copy_works_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))  # where vaults are noted
    told: list[Point] = []
    assert selftest.run(told.append)
    assert [point.key for point in told] == ["files", "pack", "forms", "reader", "main_job", "key_ring"]
    assert [point.key for point in told if point.fault and point.needed] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_font_that_is_not_the_shipped_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    for path in resource("fonts").iterdir():
        (tmp_path / path.name).symlink_to(path)
    font = tmp_path / "HanaMinB.ttf"
    font.unlink()
    if damage == "changed":
        font.write_bytes(b"another")
    monkeypatch.setattr(selftest, "resource", lambda *parts: tmp_path / parts[-1])
    monkeypatch.setattr(selftest, "_POINTS", selftest._POINTS[:1])
    told: list[Point] = []
    assert not selftest.run(told.append)
    assert told[0].fault is not None
    assert told[0].fault.code is Code.PROGRAM_DAMAGED
    assert told[0].fault.fields["file"] == "HanaMinB.ttf"
