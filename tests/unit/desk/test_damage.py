"""What a check of a damaged vault says: the entry, the page, the table, in the reader's language, no code of ours."""

import re
from pathlib import Path

import pytest

from desktop_app.core.messages import Language
from desktop_app.desk.damage import told
from desktop_app.domain.kinds import Desk
from desktop_app.domain.vault_report import Problem, ProblemKind
from tests.support import vaults, verbs
from tests.support.verbs import PASSPHRASE, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return verbs.founded(tmp_path / "v", Desk.UNIT, "呼和浩特某研究所", "NMG01")


def checked(folder: Path, language: str = "zh") -> list[str]:
    ran = run("vault", "check", "--vault", folder, "--lang", language, passphrase=PASSPHRASE)
    assert (ran.code, ran.err) == (1, "")
    return ran.out.splitlines()


def test_a_cut_and_edited_log_is_told_entry_by_entry(folder: Path) -> None:
    with vaults.raw(folder, PASSPHRASE) as database:
        database.execute("DROP TRIGGER audit_is_never_altered")
        database.execute("DROP TRIGGER audit_is_never_cut")
        database.execute("DELETE FROM audit WHERE sequence = 1")
        database.execute("UPDATE audit SET user = '别人' WHERE sequence = 2")
    lines = checked(folder)
    assert "操作记录不相连：缺少第 1 条" in lines
    assert "操作记录不相连：第 2 条内容被改动" in lines
    assert "log: entry 1 is missing" in checked(folder, "en")


def test_a_damaged_page_is_told_by_its_number_and_what_cannot_be_read_without_any_code(folder: Path) -> None:
    file = bytearray((folder / "vault.db").read_bytes())
    file[48 * 4096 + 9] ^= 1
    (folder / "vault.db").write_bytes(file)
    lines = checked(folder)
    assert lines[0] == "文件页损坏：第 49 页"
    assert not re.search(r"[A-Za-z]{3,}", "".join(line for line in lines if str(folder) not in line)), lines
    assert any("请停止使用" in line for line in lines)


@pytest.mark.parametrize("language", Language)
def test_every_kind_is_told_whatever_is_known_of_the_place(language: Language) -> None:
    for kind in ProblemKind:
        for where, sequence in (("", None), ("settings", None), ("settings", 7), ("missing", 7)):
            line = told(Problem(kind=kind, where=where, sequence=sequence), language)
            assert ("7" in line) is (sequence is not None)
            assert not line.endswith(("：", ": "))
