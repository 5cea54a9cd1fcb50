"""Keys over time by verbs alone: two offices, a change of keys, a lost key, a card on paper."""

from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support.verbs import PASSPHRASE, Ran, founded, one_clear_line, run


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    out = tmp_path_factory.mktemp("keys")
    return (
        founded(out / "unit", Desk.UNIT, "青城中学", "QCZX01"),
        founded(out / "bureau", Desk.DISTRICT_HR, "玉泉区人社局", "YQRS01"),
    )


def _at(vault: Path, *words: object) -> Ran:
    return run(*words[:2], "--vault", vault, *words[2:], passphrase=PASSPHRASE)


def test_an_office_changes_its_keys_and_another_follows(vaults: tuple[Path, Path], tmp_path: Path) -> None:
    unit, bureau = vaults
    first = _at(bureau, "identity", "card", "--out", tmp_path / "a.json", "--json").data
    assert _at(unit, "contact", "add", tmp_path / "a.json").code == 0
    compared = _at(
        unit,
        "contact",
        "verify",
        first["key"],
        "--fingerprint",
        first["fingerprint"],
        "--by",
        "甲、乙",
        "--how",
        "telephone",
    )
    assert "[已核对]" in compared.out
    changed = _at(bureau, "identity", "change", "--last-day", "2099-12-31", "--officer", "其其格", "--json").data
    assert changed["before"] == first["key"]
    assert "[现用]" in _at(bureau, "identity", "keys").out.splitlines()[0]
    _at(bureau, "identity", "card", "--out", tmp_path / "b.json")
    assert "contact follow" in _at(unit, "contact", "add", tmp_path / "b.json").out
    followed = _at(unit, "contact", "follow", changed["key"], "--by", "甲、乙")
    assert first["fingerprint"] in followed.out
    assert changed["fingerprint"] in followed.out
    listed = _at(unit, "contact", "list").out
    assert "[已换新密钥]" in listed
    assert "玉泉区人社局（其其格）" in listed
    assert _at(unit, "contact", "minimum", changed["key"], "post_quantum").code == 0
    told = _at(unit, "contact", "register").out
    assert "经批准的电话" in told
    assert "接续" in told
    stranger = founded(tmp_path / "stranger", Desk.DISTRICT_HR, "玉泉区人社局", "YQRS01")
    _at(stranger, "identity", "card", "--out", tmp_path / "c.json")
    stopped = _at(unit, "contact", "add", tmp_path / "c.json")
    assert stopped.code == 1
    assert "已停办" in one_clear_line(stopped)


def test_lost_keys_end_by_a_statement_and_a_card_comes_on_paper(vaults: tuple[Path, Path], tmp_path: Path) -> None:
    """Last in this file: the bureau's keys are not the same afterwards."""
    unit, bureau = vaults
    bad = _at(bureau, "identity", "revoke", "--reason", "lost", "--on", "2999-01-01", "--out", tmp_path / "no.json")
    assert bad.code == 1
    one_clear_line(bad)
    ended = _at(bureau, "identity", "revoke", "--reason", "lost", "--out", tmp_path / "end.json")
    assert ended.code == 0, ended.err
    taken = _at(unit, "contact", "revoked", tmp_path / "end.json", "--json")
    assert taken.code == 0, taken.err
    assert taken.data["trust"] == "revoked"
    for words in (("identity", "spare"), ("identity", "sheet")):
        assert _at(bureau, *words, "--out", tmp_path / f"{words[1]}.pdf").code == 0
        assert (tmp_path / f"{words[1]}.pdf").read_bytes().startswith(b"%PDF")
    torn = _at(unit, "contact", "scan", "FJC1:0000")
    assert torn.code == 1
    one_clear_line(torn)
