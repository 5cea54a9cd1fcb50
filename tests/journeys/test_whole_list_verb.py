"""The verb that judges a whole vault, as an officer's shell runs it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_app.core.clock import SystemClock
from desktop_app.core.resources import resource
from desktop_app.desk import draft, opening
from tests.support import vaults
from tests.support.verbs import one_clear_line, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault = vaults.made(tmp_path / "vault", SystemClock())
    session = opening.opened(vault, SystemClock())
    for name in ("classified_engineer", "county_teacher"):
        draft.take_in(session, resource("demo", f"{name}.json"))
    vaults.entered(vault, vaults.filing("包图雅", 5, unit="第五研究室"))
    session.close()
    return tmp_path / "vault"


def test_check_all(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "核对.xlsx"
    refused = run("application", "check-all", "--vault", folder, "--out", out, passphrase=vaults.PASSPHRASE)
    assert refused.code == 1
    assert "密级尚未确定" in one_clear_line(refused)
    assert not out.exists()
    listed = run("application", "list", "--vault", folder, "--text", "包图雅", "--json", passphrase=vaults.PASSPHRASE)
    (open_,) = listed.data["applications"]
    deciding = ("application", "mark", open_["id"], "--vault", folder, "--level", "none")
    assert run(*deciding, passphrase=vaults.PASSPHRASE).code == 0
    ran = run("application", "check-all", "--vault", folder, "--out", out, "--json", passphrase=vaults.PASSPHRASE)
    assert ran.code == 1, ran.err
    assert ran.data["checked"] == 3
    assert ran.data["stopped"] == 3
    assert {u["unit"]: u["applications"] for u in ran.data["units"]}["第五研究室"] == 1
    assert load_workbook(out)["名单"].max_row == 4
    again = run("application", "check-all", "--vault", folder, "--out", out, passphrase=vaults.PASSPHRASE)
    assert again.code == 2
    assert str(out) in one_clear_line(again)


def test_check_all_of_one_unit_in_words(folder: Path) -> None:
    ran = run("application", "check-all", "--vault", folder, "--unit", "第五", passphrase=vaults.PASSPHRASE)
    assert ran.code == 1
    last = ran.out.splitlines()[-1]
    assert "共核对 1 份，1 份不能提交" in last
    assert "包图雅" not in ran.out
    nobody = run("application", "check-all", "--vault", folder, "--unit", "没有", passphrase=vaults.PASSPHRASE)
    assert (nobody.code, len(nobody.out.splitlines())) == (0, 1)
