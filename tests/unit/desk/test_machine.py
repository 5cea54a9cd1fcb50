"""The machine's points have words, and the print service's traces are among them."""

from pathlib import Path

import pytest

from desktop_app.desk import machine
from desktop_app.desk.machine import MachinePoint, MachineState
from desktop_app.desk.session import Session


def test_every_point_has_words_in_both_languages() -> None:
    for point in MachinePoint:
        told = machine.advice(point)
        for words in (told.name, told.todo):
            assert words.zh.strip()
            assert words.en.strip()
        assert told.todo.zh.endswith("。")


def test_every_point_is_looked_at_once(unit: Session) -> None:
    found = machine.look(unit)
    assert sorted(line.point.value for line in found) == sorted(point.value for point in MachinePoint)


@pytest.mark.parametrize(("kept", "state"), [("Yes", MachineState.BAD), (None, MachineState.GOOD)])
def test_a_print_service_that_keeps_jobs_is_to_be_mended(
    unit: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str | None, state: MachineState
) -> None:
    root = tmp_path / "cups"
    root.mkdir()
    monkeypatch.setenv("CUPS_SERVERROOT", str(root))
    if kept:
        (root / "cupsd.conf").write_text(f"PreserveJobFiles {kept}\n")
        (root / "cups-files.conf").write_text("RequestRoot /dev/shm\n")
    (line,) = (line for line in machine.look(unit) if line.point is MachinePoint.PRINT_SPOOL)
    assert line.state is state
