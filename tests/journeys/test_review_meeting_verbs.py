"""A committee office takes its accepted filings through a review meeting by verbs alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import session as sessions
from desktop_app.desk import users
from desktop_app.domain.kinds import Desk, Place, UnitKind
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.users import UserRole
from tests.support import meetings as support
from tests.support.verbs import PASSPHRASE, Ran, one_clear_line, run

NOW = FixedClock(datetime(2026, 9, 1, 1, 0, tzinfo=UTC))
GIVEN, SECOND = "第一次-开门-7715-用的", "长城-草原-2031-灯塔"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A vault with eleven experts and forty accepted filings; and the committee's id."""
    folder = tmp_path_factory.mktemp("office") / "vault"
    new = sessions.NewVault(
        folder=folder,
        passphrase=PASSPHRASE,
        office=Office(desk=Desk.COMMITTEE_OFFICE, code="PWH001", name="农牧业系列评委会办公室", officer="经办人"),
        machine=Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="保管人"),
        user="经办人",
    )
    session = sessions.create(new, NOW, cost=KdfCost.unsafe_small())
    try:
        committee = support.committee_of(session, 11, ["测试单位7"])
        for at in range(40):
            kind = UnitKind.PRIVATE_FIRM if at < 5 else None
            support.accepted(session, at, kind=kind, place=Place.TOWNSHIP if at > 30 else Place.CITY)
        keeps = [UserRole.OPERATOR, UserRole.SECURITY_KEEPER]
        users.add(session, PASSPHRASE, "计票乙", [UserRole.REVIEWER], GIVEN, keeps)
    finally:
        session.close()
    second = sessions.unlock(folder, GIVEN, NOW, name="计票乙")
    try:
        users.change_own(second, GIVEN, SECOND)
    finally:
        second.close()
    return folder, committee


def said(vault: Path, *words: object, name: str = "经办人", passphrase: str = PASSPHRASE) -> Ran:
    return run(*words, "--vault", vault, "--as", name, "--json", passphrase=passphrase)


@pytest.fixture(scope="module")
def meeting(office: tuple[Path, str]) -> str:
    vault, committee = office
    made = said(vault, "meeting", "new", committee)
    assert made.code == 0, made.err
    return str(made.data["meeting"])


def test_forty_applicants_are_put_forward_grouped_and_checked(office: tuple[Path, str], meeting: str) -> None:
    vault, _ = office
    assert len(said(vault, "meeting", "offer", meeting).data["offered"]) == 40
    assert said(vault, "meeting", "put", meeting).data["applicants"] == 40
    assert said(vault, "meeting", "divide", meeting).data["groups"] == 3
    shown = said(vault, "meeting", "show", meeting).data
    (suggested,) = shown["suggested"]
    assert suggested["expert"] == "E001"
    checked = said(vault, "meeting", "check", meeting)
    found = {one["rule"]: one["verdict"] for one in checked.data["findings"]}
    assert (checked.code, found["R071"], found["R067"], found["N11"]) == (1, "pass", "pass", "block")
    recused = said(vault, "meeting", "recuse", meeting, "--expert", "E001", "--candidate", suggested["candidate"])
    assert recused.code == 0, recused.err
    assert said(vault, "meeting", "attend", meeting, "--all").data["present"] == 11
    checked = said(vault, "meeting", "check", meeting)
    assert (checked.code, {one["verdict"] for one in checked.data["findings"]}) == (0, {"pass"})
    one_clear_line(run("meeting", "attend", meeting, "E099", "--vault", vault, "--as", "经办人", passphrase=PASSPHRASE))


def test_the_committee_votes_and_two_people_count(office: tuple[Path, str], meeting: str, tmp_path: Path) -> None:
    vault, _ = office
    opened = said(vault, "vote", "open", meeting)
    assert (opened.code, opened.data["sheets"], len(opened.data["candidates"])) == (0, 11, 40)
    vote = opened.data["vote"]
    assert said(vault, "vote", "ballots", vote, "--out", tmp_path / "票.pdf").code == 0
    assert (tmp_path / "票.pdf").read_bytes().startswith(b"%PDF")
    recused = said(vault, "meeting", "show", meeting).data["recusals"][0]["candidate"]
    lines = []
    for at, number in enumerate(opened.data["candidates"]):
        voters = 10 if number == recused else 11
        yes = 7 if number == recused or at % 2 else 8  # 7 of 10 and 8 of 11 are two thirds, 7 of 11 are not
        lines += ["--line", f"{number}:{yes}:{voters - yes}:0:0"]
    one_clear_line(run("vote", "count", vote, "--returned", 11, "--line", "001:x:0:0:0", "--vault", vault,
                       "--as", "经办人", passphrase=PASSPHRASE))  # fmt: skip
    assert said(vault, "vote", "count", vote, "--returned", 11, *lines).data["counted"] == 1
    seen = said(vault, "vote", "show", vote, name="计票乙", passphrase=SECOND)
    assert (seen.data["counted"], seen.data["lines"]) == (1, [])
    first = opened.data["candidates"][0]
    differing = [*lines[2:], "--line", f"{first}:1:{(10 if first == recused else 11) - 1}:0:0"]
    differs = said(vault, "vote", "count", vote, "--returned", 11, *differing, name="计票乙", passphrase=SECOND)
    assert (differs.code, differs.data["differing"]) == (1, [first])
    agreed = said(vault, "vote", "count", vote, "--returned", 11, *lines, name="计票乙", passphrase=SECOND)
    assert (agreed.code, agreed.data["state"]) == (0, "settled")
    shown = said(vault, "vote", "show", vote)
    assert shown.code == 0
    assert {one["verdict"] for one in shown.data["findings"]} == {"pass"}
