"""Public notices in a unit officer's hands: planned with the days skipped, objected to, taken down, on paper."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.desk import draft, held_notices
from desktop_app.desk.held_notices import HeldNotice, NoticeMode, Objection
from desktop_app.desk.session import Session
from desktop_app.ui.language import speak
from desktop_app.ui.notices.screen import NoticesScreen
from desktop_app.ui.papers.confirming import ConfirmDialog
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog
from tests.ui.acting import PASSPHRASE, compose, go, idle, press
from tests.ui.paperout import save_paper
from tests.ui.test_packs import doing
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
PLACE = Place(ScreenKey.NOTICES)
PEOPLE = ("classified_engineer", "mongolian_name", "rare_name")


def asked() -> AskDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible())


def fill(dialog: AskDialog, **typed: str) -> None:
    for name, words in typed.items():
        field = dialog.fields[name]
        assert isinstance(field, QLineEdit)
        field.clear()
        compose(field, words)


def people(session: Session) -> None:
    for name in PEOPLE:
        draft.take_in(session, resource("demo", f"{name}.json"))


def crowd(session: Session) -> None:
    people(session)
    for row in held_notices.candidates(session):
        made = held_notices.hold(
            session,
            HeldNotice(
                id="",
                mode=NoticeMode.LIMITED if "工" in row.title else NoticeMode.POSTED,
                applications=(row.id,),
                first_day=date(2026, 5, 11),
                place="呼和浩特市青城测绘地理信息中心办公楼一层西侧公示栏及各科室",
                basis="保密委员会会议纪要〔2026〕第3号",
                secrecy_officer="段知白",
            ),
        )
        for at in range(3):
            said = Objection(number=0, on=date(2026, 5, 12), says=f"第 {at + 1} 项业绩与年报上的数字不一致，请核查")
            held_notices.object_(session, made.id, said)


def test_a_notice_from_plan_to_taken_down(
    qtbot: QtBot, desk_window: Shell, clock: FixedClock, shots: Shots, tmp_path: Path
) -> None:
    page = go(qtbot, desk_window, PLACE, NoticesScreen)
    shots(desk_window, "empty-notices")
    assert unnamed(desk_window) == []
    doing(qtbot, desk_window, people)
    page = go(qtbot, desk_window, PLACE, NoticesScreen)
    assert "3 人没有公示" in page.told.text()
    press(qtbot, page, "登记公示…")
    dialog = asked()
    assert unnamed(dialog) == []
    fill(dialog, first_day="2026.6.16")
    idle(qtbot, desk_window)
    assert "6.19放假" in dialog.told.text()
    assert "6 月 24 日" in dialog.told.text()
    press(qtbot, dialog, "登记公示")
    idle(qtbot, desk_window)
    assert "公示人员" in dialog.wrong.text()
    listed = dialog.fields["applications"]
    assert isinstance(listed, QListWidget)
    for at in range(2):
        listed.item(at).setCheckState(Qt.CheckState.Checked)
    posted_by = dialog.fields["posted_by"]
    assert isinstance(posted_by, QLineEdit)
    assert posted_by.text() == desk_window.context.opened.user, "who records it is offered"
    fill(dialog, place="办公楼一层公示栏", posted_by="其木格")
    shots(dialog, "notices-plan")
    press(qtbot, dialog, "登记公示")
    idle(qtbot, desk_window)
    assert page.table.item(0, 2).text() == "2026-06-24"
    assert page.table.item(0, 6).text() == "未到张贴日"
    assert "1 人没有公示" in page.told.text()

    clock.advance(days=24)
    press(qtbot, page, "登记异议…")
    fill(asked(), on="20260618")
    text = asked().fields["says"]
    text.setPlainText("推广面积与年报不一致")  # type: ignore[attr-defined]
    press(qtbot, asked(), "登记异议")
    idle(qtbot, desk_window)
    assert page.table.item(0, 5).text() == "1 件，未结 1"
    page.objections.selectRow(0)
    press(qtbot, page, "处理异议…")
    asked().fields["handling"].setPlainText("调取年报，数字一致")  # type: ignore[attr-defined]
    outcome = asked().fields["state"]
    assert isinstance(outcome, QComboBox)
    assert outcome.findText("正在核查") == -1
    press(qtbot, asked(), "登记处理结果")
    idle(qtbot, desk_window)
    assert page.objections.item(0, 4).text() == "不成立"
    press(qtbot, page, "登记异议…")
    fill(asked(), on="20260625")
    asked().fields["says"].setPlainText("期满第二天送来的反映")  # type: ignore[attr-defined]
    press(qtbot, asked(), "登记异议")
    idle(qtbot, desk_window)
    assert page.objections.item(1, 0).text() == "2026-06-25（期满后）"
    page.objections.selectRow(1)
    press(qtbot, page, "处理异议…")
    asked().fields["handling"].setPlainText("查无此事")  # type: ignore[attr-defined]
    press(qtbot, asked(), "登记处理结果")
    idle(qtbot, desk_window)
    press(qtbot, page, "揭下…")
    press(qtbot, asked(), "登记揭下")
    idle(qtbot, desk_window)
    assert page.table.item(0, 6).text() == "2026-06-25 揭下"
    shots(desk_window, "usual-notices")
    press(qtbot, page, "打印公示名单…")
    save_paper(qtbot, desk_window, tmp_path / "list.pdf")
    assert not (tmp_path / "list.pdf").exists()  # days since unlocking: the passphrase is asked for again
    confirming = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ConfirmDialog) and w.isVisible())
    idle(qtbot, desk_window)
    qtbot.keyClicks(confirming.confirm.passphrase, PASSPHRASE)
    press(qtbot, confirming, "确认后办理")
    idle(qtbot, desk_window)
    idle(qtbot, desk_window)
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")


def test_a_true_objection_is_mended_and_posted_anew(
    qtbot: QtBot, desk_window: Shell, clock: FixedClock, shots: Shots
) -> None:
    def begin(session: Session) -> None:
        application = draft.take_in(session, resource("demo", "classified_engineer.json"))
        planned = HeldNotice(
            id="", mode=NoticeMode.POSTED, applications=(application,), first_day=date(2026, 5, 11), place="公示栏"
        )
        made = held_notices.hold(session, planned)
        held_notices.object_(session, made.id, Objection(number=0, on=date(2026, 5, 12), says="署名有误"))

    doing(qtbot, desk_window, begin)
    page = go(qtbot, desk_window, PLACE, NoticesScreen)
    page.objections.selectRow(0)
    press(qtbot, page, "处理异议…")
    outcome = asked().fields["state"]
    assert isinstance(outcome, QComboBox)
    outcome.setCurrentIndex(outcome.findText("属实"))
    asked().fields["handling"].setPlainText("调取期刊，署名第三")  # type: ignore[attr-defined]
    press(qtbot, asked(), "登记处理结果")
    idle(qtbot, desk_window)
    assert "重新公示，或者不予推荐" in desk_window.desk.message.text()
    shots(desk_window, "notices-upheld")
    assert "0 人没有公示" in page.told.text()
    press(qtbot, page, "揭下…")
    press(qtbot, asked(), "登记揭下")
    idle(qtbot, desk_window)
    assert "1 人没有公示" in page.told.text(), "whoever is mended may be posted anew"
    press(qtbot, page, "登记公示…")
    fill(asked(), place="公示栏")
    press(qtbot, asked(), "登记公示")
    idle(qtbot, desk_window)
    assert page.table.rowCount() == 2
    assert "0 人没有公示" in page.told.text()


def test_a_crowded_year_in_both_languages(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    doing(qtbot, desk_window, crowd)
    for language in (Language.ZH, Language.EN):
        speak(language)
        page = go(qtbot, desk_window, PLACE, NoticesScreen)
        assert page.table.rowCount() == 3
        assert page.objections.rowCount() == 3
        assert unnamed(desk_window) == []
        shots(desk_window, f"crowded-notices-{language.value}")
    speak(Language.ZH)


def test_the_only_one_who_waits_is_ticked_already(qtbot: QtBot, desk_window: Shell) -> None:
    doing(qtbot, desk_window, lambda session: draft.take_in(session, resource("demo", "classified_engineer.json")))
    page = go(qtbot, desk_window, PLACE, NoticesScreen)
    press(qtbot, page, "登记公示…")
    listed = asked().fields["applications"]
    assert isinstance(listed, QListWidget)
    assert [listed.item(at).checkState() for at in range(listed.count())] == [Qt.CheckState.Checked]
    asked().reject()


def test_what_was_recorded_is_chosen_and_a_head_sorts_the_notices(qtbot: QtBot, desk_window: Shell) -> None:
    doing(qtbot, desk_window, crowd)
    doing(qtbot, desk_window, lambda session: draft.take_in(session, resource("demo", "county_teacher.json")))
    page = go(qtbot, desk_window, PLACE, NoticesScreen)
    page.table.selectRow(2)
    press(qtbot, page, "登记公示…")
    fill(asked(), first_day="2026.4.7", place="校门口公示栏")
    press(qtbot, asked(), "登记公示")
    idle(qtbot, desk_window)
    made = page.picked()
    assert made is not None
    assert made.notice.place == "校门口公示栏"
    assert page.table.item(page.table.chosen(), 1).text() == "2026-04-07"
    for down in (False, True):
        page.table.setFocus()
        qtbot.keyClick(page.table, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        days = [page.table.item(at, 1).text() for at in range(page.table.rowCount())]
        assert days == sorted(days, reverse=down)
        assert len(set(days)) == 2
        assert page.picked() == made, "the same notice stays chosen"
        page.table.selectRow(0)
        picked = page.picked()
        assert picked is not None
        assert str(picked.notice.first_day) == days[0]
        page.table.selectRow(page._lines.index(made))
