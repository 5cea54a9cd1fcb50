"""How the window looks in every theme: contrast is measured, the rail holds its entries, the window never grows."""

import re
from dataclasses import fields, replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.desk.users import Mine
from desktop_app.domain.users import UserRole
from desktop_app.ui import theme
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.language import speak
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.fields import Field, LineField, LongField
from desktop_app.ui.widgets.formats import TextFormat
from tests.support.turns import drained
from tests.ui.acting import go, idle, open_demo

THEMES = {"light": theme.LIGHT, "high contrast": theme.CONTRAST}
#: Which ink stands on which grounds. WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for controls and their state (1.4.11).
TEXTS = {
    "ink": ("paper", "surface", "accent_soft", "chosen", "vermilion_soft", "amber_soft", "green_soft"),
    "muted": ("paper", "surface", "accent_soft", "chosen"),
    "off": ("paper", "surface"),
    "accent": ("paper", "surface", "accent_soft", "chosen"),
    "accent_strong": ("paper", "surface", "accent_soft", "chosen"),
    "vermilion": ("paper", "surface", "vermilion_soft", "chosen"),
    "amber": ("paper", "surface", "amber_soft", "chosen"),
    "green": ("paper", "surface", "green_soft", "chosen"),
    "on_accent": ("accent", "accent_strong", "vermilion", "rail", "rail_chosen"),
    "rail_ink": ("rail", "rail_chosen"),
    "rail_off": ("rail",),
}
CONTROLS = {
    "control": ("paper", "surface"),
    "focus": ("paper", "surface", "accent_soft", "chosen"),
    "accent": ("paper", "surface", "chosen"),
    "amber": ("amber_soft", "surface"),
    "vermilion": ("vermilion_soft", "surface"),
    "green": ("green_soft", "surface"),
}
#: Lines between what belongs together: taken away, nothing is lost.
ORNAMENT = {"line", "line_strong", "off_line"}


def light(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = QColor(colour)
    shares = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts.getRgbF()[:3]]
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_english_lines_hold_no_mark_as_wide_as_a_chinese_letter(qtbot: QtBot, desk_window: Shell) -> None:
    speak(Language.EN)
    seen = [sentence(Fault(Code.FILE_NOT_FOUND, path="x"))]
    for key in (ScreenKey.CONTACTS, ScreenKey.SEALING, ScreenKey.NOTICES, ScreenKey.CARRIERS, ScreenKey.REVIEW):
        page = go(qtbot, desk_window, Place(key), Screen)
        seen += [one.text() for kind in (QLabel, QPushButton) for one in page.findChildren(kind)]
    desk_window.manual.toggle()
    idle(qtbot, desk_window)
    assert desk_window.manual.page is not None
    seen.append(desk_window.manual.page.text.toPlainText())
    speak(Language.ZH)
    assert [words for words in seen if set(words) & set("“”‘’")] == []
    assert any('"' in words for words in seen)


def test_the_measure_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_contrast(name: str) -> None:
    tones = THEMES[name]
    least = 7 if name == "high contrast" else 4.5
    low = [
        f"{ink} on {ground}: {measured:.2f}"
        for table, wanted in ((TEXTS, least), (CONTROLS, 3.0))
        for ink, grounds in table.items()
        for ground in grounds
        if (measured := contrast(getattr(tones, ink), getattr(tones, ground))) < (4.5 if ink == "rail_off" else wanted)
    ]
    assert low == []


def test_every_colour_is_measured() -> None:
    measured = {*TEXTS, *CONTROLS, *(ground for grounds in TEXTS.values() for ground in grounds)}
    assert {field.name for field in fields(theme.Colours)} == measured | ORNAMENT


def test_no_text_is_smaller_than_the_second_voice() -> None:
    raw = resource("styles", "window.qss").read_text(encoding="utf-8")
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", raw)]
    assert sizes
    assert min(sizes) >= theme.SMALL


def test_a_low_window_holds_every_entry_of_the_rail(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.desk is not None
    rail = desk_window.desk._rail
    inside = rail.findChild(QScrollArea)
    assert inside is not None
    drained()
    assert inside.verticalScrollBar().maximum() == 0
    shown = [button for button in rail.findChildren(QPushButton) if button.isVisible()]
    assert len(shown) >= 14
    assert all(button.height() >= button.fontMetrics().height() + 4 for button in shown)


@pytest.mark.parametrize("zoom", [150, 200])
def test_a_large_zoom_never_makes_the_window_larger(qtbot: QtBot, desk_window: Shell, zoom: int) -> None:
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = zoom
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    for key in (ScreenKey.HOME, ScreenKey.REVIEW, ScreenKey.USERS, ScreenKey.PAPERS, ScreenKey.SEALING):
        go(qtbot, desk_window, Place(key), Screen)
        assert (desk_window.width(), desk_window.height()) == (1366, 768), key


def test_at_a_large_zoom_the_rail_is_a_menu_that_goes_by_keyboard(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = 150
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    rail = desk_window.desk._rail
    assert not rail.isVisible()
    assert rail.menu_button.isVisible()
    menu = rail.menu_button.menu()
    assert isinstance(menu, QMenu)
    assert [action.text().split("\t")[0] for action in menu.actions()][:2] == ["工作台", "申请"]
    assert [action.isChecked() for action in menu.actions()].index(True) == 0
    qtbot.keyClick(desk_window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, desk_window)
    assert isinstance(desk_window.desk.shown, ApplicationsScreen)
    menu.actions()[0].trigger()
    idle(qtbot, desk_window)
    assert desk_window.desk.shown.place().screen is ScreenKey.HOME


def test_cards_that_a_role_may_not_use_are_grey_and_say_whose_they_are(qtbot: QtBot, desk_window: Shell) -> None:
    context = desk_window.context
    assert context is not None
    context.opened = replace(context.opened, mine=Mine(context.opened.user, (UserRole.REVIEWER,)))
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    for card, act in ((page.backup, page.backup.make), (page.health, page.health.check), (page.fonts, page.fonts.take)):
        assert not act.isEnabled()
        said = [label.text() for label in card.findChildren(QLabel) if "您的角色不办理此项" in label.text()]
        assert len(said) == 1
        assert "系统管理员" in said[0]
    assert page.zoom.isEnabled()
    assert page.old.isEnabled()
    assert not page.way_back.open_button.isEnabled()
    keeper = next(label.text() for label in page.way_back.findChildren(QLabel) if "您的角色" in label.text())
    assert "安全保密管理员" in keeper
    context.opened = replace(context.opened, mine=Mine(context.opened.user, (UserRole.OWNER,)))
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS, "", "health"), SettingsScreen)
    assert page.backup.make.isEnabled()
    assert not [label for label in page.findChildren(QLabel) if "您的角色不办理此项" in label.text()]


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication, look: str) -> QWidget:
    """An empty window in the look that the test is about."""
    theme.apply(dressed, 100, high_contrast=look == "high contrast")
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("kind", ["", "main"])
def test_what_cannot_be_pressed_looks_so(window: QWidget, kind: str) -> None:
    strongest = []
    for on in (True, False):
        button = QPushButton("签署本级意见", window)
        button.setProperty("look", kind)
        button.setEnabled(on)
        button.resize(160, 40)
        image = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        ground = image.pixelColor(20, 6).name()
        strongest.append((ground, max(seen, key=lambda colour: contrast(colour, ground))))
    (ground, letters), (other_ground, other_letters) = strongest
    assert contrast(ground, other_ground) >= 3 or contrast(letters, other_letters) >= 2


def breaks(image: QImage, y: int) -> int:
    """How often the drawing changes along one row of pixels."""
    row = [image.pixel(x, y) for x in range(image.width())]
    return sum(one != other for one, other in pairwise(row))


def edge(widget: QWidget) -> int:
    """Into how many pieces the upper edge falls."""
    return breaks(widget.grab().toImage(), 0)


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QSpinBox, QDateEdit, QComboBox])
def test_a_field_that_cannot_be_typed_in_has_a_broken_edge(window: QWidget, kind: type[QWidget]) -> None:
    able, off, only_read = (kind(window) for _ in range(3))
    off.setEnabled(False)
    if not isinstance(only_read, QComboBox):
        only_read.setReadOnly(True)  # type: ignore[attr-defined]
        only_read.resize(160, 34)
        assert edge(only_read) > 40
    able.resize(160, 34)
    off.resize(160, 34)
    assert edge(able) < 20
    assert edge(off) > 40


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("kind", [LineField, LongField])
def test_a_field_shows_at_once_that_it_is_only_read_now(
    qtbot: QtBot, dressed: QApplication, look: str, kind: type[Field]
) -> None:
    theme.apply(dressed, 100, high_contrast=look == "high contrast")
    long = (TextFormat(600, lines=True), 600) if kind is LongField else (TextFormat(60),)
    field = kind("person.name", "姓名", *long)
    qtbot.addWidget(field)
    field.show()
    assert edge(field.control) < 20
    field.set_read_only(True)
    assert edge(field.control) > 40
    field.set_read_only(False)
    assert edge(field.control) < 20


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_a_tick_that_cannot_be_set_has_a_broken_edge(window: QWidget, kind: type[QCheckBox]) -> None:
    inked = []
    for on in (True, False):
        tick = kind(window)
        tick.setEnabled(on)
        tick.resize(22, 24)
        image = tick.grab().toImage()
        seen = [image.pixelColor(x, y).name() for x in range(22) for y in range(24)]
        ground = image.pixelColor(11, 12).name()
        inked.append(sum(contrast(one, ground) >= 3 for one in seen))
    assert inked[1] < 0.7 * inked[0]


def test_another_language_reaches_what_outlasts_the_screens(qtbot: QtBot, desk_window: Shell) -> None:
    context = desk_window.context
    assert context is not None
    context.preferences.language = Language.EN
    context.redress.emit()
    idle(qtbot, desk_window)
    status = [one.text() for one in desk_window.findChildren(QPushButton) if one.toolTip() == "F1"]
    speak(Language.ZH)
    assert status == ["Help"]


def test_the_papers_of_annex_1_can_be_told_apart_in_english_on_a_small_laptop(qtbot: QtBot, desk_window: Shell) -> None:
    context = desk_window.context
    assert context is not None
    application = open_demo(qtbot, desk_window).place().subject
    context.preferences.language = Language.EN
    context.redress.emit()
    idle(qtbot, desk_window)
    page = go(qtbot, desk_window, Place(ScreenKey.PAPERS, application), PapersScreen)
    drained()  # the columns are shared out after the first paint
    assert page.work is not None
    table = page.work.annex.table
    speak(Language.ZH)
    assert table.item(2, 1).text() == "Continuing-education card"
    assert table.columnWidth(1) >= table.fontMetrics().horizontalAdvance("Continuing-education card")
