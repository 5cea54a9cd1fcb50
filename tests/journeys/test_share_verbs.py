"""Cards, policy packs and rosters between two desks, by verbs alone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code
from desktop_app.domain.kinds import Desk
from tests.support.chain import PASSPHRASE, filed, introduce, opened, send
from tests.support.pdf_words import pages
from tests.support.verbs import one_clear_line, run

Vault = tuple[str, Path]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Vault, Vault]:
    """An applicant and the unit that has the filing; they know each other."""
    folder, clock = tmp_path_factory.mktemp("desks"), FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
    applicant, unit = (opened(folder, desk, clock) for desk in (Desk.APPLICANT, Desk.UNIT))
    introduce(folder, applicant, unit)
    send(applicant, unit, [filed(applicant)], folder / "stick")
    applicant.close()
    unit.close()
    return ("--vault", folder / applicant.office.code), ("--vault", folder / unit.office.code)


def assert_made_as_told(number: str, vault: Sequence[Any], asked: Sequence[str]) -> None:
    """The register of makings has both names: it takes no other."""
    known = run("--json", "carrier", "made", number, *vault, *asked, passphrase=PASSPHRASE)
    assert known.data["error"] == Code.MAKING_KNOWN.value


def test_what_a_desk_shares_arrives_as_what_it_is(desks: tuple[Vault, Vault], tmp_path: Path) -> None:
    applicant, unit = desks
    (peer,) = run("contact", "list", *unit, "--json", passphrase=PASSPHRASE).data["contacts"]
    packs = run("policy", "list", *unit, "--json", passphrase=PASSPHRASE).data
    for act, extra, says in (
        ("card", (), "请核对指纹"),
        ("roster", (), "1 人"),
        ("policy", ("hohhot-2026",), "政策包"),
    ):
        folder = tmp_path / act
        folder.mkdir()
        asked = ("--applicant", "苏日娜", "--approved-by", act)
        told = (*unit, "--to", peer["key"], "--out", folder, *asked)
        sealed = run("share", act, *extra, *told, passphrase=PASSPHRASE)
        assert sealed.code == 0, (act, sealed.err, packs)
        number = sealed.out.split("载体编号：")[1].split()[0]
        assert_made_as_told(number, unit, asked)
        assert "封条号" in sealed.out
        (package,) = folder.iterdir()
        came = run("open", *applicant, package, passphrase=PASSPHRASE)
        assert came.code == 0, came.err
        assert says in came.out
    sheet = tmp_path / "roster.pdf"
    (roster,) = run("share", "rosters", *applicant, "--out", sheet, "--json", passphrase=PASSPHRASE).data["rosters"]
    assert len(roster["rows"]) == 1
    assert roster["sender"] in "".join(pages(sheet.read_bytes()))
    one_clear_line(run("share", "rosters", *applicant, "--package", "none", "--out", sheet, passphrase=PASSPHRASE))


def test_an_unknown_pack_or_desk_is_one_clear_line(desks: tuple[Vault, Vault], tmp_path: Path) -> None:
    _, unit = desks
    (peer,) = run("contact", "list", *unit, "--json", passphrase=PASSPHRASE).data["contacts"]
    nothing = run("share", "policy", "none", *unit, "--to", peer["key"], "--out", tmp_path, passphrase=PASSPHRASE)
    assert nothing.code == 2
    one_clear_line(nothing)
    nobody = run("share", "card", *unit, "--to", "00" * 8, "--out", tmp_path, passphrase=PASSPHRASE)
    assert nobody.code == 2
    one_clear_line(nobody)
    assert list(tmp_path.iterdir()) == []


def test_a_revoked_card_says_who_and_why_and_is_sealed_to_no_more(desks: tuple[Vault, Vault], tmp_path: Path) -> None:
    """Last in this file: the vault is not the same afterwards."""
    applicant, _ = desks
    (peer,) = run("contact", "list", *applicant, "--json", passphrase=PASSPHRASE).data["contacts"]
    unsaid = run("contact", "revoke", *applicant, peer["key"], "--reason", " ", passphrase=PASSPHRASE)
    assert unsaid.code == 1
    one_clear_line(unsaid)
    revoked = run("contact", "revoke", *applicant, peer["key"], "--reason", "密钥遗失", "--json", passphrase=PASSPHRASE)
    assert revoked.code == 0, revoked.err
    assert revoked.data["trust"] == "revoked"
    steps = run("contact", "history", *applicant, peer["key"], "--json", passphrase=PASSPHRASE).data["steps"]
    assert [step["trust"] for step in steps] == ["verified", "revoked"]
    assert steps[0]["by"]
    assert steps[1]["reason"] == "密钥遗失"
    told = run("contact", "history", *applicant, peer["key"], passphrase=PASSPHRASE)
    assert "密钥遗失" in told.out.splitlines()[1]
    sealed = run("share", "card", *applicant, "--to", peer["key"], "--out", tmp_path, passphrase=PASSPHRASE)
    assert sealed.code == 1
    assert list(tmp_path.iterdir()) == []
