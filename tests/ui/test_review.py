"""The chain of review in an officer's hands: answered point by point, signed, sent back with one notice, given up."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.desk import held_notices, review_desk
from desktop_app.desk.held_notices import HeldNotice, NoticeMode
from desktop_app.desk.returns import Planned
from desktop_app.desk.review_list import ReviewState
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.makings import Making
from desktop_app.domain.status import Status
from desktop_app.ui.language import speak
from desktop_app.ui.options import Options
from desktop_app.ui.papers.confirming import ConfirmDialog
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.review.screen import ReviewScreen
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.widgets.asking import AskDialog
from tests.support import chain
from tests.support.pdf_words import pages
from tests.support.vaults import number
from tests.ui.acting import compose, go, idle, press, screen, unlock
from tests.ui.conftest import COST
from tests.ui.ontomedium import onto
from tests.ui.paperout import save_paper
from tests.ui.sealing.two_desks import at_desk
from tests.ui.test_notices import asked, fill
from tests.ui.test_packs import doing
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
PLACE = Place(ScreenKey.REVIEW)
LONG = "呼和浩特市青城草原与林业有害生物防治检疫工作中心站"


@pytest.fixture
def department(
    qtbot: QtBot, dressed: object, tasks: Tasks, preferences: Preferences, clock: FixedClock, tmp_path: Path
) -> Shell:
    """The window of a department that a unit sent a filing to, with the unit's signed step."""
    applicant, unit, office = (
        chain.opened(tmp_path, desk, clock) for desk in (Desk.APPLICANT, Desk.UNIT, Desk.DEPARTMENT)
    )
    chain.introduce(tmp_path, applicant, unit)
    chain.introduce(tmp_path, unit, office)
    clock.advance(days=14)
    application = chain.filed(applicant)
    chain.send(applicant, unit, [application], tmp_path / "one")
    held_notices.hold(
        unit,
        HeldNotice(
            id="",
            mode=NoticeMode.POSTED,
            applications=(application,),
            first_day=clock.now().date(),
            place="办公楼一层公示栏",
        ),
    )
    clock.advance(days=11)
    review_desk.sign(unit, application, chain.work(unit, application, "经民主推荐并公示，同意推荐。"))
    chain.send(unit, office, [application], tmp_path / "two")
    for session in (applicant, unit, office):
        session.close()
    folder = tmp_path / chain.NAMES[Desk.DEPARTMENT][0]
    made = Shell(Options(clock=clock, vault=folder, cost=COST), tasks, preferences)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    unlock(qtbot, made, chain.PASSPHRASE)
    return made


def in_sight(words: QWidget) -> bool:
    """Whether all of it is seen."""
    shown = words.visibleRegion().boundingRect()
    return words.isVisible() and shown == words.rect() and shown.height() >= words.heightForWidth(shown.width())


def answered(page: ReviewScreen, *answers: str) -> None:
    for (box, _), words in zip(page.form.answers.values(), answers, strict=True):
        box.setCurrentIndex(box.findText(words))


def test_what_came_over_the_counter_is_counted_and_certified(
    qtbot: QtBot, department: Shell, shots: Shots, tmp_path: Path
) -> None:
    page = go(qtbot, department, PLACE, ReviewScreen)
    shots(department, "review-counter-button")
    press(qtbot, page, "接收凭证…")
    idle(qtbot, department)
    dialog = asked()
    assert unnamed(dialog) == []
    fill(dialog, delivered_by="其木格", number="JS-2026-003", review_form="1")
    shots(dialog, "review-counter")
    fill(dialog, submission_form="两份")
    press(qtbot, dialog, "出具凭证")
    assert "看不懂" in dialog.wrong.text()
    fill(dialog, submission_form="0")
    press(qtbot, dialog, "出具凭证")
    idle(qtbot, department)
    save_paper(qtbot, department, tmp_path / "certificate.pdf")
    idle(qtbot, department)
    told = "".join("".join(pages((tmp_path / "certificate.pdf").read_bytes())).split())
    for words in ("JS-2026-003", "其木格", "不表示审核通过", "缺"):
        assert words in told


def test_the_department_answers_signs_and_the_unit_stands_proved_above(
    qtbot: QtBot, department: Shell, shots: Shots
) -> None:
    page = go(qtbot, department, PLACE, ReviewScreen)
    shots(department, "usual-review")
    assert unnamed(department) == []
    steps = [page._steps.itemAt(at).widget().text() for at in range(page._steps.count())]  # type: ignore[attr-defined]
    assert len(steps) == 1
    for words in ("青城草原工作站", "同意推荐", "签名有效，单位已核对"):
        assert words in steps[0]
    assert "【主管部门】" in page.route.text()
    assert "6 项没有核" in page.open_points.text()
    assert "六（一）1" in page.open_points.text()
    assert in_sight(page.open_points)  # without scrolling, beside the button that signs
    answered(page, "符合", "符合", "符合", "符合", "符合", "不符合")
    page.form.opinion.setPlainText("经复审，同意上报。")
    page.form.sealed.setChecked(True)
    qtbot.waitUntil(lambda: "1 项没有核" in page.open_points.text())
    press(qtbot, page, "签署本级意见")
    idle(qtbot, department)
    assert page.states[ReviewState.WAITS].text() == "待审核 1"
    answered(page, *["符合"] * 6)
    press(qtbot, page, "签署本级意见")
    idle(qtbot, department)
    assert page.states[ReviewState.WAITS].text() == "待审核 0"
    assert page.states[ReviewState.SIGNED].text() == "已签署，待报送 1"
    press(qtbot, page, "已签署，待报送 1")
    idle(qtbot, department)
    assert "本级已签署" in page.about.text()
    assert in_sight(page.about)
    assert page.about.height() == page.about.heightForWidth(page.about.width())
    assert not page.form.isEnabled()
    assert page.seal_button.isEnabled()
    shots(department, "usual-review-signed")
    press(qtbot, page, "改签")
    page.form.opinion.setPlainText("经复审，同意上报，材料已补齐。")
    press(qtbot, page, "签署本级意见")
    idle(qtbot, department)
    case = page._case
    assert case is not None
    assert case.content.opinions.department.text.endswith("材料已补齐。")


def test_what_stands_open_after_a_refusal_is_what_is_open_now(qtbot: QtBot, department: Shell, shots: Shots) -> None:
    page = go(qtbot, department, PLACE, ReviewScreen)
    assert page.table.isColumnHidden(3)  # nobody remarked anything
    page.table.item(0, 0).setText("孛儿只斤·苏日娜")
    assert page.table.columnWidth(0) >= page.table.sizeHintForColumn(0)  # whole, not elided
    press(qtbot, page, "其余都符合")
    page.form.opinion.setPlainText("同意上报。")
    page.form.on.setText("2026-6-40")
    press(qtbot, page, "签署本级意见")  # at once, before the pause after typing is over
    idle(qtbot, department)
    told = page.open_points.text()
    assert "审核日期“2026-6-40”不是一个日期" in told
    assert "没有核" not in told
    shots(department, "review-refused")
    page.form.on.setText("2026-06-26")
    page.form.sealed.setChecked(True)
    qtbot.waitUntil(lambda: page.open_points.text() == "")


def test_a_notice_names_its_person_and_a_day_that_is_past_is_refused_as_such(qtbot: QtBot, department: Shell) -> None:
    page = go(qtbot, department, PLACE, ReviewScreen)
    press(qtbot, page, "退回补正…")
    idle(qtbot, department)
    assert "孛儿只斤" in asked().windowTitle()
    assert any("没有发现" in label.text() for label in asked().findChildren(QLabel))
    assert "points" not in asked().fields
    asked().fields["own"].setPlainText("补交聘书")  # type: ignore[attr-defined]
    fill(asked(), mend_by="2026-06-25")
    press(qtbot, asked(), "登记告知并退回")
    idle(qtbot, department)
    assert "补正期限 2026-06-25 已经过了" in asked().wrong.text()


def test_what_is_typed_is_kept_when_the_officer_goes_elsewhere(qtbot: QtBot, department: Shell) -> None:
    page = go(qtbot, department, PLACE, ReviewScreen)
    box, remark = next(iter(page.form.answers.values()))
    box.setCurrentIndex(box.findText("不符合"))
    compose(remark, "推荐会议没有记录")
    go(qtbot, department, Place(ScreenKey.POLICY), Screen)
    page = go(qtbot, department, PLACE, ReviewScreen)
    box, remark = next(iter(page.form.answers.values()))
    assert (box.currentText(), remark.text()) == ("不符合", "推荐会议没有记录")


def test_one_notice_from_findings_and_own_words_goes_back_sealed(
    qtbot: QtBot, department: Shell, tmp_path: Path, shots: Shots
) -> None:
    page = go(qtbot, department, PLACE, ReviewScreen)
    box, remark = next(iter(page.form.answers.values()))
    box.setCurrentIndex(box.findText("不符合"))
    compose(remark, "推荐会议没有记录")
    qtbot.waitUntil(lambda: page._case is not None and bool(page._case.work.failed))
    press(qtbot, page, "退回补正…")
    idle(qtbot, department)
    listed = asked().fields["points"]
    assert isinstance(listed, QListWidget)
    shown = [listed.item(at).text() for at in range(listed.count())]
    assert any("推荐会议没有记录" in words for words in shown)
    asked().fields["own"].setPlainText("联系电话少一位\n补交聘书")  # type: ignore[attr-defined]
    fill(asked(), mend_by="2026.7.3")
    shots(asked(), "review-return")
    assert unnamed(asked()) == []
    told: list[object] = []
    asked().done_.connect(told.append)
    stick = tmp_path / "back"
    stick.mkdir()
    press(qtbot, asked(), "登记告知并退回")
    idle(qtbot, department)
    (planned,) = told
    assert isinstance(planned, Planned)
    assert [point.says for point in planned.points][-2:] == ["联系电话少一位", "补交聘书"]
    onto(qtbot, department, stick, applicant="乌兰", approved_by="葛景明")
    kept = at_desk(qtbot, department, lambda s: [s.vault.makings.get(one.id) for one in s.vault.carriers.all()])
    assert Making(applicant="乌兰", approved_by="葛景明") in kept
    assert page.states[ReviewState.SENT_BACK].text() == "已退回 1"
    assert (next(stick.iterdir()) / "seal.fengjuan").exists()


def test_on_paper_the_notice_is_recorded_and_after_its_day_given_up(
    qtbot: QtBot, department: Shell, clock: FixedClock, tmp_path: Path
) -> None:
    page = go(qtbot, department, PLACE, ReviewScreen)
    press(qtbot, page, "退回补正…")
    idle(qtbot, department)
    asked().fields["own"].setPlainText("补交聘书")  # type: ignore[attr-defined]
    fill(asked(), mend_by="2026.7.3")
    way = asked().fields["way"]
    assert isinstance(way, QComboBox)
    way.setCurrentIndex(1)
    press(qtbot, asked(), "登记告知并退回")
    idle(qtbot, department)
    assert page.states[ReviewState.SENT_BACK].text() == "已退回 1"
    press(qtbot, page, "已退回 1")
    idle(qtbot, department)
    assert page.table.item(0, 3).text() == "07-03 前"
    press(qtbot, page, "打印告知书…")
    save_paper(qtbot, department, tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    clock.advance(days=20)
    page.load()
    idle(qtbot, department)
    assert page.table.item(0, 3).text() == "已过期限"
    page.returning._give_up(page._open)
    idle(qtbot, department)
    assert page.states[ReviewState.SENT_BACK].text() == "已退回 0"


def crowd(session: Session, count: int = 60) -> None:
    """Many filings of people with long names, as if they had come in."""
    taken = session.vault.applications.rows()[0]
    base: Application = session.vault.applications.get(taken.id).draft
    for at in range(count):
        person = structs.replace(
            base.person, name=f"孛儿只斤·巴雅尔图门德力格尔玛{at}", identity_number=number(at + 10)
        )
        content = structs.replace(base, person=person, unit=structs.replace(base.unit, name=f"{LONG}第{at}分站"))
        with session.vault.act(Act.PACKAGE_OPENED, {}):
            made = session.vault.applications.create(content, Status.RECEIVED)
            session.vault.versions.add(made, content, "测试")


def test_a_crowded_desk_and_an_empty_one_in_both_languages(qtbot: QtBot, department: Shell, shots: Shots) -> None:
    doing(qtbot, department, crowd)
    for language in (Language.ZH, Language.EN):
        speak(language)
        page = go(qtbot, department, PLACE, ReviewScreen)
        assert page.table.rowCount() == 61
        assert unnamed(department) == []
        shots(department, f"crowded-review-{language.value}")
        page.table.setFocus()
        qtbot.keyClick(page.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
        units = [page.table.item(at, 2).text() for at in range(61)]
        assert units == sorted(units, key=lambda one: one.encode("gb18030"))
        page.table.selectRow(60)
        idle(qtbot, department)
        assert page._case is not None
        assert page._case.content.unit.name == units[60]
        assert not page.table.horizontalScrollBar().isVisible()
        page = go(qtbot, department, Place(ScreenKey.REVIEW, "", "passed_on"), ReviewScreen)
        assert not page.table.horizontalScrollBar().isVisible()
        assert page.table.rowCount() == 0
        shots(department, f"empty-review-{language.value}")
    speak(Language.ZH)


def test_after_a_signature_the_next_filing_stands_open_from_its_head_and_the_list_has_the_keyboard(
    qtbot: QtBot, department: Shell
) -> None:
    doing(qtbot, department, partial(crowd, count=3))
    page = go(qtbot, department, PLACE, ReviewScreen)
    (at,) = [at for at, line in enumerate(page._lines) if LONG not in line.unit]
    page.table.selectRow(at)
    idle(qtbot, department)
    answered(page, *["符合"] * 6)
    page.form.opinion.setPlainText("经复审，同意上报。")
    page.form.sealed.setChecked(True)
    rest = page._opened.verticalScrollBar()
    rest.setValue(rest.maximum())
    assert rest.value() > 0
    page.sign_button.setFocus()
    qtbot.keyClick(page.sign_button, Qt.Key.Key_Space)
    idle(qtbot, department)
    assert page.states[ReviewState.WAITS].text() == "待审核 3"
    assert LONG in page.name.text()
    assert page.focusWidget() is page.table
    assert rest.value() == 0  # whose filing it is stands at its head


def test_many_are_signed_together_and_what_lacks_a_step_is_left_with_its_reason(
    qtbot: QtBot, department: Shell, shots: Shots
) -> None:
    doing(qtbot, department, partial(crowd, count=3))
    page = go(qtbot, department, PLACE, ReviewScreen)
    assert not page.many_button.isEnabled(), "one alone is signed in the form"
    page.table.selectAll()
    idle(qtbot, department)
    press(qtbot, page, "批量签署…")
    idle(qtbot, department)
    (proof,) = [one for one in department.findChildren(ConfirmDialog) if one.isVisible()]
    compose(proof.confirm.passphrase, chain.PASSPHRASE)
    press(qtbot, proof, proof.yes.text())
    idle(qtbot, department)
    (dialog,) = [one for one in department.findChildren(AskDialog) if one.isVisible()]
    assert unnamed(dialog) == []
    for name in ("met", "sealed"):
        dialog.fields[name].setChecked(True)  # type: ignore[attr-defined]
    shots(dialog, "review-together")
    press(qtbot, dialog, "签署")
    idle(qtbot, department)
    told = department.desk.message.accessibleName()
    assert told.startswith("未完成：已签署 1 份。3 份没有签署：")
    assert told.count("本级审核还有") == 1  # the three lack the same, which is said once
    assert page.states[ReviewState.SIGNED].text() == "已签署，待报送 1"
    assert page.states[ReviewState.WAITS].text() == "待审核 3"
    shots(department, "review-together-done")
    press(qtbot, page, "已签署，待报送 1")
    idle(qtbot, department)
    chosen = [line.application for line in page.picked()]
    press(qtbot, page, "报送…")
    idle(qtbot, department)
    assert screen(department, SealingScreen).choosing.ticked() == chosen
