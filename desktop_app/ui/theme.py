"""Colours, type and the one style sheet; every length in it is written at 100 % and scaled by the zoom."""

import re
from dataclasses import dataclass, fields
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.core.resources import resource

#: Text size at 100 %, in pixels.
TEXT = 15
#: Its second voice: clauses, hints, heads of tables.
SMALL = 14
#: System families that draw simplified Chinese well, best first; none of them there: our own.
_FAMILIES = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
    "Source Han Sans CN", "HarmonyOS Sans SC", "Noto Sans SC",
)  # fmt: skip
_OWN_FONT = "NotoSansSC-Regular.ttf"
#: What `QApplication` is told of its style. Its `setStyle` would do the same and hand the style out: an object for
#: which the binding makes six hundred names, before the first paint.
STYLE = ("-style", "fusion")
_LENGTH = re.compile(r"(\d+)px")


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme. Names say the use; vermilion is for seals and for what blocks, and for nothing else."""

    paper: str  # behind everything
    surface: str  # fields, cards, tables
    rail: str
    rail_ink: str
    rail_chosen: str
    rail_off: str
    line: str  # between things that belong together: cards, rows
    line_strong: str  # under the heads of tables
    control: str  # the border of what can be typed in or pressed
    chosen: str  # the ground of a chosen row
    ink: str
    muted: str
    off: str  # what cannot be pressed now
    off_line: str  # its border
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    vermilion: str
    vermilion_soft: str
    amber: str
    amber_soft: str
    green: str
    green_soft: str
    focus: str


LIGHT = Colours(
    paper="#f4f5f7", surface="#ffffff", rail="#1d2f49", rail_ink="#c9d3e2", rail_chosen="#2d4668", rail_off="#93a3bf",
    line="#dde1e7", line_strong="#b4bdc9", control="#7f8998", chosen="#dce7f5", ink="#1a2230", muted="#5a6577",
    off="#5a6577", off_line="#dde1e7",
    accent="#234a7d", accent_strong="#183660", accent_soft="#e8eef6", on_accent="#ffffff",
    vermilion="#b5301c", vermilion_soft="#fbebe7", amber="#80560a", amber_soft="#faf1dc",
    green="#22664a", green_soft="#e5f2eb", focus="#3b78c4",
)  # fmt: skip
#: Every text at least 7:1 on its ground, every border as dark as text but those of what cannot be pressed now.
CONTRAST = Colours(
    paper="#ffffff", surface="#ffffff", rail="#000000", rail_ink="#ffffff", rail_chosen="#33415c", rail_off="#8c96a8",
    line="#000000", line_strong="#000000", control="#000000", chosen="#dbe8fc", ink="#000000", muted="#1c1c1c",
    off="#565656", off_line="#b0b0b0",
    accent="#002b66", accent_strong="#001a40", accent_soft="#dbe7fa", on_accent="#ffffff",
    vermilion="#8f1500", vermilion_soft="#ffffff", amber="#553800", amber_soft="#ffffff",
    green="#00402a", green_soft="#ffffff", focus="#0050c8",
)  # fmt: skip


#: Kinds of widget that a desktop gives fonts of its own, Windows and KDE among them: lists and menus would not follow
#: our letters nor the zoom. Qt's names, by which QApplication keeps them.
_OWN_FONTS = (
    "QAbstractItemView", "QComboLineEdit", "QComboMenuItem", "QDockWidgetTitle", "QHeaderView", "QListBox",
    "QListView", "QMdiSubWindowTitleBar", "QMenu", "QMenuBar", "QMenuItem", "QMessageBox", "QStatusBar",
    "QTipLabel", "QTitleBar",
    "QCheckBox", "QLabel", "QPushButton", "QRadioButton", "QToolButton",
)  # fmt: skip


class _Now:
    zoom = 100
    colours = LIGHT


def px(length: int) -> int:
    """A length of the 100 % design at the present zoom."""
    return max(1, round(length * _Now.zoom / 100)) if length else 0


def colours() -> Colours:
    """The theme in use, for what paints itself."""
    return _Now.colours


def apply(app: QApplication, zoom: int, *, high_contrast: bool = False) -> None:
    """Dress the whole application, made with `STYLE`. Screens made before keep their old lengths: rebuild them."""
    _Now.zoom = zoom
    _Now.colours = CONTRAST if high_contrast else LIGHT
    font = _font()
    app.setFont(font)
    app.setPalette(_palette(_Now.colours))
    app.setStyleSheet(style_sheet())
    for kind in _OWN_FONTS:  # a new style sheet brings the desktop's back
        app.setFont(font, kind)  # type: ignore[arg-type]  # bytes, says the stub; PySide takes text only


def style_sheet() -> str:
    """The style sheet with the present colours and lengths."""
    raw = resource("styles", "window.qss").read_text(encoding="utf-8")
    values = {f.name: getattr(_Now.colours, f.name) for f in fields(Colours)}
    values["icons"] = resource("icons").as_posix()
    return _LENGTH.sub(lambda found: f"{px(int(found[1]))}px", Template(raw).substitute(values))


def _font() -> QFont:
    there = set(QFontDatabase.families())
    family = next((name for name in _FAMILIES if name in there), None)
    if family is None:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", _OWN_FONT)))
        family = QFontDatabase.applicationFontFamilies(number)[0]
    font = QFont(family)
    font.setPixelSize(px(TEXT))
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _palette(tone: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: tone.paper,
        role.WindowText: tone.ink,
        role.Base: tone.surface,
        role.AlternateBase: tone.paper,
        role.Text: tone.ink,
        role.Button: tone.surface,
        role.ButtonText: tone.ink,
        role.Highlight: tone.accent,
        role.HighlightedText: tone.on_accent,
        role.PlaceholderText: tone.muted,
        role.ToolTipBase: tone.surface,
        role.ToolTipText: tone.ink,
        role.Link: tone.accent,
        role.Accent: tone.accent,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tone.muted))
    return palette
