"""The main window: banner, the door or the desk, status line; locks and closes without losing a word.

What stands behind the lock is imported when a vault opens: the door must not wait for it.
"""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.clock import CHINA
from desktop_app.core.errors import Fault
from desktop_app.core.resources import resource
from desktop_app.ui import inputmethods, theme
from desktop_app.ui.announcing import Choices
from desktop_app.ui.arrivals import Arrivals
from desktop_app.ui.autosave import Autosave
from desktop_app.ui.clipboard import CopiedHere
from desktop_app.ui.help.over import ManualOver
from desktop_app.ui.idle import IdleWatch
from desktop_app.ui.language import say, speak
from desktop_app.ui.markbar import MarkBar
from desktop_app.ui.messages import sentence
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.unlock.front import FrontPage
from desktop_app.ui.widgets.bounded import Bounded
from desktop_app.ui.widgets.entering import Entering

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.ui.deskpage import DeskPage, Held
    from desktop_app.ui.help.indialog import DialogHelp
    from desktop_app.ui.opened import Opened
    from desktop_app.ui.registry import Place

#: What a system puts round a window, at most.
_FRAME = 40


class Shell(QMainWindow):
    """Owns the open session; everything of a vault on screen dies with `lock`."""

    locked = Signal()
    unlocked = Signal()

    def __init__(self, options: Options, tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self._options = options
        self._tasks = tasks
        self._preferences = preferences
        self._autosave = Autosave(tasks, options.clock, self)
        self._autosave.saved.connect(lambda moment: self._say_saved(moment.astimezone(CHINA).strftime("%H:%M:%S")))
        self._autosave.failed.connect(self._save_failed)
        self._autosave.settled.connect(self._save_settled)
        self._context: Context | None = None
        self._desk: DeskPage | None = None
        self._history: list[Place] = []
        self._closing = False
        self._give_up_unsaved = False
        self.arrivals = Arrivals(self, options)
        self.setWindowTitle(say("封卷"))
        self.setWindowIcon(QIcon(str(resource("icons", "fengjuan.svg"))))
        self.resize(theme.px(1366), theme.px(768))
        self._idle = IdleWatch(self)
        self._idle.idle.connect(self._left_alone)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        Bounded(app, self)
        Entering(app, self)
        self._composed: QObject | None = None
        app.focusWindowChanged.connect(self._help_dialogs)
        QShortcut(QKeySequence("Ctrl+L"), self, context=Qt.ShortcutContext.ApplicationShortcut).activated.connect(
            self.lock
        )
        self._copied = CopiedHere(self)
        self._dialog_help: DialogHelp | None = None
        self._build()
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self).activated.connect(self._manual.toggle)
        self._show_front("")

    def _keep_composed(self) -> None:
        """From the first painted window on; nobody types before."""
        if self._composed is None:
            from desktop_app.ui.widgets.composed import Composed
            from desktop_app.ui.widgets.wordwise import Wordwise

            app = QApplication.instance()
            assert isinstance(app, QApplication)
            self._composed = Composed(self)
            Wordwise(self)
            Choices(app, self)
            if QGuiApplication.platformName() == "xcb" and not inputmethods.named_otherwise(os.environ):
                from desktop_app.ui import fcitx4

                fcitx4.follow(self)

    def appear(self) -> None:
        """Show the window; where it and its frame would not fit on the screen, it fills it."""
        room = self.screen().availableSize()
        fits = room.expandedTo(self.size() + QSize(0, theme.px(_FRAME))) == room
        self.resize(self.size().boundedTo(room))
        if fits:
            self.show()
        else:
            self.showMaximized()

    @property
    def context(self) -> "Context | None":
        """The open vault's context, `None` while locked."""
        return self._context

    @property
    def desk(self) -> "DeskPage | None":
        """The page behind the lock, `None` while locked."""
        return self._desk

    @property
    def front(self) -> FrontPage | None:
        """The door, `None` while a vault is open."""
        return self._front

    @property
    def manual(self) -> ManualOver:
        """The manual, which F1 lays over what is on show."""
        return self._manual

    @property
    def tasks(self) -> Tasks:
        return self._tasks

    @property
    def mark(self) -> MarkBar:
        return self._mark

    def status(self) -> str:
        """What the status line says about saving."""
        return self._saved.text()

    def _build(self) -> None:
        whole = QWidget()
        self._mark = MarkBar()
        self._middle = QVBoxLayout()
        self._manual = ManualOver(self._middle, self._tasks, lambda: self._desk or self._front)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._mark)
        column.addLayout(self._middle, 1)
        column.addWidget(self._status_line())
        self._front: FrontPage | None = None
        self.setCentralWidget(whole)

    def _status_line(self) -> QFrame:
        line = self._line = QFrame()
        line.setObjectName("status")
        line.setFixedHeight(theme.px(28))
        self._saved = QLabel()
        self._who = QLabel()
        help_button = self._help_button = QPushButton()
        self._name_help()
        help_button.setProperty("look", "quiet")
        help_button.setToolTip("F1")
        help_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F1 is its key; a screen that goes must not leave us there
        help_button.clicked.connect(self._manual.toggle)
        row = QHBoxLayout(line)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.addWidget(self._saved)
        row.addStretch(1)
        row.addWidget(self._who)
        row.addWidget(help_button)
        return line

    def _show_front(self, reason: str) -> None:
        self._mark.show_locked()
        self._who.clear()
        self._saved.clear()
        self._front = FrontPage(self._options, self._tasks, self._preferences, reason)
        self._front.painted.connect(lambda: QTimer.singleShot(0, self, self._keep_composed))
        self._front.opened.connect(self._opened)
        self._middle.addWidget(self._front)
        self.arrivals.tell()

    def _opened(self, opened: "Opened") -> None:
        from desktop_app.ui.context import Context
        from desktop_app.ui.papers.confirming import ask_again

        self._manual.close()
        founded = self._front is not None and self._front.founded
        if self._front is not None:
            self._front.deleteLater()
            self._front = None
        self._autosave.use(opened.session)
        self._context = Context(
            opened,
            tasks=self._tasks,
            clock=self._options.clock,
            preferences=self._preferences,
            autosave=self._autosave,
            ask_again=ask_again,
            parent=self,
        )
        self._context.lock_wanted.connect(self.lock)
        self._context.redress.connect(lambda: QTimer.singleShot(0, self, self._redress))
        self._who.setText("　".join(dict.fromkeys((opened.office.name, opened.user))))  # a person's desk is the person
        self._show_desk()
        if founded:
            self._show_recovery()
        else:
            self.arrivals.show()
        if opened.mine.passphrase_over:
            self._context.note(
                say("口令已用 {passphrase_days} 天，请在“设置”中更换。", passphrase_days=opened.mine.passphrase_days)
            )
        self._watch()
        self.unlocked.emit()

    def _show_recovery(self) -> None:
        """First start ends with the way back."""
        from desktop_app.ui.recovery.screen import FIRST
        from desktop_app.ui.registry import Place, ScreenKey

        assert self._context is not None
        self._context.go(Place(ScreenKey.RECOVERY, "", FIRST))

    def _watch(self) -> None:
        self._idle.watch(self._preferences.lock_minutes * 60_000)

    def _show_desk(self, held: "Held | None" = None) -> None:
        from desktop_app.ui.deskpage import DeskPage

        assert self._context is not None
        machine = self._context.opened.machine
        self._desk = DeskPage(self._context, self._history)
        self._desk.marked.connect(lambda marking: self._mark.show_open(machine, marking))
        self._middle.addWidget(self._desk)
        self._desk.show_last(held)

    def _drop_desk(self) -> None:
        if self._desk is None:
            return
        self._history = self._desk.history()
        self._desk.close_screen()
        self._middle.removeWidget(self._desk)
        self._desk.hide()
        self._desk.deleteLater()
        self._desk = None

    def lock(self, reason: str = "") -> None:
        """Save, blank, close the vault. Open dialogs go first: they show what the vault holds."""
        if self._context is None:
            return
        self._idle.rest()
        close_dialogs()
        self._manual.close()
        self._drop_desk()
        self._autosave.flush()
        self._autosave.use(None)
        session = self._context.opened.session
        self._context.deleteLater()
        self._context = None
        self._copied.forget()
        self._show_front(reason)
        self._tasks.start(self, lambda _: session.close(), on_done=lambda _: None, on_fault=self._tell)
        self.locked.emit()

    def _name_help(self) -> None:
        """In the language that was chosen: the button outlasts every screen."""
        self._help_button.setText(say("帮助"))
        self._help_button.setAccessibleName(self._help_button.text())

    def _left_alone(self) -> None:
        """Who comes back from lunch reads why the window is empty, and that nothing is lost."""
        self.lock()
        if self._front is not None and self.arrivals.waiting is None:
            self._front.tell(
                say(
                    "{minutes} 分钟没有操作，已自动锁定。填写的内容都在保险库里，输入口令即回到原处。",
                    minutes=self._preferences.lock_minutes,
                )
            )

    def _redress(self) -> None:
        """Zoom, contrast or language changed: everything is made anew, at the same place."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._manual.close()
        speak(self._preferences.language)
        theme.apply(application, self._preferences.zoom, high_contrast=self._preferences.high_contrast)
        held = self._desk.held() if self._desk is not None else None
        self._drop_desk()
        self._mark.setFixedHeight(theme.px(30))
        self._line.setFixedHeight(theme.px(28))
        self._name_help()
        if self._context is not None:
            self._show_desk(held)
            self._watch()

    def _help_dialogs(self) -> None:
        """The first dialog brings F1 for all: no start waits for the manual."""
        if self._dialog_help is None and QApplication.activeModalWidget() is not None:
            from desktop_app.ui.help.indialog import DialogHelp

            app = QApplication.instance()
            assert isinstance(app, QApplication)
            self._dialog_help = DialogHelp(app, self, self._tasks, self._manual.chapter)

    def keep_now(self) -> None:
        """Something broke: what was typed goes to the vault at once."""
        self._autosave.flush()

    def _say_saved(self, moment: str) -> None:
        self._give_up_unsaved = False
        self._saved.setText(say("已保存 {moment}", moment=moment))

    def _save_failed(self, fault: Fault) -> None:
        self._saved.setText(say("未保存：磁盘未接受最近的修改"))
        self._give_up_unsaved = self._give_up_unsaved or self._closing  # it is tried again by itself meanwhile
        self._closing = False
        self._tell(fault)
        if self._front is not None:  # it is kept in memory; what the lock said of it does not hold
            self._front.tell(say("最近填写的内容还没有存进保险库。请不要关闭窗口，解锁后会再存。"))

    def _tell(self, fault: Fault) -> None:
        if self._desk is not None:
            self._desk.message.show_fault(fault)
        elif self._front is not None:
            self._front.say(sentence(fault))

    def _save_settled(self) -> None:
        if self._closing and self._autosave.clean:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close only when the vault has everything; a second try after a refused save goes through."""
        if self._desk is not None and self._desk.shown is not None:
            self._desk.shown.leave()
        self._autosave.flush()
        if not self._autosave.clean and not self._give_up_unsaved:
            self._closing = self._context is not None or self._autosave.busy
            self._give_up_unsaved = not self._closing  # behind the door nothing can be saved: said once, by its words
            event.ignore()
            return
        close_dialogs()
        self._drop_desk()
        session = self._context.opened.session if self._context else None
        self._context = None
        self._tasks.shutdown(session.close if session else None)
        event.accept()


def close_dialogs() -> None:
    """Dismiss every dialog and popup, as if the user had said no."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if popup.isVisible():
            break
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
