"""Carriers in an officer's hands: entered, lent, overdue, destroyed before two, counted, printed."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.desk import carriers, inventory
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import CarrierKind, CarrierMove, CarrierState, Details
from desktop_app.domain.copies import Document
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import NOT_SECRET, SecrecyLevel, marked
from desktop_app.ui.carriers.adding import AddDialog
from desktop_app.ui.carriers.counting import CountingDialog
from desktop_app.ui.carriers.keeping import KeepingDialog
from desktop_app.ui.carriers.making import MakingDialog
from desktop_app.ui.carriers.screen import CarriersScreen
from desktop_app.ui.carriers.steps import ASKED, StepDialog
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.language import speak
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import compose, go, idle, press
from tests.ui.paperout import save_paper
from tests.ui.test_packs import doing
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
SECRET = marked(SecrecyLevel.SECRET, 60)
PLACE = Place(ScreenKey.CARRIERS)
D = TypeVar("D", bound=QDialog)


def dialog(kind: type[D]) -> D:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def stocked(session: Session) -> None:
    for at in range(1, 7):
        title = f"致呼和浩特市人力资源和社会保障局：封装 {at:06d}"
        carriers.add(session, CarrierKind.STICK, SECRET, title)
    carriers.add(
        session, CarrierKind.DOSSIER, marked(SecrecyLevel.CONFIDENTIAL, 120), "𠅤𬭚阿拉坦其其格 高级职称申报卷"
    )
    carriers.add(session, CarrierKind.RECOVERY, NOT_SECRET, "恢复单第一份（三份之一）")
    lent, over, gone = (carriers.find(session, f"U2026-000{at}") for at in (1, 2, 3))
    carriers.move(session, [lent], CarrierMove.LEND, Details(counterpart="高永胜", due=session.today()))
    carriers.move(session, [over], CarrierMove.HAND_OVER, Details(counterpart="市人社局", way="机要交通"))
    said = Details(
        way="粉碎", place="销毁中心", approved_by="段知白", first_witness="甲", second_witness="乙", reason="介质损坏"
    )
    carriers.move(session, [gone], CarrierMove.DESTROY, said)


def select(page: CarriersScreen, *numbers: str) -> None:
    page.table.clearSelection()
    page.table.setSelectionMode(page.table.SelectionMode.MultiSelection)
    for at in range(page.table.rowCount()):
        if page.table.item(at, 0).text() in numbers:
            page.table.selectRow(at)
    page.table.setSelectionMode(page.table.SelectionMode.ExtendedSelection)
    assert {one.number for one in page.picked()} == set(numbers)


def row_of(page: CarriersScreen, number: str) -> list[str]:
    at = next(n for n in range(page.table.rowCount()) if page.table.item(n, 0).text() == number)
    return [page.table.item(at, side).text() for side in range(page.table.columnCount())]


def fill(asked: StepDialog, **typed: str) -> None:
    for name, words in typed.items():
        field = asked.fields[name]
        if isinstance(field, QComboBox):
            field.setEditText(words)
        else:
            field.clear()
            compose(field, words)


def test_a_carrier_is_entered_with_its_mark_and_gets_a_number(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    assert "未打开" in desk_window.mark.text()
    press(qtbot, page, "登记载体…")
    asked = dialog(AddDialog)
    assert unnamed(asked) == []
    press(qtbot, asked, "登记载体")
    assert "密级尚未确定" in asked.wrong.text()
    asked.kind.setCurrentIndex(asked.kind.findText("纸质卷宗"))
    asked.mark.level.setCurrentIndex(asked.mark.level.findText("机密"))
    asked.mark.term.number.setText("5")
    press(qtbot, asked, "登记载体")
    assert "内容名称" in asked.wrong.text()
    compose(asked.title, "高级职称申报卷")
    shots(asked, "carriers-add")
    press(qtbot, asked, "登记载体")
    idle(qtbot, desk_window)
    assert row_of(page, "J2026-0001")[1:5] == ["纸质卷宗", "高级职称申报卷", "机密★5年", "在库"]
    assert desk_window.mark.text() == "机密★5年"


def test_lent_overdue_and_back(qtbot: QtBot, desk_window: Shell, clock: FixedClock, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    shots(desk_window, "usual-carriers-stocked")
    assert unnamed(desk_window) == []
    select(page, "U2026-0004", "U2026-0005")
    assert page._buttons[CarrierMove.LEND].isEnabled()
    assert not page._buttons[CarrierMove.RETURN].isEnabled()
    press(qtbot, page, "借出…")
    asked = dialog(StepDialog)
    fill(asked, counterpart="奥云其其格", due="2026.5.1")
    press(qtbot, asked, "登记借出")
    idle(qtbot, desk_window)
    assert "早于今天" in asked.wrong.text()
    fill(asked, due="明天")
    press(qtbot, asked, "登记借出")
    assert asked.wrong.text()
    fill(asked, due="20260610")
    shots(asked, "carriers-lend")
    press(qtbot, asked, "登记借出")
    idle(qtbot, desk_window)
    assert row_of(page, "U2026-0004")[4:] == ["借出", "奥云其其格", "2026-06-10"]
    assert desk_window.focusWidget() is page.table, "not in the rail"
    clock.advance(days=20)
    home = go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    items = [home.waiting.topLevelItem(n) for n in range(home.waiting.topLevelItemCount())]
    assert "载体借出超期，待收回" in [item.text(1) for item in items if item]
    item = next(one for one in items if one and one.text(1) == "载体借出超期，待收回")
    home.waiting.setCurrentItem(item)
    home.waiting.setFocus()
    qtbot.keyClick(home.waiting, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    page = desk_window.desk.shown  # type: ignore[assignment]
    assert isinstance(page, CarriersScreen)
    assert page.pressing.isChecked()
    assert page.table.rowCount() == 3
    shots(desk_window, "usual-carriers-overdue")
    select(page, "U2026-0004", "U2026-0005")
    press(qtbot, page, "归还…")
    press(qtbot, dialog(StepDialog), "登记归还")
    idle(qtbot, desk_window)
    assert page.table.rowCount() == 1


def test_destroyed_before_two_on_approval_and_for_good(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    select(page, "U2026-0004")
    idle(qtbot, desk_window)
    assert "制作 陆怀谷" in page.life.text()
    press(qtbot, page, "销毁…")
    asked = dialog(StepDialog)
    assert unnamed(asked) == []
    fill(asked, way="粉碎", place="自治区销毁中心", first_witness="陆怀谷", second_witness="陆怀谷")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    assert asked.wrong.text() == "还没有填“批准人”，没有登记。"
    assert asked.focusWidget() is asked.fields["approved_by"]
    fill(asked, approved_by="段知白")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    assert asked.wrong.text()
    assert asked.focusWidget() is asked.fields["second_witness"]
    fill(asked, second_witness="葛景明")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    assert "提前销毁须写明事由" in asked.wrong.text()
    assert asked.focusWidget() is asked.fields["reason"]
    fill(asked, reason="介质损坏")
    shots(asked, "carriers-destroy")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    assert row_of(page, "U2026-0004")[4] == "已销毁"
    select(page, "U2026-0004")
    assert not any(look.isEnabled() for look in page._buttons.values())
    offered = [action.text() for action in page.more_button.menu().actions() if action.isEnabled() and action.text()]
    assert offered == ["更正为在库…", "补填制作登记…"]  # nothing else is done with what is gone


def test_a_copy_from_the_menu_gets_its_own_number(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    select(page, "U2026-0005")
    assert page.more_button.isEnabled()
    page.ask(CarrierMove.COPY)
    asked = dialog(StepDialog)
    asked.kind.setCurrentIndex(asked.kind.findText("光盘"))
    fill(asked, approved_by="葛景明", reason="报送评委会")
    shots(asked, "carriers-copy")
    press(qtbot, asked, "登记复制")
    idle(qtbot, desk_window)
    assert row_of(page, "G2026-0001")[3:5] == ["机密★5年", "在库"]


def test_a_mark_is_lifted_and_a_mistake_put_right_from_the_menu(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    select(page, "U2026-0005")
    page.ask(CarrierMove.REMARK)
    asked = dialog(StepDialog)
    assert unnamed(asked) == []
    fill(asked, approved_by="葛景明", reason="已公开发表")
    press(qtbot, asked, "登记变更密级")
    assert "密级尚未确定" in asked.wrong.text()
    asked.mark.level.setCurrentIndex(asked.mark.level.findText("不属于国家秘密"))
    shots(asked, "carriers-remark")
    press(qtbot, asked, "登记变更密级")
    idle(qtbot, desk_window)
    assert row_of(page, "U2026-0005")[3] == "非密"
    select(page, "U2026-0005")
    idle(qtbot, desk_window)
    assert "机密★5年→不属于国家秘密" in page.life.text()
    page.ask(CarrierMove.CANCEL)
    asked = dialog(StepDialog)
    fill(asked, approved_by="葛景明", reason="登记了两次")
    shots(asked, "carriers-cancel")
    press(qtbot, asked, "登记作废")
    idle(qtbot, desk_window)
    assert row_of(page, "U2026-0005")[4] == "已作废"
    select(page, "U2026-0003")
    page.ask(CarrierMove.REINSTATE)
    asked = dialog(StepDialog)
    fill(asked, approved_by="葛景明", reason="销毁的是另一件")
    press(qtbot, asked, "登记更正为在库")
    idle(qtbot, desk_window)
    assert "复核人" in asked.wrong.text()
    fill(asked, second_witness="白音其劳")
    press(qtbot, asked, "登记更正为在库")
    idle(qtbot, desk_window)
    assert row_of(page, "U2026-0003")[4] == "在库"


def test_how_it_was_made_is_asked_and_completed(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    press(qtbot, page, "登记载体…")
    asked = dialog(AddDialog)
    asked.mark.level.setCurrentIndex(asked.mark.level.findText("不属于国家秘密"))
    compose(asked.title, "政策汇编")
    compose(asked.making.approved_by, "葛景明")
    compose(asked.making.purpose, "存档备查")
    asked.making.pages.setValue(36)
    shots(asked, "carriers-add-making")
    press(qtbot, asked, "登记载体")
    idle(qtbot, desk_window)
    user = page.context.opened.user
    kept = doing(qtbot, desk_window, lambda s: list(s.vault.makings.all().values()))
    assert Making(applicant=user, approved_by="葛景明", purpose="存档备查", pages=36) in kept
    select(page, "U2026-0005", "U2026-0006")
    page._ask_making()
    more = dialog(MakingDialog)
    assert unnamed(more) == []
    press(qtbot, more, "补填")
    idle(qtbot, desk_window)
    assert "什么也没填" in more.wrong.text()
    compose(more.fields.purpose, "报送评委会")
    shots(more, "carriers-complete")
    press(qtbot, more, "补填")
    idle(qtbot, desk_window)
    kept = doing(qtbot, desk_window, lambda s: list(s.vault.makings.all().values()))
    assert kept.count(Making(purpose="报送评委会")) == 2


def test_registers_of_every_year_are_in_the_menu(qtbot: QtBot, desk_window: Shell, clock: FixedClock) -> None:
    doing(qtbot, desk_window, stocked)
    clock.advance(days=3 * 366)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    menu = page.registers.button.menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[0] == "2029 年载体制作登记簿…"
    assert texts[5:] == ["2026 年"]
    earlier = [action.text() for action in page.registers.earlier[2026].actions()]
    assert len(earlier) == 5
    assert earlier[-1] == "2026 年载体销毁登记簿…"


def test_every_step_has_a_dialog_with_named_fields_in_both_languages(qtbot: QtBot, desk_window: Shell) -> None:
    doing(qtbot, desk_window, stocked)
    for language in Language:
        speak(language)
        page = go(qtbot, desk_window, PLACE, CarriersScreen)
        one = doing(qtbot, desk_window, lambda session: carriers.find(session, "U2026-0005"))
        for move in ASKED:
            made = StepDialog(move, [one], page.context, page)  # type: ignore[list-item]
            made.open()
            assert unnamed(made) == []
            made.reject()
        assert unnamed(desk_window) == []
    speak(Language.ZH)


def test_the_list_is_searched_and_filtered(qtbot: QtBot, desk_window: Shell) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    assert page.counted.text() == "共 8 件，在库 5 件"
    compose(page.search, "阿拉坦")
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    assert desk_window.mark.text() == "秘密★10年"  # of what is on show
    page.search.clear()
    page.state.setCurrentIndex(page.state.findData(CarrierState.DESTROYED))
    qtbot.waitUntil(lambda: page.table.rowCount() == 1 and page.table.item(0, 0).text() == "U2026-0003")


def test_a_count_is_taken_up_again_and_written(qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    press(qtbot, page, "年度清查…")
    count = dialog(CountingDialog)
    idle(qtbot, desk_window)
    assert unnamed(count) == []
    press(qtbot, count, "点到")
    assert "还没有编号" in count.told.text()
    assert count.leave_button.text() == "以后再点"
    qtbot.keyClicks(count.numbers, "u2026-0004 U2026-0003 X-9")
    qtbot.keyClick(count.numbers, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    told = {count.table.item(at, 0).text(): count.table.item(at, 2).text() for at in range(count.table.rowCount())}
    assert told["U2026-0003"] == "登记已销毁、归档或作废，实际在库"
    assert told["U2026-0005"] == "应在库，未点到"
    assert told["X-9"] == "没有登记的编号"
    assert told["U2026-0004"] == "相符"
    assert "点到相符 1 件" in count.told.text()
    shots(count, "carriers-count")
    count.reject()
    press(qtbot, page, "年度清查…")
    count = dialog(CountingDialog)
    idle(qtbot, desk_window)
    assert "点到相符 1 件" in count.told.text()
    at = next(n for n in range(count.table.rowCount()) if count.table.item(n, 0).text() == "X-9")
    count.table.selectRow(at)
    press(qtbot, count, "撤回点到")
    idle(qtbot, desk_window)
    assert "X-9" not in {count.table.item(n, 0).text() for n in range(count.table.rowCount())}
    press(qtbot, count, "结束清查…")
    sure = next(
        w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible() and w is not count
    )
    press(qtbot, sure, "结束清查")
    idle(qtbot, desk_window)
    assert not count.numbers.isEnabled()
    assert count.leave_button.text() == "关闭"
    shots(count, "carriers-count-closed")
    press(qtbot, count, "打印清查表…")
    save_paper(qtbot, desk_window, tmp_path / "count.pdf")
    assert (tmp_path / "count.pdf").read_bytes().startswith(b"%PDF")
    count.reject()
    press(qtbot, page, "年度清查…")
    count = dialog(CountingDialog)
    idle(qtbot, desk_window)
    assert "结束" in count.which.currentText()  # looking at it begins no other
    assert len(doing(qtbot, desk_window, inventory.all_)) == 1  # type: ignore[arg-type]
    press(qtbot, count, "另作一次清查")
    idle(qtbot, desk_window)
    assert count.numbers.isEnabled()
    assert count.which.count() == 2
    count.which.setCurrentIndex(1)
    idle(qtbot, desk_window)
    assert not count.numbers.isEnabled()
    assert "点到相符 1 件" in count.told.text()
    count.reject()


def test_a_register_is_written_after_the_warning(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    page.registers.ask(Document.LOAN_REGISTER, 2026)
    warned = dialog(QDialog)
    words = " ".join(label.text() for label in warned.findChildren(QWidget) if hasattr(label, "text"))
    assert "加密仅为附加防护，介质仍按相应密级涉密载体管理。" in words
    save_paper(qtbot, desk_window, tmp_path / "loans.pdf")
    assert (tmp_path / "loans.pdf").read_bytes().startswith(b"%PDF")
    entries = doing(qtbot, desk_window, lambda session: session.vault.audit.entries(limit=1))
    assert entries[0].act is Act.PLAIN_TEXT_WRITTEN  # type: ignore[index]


def test_retention_is_set_and_reminds(qtbot: QtBot, desk_window: Shell, clock: FixedClock, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    press(qtbot, page, "保存期限…")
    keeping = dialog(KeepingDialog)
    idle(qtbot, desk_window)
    assert unnamed(keeping) == []
    keeping.fields[CarrierKind.DOSSIER][1].setValue(1)
    shots(keeping, "carriers-retention")
    press(qtbot, keeping, "按此提醒")
    idle(qtbot, desk_window)
    clock.advance(days=31)
    page = go(qtbot, desk_window, Place(ScreenKey.CARRIERS, "", "pressing"), CarriersScreen)
    assert row_of(page, "J2026-0001")[6] == "应当清退、归档或销毁"


def test_at_twice_the_size_nothing_is_out_of_reach(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    doing(qtbot, desk_window, stocked)
    go(qtbot, desk_window, PLACE, CarriersScreen)
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = 200
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert isinstance(desk_window.desk.shown, CarriersScreen)
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    shots(desk_window, "zoom-200-carriers")
    assert desk_window.findChildren(QLineEdit)
