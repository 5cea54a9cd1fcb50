"""The row of filters over the log: act, user, period, applicant, text."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_app.desk.audit_view import Wish
from desktop_app.domain.audit import Act
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import Complaint, button, column, row, text

#: Typing pauses this long before the log is searched.
PAUSE_MS = 250


class Wishes(QWidget):
    """Says `wished` whenever what is asked has changed and can be understood."""

    wished = Signal(object)  # Wish

    def __init__(self) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.act = QComboBox()
        self.act.setAccessibleName(say("事项"))
        self.act.addItem(say("全部事项"), None)
        for one in Act:
            self.act.addItem(word(one, language()), one)
        self.user = QComboBox()
        self.user.setAccessibleName(say("经办人"))
        self.user.addItem(say("全部人员"), "")
        self.since, self.until = self._day(say("起")), self._day(say("止"))
        self.applicant = self._line(say("申请人"), say("姓名、拼音或申请编号"))
        self.words = self._line(say("文字"), say("事项、人员、编号或摘要"))
        self.wrong = Complaint()
        self.wrong.hide()
        self.clear_button = button(say("清除条件"), self.clear, "quiet")
        self.act.activated.connect(self._tell)
        self.user.activated.connect(self._tell)
        first = row(self.act, self.user, text(say("期间"), "label"), self.since, self.until, None)
        second = row(self.applicant, self.words, self.clear_button)
        self.setLayout(column(first, second, self.wrong))

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(say("{name}：{hint}", name=name, hint=hint))
        made.setClearButtonEnabled(True)
        made.setMaxLength(100)
        made.textChanged.connect(lambda: self._pause.start())
        return made

    def _day(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(say("期间{name}", name=name))
        made.setPlaceholderText(f"{name} 2026-07-01")
        made.setMaxLength(10)
        made.setFixedWidth(theme.px(136))
        made.textChanged.connect(lambda: self._pause.start())
        return made

    def know(self, users: list[str]) -> None:
        """Who may be chosen."""
        for name in users:
            self.user.addItem(name, name)

    def clear(self) -> None:
        """Ask for everything."""
        for field in (self.since, self.until, self.applicant, self.words):
            field.clear()
        self.act.setCurrentIndex(0)
        self.user.setCurrentIndex(0)
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        since = until = None
        problem = ""
        try:
            since, until = _read(self.since.text()), _read(self.until.text())
        except ValueError:
            problem = say("日期请写成 2026-07-01 的样子。")
        if since and until and since > until:
            problem = say("起日晚于止日，请调换。")
        self.wrong.follow(problem)
        self.wrong.setVisible(bool(problem))
        if problem:
            return
        act = self.act.currentData()
        self.wished.emit(
            Wish(
                acts=(act,) if act else (),
                user=self.user.currentData(),
                since=since,
                until=until,
                applicant=self.applicant.text(),
                text=self.words.text(),
            )
        )


def _read(typed: str) -> date | None:
    """The day, `None` for nothing. Raises `ValueError` for what is no day, or not yet."""
    if not typed.strip():
        return None
    found = date.fromisoformat(typed.strip())
    if not 1950 <= found.year <= 2100:  # the day after it is asked for as well
        raise ValueError(typed)
    return found
