"""The window's beginning and end: application, theme, shell, event loop."""

import os
import sys
import time

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app.core.crash import dead_report
from desktop_app.core.errors import Fault
from desktop_app.core.messages import Language
from desktop_app.ui import inputmethods, theme
from desktop_app.ui.crash import CrashHook
from desktop_app.ui.ending import Ending
from desktop_app.ui.language import say, speak
from desktop_app.ui.messages import sentence
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks

__all__ = ["Options", "run"]

#: Set to 1: say when the first window was painted, then leave. For measuring the start.
PROBE = "FENGJUAN_STARTUP_PROBE"


def run(options: Options, left: str = "") -> int:
    """Show the window until it is closed; `left` is what a process that died wrote. Returns the exit code."""
    inputmethods.reach(os.environ)
    application = QApplication([*sys.argv[:1], *theme.STYLE])
    application.setApplicationName("fengjuan")
    preferences = Preferences()
    speak(preferences.language)
    QGuiApplication.setApplicationDisplayName(say("封卷"))
    translator = _qt_words(application, preferences.language)
    theme.apply(application, preferences.zoom, high_contrast=preferences.high_contrast)
    crash = CrashHook()
    crash.install()
    shell = Shell(options, Tasks(crash), preferences)
    crash.follow(shell)
    Ending(shell.close, shell)
    shell.appear()
    if told := dead_report(left):
        QTimer.singleShot(0, shell, lambda: crash.tell_of_last_time(told))
    if os.environ.get(PROBE) == "1" and shell.front is not None:
        shell.front.painted.connect(lambda: _probe(shell))
    code = application.exec()
    del translator
    return code


def refuse(fault: Fault) -> int:
    """Say in a small window of its own why the program does not start. Returns the exit code."""
    from PySide6.QtWidgets import QMessageBox

    inputmethods.reach(os.environ)
    application = QApplication([*sys.argv[:1], *theme.STYLE])
    preferences = Preferences()
    speak(preferences.language)
    theme.apply(application, preferences.zoom, high_contrast=preferences.high_contrast)
    said = sentence(fault)
    sys.stderr.write(said + "\n")
    box = QMessageBox(QMessageBox.Icon.Information, say("封卷"), said, QMessageBox.StandardButton.Close)
    box.show()
    if os.environ.get(PROBE) == "1":
        QTimer.singleShot(0, box, box.close)
    application.exec()
    return 1


def _qt_words(application: QApplication, wanted: Language) -> QTranslator | None:
    """Qt's own words (dialogs, context menus) in Chinese, as long as somebody holds them; `qtwords` has the rest."""
    if wanted is not Language.ZH:
        return None
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    application.installTranslator(translator)
    return translator


def _probe(shell: Shell) -> None:
    """Say that the whole window stands painted, then leave."""
    sys.stdout.write(f"window {time.monotonic()}\n")
    sys.stdout.flush()
    shell.close()
