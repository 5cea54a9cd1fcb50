"""First start on one page: whose desk, which machine, one passphrase. Under a minute, nothing to look up."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QLineEdit, QProgressBar, QWidget

from desktop_app.core.errors import Fault
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.opened import Opened
from desktop_app.ui.options import Options
from desktop_app.ui.tasks import Lane, Tasks
from desktop_app.ui.unlock import jobs
from desktop_app.ui.widgets import pinyin
from desktop_app.ui.widgets.entering import ENTERS
from desktop_app.ui.widgets.halted import Halted
from desktop_app.ui.widgets.parts import Complaint, button, column, line, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field, reveal

if TYPE_CHECKING:
    from desktop_app.desk.passphrases import Strength

_CODE = re.compile(r"[A-Z0-9]{2,12}")
_CODE_MOST = 12
#: Typing pauses this long before the passphrase is judged.
PAUSE_MS = 250
#: What is written where a machine bears no label.
_NO_LABEL = ("无", "無", "没有", "none", "no")
_MACHINE_LEVELS = (SecrecyLevel.INTERNAL, SecrecyLevel.CONFIDENTIAL, SecrecyLevel.SECRET)


class FirstStart(QFrame):
    #: At 100 %, where the window has it.
    WIDTH = 880

    opened = Signal(object, object)  # Opened, Path
    other_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, folder: Path, options: Options, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty(ENTERS, True)
        self.setFixedWidth(theme.px(self.WIDTH))
        self._options = options
        self._tasks = tasks
        self._judged: Strength | None = None
        self._offered: dict[QLineEdit, str] = {}
        self._level_by_hand = False
        self._halted = Halted(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._judge)
        self._fields(folder)
        self._connect()
        self._lay_out()
        self._desk_changed()

    def _fields(self, folder: Path) -> None:
        self.desk = QComboBox()
        for desk in Desk:
            self.desk.addItem(word(desk, language()), desk)
        self.desk.currentIndexChanged.connect(self._desk_changed)
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.code = QLineEdit()
        self.code.setMaxLength(_CODE_MOST)
        self.code.setPlaceholderText(say("2–12 位大写字母或数字"))
        self.code.setToolTip(say("封装的编号用它开头，如 QCCH01；单位没有另定的，用名称的拼音首字母"))
        self.officer = QLineEdit()
        self.officer.setMaxLength(60)
        self.number = QLineEdit()
        self.number.setMaxLength(60)
        self.number.setPlaceholderText(say("编号，没有填“无”"))
        self.level = QComboBox()
        for level in _MACHINE_LEVELS:
            self.level.addItem(word(level, language()), level)
        self.level.setCurrentIndex(2)
        self.keeper = QLineEdit()
        self.keeper.setMaxLength(60)
        self.keeper.setPlaceholderText(say("标签上的责任人"))
        self.passphrase = passphrase_field(say("口令"))
        self.again = passphrase_field(say("再输一次口令"))
        self.folder = QLineEdit(str(folder))
        self.bar = QProgressBar()
        self.bar.setRange(0, 4)
        self.bar.setTextVisible(False)
        self.bar.setObjectName("meter")
        self.bar.setFixedHeight(theme.px(6))
        self.bar.setAccessibleName(say("口令强度"))
        self.strength = text(
            say("用几个不相关的词连成一句最好记也最难猜。"),
            "muted",
        )

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._offer)
        self.officer.editingFinished.connect(self._offer)
        self.number.editingFinished.connect(self._level_of_label)
        self.level.activated.connect(self._level_chosen)
        for field in (self.name, self.code, self.officer, self.number, self.keeper, self.again, self.folder):
            field.textEdited.connect(lambda _: self.message.clear())  # what was complained of is being mended
        for last in (self.again, self.folder):  # the place is rarely another than what is offered
            last.returnPressed.connect(self.make)
        self.passphrase.textChanged.connect(lambda: self.message.clear())
        self.passphrase.textChanged.connect(lambda: self._pause.start(PAUSE_MS))
        self.level.currentIndexChanged.connect(lambda: self._pause.start(PAUSE_MS))

    def _lay_out(self) -> None:
        grid = self._table()
        show = QCheckBox(say("显示口令"))
        show.toggled.connect(lambda on: reveal(on, self.passphrase, self.again))
        self.message = Complaint()
        self.make_button = button(say("建立保险库"), self.make, "main")
        other = button(say("打开已有的保险库"), self.other_wanted.emit, "quiet")
        restore = button(say("从备份恢复"), self.restore_wanted.emit, "quiet")
        self.setLayout(
            column(
                text(say("首次使用：建立保险库"), "h1"),
                text(
                    say("填报内容全部加密保存在保险库里，不离开本机。"),
                    "muted",
                ),
                grid,
                self.message,
                row(other, restore, None, show, self.make_button, space=16),
                margins=24,
                space=12,
            )
        )

    def _table(self) -> QGridLayout:
        self._labels: dict[QWidget, str] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnMinimumWidth(2, theme.px(24))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        self._head(grid, 0, 0, say("这是谁的工作台"))
        self._head(grid, 0, 3, say("本机"))
        self._pair(grid, 1, 0, say("工作台类型"), self.desk)
        self._name_label = self._pair(grid, 2, 0, say("单位全称"), self.name)
        self._pair(grid, 3, 0, say("代号"), self.code)
        self._officer_label = self._pair(grid, 4, 0, say("经办人"), self.officer)
        self._pair(grid, 1, 3, say("设备编号"), self.number)
        self._pair(grid, 2, 3, say("可处理最高密级"), self.level)
        self._pair(grid, 3, 3, say("保管人"), self.keeper)
        grid.addWidget(line(), 5, 0, 1, 5)
        self._head(
            grid,
            6,
            0,
            say("口令：它打开保险库；建好后再做一份恢复单，以防忘记"),
            span=5,
        )
        self._pair(grid, 7, 0, say("口令"), self.passphrase)
        self._pair(grid, 7, 3, say("再输一次"), self.again)
        grid.addLayout(column(self.bar, self.strength, space=4), 8, 1, 1, 4)
        self._pair(grid, 9, 0, say("存放位置"), self.folder, span=4)
        return grid

    def _head(self, grid: QGridLayout, at: int, where: int, words: str, span: int = 2) -> None:
        grid.addWidget(text(words, "h2", wrap=False), at, where, 1, span)

    def _pair(self, grid: QGridLayout, at: int, where: int, words: str, field: QWidget, span: int = 1) -> QWidget:
        label = text(words, "label", wrap=False)
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        self._labels[field] = words
        grid.addWidget(label, at, where)
        grid.addWidget(field, at, where + 1, 1, span)
        return label

    def first_focus(self) -> QWidget:
        """Where the keyboard starts."""
        return self.desk

    def _desk_changed(self) -> None:
        person = self.desk.currentData() is Desk.APPLICANT
        name = say("姓名") if person else say("单位全称")
        self._name_label.setText(name)  # type: ignore[attr-defined]
        self.name.setAccessibleName(name)
        self._labels[self.name] = name
        self.officer.setVisible(not person)
        self._officer_label.setVisible(not person)

    def _offer(self) -> None:
        """A code of the name's initials and its bearer as keeper: who has no better one need not think one up."""
        person = self.desk.currentData() is Desk.APPLICANT
        initials = pinyin.readings(self.name.text().strip())[1].upper()
        self._put(self.code, re.sub(r"[^A-Z0-9]", "", initials)[:_CODE_MOST])
        self._put(self.keeper, (self.name if person else self.officer).text().strip())

    def _unlabelled(self) -> bool:
        return self.number.text().strip().lower() in _NO_LABEL

    def _level_of_label(self) -> None:
        """A machine without a label holds no state secret unless its officer says otherwise."""
        if not self._level_by_hand:
            self.level.setCurrentIndex(0 if self._unlabelled() else len(_MACHINE_LEVELS) - 1)
        self._question_level()

    def _level_chosen(self) -> None:
        self._level_by_hand = True
        self._question_level()

    def _question_level(self) -> None:
        if self._unlabelled() and self.level.currentIndex() > 0:
            self.message.setText(say("没有保密设备标签的电脑不能处理国家秘密：请填标签上的编号，或选“内部”。"))

    def _put(self, field: QLineEdit, words: str) -> None:
        """Only where nothing was typed; what was offered before follows the name."""
        if field.text() in ("", self._offered.get(field, "")):
            self._offered[field] = words
            field.setText(words)

    def _judge(self) -> None:
        passphrase, level = self.passphrase.text(), self.level.currentData()
        if passphrase:
            self._tasks.start(
                self,
                lambda progress: jobs.strength(passphrase, level, progress),
                on_done=lambda found: self._show_strength(passphrase, found),
                on_fault=lambda fault: self.message.setText(sentence(fault)),
                lane=Lane.WORKER,
            )

    def _show_strength(self, passphrase: str, found: "Strength") -> None:
        if passphrase != self.passphrase.text():
            return
        self.bar.setValue(found.score)
        self.strength.setText(said(found.reason))

    def _missing(self) -> tuple[str, QWidget] | None:
        needed: list[QLineEdit] = [self.name, self.code, self.number, self.keeper, self.passphrase, self.folder]
        if self.desk.currentData() is not Desk.APPLICANT:
            needed.insert(2, self.officer)
        for field in needed:
            if not field.text().strip():
                return say("还没有填“{labels}”。", labels=self._labels[field]), field
        if not _CODE.fullmatch(self.code.text().strip().upper()):
            return say("代号要由 2–12 位大写字母或数字组成。"), self.code
        if self.passphrase.text() != self.again.text():
            return say("两次输入的口令不一样，请重新输入。"), self.again
        return None

    def make(self) -> None:
        """Make the vault, or say what is still missing."""
        missing = self._missing()
        if missing is not None:
            self.message.setText(missing[0])
            missing[1].setFocus()
            return
        self.message.setText("")
        self._busy(True)
        clean = {name: getattr(self, name).text().strip() for name in ("name", "officer", "number", "keeper")}
        person = self.desk.currentData() is Desk.APPLICANT
        officer = clean["name"] if person else clean["officer"]
        office = Office(
            desk=self.desk.currentData(),
            code=self.code.text().strip().upper(),
            name=clean["name"],
            officer=officer,
        )
        machine = Machine(number=clean["number"], level=self.level.currentData(), keeper=clean["keeper"])
        folder, passphrase, options = Path(self.folder.text().strip()), self.passphrase.text(), self._options
        self._tasks.start(
            self,
            lambda progress: jobs.made(folder, passphrase, office, machine, options, progress),
            on_done=lambda opened: self._done(opened, folder),
            on_fault=self._refused,
        )

    def _busy(self, on: bool) -> None:
        self._halted.busy(on, self.make_button, say("正在建立…"))

    def _done(self, opened: Opened, folder: Path) -> None:
        self.passphrase.clear()
        self.again.clear()
        self.opened.emit(opened, folder)

    def _refused(self, fault: Fault) -> None:
        self._busy(False)
        self.message.setText(sentence(fault))
