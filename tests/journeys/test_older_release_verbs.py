"""A verb on the vault of an older release says on standard error what takes so long, and does its own work then."""

from pathlib import Path

from desktop_app.core.clock import SystemClock
from desktop_app.desk import opening
from desktop_app.domain.kinds import Desk
from tests.support import vaults
from tests.support.verbs import PASSPHRASE, founded, run


def test_the_parts_of_the_work_are_told_once_each(tmp_path: Path) -> None:
    vault = founded(tmp_path / "vault", Desk.UNIT, "第三中学", "DW01")
    vaults.made_early(opening.unlock(vault, PASSPHRASE, SystemClock()).vault, PASSPHRASE)
    ran = run("vault", "check", "--vault", vault, "--json", passphrase=PASSPHRASE)
    assert ran.code == 0, ran
    assert ran.data["problems"] == []
    assert [line.partition("：")[0] for line in ran.err.splitlines()] == [
        "保险库由旧版建立，先备份",
        *["先备份"] * 3,
        "已备份，正在升级保险库格式",
    ]
    again = run("vault", "check", "--vault", vault, "--json", passphrase=PASSPHRASE)
    assert (again.code, again.err) == (0, "")
