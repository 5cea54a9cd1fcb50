"""A clock that was set back: whoever unlocks is told, the log says so, and nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, home, keep, opening
from desktop_app.desk.home import Question, WaitingKind
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from tests.support.verbs import run
from tests.unit.desk.conftest import PASSPHRASE


@pytest.fixture
def folder(unit: Session) -> Path:
    draft.new(unit)
    unit.close()
    return unit.vault.folder


def told(session: Session) -> bool:
    return any(one.kind is WaitingKind.CLOCK_BACK for one in home.overview(session).waiting)


def test_it_is_told_at_the_unlock_and_work_goes_on(folder: Path, clock: FixedClock) -> None:
    before = clock.now()
    clock.advance(days=-8)
    session = opening.unlock(folder, PASSPHRASE, clock)
    assert keep.clock_before(session) == before
    assert told(session)
    assert home.question(WaitingKind.CLOCK_BACK) is Question.WRONG
    (entry,) = session.vault.audit.entries(limit=1)
    assert (entry.act, entry.objects["clock_before"]) == (Act.UNLOCKED, f"{before:%Y-%m-%dT%H:%M:%SZ}")
    made = draft.new(session)
    session.close()
    clock.advance(days=9)
    with_right_clock = opening.unlock(folder, PASSPHRASE, clock)
    assert not told(with_right_clock)
    assert with_right_clock.vault.applications.knows(made)
    assert keep.check_vault(with_right_clock, Progress()).sound
    with_right_clock.close()


@pytest.mark.parametrize("behind", [timedelta(), timedelta(minutes=4)])
def test_a_clock_put_right_by_minutes_is_nobodys_business(folder: Path, clock: FixedClock, behind: timedelta) -> None:
    clock.advance(seconds=-behind.total_seconds())
    session = opening.unlock(folder, PASSPHRASE, clock)
    assert keep.clock_before(session) is None
    assert not told(session)
    assert "clock_before" not in session.vault.audit.entries(limit=1)[0].objects
    session.close()


def test_a_verb_says_it_in_one_line(folder: Path, clock: FixedClock) -> None:
    clock.advance(days=80 * 365)  # the log's future is what this machine's own clock is behind
    opening.unlock(folder, PASSPHRASE, clock).close()
    ran = run("application", "list", "--vault", folder, passphrase=PASSPHRASE)
    assert ran.code == 0
    (line,) = ran.err.splitlines()
    assert line.startswith("本机时钟早于日志最后一条（2106-")
    assert run("vault", "check", "--vault", folder, passphrase=PASSPHRASE).err == ""  # said once, and in the log
