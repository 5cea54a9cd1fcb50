"""`application print-missing` as an officer at a terminal uses it, with a second officer where the office wants one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import opening
from desktop_app.desk.demo import DEMO_DAY
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import founded
from tests.support.filings import another
from tests.support.ipp_printer import ABORTED, LoopbackPrinter, Setup
from tests.support.meetings import accepted
from tests.support.verbs import PASSPHRASE, ROOT, Ran, one_clear_line, run

SECOND = "jujube-harness-4410-plaza-otter"


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Path, list[ApplicationId]]:
    folder = tmp_path / "vault"
    office = Office(desk=Desk.UNIT, code="UNIT01", name="青城测绘地理信息中心", officer="陆怀谷")
    machine = Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="段知白")
    new = opening.NewVault(folder=folder, passphrase=PASSPHRASE, office=office, machine=machine, user="陆怀谷")
    session = founded.session(new, FixedClock(DEMO_DAY))
    made = [another(session, 1, "乌云毕力格"), another(session, 2, "欧阳夏丹", "青城第二测绘院")]
    session.close()
    return folder, made


def descriptor_of(typed: str) -> int:
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    os.write(writing, typed.encode() + b"\n")
    os.close(writing)
    return reading


@pytest.fixture
def theirs() -> Iterator[int]:
    """The descriptor that the second officer types into."""
    reading = descriptor_of(SECOND)
    yield reading
    os.close(reading)


def printed(folder: Path, *arguments: object, passing: tuple[int, ...] = ()) -> Ran:
    return run("application", "print-missing", "--vault", folder, *arguments, passphrase=PASSPHRASE, passing=passing)


def test_one_unit_then_the_rest_then_nothing(vault: tuple[Path, list[ApplicationId]]) -> None:
    folder, made = vault
    with LoopbackPrinter() as printer:
        one = printed(folder, "--unit", "第二测绘院", "--printer", printer.uri, "--json")
        assert one.code == 0, one.err
        assert {each["application"] for each in one.data["printed"]} == {made[1]}
        assert [len(each["numbers"]) for each in one.data["printed"]] == [2, 15]
        rest = printed(folder, "--also", "pledge")  # the printer is remembered for both sizes
        assert rest.code == 0, rest.err
        assert "000001–000015" in rest.out
        assert len(printer.jobs) == 2 + 2 + 2
        nothing = printed(folder)
        assert (nothing.code, "已经齐全" in one_clear_line(nothing)) == (1, True)
        assert len(printer.jobs) == 6


def test_at_a_committee_nothing_is_printed_that_nobody_asked_for(tmp_path: Path) -> None:
    folder, clock = tmp_path / "vault", FixedClock(DEMO_DAY)
    office = Office(desk=Desk.COMMITTEE_OFFICE, code="PWH01", name="农牧业评委会办公室", officer="陆怀谷")
    machine = Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="段知白")
    new = opening.NewVault(folder=folder, passphrase=PASSPHRASE, office=office, machine=machine, user="陆怀谷")
    session = founded.session(new, clock)
    accepted(session, 1, "萨仁高娃", "青城草原工作站")
    session.close()
    with LoopbackPrinter() as printer:
        ran = printed(folder, "--printer", printer.uri)
        assert (ran.code, "--all" in ran.out, printer.jobs) == (1, True, [])
        asked = printed(folder, "--printer", printer.uri, "--all", "--json")
        assert (asked.code, asked.data["left_aside"], len(printer.jobs)) == (0, 0, 2), asked.err


def test_all_is_printed_though_nobody_reads_of_it_any_more(vault: tuple[Path, list[ApplicationId]]) -> None:
    folder, made = vault
    typed = descriptor_of(PASSPHRASE)
    reading, writing = os.pipe()
    os.close(reading)
    with LoopbackPrinter() as printer:
        words = ["application", "print-missing", "--vault", folder, "--printer", printer.uri, "--passphrase-fd", typed]
        command = [sys.executable, "-m", "desktop_app", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, pass_fds=(typed,), timeout=120)
        assert len(printer.jobs) == 2 * len(made)
    assert (done.returncode, done.stderr) == (0, b"")
    os.close(writing)
    os.close(typed)


def test_a_jam_is_told_and_the_rest_is_not_reached(vault: tuple[Path, list[ApplicationId]]) -> None:
    folder, _ = vault
    with LoopbackPrinter(Setup(ends_as=ABORTED, ends_after=3)) as printer:
        ran = printed(folder, "--printer", printer.uri, "--json")
    assert ran.code == 1
    assert [(each["error"], each["in_doubt"]) for each in ran.data["failed"]] == [("printing.stopped", True)]
    assert ran.data["not_reached"] == 3


def test_the_verb_obeys_the_office_that_wants_two(vault: tuple[Path, list[ApplicationId]], theirs: int) -> None:
    folder, _ = vault
    alone = run("printer", "formal", "--vault", folder, "--two-officers", passphrase=PASSPHRASE)
    assert (alone.code, "只有一名用户" in one_clear_line(alone)) == (2, True)
    new = descriptor_of(SECOND)
    added = run(
        "user", "add", "乌兰", "--role", "auditor", "--vault", folder, "--new-passphrase-fd", new,
        passphrase=PASSPHRASE, passing=(new,),
    )  # fmt: skip
    os.close(new)
    assert added.code == 0, added.err
    nameless = run("printer", "formal", "--vault", folder, "--two-officers", passphrase=PASSPHRASE)
    assert (nameless.code, "--as" in one_clear_line(nameless)) == (2, True)
    me = ("--as", "陆怀谷")
    settled = run("printer", "formal", "--vault", folder, "--two-officers", *me, passphrase=PASSPHRASE)
    assert "须第二人在场" in settled.out
    with LoopbackPrinter() as printer:
        alone = printed(folder, "--printer", printer.uri, *me)
        assert (alone.code, "第二人" in one_clear_line(alone)) == (1, True)
        assert printer.jobs == []
        both = printed(
            folder, "--printer", printer.uri, *me, "--second", "乌兰", "--second-passphrase-fd", theirs,
            passing=(theirs,),
        )  # fmt: skip
        assert both.code == 0, both.err
        assert len(printer.jobs) == 4
