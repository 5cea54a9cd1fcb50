"""One pack beside the list: what it is, who signed it, why it is current or not, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.core.clock import minute
from desktop_app.desk.pack_list import PackRow, PackStanding
from desktop_app.ui.language import said, say
from desktop_app.ui.widgets.parts import button, card, column, row, text


class PackDetail(QWidget):
    use = Signal()
    newest = Signal()
    save = Signal()
    compare = Signal(object)  # PackRow to compare with

    def __init__(self) -> None:
        super().__init__()
        self._others: tuple[PackRow, ...] = ()
        self.name = text("", "h2")
        self.edition = text("", "muted")
        self.digest = text("", "code")
        self.digest.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.digest.setAccessibleDescription(say("摘要"))
        self.origin = text()
        self.state = text()
        self.applications = text("", "muted")
        self.use_button = button(say("设为现行…"), self.use.emit)
        self.newest_button = button(say("改回最新版次…"), self.newest.emit)
        self.save_button = button(say("签发导出…"), self.save.emit)
        self.other = QComboBox()
        self.other.setAccessibleName(say("与之比较的政策包"))
        self.compare_button = button(say("看不同"), self._compare)
        against = text(say("与另一个政策包比较"), "label")
        against.setBuddy(self.other)
        beside = row(self.other, self.compare_button)
        beside.setStretch(0, 1)
        framed = card(
            self.name,
            self.edition,
            text(say("摘要"), "label"),
            self.digest,
            self.origin,
            self.state,
            self.applications,
            against,
            beside,
            row(self.use_button, self.newest_button, None, self.save_button),
        )
        self.setLayout(column(framed, None))

    def show_row(self, one: PackRow, others: Sequence[PackRow]) -> None:
        """Another pack, or the same after a change."""
        kept = one.policy
        self.name.setText(said(one.name))
        self.edition.setText(
            say("{pack}　{year} 年度　版次 {edition}", pack=kept.pack, year=kept.year, edition=kept.edition)
        )
        self.digest.setText(" ".join(kept.digest[at : at + 8] for at in range(0, 64, 8)))
        self.origin.setText(origin_words(one))
        self.state.setText(state_words(one))
        self.applications.setText(say("本台有 {applications} 份申报按它办理。", applications=one.applications))
        self.use_button.setVisible(one.readable and not one.current)
        self.newest_button.setVisible(one.chosen_at is not None)
        self.save_button.setEnabled(one.readable)
        self._others = tuple(other for other in others if other.readable and one.readable)
        self.other.clear()
        self.other.addItems([named(other) for other in self._others])
        self.other.setEnabled(bool(self._others))
        self.compare_button.setEnabled(bool(self._others))

    def _compare(self) -> None:
        at = self.other.currentIndex()
        if 0 <= at < len(self._others):
            self.compare.emit(self._others[at])


def named(one: PackRow) -> str:
    """A pack in one line: its name, edition and the first digits of its digest."""
    return f"{one.policy.pack} {one.policy.edition}" + say("（{digest}）", digest=one.policy.digest[:8])


def state_words(one: PackRow) -> str:
    """Why a pack is in force or not."""
    year = one.policy.year
    match one.standing:
        case PackStanding.UNREADABLE:
            return say("本版程序读不了这个政策包，不能设为现行。")
        case PackStanding.KEPT:
            return say("备用：{year} 年度现行的是另一个；已按它办理的申报不变。", year=year)
        case PackStanding.IN_FORCE:
            effect = say("新的申报按它办理。")
        case PackStanding.TO_COME:
            effect = say("到 {year} 年，新的申报按它办理。", year=year)
        case PackStanding.PAST:
            effect = say("那一年的申报按它办理。")
    if one.chosen_at is not None:
        at = minute(one.chosen_at)
        return say("{chosen_by} 于 {at} 选定。", chosen_by=one.chosen_by, at=at) + effect
    return say("{year} 年度同名政策包的最新版次。", year=year) + effect


def origin_words(one: PackRow) -> str:
    """Who signed a pack, who imported it and when."""
    kept = one.policy
    if not kept.issuer:
        return say("随程序安装。")
    assert kept.imported_at is not None
    at = minute(kept.imported_at)
    return say(
        "{issuer_name}签发，{imported_by} 于 {at} 导入。",
        issuer_name=one.issuer_name,
        imported_by=kept.imported_by,
        at=at,
    )
