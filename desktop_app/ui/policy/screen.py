"""Policy: what the notice leaves to this office, open questions first; beside the list one question and its answer."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import policy_settings
from desktop_app.desk.policy_settings import Row
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.lists import refill
from desktop_app.ui.policy.detail import Detail, Typed
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import PAGE, button, column, row, scrolled, text
from desktop_app.ui.widgets.tablelook import dress, set_widths

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


class PolicyScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._rows: tuple[Row, ...] = ()
        self.table = self._make_table()
        self.counted = text("", "muted")
        self._typed = _kept(context)
        self.detail = Detail(self._typed)
        self.detail.typed.connect(self._mark)
        self.detail.saved.connect(self._save)
        self.detail.cleared.connect(self._clear)
        self.detail.hide()
        left = QWidget()
        self.packs_button = button(say("政策包…"), lambda: context.go(Place(ScreenKey.PACKS)))
        head = row(self.counted, self.packs_button)
        head.setStretch(0, 1)
        left.setLayout(column(head, self.table, space=8))
        right = scrolled(self.detail)
        right.setFixedWidth(theme.px(440))
        self.setLayout(row(left, right, space=16, margins=PAGE))
        self._load()

    def _make_table(self) -> QTableWidget:
        made = QTableWidget(0, 3)
        made.setAccessibleName(say("由本单位设定的各项"))
        made.setHorizontalHeaderLabels([say("状态"), say("screen|事项"), say("现行答案")])
        dress(made, 36)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setWordWrap(False)
        set_widths(made, (104, 0, 184))
        made.itemSelectionChanged.connect(self._chosen)
        return made

    def title(self) -> str:
        return say("政策")

    def place(self) -> Place:
        chosen = self._row()
        return Place(ScreenKey.POLICY, chosen.name if chosen else self._place.subject)

    def first_focus(self) -> QWidget | None:
        return self.table

    def _load(self) -> None:
        self.context.ask(self, lambda session, _: policy_settings.all_(session), self._show)

    def _show(self, rows: Sequence[Row]) -> None:
        wanted = self.place().subject
        self._rows = tuple(rows)
        still = sum(one.open for one in rows)
        self.counted.setText(
            say(
                "规定没有写明、由本单位按当地通知设定的共 {rows} 项，待设定 {still} 项。设定后立即用于检查。",
                rows=len(rows),
                still=still,
            )
        )
        at = next((number for number, one in enumerate(rows) if one.name == wanted), 0)
        refill(self.table, [self._cells(one) for one in rows], at)

    def _cells(self, one: Row) -> tuple[str, ...]:
        return self._state(one), said(one.asks), policy_settings.said(one, one.value, language())

    def _state(self, one: Row) -> str:
        unsaved = say("未保存") + f" {one.ambiguity}"
        return unsaved.rstrip() if one.name in self._typed else state(one)

    def _mark(self, name: str) -> None:
        at = next((number for number, one in enumerate(self._rows) if one.name == name), None)
        item = self.table.item(at, 0) if at is not None else None
        if item is not None and at is not None:
            item.setText(self._state(self._rows[at]))
            item.setToolTip(item.text())

    def _row(self) -> Row | None:
        at = self.table.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) and self.table.selectedItems() else None

    def _chosen(self) -> None:
        chosen = self._row()
        self.detail.setVisible(chosen is not None)
        if chosen is not None:
            self.detail.show_row(chosen)

    def _save(self, name: str, value: object, ground: str) -> None:
        self._act(
            name,
            lambda session: policy_settings.set_(session, name, value, ground),  # type: ignore[arg-type]
            say("已设定，立即生效。"),
        )

    def _clear(self, name: str) -> None:
        self._act(
            name,
            lambda session: policy_settings.clear(session, name),
            say("设定已撤销。"),
        )

    def _act(self, name: str, act: Callable[["Session"], Row], done: str) -> None:
        self._place = Place(ScreenKey.POLICY, name)
        self.detail.setEnabled(False)
        self.context.ask(
            self,
            lambda session, _: act(session),
            lambda _: self._done(done),
            on_fault=self._refused,
            on_end=lambda: self.detail.setEnabled(True),
        )

    def _done(self, done: str) -> None:
        self.detail.settle()
        self.context.note(done)
        self._load()

    def _refused(self, fault: Fault) -> None:
        self.detail.complain(sentence(fault))


def _kept(context: Context) -> Typed:
    """What was typed on this screen before it was left, until the lock."""
    kept = context.kept.setdefault(ScreenKey.POLICY, {})
    assert isinstance(kept, dict)
    return kept


def state(one: Row) -> str:
    """In one word how a question stands, with the number by which the ambiguity is known."""
    if one.unfit:
        shown = say("已不适用")
    elif one.settled:
        shown = say("已设定")
    else:
        shown = say("待设定") if one.open else say("默认")
    return f"{shown} {one.ambiguity}".rstrip()
