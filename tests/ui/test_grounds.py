"""What could be filed for, in a user's hands: looked through, taken with one press, taken back, led to the fields."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import draft as drafts
from desktop_app.desk.session import Session
from desktop_app.domain import paths
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Employment, Level, Path, Track
from desktop_app.domain.status import Status
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.findingview import finding_at
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.grounds.screen import GroundsScreen
from desktop_app.ui.policy.screen import PolicyScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle, open_demo, press, screen, tabbed, unlock
from tests.ui.test_walk import put, unnamed

Shots = Callable[[QWidget, str], None]


def opened(qtbot: QtBot, shell: Shell, demo: str) -> GroundsScreen:
    """Through the editor, as a user comes here."""
    editor = open_demo(qtbot, shell, demo)
    press(qtbot, editor, "能报什么")
    idle(qtbot, shell)
    return screen(shell, GroundsScreen)


def rows(page: GroundsScreen) -> list[list[str]]:
    return [[page.table.item(n, side).text() for side in range(5)] for n in range(page.table.rowCount())]


def pick(page: GroundsScreen, *words: str) -> None:
    """Choose the row that holds these words."""
    at = next(n for n, row in enumerate(rows(page)) if all(any(w in cell for cell in row) for w in words))
    page.table.selectRow(at)


def kept(qtbot: QtBot, shell: Shell, application: ApplicationId) -> Application:
    """What the vault has."""
    found: list[Application] = []
    assert shell.context is not None
    shell.context.autosave.flush()
    shell.context.ask(shell, lambda session, _: drafts.load(session, application).draft, found.append)
    idle(qtbot, shell)
    return found[0]


def changed(qtbot: QtBot, shell: Shell, demo: str, change: Callable[[Application], Application]) -> GroundsScreen:
    """An applicant of the examples, somewhat otherwise."""
    id_ = ApplicationId(put(qtbot, shell, demo)[0])
    assert shell.context is not None

    def act(session: Session, _: Progress) -> None:
        drafts.save(session, id_, change(drafts.load(session, id_).draft))

    shell.context.ask(shell, act, lambda _: None)
    idle(qtbot, shell)
    return go(qtbot, shell, Place(ScreenKey.GROUNDS, id_), GroundsScreen)


def test_levels_and_grounds_with_their_days_the_most_open_first(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = opened(qtbot, desk_window, "classified_engineer.json")
    shots(desk_window, "grounds-usual")
    listed = rows(page)
    assert listed[0] == ["没有障碍", "副高级", "正常申报（现填）", "7 月 10 日　还剩 39 天", "高级工程师"]
    assert [row[0] for row in listed[1:]] == ["需核定"] * (len(listed) - 1)
    assert page.detail.filing.text() == "申报期：6 月 11 日 至 7 月 10 日（还剩 39 天）"
    assert page.detail.due.text() == "材料最迟送达：7 月 15 日"
    assert page.detail.posting.text() == "单位最迟张贴公示：7 月 7 日"
    assert not page.detail.take_button.isEnabled()
    assert unnamed(desk_window) == []


def test_one_press_takes_a_ground_and_ctrl_z_gives_it_back(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = opened(qtbot, desk_window, "classified_engineer.json")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    pick(page, "正高级", "直接申报")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.detail.take_button
    shots(desk_window, "grounds-asked")
    qtbot.keyClick(page.detail.take_button, Qt.Key.Key_Space)
    shots(desk_window, "grounds-taken")
    filing = kept(qtbot, desk_window, page.application).filing
    assert (filing.path, filing.level, filing.title) == (Path.DIRECT, Level.FULL_SENIOR, "正高级工程师")
    assert [row[2] for row in rows(page) if "现填" in row[2]] == ["直接申报（现填）"]
    assert not page.detail.take_button.isEnabled()
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    filing = kept(qtbot, desk_window, page.application).filing
    assert (filing.path, filing.level, filing.title) == (Path.ORDINARY, Level.ASSOCIATE_SENIOR, "高级工程师")
    assert not page.undo_button.isEnabled()
    press(qtbot, page, "打开申请表")
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    assert editor.sections.key() == "filing"


def test_what_is_missing_leads_to_its_field_and_back(qtbot: QtBot, desk_window: Shell) -> None:
    page = opened(qtbot, desk_window, "classified_engineer.json")
    pick(page, "副高级", "提前一年")
    listed = page.detail.reasons.list
    listed.setFocus()
    listed.setCurrentIndex(page.detail.reasons.model.index(0))
    assert page.detail.reasons.model.finding(0).rule == "R066"
    qtbot.keyClick(listed, Qt.Key.Key_Right)
    assert QApplication.focusWidget() in page.detail.reasons.explanation.ways()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    form = screen(desk_window, EditorScreen).stack.currentWidget()
    assert isinstance(form, SectionPage)
    assert form.where() == "standing.grassroots_service_years"
    press(qtbot, desk_window, "‹ 返回")
    idle(qtbot, desk_window)
    page = screen(desk_window, GroundsScreen)
    assert page.detail.name.text() == "副高级　提前一年　高级工程师"


def test_an_office_setting_that_decides_the_day_is_one_press_away(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    page = opened(qtbot, desk_window, "county_doctor.json")
    pick(page, "副高级", "正常申报")
    assert page.table.item(page.table.currentRow(), 3).text() == "另行通知"
    assert page.detail.filing.text() == "申报期：另行通知"
    reasons = page.detail.reasons
    at = next(n for n in range(reasons.model.rowCount()) if reasons.model.finding(n).setting == "targeted_health_first")
    reasons.list.setCurrentIndex(reasons.model.index(at))
    idle(qtbot, desk_window)
    shots(desk_window, "grounds-setting")
    press(qtbot, page, "去设定")
    idle(qtbot, desk_window)
    assert screen(desk_window, PolicyScreen).place().subject == "targeted_health_first"


def test_another_kind_of_review_is_looked_at_without_changing_the_form(qtbot: QtBot, desk_window: Shell) -> None:
    page = opened(qtbot, desk_window, "county_doctor.json")
    before = kept(qtbot, desk_window, page.application)
    page.track.setFocus()
    page.track.setCurrentIndex(page.track.findData(Track.GREEN_CITY))
    assert not [row for row in rows(page) if "现填" in row[2]]
    assert kept(qtbot, desk_window, page.application) == before
    pick(page, "副高级", "绿色通道（第三十七条）")
    press(qtbot, page, "选用这一项")
    after = kept(qtbot, desk_window, page.application).filing
    assert (after.track, after.path, after.level) == (Track.GREEN_CITY, Path.GREEN_37, Level.ASSOCIATE_SENIOR)


def test_who_may_not_file_sees_every_ground_closed_with_its_reason(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    page = changed(qtbot, desk_window, "rare_name.json", retired)
    assert {row[0] for row in rows(page)} == {"不得申报"}
    assert page.detail.reasons.model.finding(0).verdict is Verdict.BLOCK
    shots(desk_window, "grounds-closed")
    page.all.click()
    assert rows(page) == []
    assert "勾选" in page.hint.text()
    assert not page.detail.isVisible()
    shots(desk_window, "grounds-none")
    page.all.click()
    assert page.hint.text() == ""
    assert page.detail.isVisible()


def retired(application: Application) -> Application:
    return paths.replace(application, "standing.employment", Employment.RETIRED)


def test_at_the_highest_level_nothing_is_above(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = changed(
        qtbot, desk_window, "mongolian_name.json", lambda one: paths.replace(one, "post.title_level", Level.FULL_SENIOR)
    )
    assert rows(page) == []
    assert page.hint.text() == "已是最高层级，没有更高的可以申报。"
    shots(desk_window, "grounds-highest")


def test_without_a_present_title_all_levels_stand_there_and_the_field_is_one_press_away(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    page = changed(qtbot, desk_window, "graduate_recognition.json", lambda one: one)
    assert {row[1] for row in rows(page) if row[2].startswith("直接申报")} == {"初级", "中级", "副高级", "正高级"}
    assert {row[1] for row in rows(page) if row[2].startswith("破格")} == {"初级"}  # 高一级 only (五（四）2)
    assert [row[1] for row in rows(page)[:3]] == ["中级", "初级", "初级"]  # what is past comes after
    assert page.who.text().startswith("苏禾安　现有：无　")
    assert not page.title_button.isVisible()  # 「无」 was filled in
    page = changed(
        qtbot, desk_window, "graduate_recognition.json", lambda one: paths.replace(one, "post.title_held", "")
    )
    assert "没有填现有职称" in page.hint.text()
    shots(desk_window, "grounds-no-title")
    press(qtbot, page, "去填现有职称")
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    page_ = editor.stack.currentWidget()
    assert isinstance(page_, SectionPage)
    assert page_.where() == "post.title_level"


def test_an_empty_application_has_an_answer_too(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    made: list[ApplicationId] = []
    assert desk_window.context is not None
    desk_window.context.ask(desk_window, lambda session, _: drafts.new(session), made.append)
    idle(qtbot, desk_window)
    page = go(qtbot, desk_window, Place(ScreenKey.GROUNDS, made[0]), GroundsScreen)
    assert page.who.text() == "（未填姓名）　现有：（未填）　呼和浩特市青城测绘地理信息中心"
    assert "没有选系列" in page.hint.text()
    assert page.table.rowCount() > 15
    shots(desk_window, "grounds-empty")
    assert unnamed(desk_window) == []


def test_after_the_last_day_the_days_say_so(qtbot: QtBot, desk_window: Shell, clock: FixedClock, shots: Shots) -> None:
    clock.instant = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
    page = opened(qtbot, desk_window, "classified_engineer.json")
    assert rows(page)[0][3] == "7 月 10 日　已过 53 天"
    assert page.detail.filing.property("tone") == "block"
    said = [page.detail.reasons.model.finding(n).rule for n in range(page.detail.reasons.model.rowCount())]
    assert "R022" in said
    shots(desk_window, "grounds-past")


def test_a_submitted_version_is_only_looked_at(qtbot: QtBot, desk_window: Shell) -> None:
    page = changed(qtbot, desk_window, "classified_engineer.json", lambda one: one)
    assert desk_window.context is not None

    def act(session: Session, _: Progress) -> None:
        with session.vault.act(Act.APPLICATION_SUBMITTED, {"application": page.application}):
            session.vault.applications.set_status(page.application, Status.SUBMITTED)

    desk_window.context.ask(desk_window, act, lambda _: None)
    page = go(qtbot, desk_window, Place(ScreenKey.GROUNDS, page.application), GroundsScreen)
    pick(page, "正高级", "直接申报")
    assert not page.detail.take_button.isEnabled()
    assert "撤回" in page.detail.why_not.text()


def test_the_place_outlasts_a_lock(qtbot: QtBot, desk_window: Shell) -> None:
    page = opened(qtbot, desk_window, "county_teacher.json")
    page.track.setCurrentIndex(page.track.findData(Track.OTHER_PAPER))
    pick(page, "正高级", "直接申报")
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window)
    page = screen(desk_window, GroundsScreen)
    assert page.track.currentData() is Track.OTHER_PAPER
    assert page.detail.name.text().startswith("正高级　直接申报")


def test_tab_goes_round_and_the_window_speaks_english_at_twice_the_size(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    opened(qtbot, desk_window, "mongolian_name.json")
    shots(desk_window, "grounds-mongolian")
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = 200
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    shots(desk_window, "grounds-zoom-200")
    desk_window.context.preferences.language = Language.EN
    desk_window.context.preferences.zoom = 100
    desk_window.context.preferences.high_contrast = True
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    page = screen(desk_window, GroundsScreen)
    shots(desk_window, "grounds-english-contrast")
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    assert not [row for row in rows(page) for cell in row[:4] if any("\u4e00" <= letter <= "\u9fff" for letter in cell)]
    seen = tabbed(qtbot, desk_window)
    assert {page.table, page.track, page.detail.reasons.list} <= seen


def test_an_open_ground_names_its_clause_and_what_is_still_to_be_shown(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    page = opened(qtbot, desk_window, "graduate_recognition.json")
    pick(page, "中级", "考核认定")
    shots(desk_window, "grounds-granted")
    shown = [finding_at(page.detail.reasons.model.index(n)) for n in range(page.detail.reasons.model.rowCount())]
    (granted,) = (one for one in shown if one.rule == "R061")
    assert granted.verdict is Verdict.PASS
    assert "五（四）3" in granted.clause
    assert "不经评审" in granted.mend.zh
    pick(page, "初级", "破格")
    shown = [finding_at(page.detail.reasons.model.index(n)) for n in range(page.detail.reasons.model.rowCount())]
    assert [one.verdict for one in shown if one.rule == "R057"] == [Verdict.ASK]
