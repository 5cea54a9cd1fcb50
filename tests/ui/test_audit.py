"""The log on screen: filters narrow it, long logs are paged, exports and checks say what they did."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.audit import Act
from desktop_app.ui.audit.screen import AuditScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import compose, go, idle, open_demo, paused, press
from tests.ui.paperout import save_paper

Shots = Callable[[QWidget, str], None]


def shown(page: AuditScreen) -> list[list[str]]:
    return [[page.model.index(row, at).data() for at in range(5)] for row in range(page.model.rowCount())]


def test_filters_narrow_the_log(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    open_demo(qtbot, desk_window)
    page = go(qtbot, desk_window, Place(ScreenKey.AUDIT), AuditScreen)
    everything = len(shown(page))
    assert page.found.text() == f"共 {everything} 条"
    shots(desk_window, "audit-all")
    page.wishes.act.setCurrentIndex(page.wishes.act.findData(Act.APPLICATION_CREATED))
    page.wishes.act.activated.emit(page.wishes.act.currentIndex())
    idle(qtbot, desk_window)
    assert [row[3] for row in shown(page)] == ["新建申报"]
    page.wishes.clear()
    compose(page.wishes.applicant, "沈砚舟")
    paused(qtbot, desk_window)
    of_one = shown(page)
    assert 0 < len(of_one) < everything
    assert all("application " in row[4] for row in of_one)
    page.wishes.applicant.setText("查无此人")
    paused(qtbot, desk_window)
    assert (shown(page), page.found.text()) == ([], "共 0 条")
    page.wishes.clear()
    compose(page.wishes.words, "保险库")
    paused(qtbot, desk_window)
    assert {row[3] for row in shown(page)} == {"建立保险库"}
    shots(desk_window, "audit-filtered")


def test_a_period_takes_both_its_days_and_nonsense_is_said(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.AUDIT), AuditScreen)
    everything = len(shown(page))
    qtbot.keyClicks(page.wishes.since, "2026-06-01")
    qtbot.keyClicks(page.wishes.until, "2026-06-01")
    paused(qtbot, desk_window)
    assert len(shown(page)) == everything
    page.wishes.until.setText("2026-05-31")
    paused(qtbot, desk_window)
    assert "起日晚于止日" in page.wishes.wrong.text()
    page.wishes.since.clear()
    paused(qtbot, desk_window)
    assert shown(page) == []
    page.wishes.until.setText("昨天")
    paused(qtbot, desk_window)
    assert page.wishes.wrong.isVisible()
    shots(desk_window, "audit-wrong-day")


def test_a_long_log_is_fetched_as_one_scrolls(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.context is not None

    def many(session: object, _: object) -> None:
        for number in range(450):
            with session.vault.act(Act.SETTINGS_CHANGED, {"n": str(number)}):  # type: ignore[attr-defined]
                pass

    desk_window.context.ask(desk_window, many, lambda _: None)
    idle(qtbot, desk_window)
    page = go(qtbot, desk_window, Place(ScreenKey.AUDIT), AuditScreen)
    assert page.model.rowCount() == 200
    while page.model.canFetchMore(page.table.rootIndex()):
        page.table.scrollToBottom()
        page.model.fetchMore(page.table.rootIndex())
        idle(qtbot, desk_window)
    numbers = [int(row[0]) for row in shown(page)]
    assert numbers == list(range(len(numbers), 0, -1))
    assert len(numbers) > 450


def test_export_paper_and_check(qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.AUDIT), AuditScreen)
    page.export(tmp_path / "log.jsonl")
    idle(qtbot, desk_window)
    assert shown(page)[0][3] == "导出日志"
    press(qtbot, page, "打印…")
    save_paper(qtbot, desk_window, tmp_path / "log.pdf")
    assert desk_window.desk is not None
    assert "log.pdf.sig" in desk_window.desk.message.text()
    assert shown(page)[0][3] == "导出日志"
    assert (tmp_path / "log.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "log.pdf.sig").exists()
    page.check(tmp_path / "log.jsonl")
    idle(qtbot, desk_window)
    assert "日志完整" in desk_window.desk.message.text()
    lines = (tmp_path / "log.jsonl").read_bytes().split(b"\n")
    del lines[2]
    (tmp_path / "log.jsonl").write_bytes(b"\n".join(lines))
    page.check(tmp_path / "log.jsonl")
    idle(qtbot, desk_window)
    assert "第 3 行，日志第 2 条" in desk_window.desk.message.text()
    shots(desk_window, "audit-broken")
