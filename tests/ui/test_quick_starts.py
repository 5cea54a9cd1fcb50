"""Each desk's quick start in the real window of such a desk: what a step names is there to be seen and pressed."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language
from desktop_app.domain.kinds import Desk
from desktop_app.ui.listcheck.screen import ListCheckScreen
from desktop_app.ui.railtabs import RailTab
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.screens import SCREENS
from desktop_app.ui.shell import Shell
from tests.ui.acting import finish, go
from tests.ui.test_walk import ABOUT_ONE, SECTIONS, empty, filled, usual
from tests.unit.desk.test_quick_start import steps

DESKS = {
    "start-applicant": (Desk.APPLICANT, "沈砚舟"),
    "start-unit": (Desk.UNIT, "青城草原工作站"),
    "start-department": (Desk.DEPARTMENT, "呼和浩特市教育局"),
    "start-district": (Desk.DISTRICT_HR, "赛罕区人力资源和社会保障局"),
    "start-city": (Desk.CITY_HR, "呼和浩特市人力资源和社会保障局"),
    "start-committee": (Desk.COMMITTEE_OFFICE, "工程系列高级评委会办公室"),
}


#: What comes on show later, by what has to be there first; journeys press these.
LATER = {
    "a package on the medium": {"核验并导入"},
    "a filing that came from outside": {
        "符合", "不符合", "其余都符合", "审核意见", "签署本级意见", "改签", "退回补正…",
    },
    "numbered copies": {"清点…", "登记销毁…", "去封装", "打印所缺"},
    "the example": {"移除示例…"},
    "a second pack": {"设为现行…"},
    "a committee with its pool": {"封存方案…"},
    "the dialog open": {"因保密不公示", "定向评价单列"},
}  # fmt: skip


def rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
    yield from (str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in columns)
    for row in range(min(model.rowCount(), 60)):
        yield from (str(model.index(row, at).data() or "") for at in columns)


def words(root: QWidget) -> Iterator[str]:
    """All that somebody reads there: labels, buttons with their menus, choices, tabs, heads and cells."""
    for one in root.findChildren(QWidget):
        if not one.isVisibleTo(root):
            continue
        yield one.accessibleName()
        if isinstance(one, QLabel | QAbstractButton):
            yield one.text()
        if isinstance(one, QGroupBox):
            yield one.title()
        if isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        if isinstance(one, QTabBar):
            yield from (one.tabText(at) for at in range(one.count()))
        if isinstance(one, QAbstractItemView):
            yield from rows(one)
        menu = one.menu() if isinstance(one, QPushButton | QToolButton) else None
        if menu is not None:
            menu.aboutToShow.emit()
            yield from (line.text() for line in menu.actions())


def family(key: ScreenKey, ids: list[str]) -> Iterator[Place]:
    """A screen and those that lie under it."""
    for each, one in SCREENS.items():
        if key not in (each, one.under) or each is ScreenKey.DESIGNER:
            continue
        if each not in ABOUT_ONE:
            yield Place(each)
        elif ids:
            yield Place(each, ids[0])
        if each is ScreenKey.EDITOR and ids:
            yield from (Place(each, ids[0], section) for section in SECTIONS)
        if each is ScreenKey.PAPERS and ids:
            yield Place(each, ids[0])


def shown(qtbot: QtBot, shell: Shell, key: ScreenKey, ids: list[str]) -> str:
    found = list(words(shell))
    for place in family(key, ids):
        there = go(qtbot, shell, place, Screen)
        if isinstance(there, ListCheckScreen) and ids:
            qtbot.waitUntil(there.groups.isVisible)
        found += words(shell)
    return "\n".join(found)


@pytest.mark.parametrize("chapter", DESKS)
def test_what_a_quick_start_names_is_in_that_desks_window(
    qtbot: QtBot, at_first: Callable[[Desk, str, str], Shell], chapter: str
) -> None:
    desk, name = DESKS[chapter]
    shell = at_first(desk, name, "陆怀谷")
    finish(qtbot, shell)
    named = [(places, quoted) for places, quoted in steps(chapter, Language.ZH) if places]
    assert named
    rail = {one.text() for one in shell.findChildren(RailTab)}
    for key in dict.fromkeys(key for places, _ in named for key in places):
        assert SCREENS[key].name is None or any(phrase(SCREENS[key].name, Language.ZH) in one for one in rail), key
    seen: dict[ScreenKey, str] = {}
    for state in (empty, usual):
        ids = filled(qtbot, shell, state)
        for key in dict.fromkeys(key for places, _ in named for key in places):
            seen[key] = seen.get(key, "") + shown(qtbot, shell, key, ids)
    missing = {quoted for places, quoted in named if not any(quoted.removesuffix("…") in seen[key] for key in places)}
    later = set().union(*LATER.values())
    assert missing == later & {quoted for _, quoted in named}
