"""Posts, dishonest conduct and the directory in an officer's hands, in both languages and full."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.desk import dishonesty, draft, posts
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.kinds import Level
from desktop_app.domain.posts import FullSeniorPassed, PostKind, PostLine
from desktop_app.domain.status import Status
from desktop_app.ui.contacts.directory import DirectoryScreen
from desktop_app.ui.language import speak
from desktop_app.ui.posts.dishonesty import DishonestyScreen
from desktop_app.ui.posts.screen import PostsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import vaults
from tests.ui.acting import compose, go, idle, press
from tests.ui.test_notices import asked, fill
from tests.ui.test_packs import doing
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
DEMOS = ("classified_engineer", "mongolian_name", "rare_name")
LONG = "呼和浩特市青城草原与林业有害生物防治检疫工作中心站"


def filings(session: Session) -> None:
    for name in DEMOS:
        application = draft.take_in(session, resource("demo", f"{name}.json"))
        with session.vault.act(Act.APPLICATION_SUBMITTED, {"application": application}):
            content = session.vault.applications.get(application).draft
            session.vault.versions.add(application, content, session.user)
            session.vault.applications.set_status(application, Status.SUBMITTED)


def crowd(session: Session) -> None:
    filings(session)
    for row in posts.table(session).without:
        level = row.filing.level or Level.MID
        posts.put(session, PostLine(id="", year=2026, unit=row.unit, level=level, posts=4, appointed=4), "核定")
    for at in range(24):
        unit = f"{LONG}第{at + 1}分站"
        posts.put(
            session,
            PostLine(
                id="",
                year=2026,
                unit=unit,
                level=list(Level)[at % 4],
                kind=PostKind.TARGETED if at % 5 == 0 else PostKind.STRUCTURE,
                field="农业技术" if at % 2 else "",
                posts=12,
                appointed=9,
                to_use=1,
            ),
            "呼人社〔2026〕12号核定",
        )
    posts.record_teachers(session, FullSeniorPassed(year=2026, second_school=3, others=30), "评审结果")
    for at in range(12):
        dishonesty.add(
            session,
            DishonestyRecord(
                id="",
                name=f"孛儿只斤·巴雅尔图门德力格尔玛{at}",
                identity_number=vaults.number(at),
                unit=LONG,
                recorded_on=date(2022 + at % 5, 3, 1),
                conduct="提供虚假获奖证书，代写论文",
                decided_by="呼和浩特市人力资源和社会保障局呼人社〔2025〕9号",
                by="",
                at=datetime(2026, 1, 1, tzinfo=UTC),
            ),
        )


def test_a_line_is_set_exceeded_changed_and_taken_out(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    shots(desk_window, "empty-posts")
    assert unnamed(desk_window) == []
    doing(qtbot, desk_window, filings)
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    assert "3 份申报没有对应的岗位" in page.told.text()
    press(qtbot, page, "看没有岗位的申报")
    named = page.findings.text().splitlines()[1:]
    assert sorted(line.partition("　")[0] for line in named) == sorted(map(whose, DEMOS))
    assert all("级" in line for line in named), named
    press(qtbot, page, "新设岗位…")
    assert unnamed(asked()) == []
    fill(asked(), posts="两", reason="核定")
    press(qtbot, asked(), "登记岗位")
    assert "看不懂" in asked().wrong.text()
    fill(asked(), posts="1", appointed="1")
    shots(asked(), "posts-line")
    press(qtbot, asked(), "登记岗位")
    idle(qtbot, desk_window)
    assert page.table.rowCount() == 1
    assert "超出" in page.table.item(0, 11).text()
    assert "五（七）1" in page.findings.text()
    shots(desk_window, "usual-posts")
    press(qtbot, page, "变更…")
    fill(asked(), posts="9", reason="增设")
    press(qtbot, asked(), "登记岗位")
    idle(qtbot, desk_window)
    assert page.table.item(0, 11).text() == "未超"
    assert "核定岗位 1→9" in page.changes.text()
    press(qtbot, page, "删除…")
    dialog = next(w for w in page.window().findChildren(QDialog) if w.isVisible())
    compose(dialog.findChild(QLineEdit), "重复")  # type: ignore[arg-type]
    press(qtbot, dialog, "删除这一行")
    idle(qtbot, desk_window)
    assert page.table.rowCount() == 0


def whose(demo: str) -> str:
    return exchange.read(resource("demo", f"{demo}.json")).person.name


def test_a_click_on_a_head_sorts_and_the_row_still_means_its_line(qtbot: QtBot, desk_window: Shell) -> None:
    doing(qtbot, desk_window, crowd)
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    came = column(page.table, 0)
    heads = page.table.horizontalHeader()
    for order in (False, True):
        at = heads.sectionViewportPosition(4) + 20
        qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, heads.height() // 2))
        numbers = [int(one) for one in column(page.table, 4)]
        assert numbers == sorted(numbers, reverse=order)
        assert len(set(numbers)) > 1
        for row in (0, len(numbers) - 1):
            page.table.selectRow(row)
            picked = page.picked()
            assert picked is not None
            assert (picked.line.posts, picked.line.unit) == (numbers[row], page.table.item(row, 0).text())
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert column(page.table, 0) == came
    register = go(qtbot, desk_window, Place(ScreenKey.DISHONESTY), DishonestyScreen)
    register.table.setFocus()
    qtbot.keyClick(register.table, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    days = column(register.table, 5)
    assert days == sorted(days)
    register.table.selectRow(0)
    assert register.picked() == min(register._came, key=lambda one: one.record.recorded_on)


def column(table: QTableWidget, side: int) -> list[str]:
    return [table.item(at, side).text() for at in range(table.rowCount())]


def test_set_apart_posts_and_the_citys_teachers_are_refused_beyond_their_number(
    qtbot: QtBot, desk_window: Shell
) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    press(qtbot, page, "新设岗位…")
    kind = asked().fields["kind"]
    assert isinstance(kind, QComboBox)
    kind.setCurrentIndex(kind.findText("定向评价单列"))
    fill(asked(), posts="1", appointed="1", to_use="1", reason="单列")
    press(qtbot, asked(), "登记岗位")
    idle(qtbot, desk_window)
    assert "专岗专用" in asked().wrong.text()
    asked().reject()
    press(qtbot, page, "登记正高级教师…")
    fill(asked(), second_school="4", others="20", reason="评审结果")
    press(qtbot, asked(), "登记")
    idle(qtbot, desk_window)
    assert "第二中学 4 人，超过 3 人" in asked().wrong.text()
    assert "五（九）" in asked().wrong.text()
    fill(asked(), second_school="3")
    press(qtbot, asked(), "登记")
    idle(qtbot, desk_window)
    assert "第二中学 3 人，其他学校 20 人" in page.teachers.text()
    assert "依据：评审结果（陆怀谷　2026-06-01 10:00）" in page.teachers.text()


def test_a_new_line_is_chosen_and_one_taken_out_is_still_told_of(qtbot: QtBot, desk_window: Shell) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    for unit in ("甲校", "乙校"):
        press(qtbot, page, "新设岗位…")
        fill(asked(), unit=unit, posts="2", reason=f"{unit}核定")
        press(qtbot, asked(), "登记岗位")
        idle(qtbot, desk_window)
        picked = page.picked()
        assert picked is not None
        assert picked.line.unit == unit  # what is changed next is what was just set
    press(qtbot, page, "删除…")
    dialog = next(w for w in page.window().findChildren(QDialog) if w.isVisible())
    compose(dialog.findChild(QLineEdit), "并入甲校")  # type: ignore[arg-type]
    press(qtbot, dialog, "删除这一行")
    idle(qtbot, desk_window)
    assert page.picked() is None
    changes = page.changes.text().splitlines()
    assert len(changes) == 3
    assert "乙校" in changes[0]
    assert "并入甲校" in changes[0]
    page.table.selectRow(0)
    idle(qtbot, desk_window)
    assert "并入甲校" not in page.changes.text()


def test_dishonest_conduct_is_recorded_and_revoked_with_a_reason(qtbot: QtBot, desk_window: Shell) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.DISHONESTY), DishonestyScreen)
    press(qtbot, page, "登记失信…")
    fill(asked(), name="某人", identity_number=vaults.number(7), decided_by="市局〔2026〕1号")
    press(qtbot, asked(), "登记")
    idle(qtbot, desk_window)
    assert "失信行为" in asked().wrong.text()
    asked().fields["conduct"].setPlainText("提供虚假业绩")  # type: ignore[attr-defined]
    press(qtbot, asked(), "登记")
    idle(qtbot, desk_window)
    assert [page.table.item(0, at).text() for at in (0, 6, 7)] == ["某人", "2029-06-01", "在期"]
    page.table.selectRow(0)
    press(qtbot, page, "撤销…")
    dialog = next(w for w in page.window().findChildren(QDialog) if w.isVisible())
    compose(dialog.findChild(QLineEdit), "复核后不成立")  # type: ignore[arg-type]
    press(qtbot, dialog, "撤销记录")
    idle(qtbot, desk_window)
    assert "复核后不成立" in page.table.item(0, 7).text()
    assert not page.revoke_button.isEnabled()


def test_an_office_of_annex_three_gets_another_number(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.DIRECTORY), DirectoryScreen)
    assert page.table.rowCount() == 12
    page.table.selectRow(0)
    press(qtbot, page, "变更…")
    fill(asked(), phone="0471-6000000")
    press(qtbot, asked(), "登记变更")
    idle(qtbot, desk_window)
    assert [page.table.item(0, at).text() for at in (3, 4)] == ["0471-6000000", "本单位更改"]
    shots(desk_window, "usual-directory")
    page.table.selectRow(1)
    assert not page.restore_button.isEnabled()
    page.table.selectRow(0)
    press(qtbot, page, "恢复通知所列…")
    dialog = next(w for w in page.window().findChildren(QDialog) if w.isVisible())
    press(qtbot, dialog, "恢复")
    idle(qtbot, desk_window)
    assert page.table.item(0, 3).text() != "0471-6000000"
    assert page.table.item(0, 4).text() == "通知附件"


def test_full_screens_in_both_languages(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    doing(qtbot, desk_window, crowd)
    for language in (Language.ZH, Language.EN):
        speak(language)
        page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
        assert page.table.rowCount() == 27
        assert unnamed(desk_window) == []
        shots(desk_window, f"crowded-posts-{language.value}")
        register = go(qtbot, desk_window, Place(ScreenKey.DISHONESTY), DishonestyScreen)
        assert register.table.rowCount() == 12
        assert unnamed(desk_window) == []
        shots(desk_window, f"crowded-dishonesty-{language.value}")
    speak(Language.ZH)


def test_what_a_setting_answers_leads_to_it_and_nothing_else_does(qtbot: QtBot, desk_window: Shell) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    assert not page.setting_button.isVisible()
    # A8: whether places that the second school leaves free may go to others, the notice does not say
    doing(
        qtbot,
        desk_window,
        lambda session: posts.record_teachers(session, FullSeniorPassed(year=2026, others=33), "评审结果"),
    )
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    assert page.setting_button.isVisible()
    press(qtbot, page, "去设定")
    idle(qtbot, desk_window)
    assert desk_window.desk.shown is not None
    assert desk_window.desk.shown.place() == Place(ScreenKey.POLICY, "second_school_places_reusable")
