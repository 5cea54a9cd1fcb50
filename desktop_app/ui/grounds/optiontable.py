"""The table of grounds: how each stands, its level, kind and title, and the day on which it closes."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableWidget

from desktop_app.core.messages import Language
from desktop_app.desk.grounds import Option
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.header import days_tone
from desktop_app.ui.grounds.detail import TONES, closing
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.lists import cell, table
from desktop_app.ui.widgets.tablelook import set_width

_STANDING, _LEVEL, _GROUND, _CLOSES, _TITLE = range(5)
#: At 100 %; the title takes the rest.
_WIDTHS_ZH = (104, 80, 208, 176, 0)
_WIDTHS_EN = (140, 128, 168, 160, 0)
#: Where there is no room for the title, the ground takes the rest.
_NARROW = {_STANDING: 88, _LEVEL: 72, _CLOSES: 168}


def _widths() -> tuple[int, ...]:
    return _WIDTHS_ZH if language() is Language.ZH else _WIDTHS_EN


def made() -> QTableWidget:
    """An empty table."""
    return table(
        say("可以申报的层级和类型"),
        [
            say("optiontable|结论"),
            say("层级"),
            say("申报类型"),
            say("申报截止"),
            say("申报职称"),
        ],
        _widths(),
    )


def fit(of: QTableWidget, *, wide: bool) -> None:
    """Share out the width; the title goes where there is little."""
    mode = QHeaderView.ResizeMode
    of.setColumnHidden(_TITLE, not wide)
    of.horizontalHeader().setSectionResizeMode(_GROUND, mode.Interactive if wide else mode.Stretch)
    for at, width in (dict(enumerate(_widths()[:_TITLE])) if wide else _NARROW).items():
        set_width(of, at, width)


def put(into: QTableWidget, at: int, one: Option) -> None:
    """Fill one row."""
    ground, tones = one.ground, theme.colours()
    mine = say("（现填）") if one.taken else ""
    cells = (
        word(ground.standing, language()),
        word(ground.level, language()),
        word(ground.path, language()) + mine,
        closing(one),
        ground.title,
    )
    inks = {"pass": tones.green, "todo": tones.amber, "ask": tones.accent, "block": tones.vermilion}
    for side, words in enumerate(cells):
        into.setItem(at, side, item := cell(words))
        if side == _STANDING:
            item.setForeground(QColor(inks[TONES[ground.standing]]))
        elif side == _CLOSES and one.days_left is not None:
            item.setForeground(QColor(inks[days_tone(one.days_left)]))
