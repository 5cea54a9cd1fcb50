"""The checked list by rule and by unit, side by side as two tabs; what is chosen sifts the applications."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTableWidget, QTabWidget, QWidget

from desktop_app.core.messages import Language
from desktop_app.desk.list_check import ListCheck, RuleGroup, UnitGroup
from desktop_app.domain.findings import Verdict
from desktop_app.domain.words import word
from desktop_app.ui.applications.findingview import tone
from desktop_app.ui.language import language, said, say
from desktop_app.ui.papers.lists import cell, table
from desktop_app.ui.widgets.parts import column, text

#: What keeps an application from being submitted, and what an officer has to look at.
_COUNTED = (Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN)
BY_RULE, BY_UNIT = range(2)
#: A rule's clause and verdict, or a unit's name; `None` for the whole list.
Key = tuple[str, str, Verdict] | str | None


class Groups(QTabWidget):
    """In both tables the first row is the whole list."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tabBar().setAccessibleName(say("按规则或按单位"))
        self._rules: tuple[RuleGroup, ...] = ()
        self._units: tuple[UnitGroup, ...] = ()
        self.rules = table(
            say("按规则"),
            [say("结论"), say("份数"), say("list_sheet|依据"), say("list_sheet_2|内容")],
            [96, 64, 112, 0] if language() is Language.ZH else [108, 84, 84, 0],
        )
        self.units = table(
            say("按单位"),
            [
                say("单位"),
                say("groups|申报"),
                say("不能提交"),
                *(word(verdict, language()) for verdict in _COUNTED),
            ],
            [0, 56, 76, *([70] * len(_COUNTED))],
        )
        self.sentence = text("", "muted")
        by_rule = QWidget()
        whole = column(self.rules, self.sentence)
        whole.setContentsMargins(0, whole.spacing(), 0, 0)
        whole.setStretch(0, 1)
        by_rule.setLayout(whole)
        by_unit = QWidget()
        other = column(self.units)
        other.setContentsMargins(0, whole.spacing(), 0, 0)
        by_unit.setLayout(other)
        self.addTab(by_rule, say("按规则"))
        self.addTab(by_unit, say("按单位"))
        for each in (self.rules, self.units):
            each.itemSelectionChanged.connect(self._chosen)
        self.currentChanged.connect(lambda _: self._chosen())

    @property
    def table(self) -> QTableWidget:
        """The one on show."""
        return self.rules if self.currentIndex() == BY_RULE else self.units

    @property
    def rule(self) -> RuleGroup | None:
        """The chosen rule, `None` for the whole list."""
        at = self.rules.currentRow() - 1
        return self._rules[at] if self.currentIndex() == BY_RULE and 0 <= at < len(self._rules) else None

    @property
    def unit(self) -> UnitGroup | None:
        """The chosen unit, `None` for the whole list."""
        at = self.units.currentRow() - 1
        return self._units[at] if self.currentIndex() == BY_UNIT and 0 <= at < len(self._units) else None

    def show_answer(self, answer: ListCheck) -> None:
        """Fill both anew; the whole list is chosen."""
        self._rules = tuple(group for group in answer.rules if group.verdict is not Verdict.PASS)
        self._units = answer.units
        for each, count in ((self.rules, len(self._rules)), (self.units, len(self._units))):
            each.blockSignals(True)
            each.clearSelection()
            each.setRowCount(count + 1)
        self._fill_rules(len(answer.lines))
        self._fill_units(answer)
        for each in (self.rules, self.units):
            each.selectRow(0)
            each.blockSignals(False)
        self._chosen()

    def _fill_rules(self, total: int) -> None:
        _put(self.rules, 0, (say("全部"), str(total), "", say("整个名单")))
        for at, group in enumerate(self._rules, 1):
            sentence = sentence_of(group)
            verdict = word(group.verdict, language())
            _put(self.rules, at, (verdict, str(len(group.applications)), group.clause, sentence))
            first = self.rules.item(at, 0)
            assert first is not None
            first.setForeground(QColor(tone(group.verdict)[0]))

    def _fill_units(self, answer: ListCheck) -> None:
        whole = [str(answer.findings.get(verdict, 0)) for verdict in _COUNTED]
        _put(self.units, 0, (say("groups|全部单位"), str(len(answer.lines)), str(answer.stopped), *whole))
        for at, group in enumerate(self._units, 1):
            counts = [str(group.findings.get(verdict, 0)) for verdict in _COUNTED]
            name = group.unit or say("（未填单位）")
            _put(self.units, at, (name, str(group.applications), str(group.stopped), *counts))

    def key(self) -> Key:
        """What is chosen in the table on show, so that it is found again in another answer."""
        if self.unit is not None:
            return self.unit.unit
        return _key(self.rule) if self.rule else None

    def choose(self, tab: int, key: Key) -> None:
        """Come back to what was chosen; the whole list when it is no longer there."""
        self.setCurrentIndex(tab)
        keys: list[Key] = [None]
        keys += [_key(one) for one in self._rules] if tab == BY_RULE else [one.unit for one in self._units]
        self.table.selectRow(keys.index(key) if key in keys else 0)

    def _chosen(self) -> None:
        group = self.rule
        self.sentence.setText(f"{group.rule}　{group.clause}　{sentence_of(group)}" if group else "")
        self.sentence.setVisible(group is not None)
        self.chosen.emit()


def _key(group: RuleGroup) -> Key:
    return group.rule, group.clause, group.verdict


def sentence_of(group: RuleGroup) -> str:
    """What the rule says; the first of several sentences as an example."""
    return (say("例：") if group.varies else "") + said(group.says)


def _put(into: QTableWidget, at: int, words: tuple[str, ...]) -> None:
    for side, one in enumerate(words):
        into.setItem(at, side, cell(one))
