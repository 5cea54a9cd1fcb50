"""Paper against online in an officer's hands: drop the export, see what differs, rule by keyboard, go and mend."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft as drafts
from desktop_app.desk.comparing import Ruling
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Track
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.comparing.marked import around, as_html
from desktop_app.ui.comparing.model import FIELD, ONLINE, PAPER, RULING, STATE, WHERE, Sieve
from desktop_app.ui.comparing.screen import CompareScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import exports, papers
from tests.support.holding import held
from tests.support.plaintext import traces
from tests.ui.acting import compose, control, go, idle, press, screen
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
WRONG_PHONE = "13899990001"


def paper_filing(record: Application) -> Application:
    filing = structs.replace(record.filing, track=Track.OTHER_PAPER)
    online = structs.replace(record.online, submitted_on=date(2026, 5, 20), plan="2026 年计划")
    return structs.replace(record, filing=filing, online=online)


def put(qtbot: QtBot, shell: Shell, record: Application) -> ApplicationId:
    made: list[ApplicationId] = []

    def act(session: Session, _: Progress) -> ApplicationId:
        id_ = drafts.new(session)
        drafts.save(session, id_, record)
        return id_

    assert shell.context is not None
    shell.context.ask(shell, act, made.append)
    idle(qtbot, shell)
    return made[0]


def now(qtbot: QtBot, shell: Shell, id_: ApplicationId) -> Application:
    found: list[Application] = []
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: drafts.load(session, id_).draft, found.append)
    idle(qtbot, shell)
    return found[0]


def other(record: Application) -> Application:
    """What was typed online: another number, a shorter place, a job that ended earlier."""
    person = structs.replace(record.person, phone=WRONG_PHONE, birthplace="内蒙古呼和浩特市")
    return structs.replace(
        record, person=person, work=(structs.replace(record.work[0], end="2018-11"), *record.work[1:])
    )


def drop(qtbot: QtBot, shell: Shell, at: CompareScreen, folder: Path, content: bytes) -> None:
    """Drop the export on the screen and wait until it is compared."""
    path = folder / "export.pdf"
    path.write_bytes(content)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    at.export.dropEvent(event)
    for _ in range(3):  # the record, the reading, the keeping
        idle(qtbot, shell)
    qtbot.waitUntil(lambda: not at.export.running)
    idle(qtbot, shell)
    path.unlink()


def shown(at: CompareScreen) -> dict[str, list[str]]:
    model = at.model
    return {
        model.value(line).path: [str(model.data(model.index(line, side))) for side in range(model.columnCount())]
        for line in range(model.rowCount())
    }


def compare_screen(qtbot: QtBot, shell: Shell, id_: ApplicationId) -> CompareScreen:
    return go(qtbot, shell, Place(ScreenKey.COMPARE, id_), CompareScreen)


def rule(qtbot: QtBot, shell: Shell, at: CompareScreen, key: Qt.Key, reason: str = "") -> None:
    qtbot.keyClick(at.table, key)
    if reason:
        assert at.detail.reason.hasFocus()
        compose(at.detail.reason, reason)
        qtbot.keyClick(at.detail.reason, Qt.Key.Key_Return)
    idle(qtbot, shell)


def test_from_the_editor_to_the_last_ruling_and_back_to_the_field(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    record = paper_filing(papers.application(papers.RARE_NAME))
    id_ = put(qtbot, desk_window, record)
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, id_), EditorScreen)
    assert editor.header.compare_button.isVisible()
    press(qtbot, editor, "线上线下对照")
    idle(qtbot, desk_window)
    at = screen(desk_window, CompareScreen)
    assert at.standing.text() == "还没有与线上比对过。"
    assert unnamed(at) == []
    shots(desk_window, "compare-empty")

    drop(qtbot, desk_window, at, tmp_path, exports.review_form(other(record)))
    assert "不一致或未找到 3 项，还没有处理 3 项" in at.standing.text()
    rows = shown(at)
    assert list(rows) == ["person.birthplace", "person.phone", "work[0].end"]
    phone = rows["person.phone"]
    assert (phone[STATE], phone[FIELD], phone[PAPER], phone[ONLINE]) == (
        "不一致", "联系电话", "13800000000", WRONG_PHONE,
    )  # fmt: skip
    assert phone[WHERE].startswith("3 页 ")
    assert rows["work[0].end"][STATE] == "未找到"
    assert at.table.hasFocus()
    assert unnamed(at) == []
    shots(desk_window, "compare-usual")

    at.table.selectRow(1)
    assert at.detail.online.accessibleName() == f"线上：{WRONG_PHONE}；不同的字：9999、1"
    rule(qtbot, desk_window, at, Qt.Key.Key_2)  # typed wrong on paper: stays until it is mended
    assert shown(at)["person.phone"][RULING] == "纸质填错"
    at.table.selectRow(0)
    rule(qtbot, desk_window, at, Qt.Key.Key_1, "同一地方的简称")
    assert list(shown(at)) == ["person.phone", "work[0].end"]
    assert at.table.hasFocus()
    assert now(qtbot, desk_window, id_).online.differences == 3

    at.table.selectRow(0)
    qtbot.keyClick(at.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    line = control(editor, "person.phone")
    line.selectAll()
    qtbot.keyClicks(line, WRONG_PHONE)
    assert desk_window.desk is not None
    desk_window.desk.back()
    idle(qtbot, desk_window)
    at = screen(desk_window, CompareScreen)
    assert "请重新导出并再比对一次" in at.standing.text()
    assert not any(one.isEnabled() for one in at.detail.buttons.values())
    assert at.place().spot == "person.phone"
    shots(desk_window, "compare-stale")

    drop(qtbot, desk_window, at, tmp_path, exports.review_form(other(record)))
    assert list(shown(at)) == ["work[0].end"], "what was settled is brought over, what was mended is the same"
    assert at.past.count() == 2
    rule(qtbot, desk_window, at, Qt.Key.Key_4, "导出表不印起止的后一半")
    assert "还没有处理 0 项" in at.standing.text()
    assert shown(at)["person.birthplace"][RULING] == "实为同一内容", "nothing left: the settled ones are shown"
    online = now(qtbot, desk_window, id_).online
    assert (online.differences, online.differences_settled) == (2, True)
    at.past.setCurrentIndex(1)
    assert shown(at)["person.phone"][RULING] == "纸质填错"
    assert not any(one.isEnabled() for one in at.detail.buttons.values())
    shots(desk_window, "compare-settled")
    secrets = [WRONG_PHONE, "同一地方的简称", "内蒙古呼和浩特市"]
    assert traces([tmp_path], secrets) == []


def test_several_are_ruled_on_at_once_and_a_reason_is_asked_for(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    record = paper_filing(papers.application(papers.LONG_NAME))
    id_ = put(qtbot, desk_window, record)
    at = compare_screen(qtbot, desk_window, id_)
    drop(qtbot, desk_window, at, tmp_path, exports.drawn([[(40, "姓名"), (150, papers.LONG_NAME)]]))
    before = at.model.rowCount()
    assert before > 60
    at.table.selectAll()
    assert at.detail.name.text() == f"已选 {before} 项，一并认定"
    qtbot.keyClick(at.table, Qt.Key.Key_4)
    assert "请写明“导出表中没有”的理由" in at.detail.wrong.text()
    qtbot.keyClick(at.detail.reason, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert at.model.rowCount() == before, "without a reason nothing is settled"
    shots(desk_window, "compare-several")
    compose(at.detail.reason, "只导出了封面")
    qtbot.keyClick(at.detail.reason, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert "还没有处理 0 项" in at.standing.text()
    at.sieve.setCurrentIndex(at.sieve.findData(Sieve.ALL))
    assert at.model.rowCount() > before
    at.table.selectRow(at.model.row_of("person.name"))
    assert [at.detail.buttons[one].isEnabled() for one in Ruling] == [False] * 4, "the name is the same on both sides"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (exports.scanned("a"), "没有文字"),
        (exports.locked(exports.drawn([[(40, "姓名")]])), "打开口令"),
        (b"%PDF-1.7 cut off", "不是完整的 PDF"),
        (exports.many_pages(exports.drawn([[(40, "姓名")]]), 1000), "页数或文字过多"),
    ],
    ids=["scan", "locked", "damaged", "thousand pages"],
)
def test_an_export_that_cannot_be_read_is_one_sentence_and_keeps_nothing(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, content: bytes, said: str
) -> None:
    id_ = put(qtbot, desk_window, paper_filing(papers.application()))
    at = compare_screen(qtbot, desk_window, id_)
    drop(qtbot, desk_window, at, tmp_path, content)
    assert desk_window.desk is not None
    assert said in desk_window.desk.message.text()
    assert at.export.choose_button.isEnabled()
    assert now(qtbot, desk_window, id_).online.compared_on is None


def test_stopping_a_reading_leaves_everything_as_it_was(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    id_ = put(qtbot, desk_window, paper_filing(papers.application()))
    at = compare_screen(qtbot, desk_window, id_)
    path = tmp_path / "long.pdf"
    path.write_bytes(exports.many_pages(exports.review_form(papers.application()), 400))
    with held("reading", 0):
        at.compare(path)
        qtbot.waitUntil(lambda: at.export.stop_button.isVisible())
        press(qtbot, at, "停止")
        qtbot.waitUntil(lambda: not at.export.running)
    idle(qtbot, desk_window)
    assert at.standing.text() == "还没有与线上比对过。"
    assert now(qtbot, desk_window, id_).online.compared_on is None


def test_compared_by_eye_is_no_longer_the_programs_word(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    record = paper_filing(papers.application())
    id_ = put(qtbot, desk_window, record)
    at = compare_screen(qtbot, desk_window, id_)
    drop(qtbot, desk_window, at, tmp_path, exports.review_form(record))
    assert now(qtbot, desk_window, id_).online.compared_content != ""
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, id_), EditorScreen)
    line = control(editor, "online.compared_on")
    line.selectAll()
    qtbot.keyClicks(line, "20260531")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    editor.leave()
    idle(qtbot, desk_window)
    online = now(qtbot, desk_window, id_).online
    assert (online.compared_on, online.compared_content) == (date(2026, 5, 31), "")


@pytest.mark.parametrize("zoom", [80, 200])
def test_it_fits_a_small_laptop_at_any_size(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots, zoom: int
) -> None:
    record = paper_filing(papers.crowded())
    record = structs.replace(record, person=structs.replace(record.person, name=papers.RARE_NAME))
    id_ = put(qtbot, desk_window, record)
    at = compare_screen(qtbot, desk_window, id_)
    changed = other(record)
    changed = structs.replace(changed, person=structs.replace(changed.person, name="㛃𬭎𫘧𪨱", foreign_language="俄语"))
    drop(qtbot, desk_window, at, tmp_path, exports.review_form(changed))
    assert shown(at)["person.name"][ONLINE] == "㛃𬭎𫘧𪨱"
    shots(desk_window, "compare-crowded")
    assert desk_window.context is not None
    assert desk_window.desk is not None
    desk_window.context.preferences.zoom = zoom
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    assert isinstance(screen(desk_window, CompareScreen), CompareScreen)
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, id_), EditorScreen)
    assert editor.header.compare_button.isVisible()
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    shots(desk_window, f"compare-way-{zoom}")
    desk_window.desk.back()
    idle(qtbot, desk_window)
    shots(desk_window, f"compare-zoom-{zoom}")


def test_marks_are_more_than_a_colour_and_markup_stays_text() -> None:
    html = as_html("a<b>13", [(3, 5)])
    assert "<b>" not in html
    assert "a&lt;b" in html
    assert "underline" in html
    assert "bold" in html
    assert around("零一二三四五六七八九十", [(10, 11)]) == ("…二三四五六七八九十", [(9, 10)])
    assert around("短", [(0, 1)]) == ("短", [(0, 1)])
