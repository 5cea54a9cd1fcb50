"""`user` and `vault rekey` as a security keeper uses them at a terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.desk import opening
from desktop_app.desk.demo import DEMO_DAY
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import founded
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.verbs import PASSPHRASE, Ran, one_clear_line, run

FIRST = "jujube-harness-4410-plaza-otter"
OWN = "walnut-bridle-7712-canal-heron"
NEXT = "copper-lattice-9090-orchid-marsh"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    office = Office(desk=Desk.UNIT, code="UNIT01", name="青城测绘地理信息中心", officer="陆怀谷")
    machine = Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="段知白")
    new = opening.NewVault(folder=folder, passphrase=PASSPHRASE, office=office, machine=machine, user="陆怀谷")
    founded.session(new, FixedClock(DEMO_DAY)).close()
    return folder


@contextmanager
def typed(words: str) -> Iterator[int]:
    """A descriptor with one line in it."""
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    os.write(writing, words.encode() + b"\n")
    os.close(writing)
    yield reading
    os.close(reading)


def user(vault: Path, *arguments: object, by: str = "陆怀谷", passphrase: str = PASSPHRASE, new: str = "") -> Ran:
    call = ("user", *arguments, "--vault", vault, *(("--as", by) if by else ()))
    if not new:
        return run(*call, passphrase=passphrase)
    with typed(new) as number:
        return run(*call, "--new-passphrase-fd", number, passphrase=passphrase, passing=(number,))


def test_a_desk_of_three(vault: Path) -> None:
    assert user(vault, "add", "苏和", "--role", "auditor", by="", new=FIRST).code == 0
    assert user(vault, "add", "乌兰图雅", "--role", "reviewer", new=FIRST).code == 0
    apart = user(vault, "role", "苏和", "--role", "auditor", "--role", "security_keeper")
    assert (apart.code, "不能由一人兼任" in one_clear_line(apart)) == (2, True)
    listed = user(vault, "list", "--json")
    assert [(one["name"], one["roles"]) for one in listed.data["users"]] == [
        ("陆怀谷", ["operator", "security_keeper", "system_keeper"]),
        ("苏和", ["auditor"]),
        ("乌兰图雅", ["reviewer"]),
    ]
    early = run("audit", "list", "--vault", vault, "--as", "苏和", passphrase=FIRST)
    assert "别人设的" in one_clear_line(early)
    assert user(vault, "passphrase", by="苏和", passphrase=FIRST, new=OWN).code == 0
    log = run("audit", "list", "--vault", vault, "--as", "苏和", "--act", "refused", passphrase=OWN)
    assert "contents" not in log.out
    assert "auditor" in log.out
    with LoopbackPrinter() as printer:
        sheets = ("audit", "paper", "--vault", vault, "--as", "苏和", "--printer", printer.uri)
        assert run(*sheets, passphrase=OWN).code == 0
        assert len(printer.jobs) == 1
    backup = run("vault", "backup", "--vault", vault, "--to", vault.parent, "--as", "苏和", passphrase=OWN)
    assert "不办理“备份保险库”" in one_clear_line(backup)
    not_his = user(vault, "remove", "乌兰图雅", by="苏和", passphrase=OWN)
    assert "安全保密管理员" in one_clear_line(not_his)
    assert user(vault, "reset", "苏和", new=NEXT).code == 0
    assert user(vault, "rotation", "30").code == 0
    assert user(vault, "remove", "乌兰图雅").code == 0
    rekeyed = run("vault", "rekey", "--vault", vault, "--as", "陆怀谷", passphrase=PASSPHRASE)
    assert rekeyed.code == 0, rekeyed.err
    gone = user(vault, "list", by="乌兰图雅", passphrase=FIRST)
    assert "口令不对（或姓名不对）" in one_clear_line(gone)
    assert user(vault, "list", by="苏和", passphrase=NEXT).code == 0
    assert run("vault", "check", "--vault", vault, "--as", "陆怀谷", passphrase=PASSPHRASE).code == 0
