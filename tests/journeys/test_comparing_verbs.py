"""`fengjuan application compare | compare-verdict | comparisons` as an officer's shell uses them."""

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.domain import exchange
from desktop_app.domain.kinds import Desk, Track
from tests.support import exports, papers
from tests.support.plaintext import traces
from tests.support.verbs import PASSPHRASE, founded, one_clear_line, run

WRONG_PHONE = "13899990001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("comparing")


@pytest.fixture(scope="module")
def given(folder: Path) -> tuple[Path, str]:
    """A vault with one application whose phone differs from that of `export.pdf` beside it."""
    vault = folder / "vault"
    founded(vault, Desk.UNIT, "青城草原工作站", "DW0001")
    record = papers.application(papers.RARE_NAME)
    record = structs.replace(record, filing=structs.replace(record.filing, track=Track.OTHER_PAPER))
    record = structs.replace(record, online=structs.replace(record.online, submitted_on=date(2026, 7, 1), plan="计划"))
    taken = folder.parent / "a.json"
    taken.write_text(exchange.pretty(record), encoding="utf-8")
    added = run("application", "add", taken, "--vault", vault, "--json", passphrase=PASSPHRASE)
    assert added.code == 0, added.err
    changed = structs.replace(record, person=structs.replace(record.person, phone=WRONG_PHONE))
    (folder.parent / "export.pdf").write_bytes(exports.review_form(changed))
    return vault, added.data["id"]


def test_compare_rule_and_look_back(folder: Path, given: tuple[Path, str]) -> None:
    vault, id_ = given
    at = ("--vault", vault)
    export = folder.parent / "export.pdf"
    ran = run("application", "compare", id_, export, *at, passphrase=PASSPHRASE)
    assert ran.code == 1, ran.err
    assert f"person.phone　[不一致] 联系电话　纸质：13800000000　线上：{WRONG_PHONE}（第 3 页第" in ran.out
    assert "不一致或未找到 1 项，其中 1 项还没有处理" in ran.out

    asked = ("application", "compare-verdict", id_, "person.phone", "--verdict")
    refused = run(*asked, "same_thing", *at, passphrase=PASSPHRASE)
    assert refused.code == 2
    assert "须写明理由" in one_clear_line(refused)
    ran = run(*asked, "online_wrong", *at, passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "→ 线上填错（经办 " in ran.out
    ran = run(*asked, "same_thing", "--reason", "新旧号码", *at, "--json", passphrase=PASSPHRASE)
    assert (ran.code, ran.data["unsettled"]) == (0, [])

    found = run("application", "check", id_, *at, "--json", passphrase=PASSPHRASE).data
    assert "R047" not in json.dumps([one for one in found["findings"] if one["verdict"] != "pass"])
    looked = run("application", "comparisons", id_, *at, "--json", passphrase=PASSPHRASE)
    assert (looked.code, looked.data["stale"]) == (0, False)
    (one,) = looked.data["comparisons"]
    assert [said["ruling"] for said in one["rulings"]] == ["online_wrong", "same_thing"]
    assert traces([folder], [WRONG_PHONE, "13800000000", "新旧号码", papers.RARE_NAME]) == []
    checked = run("vault", "check", *at, passphrase=PASSPHRASE)
    assert checked.code == 0, checked.out


def test_a_field_that_is_no_difference_is_one_clear_line(given: tuple[Path, str]) -> None:
    vault, id_ = given
    asked = ("application", "compare-verdict", id_, "person.name", "--verdict", "paper_wrong", "--vault", vault)
    ran = run(*asked, passphrase=PASSPHRASE)
    assert ran.code == 2
    assert "person.name" in one_clear_line(ran)


def test_an_unreadable_export_leaves_no_comparison(folder: Path, given: tuple[Path, str]) -> None:
    vault, id_ = given
    path = folder.parent / "locked.pdf"
    path.write_bytes(exports.locked(exports.drawn([[(40, "姓名")]])))
    before = run("application", "comparisons", id_, "--vault", vault, "--json", passphrase=PASSPHRASE).data
    ran = run("application", "compare", id_, path, "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code == 2
    assert "打开口令" in one_clear_line(ran)
    after = run("application", "comparisons", id_, "--vault", vault, "--json", passphrase=PASSPHRASE).data
    assert after == before
