"""Carriers and marks by the shell alone, as an officer without the window does it."""

from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support.verbs import PASSPHRASE, ROOT, Ran, founded, run

DEMO = ROOT / "resources" / "demo" / "classified_engineer.json"
SCAN = ROOT / "resources" / "demo" / "files" / "qualification.pdf"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return founded(tmp_path / "v", Desk.UNIT, "青城测绘地理信息中心", "QCCH01", "陆怀谷")


def ask(vault: Path, family: str, act: str, *rest: object) -> Ran:
    return run(family, act, "--vault", vault, *rest, passphrase=PASSPHRASE)


def test_a_carrier_from_entry_to_destruction(vault: Path, tmp_path: Path) -> None:
    made = ask(
        vault,
        "carrier",
        "add",
        "--kind",
        "dossier",
        "--title",
        "申报卷",
        "--level",
        "secret",
        "--months",
        "60",
        "--json",
    )
    assert made.data["number"].startswith("J")
    number = made.data["number"]
    assert ask(vault, "carrier", "lend", number, "--to", "高永胜").code == 1  # no day
    lent = ask(vault, "carrier", "lend", number, "--to", "高永胜", "--due", "2099-01-01")
    assert lent.code == 0, lent.err
    assert "高永胜" in ask(vault, "carrier", "list").out
    refused = ask(
        vault,
        "carrier",
        "destroy",
        number,
        "--way",
        "粉碎",
        "--place",
        "销毁中心",
        "--approved-by",
        "段知白",
        "--by",
        "甲",
        "--witness",
        "乙",
    )
    assert refused.code == 1
    assert "借出" in refused.err
    assert ask(vault, "carrier", "return", number.lower()).code == 0
    counted = ask(vault, "carrier", "inventory", number, "X-9", "--json")
    assert (counted.code, [one["seen"] for one in counted.data["numbers"]]) == (1, ["unknown", "right"])
    closed = ask(vault, "carrier", "inventory", "--take-back", "x-9", "--close", "--out", tmp_path / "count.pdf")
    assert closed.code == 0, closed.err
    assert "加密仅为附加防护" in closed.out
    destroying = ("destroy", number, "--way", "粉碎", "--place", "销毁中心", "--approved-by", "段知白", "--by", "甲")
    early = ask(vault, "carrier", *destroying, "--witness", "乙")
    assert early.code == 1
    assert "提前销毁须写明事由" in early.err
    done = ask(vault, "carrier", *destroying, "--witness", "乙", "--reason", "旧版")
    assert done.code == 0, done.err
    decided = ("--approved-by", "葛景明", "--reason", "销毁的是另一件")
    assert ask(vault, "carrier", "reinstate", number, "--reason", "误记").code == 1  # who approved it?
    assert ask(vault, "carrier", "reinstate", number, *decided).code == 1  # who else has seen it?
    assert ask(vault, "carrier", "reinstate", number, *decided, "--confirmed-by", "白音其劳").code == 0
    told = ask(vault, "carrier", "made", number, "--applicant", "高永胜", "--use", "报送评委会", "--pages", "8")
    assert told.code == 0, told.err
    assert ask(vault, "carrier", "made", number, "--applicant", "别人").code == 1  # what was entered stays
    lifted = ask(vault, "carrier", "remark", number, "--level", "none", *decided, "--json")
    assert lifted.data["mark"] == ""
    cancelled = ask(vault, "carrier", "cancel", number, *decided, "--json")
    assert cancelled.data["carriers"][0]["state"] == "void"
    counts = ask(vault, "carrier", "counts", "--json").data["counts"]
    assert [one["closed"] for one in counts] == [True]
    again = ask(vault, "carrier", "inventory", "--of", counts[0]["inventory"], "--out", tmp_path / "again.pdf")
    assert again.code == 0, again.err
    assert len(ask(vault, "carrier", "counts", "--json").data["counts"]) == 1  # looking began no other
    for which in ("made", "transit", "lent", "copied", "destroyed"):
        out = tmp_path / f"{which}.pdf"
        told = ask(vault, "carrier", "register", which, "--out", out)
        assert told.code == 0, told.err
        assert out.read_bytes().startswith(b"%PDF")
    assert ask(vault, "carrier", "register", "lent", "--out", tmp_path / "lent.pdf").code == 2
    assert ask(vault, "carrier", "list", "--due").code == 0
    assert ask(vault, "carrier", "return", "NONE-1").code == 1
    assert ask(vault, "vault", "check").code == 0


def test_a_mark_is_raised_by_a_word_and_lowered_with_reason_and_name(vault: Path, tmp_path: Path) -> None:
    id_ = ask(vault, "application", "add", DEMO, "--json").data["id"]
    file = ask(vault, "application", "attach", id_, "--kind", "qualification", SCAN, "--json")
    if file.code:
        pytest.fail(file.err)
    raised = ask(
        vault, "application", "mark", id_, "--file", file.data["digest"], "--level", "secret", "--months", "252"
    )
    assert "机密★21年" in raised.out
    assert "最长期限" in raised.out
    refused = ask(vault, "application", "mark", id_, "--level", "none")
    assert refused.code == 1
    assert "定密责任人" in refused.err
    lowered = ask(vault, "application", "mark", id_, "--level", "none", "--reason", "误标", "--by", "葛景明", "--json")
    assert lowered.data == {"mark": "机密★21年", "above_ceiling": True}  # the file still bears its own
