"""Cards, policy packs and rosters between two desks, by verbs alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import Code
from tests.support.pdf_words import pages
from tests.support.verbs import one_clear_line, run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The two vaults that the demo leaves, and their passphrase."""
    out = tmp_path_factory.mktemp("demo") / "out"
    ran = run("demo", "--out", out, "--json")
    assert ran.code == 0, ran.err
    return out, ran.data["steps"][-1]["said"].rsplit("：", 1)[1]


def assert_made_as_told(number: str, vault: Sequence[Any], asked: Sequence[str], passphrase: str) -> None:
    """The register of makings has both names: it takes no other."""
    known = run("--json", "carrier", "made", number, *vault, *asked, passphrase=passphrase)
    assert known.data["error"] == Code.MAKING_KNOWN.value


def test_what_a_desk_shares_arrives_as_what_it_is(demo: tuple[Path, str], tmp_path: Path) -> None:
    out, passphrase = demo
    unit, committee = ("--vault", out / "vault-unit"), ("--vault", out / "vault-committee_office")
    (peer,) = run("contact", "list", *committee, "--json", passphrase=passphrase).data["contacts"]
    packs = run("policy", "list", *committee, "--json", passphrase=passphrase).data
    for act, extra, says in (
        ("card", (), "请核对指纹"),
        ("roster", (), "1 人"),
        ("policy", ("hohhot-2026",), "政策包"),
    ):
        folder = tmp_path / act
        folder.mkdir()
        asked = ("--applicant", "苏日娜", "--approved-by", act)
        told = (*committee, "--to", peer["key"], "--out", folder, *asked)
        sealed = run("share", act, *extra, *told, passphrase=passphrase)
        assert sealed.code == 0, (act, sealed.err, packs)
        number = sealed.out.split("载体编号：")[1].split()[0]
        assert_made_as_told(number, committee, asked, passphrase)
        assert "封条号" in sealed.out
        (package,) = folder.iterdir()
        came = run("open", *unit, package, passphrase=passphrase)
        assert came.code == 0, came.err
        assert says in came.out
    sheet = tmp_path / "roster.pdf"
    (roster,) = run("share", "rosters", *unit, "--out", sheet, "--json", passphrase=passphrase).data["rosters"]
    assert len(roster["rows"]) == 1
    assert roster["sender"] in "".join(pages(sheet.read_bytes()))
    one_clear_line(run("share", "rosters", *unit, "--package", "none", "--out", sheet, passphrase=passphrase))


def test_an_unknown_pack_or_desk_is_one_clear_line(demo: tuple[Path, str], tmp_path: Path) -> None:
    out, passphrase = demo
    committee = ("--vault", out / "vault-committee_office")
    (peer,) = run("contact", "list", *committee, "--json", passphrase=passphrase).data["contacts"]
    nothing = run("share", "policy", "none", *committee, "--to", peer["key"], "--out", tmp_path, passphrase=passphrase)
    assert nothing.code == 2
    one_clear_line(nothing)
    nobody = run("share", "card", *committee, "--to", "00" * 8, "--out", tmp_path, passphrase=passphrase)
    assert nobody.code == 2
    one_clear_line(nobody)
    assert list(tmp_path.iterdir()) == []


def test_a_revoked_card_says_who_and_why_and_is_sealed_to_no_more(demo: tuple[Path, str], tmp_path: Path) -> None:
    """Last in this file: the vault is not the same afterwards."""
    out, passphrase = demo
    unit = ("--vault", out / "vault-unit")
    (peer,) = run("contact", "list", *unit, "--json", passphrase=passphrase).data["contacts"]
    unsaid = run("contact", "revoke", *unit, peer["key"], "--reason", " ", passphrase=passphrase)
    assert unsaid.code == 1
    one_clear_line(unsaid)
    revoked = run("contact", "revoke", *unit, peer["key"], "--reason", "密钥遗失", "--json", passphrase=passphrase)
    assert revoked.code == 0, revoked.err
    assert revoked.data["trust"] == "revoked"
    steps = run("contact", "history", *unit, peer["key"], "--json", passphrase=passphrase).data["steps"]
    assert [step["trust"] for step in steps] == ["verified", "revoked"]
    assert steps[0]["by"]
    assert steps[1]["reason"] == "密钥遗失"
    told = run("contact", "history", *unit, peer["key"], passphrase=passphrase)
    assert "密钥遗失" in told.out.splitlines()[1]
    sealed = run("share", "card", *unit, "--to", peer["key"], "--out", tmp_path, passphrase=passphrase)
    assert sealed.code == 1
    assert list(tmp_path.iterdir()) == []
