"""What an office does with filings, by keys alone: a step signed, a notice held, posts and dishonest conduct."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.desk.review_list import ReviewState
from desktop_app.ui.notices.screen import NoticesScreen
from desktop_app.ui.posts.dishonesty import DishonestyScreen
from desktop_app.ui.posts.screen import PostsScreen
from desktop_app.ui.review.screen import ReviewScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog
from tests.support import layout_faults
from tests.ui.acting import screen
from tests.ui.keys import ALT, CTRL, Keys
from tests.ui.test_notices import people
from tests.ui.test_packs import doing
from tests.ui.test_posts import filings
from tests.ui.test_review import department

__all__ = ["department"]
Key = Qt.Key


def test_a_step_of_review_is_answered_signed_and_signed_anew(qtbot: QtBot, department: Shell) -> None:
    keys = Keys(qtbot, department)
    keys.rail("审核")
    page = screen(department, ReviewScreen)
    keys.row(page.table.accessibleName())
    points = [box.accessibleName() for box, _ in page.form.answers.values()]
    assert len(points) == 6
    assert layout_faults.tab_faults(page) == []
    keys.row(page.table.accessibleName())
    for point in points[:-1]:
        keys.choose(point, "符合")
    keys.fill(审核意见="经复审，同意上报。")
    keys.tick("纸件已签字、盖公章")
    keys.until(lambda: "1 项没有核" in page.open_points.text())
    keys.press(Key.Key_S, CTRL)
    assert page.states[ReviewState.WAITS].text() == "待审核 1"
    assert keys.here.accessibleName() == points[-1]  # refused: the keyboard is where something lacks
    keys.choose(points[-1], "符合")
    keys.press(Key.Key_S, CTRL)
    assert page.states[ReviewState.WAITS].text() == "待审核 0"
    keys.to("待审核")
    while keys.here is not page.states[ReviewState.SIGNED]:
        keys.press(Key.Key_Right)
    keys.press(Key.Key_Space)
    assert "本级已签署" in page.about.text()
    keys.push("改签")
    keys.fill(审核意见="经复审，同意上报，材料已补齐。")
    keys.push("签署本级意见")
    case = page._case
    assert case is not None
    assert case.content.opinions.department.text.endswith("材料已补齐。")


def test_a_notice_is_planned_objected_to_and_taken_down(qtbot: QtBot, desk_window: Shell, clock: FixedClock) -> None:
    doing(qtbot, desk_window, people)
    keys = Keys(qtbot, desk_window)
    keys.rail("公示")
    page = screen(desk_window, NoticesScreen)
    keys.push("登记公示…")
    assert isinstance(keys.window, AskDialog)
    keys.tick_in("人员", 0, 1)
    keys.fill(张贴日="2026.6.16", 地点="办公楼一层公示栏")
    keys.push("登记公示")
    assert keys.window is desk_window
    assert page.table.item(0, 2).text() == "2026-06-24"
    clock.advance(days=24)
    keys.row("公示")
    keys.push("登记异议…")
    keys.fill(收到日期="20260618", 异议内容="推广面积与年报不一致")
    keys.push("登记异议")
    assert page.table.item(0, 5).text() == "1 件，未结 1"
    keys.row("异议")
    keys.push("处理异议…")
    keys.choose("结论", "不成立")
    keys.fill(核查经过="调取年报，数字一致")
    keys.push("登记处理结果")
    assert page.objections.item(0, 4).text() == "不成立"
    keys.push("揭下…")
    keys.press(Key.Key_Return)  # who takes it down stands there already: the only thing that is asked
    assert page.table.item(0, 6).text() == "2026-06-25 揭下"


def test_posts_are_set_and_dishonest_conduct_is_recorded_and_revoked(qtbot: QtBot, desk_window: Shell) -> None:
    doing(qtbot, desk_window, filings)
    keys = Keys(qtbot, desk_window)
    keys.rail("岗位")
    posts = screen(desk_window, PostsScreen)
    keys.push("新设岗位…")
    assert isinstance(keys.window, AskDialog)
    keys.fill(单位="青城草原工作站", 核定岗位="4", 已聘="3")
    keys.fill(**{keys_of_reason(keys): "核定文件"})
    keys.push("登记岗位")
    assert posts.table.item(0, 4).text() == "4"
    keys.row("岗位")
    keys.push("变更…")
    keys.fill(已聘="4")
    keys.fill(**{keys_of_reason(keys): "一人转岗"})
    keys.push("登记岗位")
    assert posts.table.item(0, 5).text() == "4"
    keys.row("岗位")
    QTest.keyClick(keys.here, Key.Key_5, ALT)
    assert posts.table.horizontalHeader().isSortIndicatorShown()
    keys.push("失信记录")
    page = screen(desk_window, DishonestyScreen)
    keys.push("登记失信…")
    keys.fill(姓名="张三", 证件号码="152622198212129992", 单位="青城草原工作站", 失信行为="提供虚假业绩")
    keys.fill(认定部门="呼人社〔2026〕7 号")
    keys.push("登记")
    assert page.table.item(0, 7).text() == "在期，今年有申报"
    keys.row("失信记录")
    keys.push("撤销…")
    keys.write("认定撤销")
    keys.press(Key.Key_Return)
    assert keys.window is desk_window
    assert page.table.item(0, 7).text() == "已撤销：认定撤销"
    keys.press(Key.Key_Left, ALT)
    screen(desk_window, PostsScreen)


def keys_of_reason(keys: Keys) -> str:
    dialog = keys.window
    assert isinstance(dialog, AskDialog)
    return dialog.fields["reason"].accessibleName()
