"""What came back, in the applicant's hands: seen at home, each point at its field, mended, submitted again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import returns
from desktop_app.desk.returns import NoticePoint, Planned
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.domain.status import Status
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.findingview import finding_at
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.language import speak
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.support import chain
from tests.ui.acting import compose, control, go, idle, press, unlock
from tests.ui.conftest import COST

Shots = Callable[[QWidget, str], None]


def window(qtbot: QtBot, tasks: Tasks, preferences: Preferences, clock: FixedClock, folder: Path, desk: Desk) -> Shell:
    made = Shell(Options(clock=clock, vault=folder / chain.NAMES[desk][0], cost=COST), tasks, preferences)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    unlock(qtbot, made, chain.PASSPHRASE)
    return made


@pytest.fixture
def applicant(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, clock: FixedClock, tmp_path: Path
) -> tuple[Shell, str]:
    """The applicant's window, after the unit sent the filing back with two points."""
    person, unit = (chain.opened(tmp_path, desk, clock) for desk in (Desk.APPLICANT, Desk.UNIT))
    chain.introduce(tmp_path, person, unit)
    clock.advance(days=14)
    application = chain.filed(person)
    chain.send(person, unit, [application], tmp_path / "one")
    points = (NoticePoint(field="person.phone", says="联系电话少一位"), NoticePoint(says="补交聘书原件核对"))

    def give(session: Session, ids: list[str], _: object, folder: Path, progress: Progress) -> object:
        return returns.give(session, {application: Planned(points, date(2026, 6, 22))}, folder, progress)

    chain.send(unit, person, [application], tmp_path / "two", give)
    for session in (person, unit):
        session.close()
    return window(qtbot, tasks, preferences, clock, tmp_path, Desk.APPLICANT), application


def told(page: EditorScreen) -> dict[str, Verdict]:
    model = page.findings.model
    found = [finding_at(model.index(at)) for at in range(model.rowCount())]
    return {one.says.zh: one.verdict for one in found if one.says.zh.startswith("告知须补正")}


def test_each_point_stands_at_its_field_until_it_is_mended(
    qtbot: QtBot, applicant: tuple[Shell, str], shots: Shots
) -> None:
    shell, application = applicant
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    (row,) = [home.waiting.topLevelItem(at) for at in range(home.waiting.topLevelItemCount())
              if home.waiting.topLevelItem(at).text(1) == "被退回，待补正"]  # fmt: skip
    assert (row.text(2), row.text(3)) == ("还剩 7 天", "来件")
    shots(shell, "usual-home-returned")
    assert not any("审核" in name for name in rail_words(shell))
    page = go(qtbot, shell, Place(ScreenKey.EDITOR, application), EditorScreen)
    assert set(told(page)) == {"告知须补正：联系电话少一位", "告知须补正：补交聘书原件核对"}
    assert page.read_only
    press(qtbot, page, "修改补正")
    idle(qtbot, shell)
    assert not page.read_only
    shots(shell, "usual-editor-mending")
    field = control(page, "person.phone")
    field.clear()
    compose(field, "13900000001")
    qtbot.waitUntil(lambda: "告知须补正：联系电话少一位" not in told(page))
    assert told(page) == {"告知须补正：补交聘书原件核对": Verdict.TODO}
    page.acts.submit()
    idle(qtbot, shell)
    assert page._record is not None
    assert (page._record.status, page._record.latest_version) == (Status.SUBMITTED, 2)
    assert told(page) == {}


def rail_words(shell: Shell) -> list[str]:
    assert shell.desk is not None
    return [button.text() for button in shell.desk._rail._buttons.values()]


def test_a_units_home_answers_the_five_questions_in_both_languages(
    qtbot: QtBot,
    dressed: QApplication,
    tasks: Tasks,
    preferences: Preferences,
    clock: FixedClock,
    tmp_path: Path,
    shots: Shots,
) -> None:
    person, unit = (chain.opened(tmp_path, desk, clock) for desk in (Desk.APPLICANT, Desk.UNIT))
    chain.introduce(tmp_path, person, unit)
    clock.advance(days=14)
    application = chain.filed(person)
    chain.send(person, unit, [application], tmp_path / "one")
    for session in (person, unit):
        session.close()
    shell = window(qtbot, tasks, preferences, clock, tmp_path, Desk.UNIT)
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    rows = [home.waiting.topLevelItem(at) for at in range(home.waiting.topLevelItemCount())]
    said = {row.text(1): row.text(3) for row in rows}
    assert said["待本级审核"] == "待办"
    assert said["已接收，待出具回执"] == "来件"
    assert [row.text(3) for row in rows] == sorted((row.text(3) for row in rows), key=["来件", "待办", "到期"].index)
    shots(shell, "usual-home-unit-zh")
    item = next(row for row in rows if row.text(1) == "待本级审核")
    home._open(item)
    idle(qtbot, shell)
    assert shell.desk is not None
    assert shell.desk.shown is not None
    assert shell.desk.shown.place().screen is ScreenKey.REVIEW
    shots(shell, "usual-review-unit")
    speak(Language.EN)
    go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    shots(shell, "usual-home-unit-en")
    speak(Language.ZH)
