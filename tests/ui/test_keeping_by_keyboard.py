"""What a desk keeps, by keys alone: carriers, cards, users, the log, the settings."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.audit.screen import AuditScreen
from desktop_app.ui.carriers.adding import AddDialog
from desktop_app.ui.carriers.screen import CarriersScreen
from desktop_app.ui.carriers.steps import StepDialog
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.contacts.verify import VerifyDialog
from desktop_app.ui.papers.paperout import PaperOut
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.users.change import ChangeDialog
from desktop_app.ui.users.screen import UsersScreen
from tests.ui.acting import PASSPHRASE, idle, screen
from tests.ui.keys import CTRL, Keys
from tests.ui.test_audit import shown
from tests.ui.test_carriers import row_of
from tests.ui.test_screens import other_card
from tests.ui.test_users import FIRST, rows

__all__ = ["other_card"]
Key = Qt.Key
OWN = "walnut-bridle-7712-canal-heron"


def test_a_carrier_is_registered_lent_and_comes_back(qtbot: QtBot, desk_window: Shell) -> None:
    keys = Keys(qtbot, desk_window)
    keys.rail("载体")
    page = screen(desk_window, CarriersScreen)
    keys.press(Key.Key_N, CTRL)
    assert isinstance(keys.window, AddDialog)
    keys.choose("类别", "纸质卷宗")
    keys.fill(内容名称="高级职称申报卷")
    keys.choose("密级和期限", "机密")
    keys.fill(保密期限数字="5")
    keys.push("登记载体")
    assert row_of(page, "J2026-0001")[1:5] == ["纸质卷宗", "高级职称申报卷", "机密★5年", "在库"]
    keys.row("载体")
    keys.push("借出…")
    dialog = keys.window
    assert isinstance(dialog, StepDialog)
    keys.fill(**{dialog.fields["counterpart"].accessibleName(): "奥云其其格"})
    keys.fill(**{dialog.fields["due"].accessibleName(): "2026.7.1"})
    keys.push("登记借出")
    assert row_of(page, "J2026-0001")[4:6] == ["借出", "奥云其其格"]
    keys.row("载体")
    keys.menu("其他去向", "报失…")
    assert isinstance(keys.window, StepDialog)
    keys.press(Key.Key_Escape)
    assert keys.window is desk_window
    keys.row("载体")
    keys.push("归还…")
    keys.push("登记归还")
    assert row_of(page, "J2026-0001")[4] == "在库"
    keys.press(Key.Key_F, CTRL)
    assert keys.here is page.search
    keys.write("U2026")
    keys.until(lambda: page.table.rowCount() == 0)


def test_a_card_comes_in_is_compared_and_revoked(
    qtbot: QtBot, desk_window: Shell, other_card: tuple[Path, str]
) -> None:
    card, fingerprint = other_card
    keys = Keys(qtbot, desk_window)
    keys.rail("通讯录与密钥")
    page = screen(desk_window, ContactsScreen)
    keys.push("导入名片…")
    keys.file(card)
    assert page.table.item(0, 3).text() == "未核对"
    keys.row("通讯录")
    keys.push("核对指纹…")
    dialog = keys.window
    assert isinstance(dialog, VerifyDialog)
    groups = fingerprint.split()
    assert keys.here is next(iter(dialog.groups.values()))
    for group, field in dialog.groups.items():
        assert keys.here is field
        keys.write(groups[group])
        keys.press(Key.Key_Return)  # by habit: the keyboard is at the next already
    keys.push("一致，设为已核对")
    assert page.table.item(0, 3).text() == "已核对"
    keys.row("通讯录")
    keys.push("作废名片…")
    keys.fill(理由="设备更换")
    keys.push("作废名片")
    assert page.table.item(0, 3).text() == "已作废"


def test_a_user_is_added_and_given_roles(qtbot: QtBot, desk_window: Shell) -> None:
    keys = Keys(qtbot, desk_window)
    keys.rail("用户")
    keys.push("添加用户…")
    dialog = keys.window
    assert isinstance(dialog, ChangeDialog)
    keys.write("苏和")
    keys.tick("审核")
    keys.fill(给对方的口令=FIRST, 再输一次=FIRST, 您自己的口令=PASSPHRASE)
    keys.press(Key.Key_Return)  # the last that is asked: to the act
    keys.press(Key.Key_Return)
    assert keys.window is desk_window
    page = screen(desk_window, UsersScreen)
    assert rows(page)[1] == ["苏和", "审核"]
    keys.row("用户", 1)
    keys.push("改变角色…")
    assert isinstance(keys.window, ChangeDialog)
    keys.tick("安全审计员")
    keys.fill(您自己的口令=PASSPHRASE)
    keys.push("改变角色")
    assert rows(screen(desk_window, UsersScreen))[1] == ["苏和", "审核、安全审计员"]
    keys.choose("定期更换口令", "每 30 天")
    assert keys.here.accessibleName() == "定期更换口令"  # the screen was made anew; the keyboard stays


def test_the_log_is_narrowed_exported_printed_and_checked(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    keys = Keys(qtbot, desk_window)
    keys.rail("日志")
    page = screen(desk_window, AuditScreen)
    everything = len(shown(page))
    keys.choose("事项", "建立保险库")
    assert [row[3] for row in shown(page)] == ["建立保险库"]
    keys.push("清除条件")
    assert len(shown(page)) == everything
    keys.fill(文字="保险库")
    keys.until(lambda: {row[3] for row in shown(page)} == {"建立保险库"})
    keys.push("清除条件")
    keys.push("导出全文…")
    keys.file(tmp_path / "log.jsonl")
    assert (tmp_path / "log.jsonl.sig").exists()
    assert shown(page)[0][3] == "导出日志"
    keys.push("核验导出的日志…")
    keys.file(tmp_path / "log.jsonl")
    assert desk_window.desk is not None
    assert "日志完整" in desk_window.desk.message.text()
    keys.push("打印…")
    assert isinstance(keys.window, PaperOut)
    keys.push("存为明文文件…")
    keys.file(tmp_path / "log.pdf")
    assert (tmp_path / "log.pdf").read_bytes().startswith(b"%PDF")


def test_the_settings_keep_the_keyboard_where_it_is(qtbot: QtBot, desk_window: Shell) -> None:
    keys = Keys(qtbot, desk_window)
    keys.rail("设置")
    assert screen(desk_window, SettingsScreen).zoom.hasFocus()
    for name, words in (("显示大小", "110 %"), ("自动锁定", "10 分钟不操作")):
        keys.choose(name, words)
        idle(qtbot, desk_window)
        assert keys.here.accessibleName() == name
    keys.tick("对比度")
    assert theme.colours() is theme.CONTRAST
    assert keys.here.accessibleName() == "对比度"
    keys.fill(现在的口令=PASSPHRASE, 新口令=OWN, 再输一次新口令=OWN)
    keys.press(Key.Key_Return)
    assert desk_window.desk is not None
    assert "口令已修改" in desk_window.desk.message.text()
    assert keys.here is screen(desk_window, SettingsScreen).again
