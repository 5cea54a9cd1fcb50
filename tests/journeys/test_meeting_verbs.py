"""A committee office prepares its review meeting by verbs alone."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.desk import opening
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import founded
from tests.support.verbs import PASSPHRASE, Ran, one_clear_line, run


def vault_of(folder: Path, desk: Desk, code: str) -> Path:
    new = opening.NewVault(
        folder=folder,
        passphrase=PASSPHRASE,
        office=Office(desk=desk, code=code, name="水利系列评委会办公室", officer="经办人"),
        machine=Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="保管人"),
        user="经办人",
    )
    clock = FixedClock(datetime(2026, 7, 6, 1, 0, tzinfo=UTC))
    founded.session(new, clock).close()
    return folder


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vault_of(tmp_path_factory.mktemp("office") / "vault", Desk.COMMITTEE_OFFICE, "PWH001")


def said(vault: Path, *words: object) -> Ran:
    return run(*words, "--vault", vault, "--json", passphrase=PASSPHRASE)


@pytest.fixture(scope="module")
def committee(office: Path) -> str:
    made = said(
        office, "committee", "add", "--name", "水利中级评委会", "--series", "04", "--level", "mid",
        "--standard", "甲标准", "--for-series", "04", "--for-level", "mid", "--for-standard", "甲标准",
        "--valid-from", "2025-01-01", "--valid-to", "2027-12-31", "--meets-on", "2026-09-10",
    )  # fmt: skip
    assert made.code == 0, made.err
    return str(made.data["committee"])


def test_a_committee_is_recorded_changed_and_checked(office: Path, committee: str) -> None:
    assert said(office, "committee", "set", committee, "--no-enterprises", "--valid-to", "2026-08-31").code == 0
    checked = said(office, "committee", "check", committee)
    found = {one["rule"]: one["verdict"] for one in checked.data["findings"]}
    assert (checked.code, found["R051"], found["N08"]) == (1, "block", "todo")
    assert said(office, "committee", "set", committee, "--valid-to", "2027-12-31").code == 0
    shown = said(office, "committee", "show", committee).data["committee"]
    assert (shown["name"], shown["registered"]["valid_to"], shown["members"]) == ("水利中级评委会", "2027-12-31", [])
    listed = run("committee", "list", "--vault", office, passphrase=PASSPHRASE)
    assert "水利中级评委会" in listed.out
    assert "评委 0 名" in listed.out


def test_what_cannot_be_is_one_clear_line(office: Path, tmp_path: Path) -> None:
    for words in (
        ("committee", "show", "01KWDFKD00R2JK7HHEJHQX99KD"),
        ("committee", "add", "--series", "04"),
        ("committee", "add", "--name", "甲", "--series", "999"),
        ("committee", "add", "--name", "甲", "--meets-on", "2026-02-30"),
    ):
        ran = run(*words, "--vault", office, passphrase=PASSPHRASE)
        assert ran.code in (1, 2), words
        one_clear_line(ran)
    elsewhere = vault_of(tmp_path / "unit", Desk.UNIT, "UNIT01")
    ran = run("committee", "list", "--vault", elsewhere, passphrase=PASSPHRASE)
    assert "评委会办事机构" in one_clear_line(ran)


def test_a_pool_comes_from_a_template_and_no_verb_names_an_expert(office: Path, committee: str, tmp_path: Path) -> None:
    file = tmp_path / "experts.xlsx"
    assert run("expert", "template", file, "--json").code == 0
    book = openpyxl.load_workbook(file)
    book["专家库"].append(["", "巴特尔", "市水务局", "水利", "中级"])
    book.save(file)
    looked = said(office, "expert", "import", committee, file, "--dry-run")
    assert looked.data == {"new": 1, "changed": 0, "same": 0, "faults": []}
    assert said(office, "expert", "import", committee, file).code == 0
    listed = run("expert", "list", committee, "--vault", office, passphrase=PASSPHRASE)
    assert "E001　水利　中级" in listed.out
    assert "巴特尔" not in listed.out
    book["专家库"].append(["", "乌兰", "河套学院", "水利", "大师"])
    book.save(file)
    refused = run("expert", "import", committee, file, "--vault", office, passphrase=PASSPHRASE)
    assert (refused.code, refused.err) == (1, "")
    assert "E3（层级）现为“大师”" in refused.out
    (row,) = said(office, "expert", "list", committee).data["experts"]
    assert said(office, "expert", "remove", row["expert"], "--reason", "退休").code == 0
    assert not said(office, "expert", "list", committee).data["experts"][0]["in_pool"]


def test_experts_are_drawn_by_verbs_and_anybody_checks_the_record(office: Path, committee: str, tmp_path: Path) -> None:
    file, record = tmp_path / "experts.xlsx", tmp_path / "record.json"
    assert run("expert", "template", file).code == 0
    book = openpyxl.load_workbook(file)
    for number in range(1, 12):
        row = [f"K{number:02d}", f"专家{number}", "市水务局", "水文", "中级", "", "", "2025-01-01", "2027-12-31"]
        book["专家库"].append(row)
    book.save(file)
    assert said(office, "expert", "import", committee, file).code == 0
    lots = ("--lot", "水文:mid:5:2", "--exclude", "K03=申报人近亲")
    looked = said(office, "draw", "outlook", committee, *lots)
    assert (looked.code, looked.data["candidates"]) == (0, [10])
    even = run("draw", "commit", committee, "--lot", "水文:mid:4", "--vault", office, passphrase=PASSPHRASE)
    assert even.code == 1
    one_clear_line(even)
    sealed = said(office, "draw", "commit", committee, *lots).data
    drawn = said(office, "draw", "run", sealed["draw"], "--spoken", "417")
    (lot,) = drawn.data["record"]["outcome"]["lots"]
    assert said(office, "draw", "show", sealed["draw"], "--out", record).code == 0
    verified = run("draw", "verify", record)
    assert verified.code == 0, verified.err
    assert "重算结果一致" in verified.out
    record.write_text(
        record.read_text(encoding="utf-8").replace('"spoken": "417"', '"spoken": "418"'), encoding="utf-8"
    )
    touched = run("draw", "verify", record)
    assert (touched.code, "按算法重算，结果不同" in touched.out) == (1, True)
    stood = said(office, "draw", "stand-in", committee, lot["members"][0], "--reason", "因病")
    assert stood.data["comes"] == lot["reserves"][0]
    (line,) = said(office, "draw", "list", committee).data["draws"]
    assert line["state"] == "drawn"
    record.write_text("{}", encoding="utf-8")
    one_clear_line(run("draw", "verify", record))


def test_the_pool_goes_sealed_to_another_office(office: Path, committee: str, tmp_path: Path) -> None:
    """After the pool was imported above; the other office compared our card on paper."""
    other = vault_of(tmp_path / "other", Desk.COMMITTEE_OFFICE, "PWH002")
    desks = []
    asked = said(other, "identity", "sm3", "on")  # the pool below arrives with SM3 digests
    assert (asked.code, asked.data["sm3"]) == (0, True)
    for vault in (office, other):
        made = said(vault, "identity", "card", "--out", tmp_path / f"{len(desks)}.fjcard")
        assert made.code == 0, made.err
        desks.append((made.data["key"], said(vault, "identity", "show").data["fingerprint"]))
    for vault, at in ((office, 1), (other, 0)):
        key, digits = desks[at]
        assert said(vault, "contact", "add", tmp_path / f"{at}.fjcard").code == 0
        checked = said(vault, "contact", "verify", key, "--fingerprint", digits, "--by", "甲、乙")
        assert checked.code == 0, checked.err
    medium = tmp_path / "stick"
    medium.mkdir()
    sealed = said(office, "expert", "share", committee, "--to", desks[1][0], "--out", medium)
    assert (sealed.code, sealed.data["kind"]) == (0, "experts")
    (package,) = medium.iterdir()
    came = run("open", package, "--vault", other, passphrase=PASSPHRASE)
    assert came.code == 0, came.err
    assert "水利中级评委会" in came.out
    theirs = str(said(other, "committee", "add", "--name", "水利中级评委会", "--series", "04", "--level", "mid",
                      "--standard", "甲标准", "--meets-on", "2026-09-10").data["committee"])  # fmt: skip
    (pool,) = said(other, "expert", "came").data["pools"]
    looked = said(other, "expert", "take", theirs, pool["pool"][:12], "--dry-run")
    assert looked.data["new"] == pool["experts"] > 0
    assert said(other, "expert", "list", theirs).data["experts"] == []
    assert said(other, "expert", "take", theirs, pool["pool"]).data["new"] == pool["experts"]
    assert len(said(other, "expert", "list", theirs).data["experts"]) == pool["experts"]
    one_clear_line(run("expert", "take", theirs, "ffff", "--vault", other, passphrase=PASSPHRASE))
