"""The control for one answer, by the kind of its question: a day, yes or no, a choice, a number, a chain of offices."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from desktop_app.desk import policy_settings
from desktop_app.desk.policy_settings import Row, SettingKind
from desktop_app.domain.findings import Station
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets.fields import ChoiceField, Field, LineField
from desktop_app.ui.widgets.formats import ChoiceFormat, CountFormat, DateFormat, TextFormat, yes_no
from desktop_app.ui.widgets.parts import button
from desktop_app.ui.widgets.parts import row as beside


def field_for(row: Row) -> Field:
    """An empty control for the answer to this question."""
    name = say("答案")
    match row.kind:
        case SettingKind.DATE:
            return LineField(row.name, name, DateFormat())
        case SettingKind.FLAG:
            return ChoiceField(row.name, name, yes_no(blank=False))
        case SettingKind.NUMBER:
            return LineField(row.name, name, CountFormat(0, policy_settings.MOST, zero_is_blank=False))
        case SettingKind.CHOICE:
            choices = tuple((choice, said(words)) for choice, words in row.choices)
            return ChoiceField(row.name, name, ChoiceFormat(choices))
        case SettingKind.ROUTE:
            return RouteField(row.name, name)


class RouteField(Field):
    """A chain of offices in the order in which papers pass them; none twice."""

    control: QListWidget

    def __init__(self, path: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(path, name, TextFormat(1000), parent)
        self.station = QComboBox()
        self.station.setAccessibleName(say("部门"))
        for station in Station:
            self.station.addItem(word(station, language()), station)
        self.add_button = button(say("加入"), self._add)
        self.up_button = button(say("上移"), lambda: self._move(-1))
        self.down_button = button(say("下移"), lambda: self._move(1))
        self.remove_button = button(say("移除"), self._remove)
        layout = self.layout()
        assert layout is not None
        for line in (
            beside(self.station, self.add_button, None),
            beside(self.up_button, self.down_button, self.remove_button, None),
        ):
            held = QWidget()
            held.setLayout(line)
            layout.addWidget(held)
        self._ready()

    def make_control(self) -> QWidget:
        made = QListWidget()
        made.setFixedHeight(theme.px(168))
        made.currentRowChanged.connect(lambda _: self._ready())
        return made

    def show_value(self, value: object) -> None:
        self.control.clear()
        for station in policy_settings.route_of(value if isinstance(value, str) else None):
            self._put(self.control.count(), station)
        self.control.setCurrentRow(self.control.count() - 1)
        self._ready()

    def _put(self, at: int, station: Station) -> None:
        item = QListWidgetItem(word(station, language()))
        item.setSizeHint(QSize(0, theme.px(34)))  # the style's own is lower for a row that is not chosen
        item.setData(Qt.ItemDataRole.UserRole, station)
        self.control.insertItem(at, item)
        self.control.setCurrentRow(at)

    def _stations(self) -> list[Station]:
        return [self.control.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.control.count())]

    def _add(self) -> None:
        station = self.station.currentData()
        if station in self._stations():
            self.complain(say("这个部门已在其中。"))
            return
        self._put(self.control.currentRow() + 1, station)
        self._tell()

    def _move(self, by: int) -> None:
        at = self.control.currentRow()
        item = self.control.takeItem(at)
        self.control.insertItem(at + by, item)
        self.control.setCurrentRow(at + by)
        self._tell()

    def _remove(self) -> None:
        self.control.takeItem(self.control.currentRow())
        self._tell()

    def _tell(self) -> None:
        self.complain("")
        self._ready()
        self.edited.emit(self.path, ">".join(station.value for station in self._stations()) or None)

    def _ready(self) -> None:
        if not hasattr(self, "remove_button"):  # the list tells of itself while the field is being made
            return
        at, last = self.control.currentRow(), self.control.count() - 1
        self.up_button.setEnabled(at > 0)
        self.down_button.setEnabled(0 <= at < last)
        self.remove_button.setEnabled(at >= 0)
