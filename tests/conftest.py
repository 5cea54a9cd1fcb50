"""What every test is held to: an own home, no network, no unexpected warning, no window left behind."""

import contextlib
import gc
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.resources import resource
from desktop_app.vault import database

# A shared two-core machine pauses any single example now and then: a deadline would test the machine.
hypothesis.settings.register_profile("ordinary", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("ordinary")
# `tasks.py unit` asks for it: a few examples at each change, the many in the whole run.
hypothesis.settings.register_profile("quick", deadline=None, derandomize="CI" in os.environ, max_examples=15)


# --- an own home -----------------------------------------------------------------------------------------------

_HOME = pytest.StashKey[Path]()
#: Windows is asked for its folders, not its environment, unless the last two say where.
_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_HOMES += ("WIN_PD_OVERRIDE_APPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA")
_XDG = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole session an own home and temporary folder, and no key ring, before any test module is imported."""
    # The name is short: the path of a Unix socket below it may have 108 bytes.
    home = Path(tempfile.mkdtemp(prefix="fj-")).resolve()
    config.stash[_HOME] = home
    for names, folder in ((_HOMES, "home"), (_TEMPORARY, "tmp"), *(((name,), name[4:].lower()) for name in _XDG)):
        (home / folder).mkdir(mode=0o700)
        os.environ.update(dict.fromkeys(names, str(home / folder)))
    # the key ring of whoever runs the tests is nobody's business here
    for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"):
        os.environ.pop(name, None)
    tempfile.tempdir = None


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave the folder only when something failed and its files may tell why."""
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        shutil.rmtree(session.config.stash[_HOME], ignore_errors=True)


# --- no network ------------------------------------------------------------------------------------------------

_outside: list[str] = []


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a path of a Unix socket
    host = str(address[0])
    return host in ("", "localhost", "::1", "0.0.0.0") or host.startswith("127.")


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        target = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        target = (arguments[0] or "",)
    else:
        return
    if target is not None and not _is_local(target):
        _outside.append(f"{event} {target!r}")
        raise PermissionError(f"tests have no network: {event} {target!r}")


# An audit hook also sees sockets that C code opens through Python, and nobody can patch it away.
sys.addaudithook(_refuse_network)


# --- no unexpected warning -------------------------------------------------------------------------------------


class _LogWatch(logging.Handler):
    """Collects records from WARNING up, and what the test said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.expected: list[re.Pattern[str]] = []
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def faults(self) -> list[str]:
        surprises = [line for line in self.seen if not any(pattern.search(line) for pattern in self.expected)]
        missing = [p.pattern for p in self.expected if not any(p.search(line) for line in self.seen)]
        return [f"unexpected log record: {line}" for line in surprises] + [
            f"expected log record never came: {pattern}" for pattern in missing
        ]


_WATCH = pytest.StashKey[_LogWatch]()


@pytest.fixture
def expected_log(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say which warning this test provokes: a pattern searched in `LEVEL logger.name: message`. It must then come."""

    def expect(pattern: str) -> None:
        request.node.stash[_WATCH].expected.append(re.compile(pattern))

    return expect


# --- quick vaults ----------------------------------------------------------------------------------------------


def _leave_memory_unlocked() -> None:
    """Vaults in the tests' own process neither lock nor wipe SQLCipher's memory: made in a quarter of the time.

    What a test starts as a process of its own does; there `test_the_settings_hold` and `tests/faults` look at it.
    """
    database.MEMORY_SECURITY = "PRAGMA cipher_memory_security"


# --- garbage ---------------------------------------------------------------------------------------------------


def _set_aside_what_lasts() -> None:
    """Take what is alive out of later searches for garbage: thousands of tests, packs, fonts, a second each time."""
    gc.collect()
    gc.freeze()


def pytest_collection_finish() -> None:
    _leave_memory_unlocked()
    _set_aside_what_lasts()


# --- no window left behind -------------------------------------------------------------------------------------


_WINDOWS = pytest.StashKey[set[object]]()
_module_before = [""]


def _top_levels() -> set[object]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return set()
    return set(widgets.QApplication.topLevelWidgets())


def _close_leaked(before: set[object]) -> list[str]:
    """Names of windows that are new since `before`, after giving Qt and Python their chance to let them go."""
    if not _top_levels() - before:
        return []
    gc.collect()
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    leaked = _top_levels() - before
    names = [repr(widget) for widget in leaked]
    for widget in leaked:
        with contextlib.suppress(RuntimeError):  # a child of one just deleted
            widget.deleteLater()  # type: ignore[attr-defined]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    return names


# --- the checks around each test -------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Watch the log from before the first fixture to after the last."""
    watch = item.stash[_WATCH] = _LogWatch()
    _outside.clear()
    logging.getLogger().addHandler(watch)
    try:
        return (yield)
    finally:
        logging.getLogger().removeHandler(watch)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember the windows of before, so that a leak is told of the test that leaks."""
    item.stash[_WINDOWS] = _top_levels()
    module = item.nodeid.partition("::")[0]
    if module != _module_before[0]:
        _module_before[0] = module
        _set_aside_what_lasts()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """After the fixtures are gone, report windows, warnings and network calls that nobody asked for."""
    before = item.stash[_WINDOWS]
    yield
    faults = [f"window left behind: {name}" for name in _close_leaked(before)]
    faults += item.stash[_WATCH].faults()
    faults += [f"network call: {call}" for call in _outside]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


# --- fixtures --------------------------------------------------------------------------------------------------


@pytest.fixture
def fixed_clock() -> FixedClock:
    """Monday 2026-07-06, 10:00 in the office; moves only by `advance`."""
    return FixedClock(datetime(2026, 7, 6, 2, 0, tzinfo=UTC))


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> object:
    """pytest-qt's, in less of a waiting mood."""
    from tests.support.prompt import PromptBot

    return PromptBot(request)


@pytest.fixture(scope="session")
def qapp(qapp: object) -> object:
    """The application, with the shipped fonts where the system has none for Chinese."""
    from PySide6.QtGui import QFontDatabase

    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        for font in sorted(resource("fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(font))
    return qapp
