"""A committee office takes its accepted filings through a review meeting by verbs alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import session as sessions
from desktop_app.domain.kinds import Desk, Place, UnitKind
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import meetings as support
from tests.support.verbs import PASSPHRASE, Ran, one_clear_line, run


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
    session = sessions.create(new, FixedClock(datetime(2026, 9, 1, 1, 0, tzinfo=UTC)), cost=KdfCost.unsafe_small())
    try:
        committee = support.committee_of(session, 11, ["测试单位7"])
        for at in range(40):
            kind = UnitKind.PRIVATE_FIRM if at < 5 else None
            support.accepted(session, at, kind=kind, place=Place.TOWNSHIP if at > 30 else Place.CITY)
    finally:
        session.close()
    return folder, committee


def said(vault: Path, *words: object) -> Ran:
    return run(*words, "--vault", vault, "--json", passphrase=PASSPHRASE)


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
    one_clear_line(run("meeting", "attend", meeting, "E099", "--vault", vault, passphrase=PASSPHRASE))
