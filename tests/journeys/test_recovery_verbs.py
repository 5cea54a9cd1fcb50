"""Recovery by verbs, as a keeper does it at a terminal: generate, prove, rehearse, lose the passphrase, recover."""

import os
from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support import secret_service
from tests.support.plaintext import traces
from tests.support.verbs import PASSPHRASE, Ran, founded, one_clear_line, run

NEW = "白马 harbor 63 walnut 雪"


def _run(*arguments: object, code: str, passphrase: str, env: dict[str, str] | None = None) -> Ran:
    reading, writing = os.pipe()
    os.write(writing, code.encode())
    os.close(writing)
    try:
        return run(*arguments, "--code-fd", reading, passphrase=passphrase, env=env, passing=(reading,))
    finally:
        os.close(reading)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "v", Desk.UNIT, "第三研究室", "QCCH01", "苏日娜")


def test_a_code_is_made_proved_rehearsed_and_used(folder: Path, tmp_path: Path) -> None:
    where = ("--vault", folder)
    shown = run("vault", "recovery", "make", *where, "--show", "--json", passphrase=PASSPHRASE).data["shown"][0]
    early = _run("vault", "recovery", "use", *where, code=shown, passphrase=NEW)
    assert early.code == 2
    assert "没有做过恢复单" in one_clear_line(early)
    slip = shown[:13] + ("0" if shown[13] not in "0O" else "2") + shown[14:]
    refused = _run("vault", "recovery", "prove", *where, code=slip, passphrase=PASSPHRASE)
    assert refused.code == 2
    assert "第 3 组" in one_clear_line(refused)
    assert _run("vault", "recovery", "prove", *where, code=f"{shown}\n", passphrase=PASSPHRASE).code == 0
    drilled = _run("vault", "recovery", "drill", *where, "--json", code=shown.lower(), passphrase=PASSPHRASE)
    assert drilled.data["kind"] == "code"
    used = _run("vault", "recovery", "use", *where, "--lang", "en", code=shown, passphrase=NEW)
    assert used.code == 0, used.err
    assert "make another" in used.out
    assert run("vault", "check", *where, passphrase=PASSPHRASE).code == 2
    assert run("vault", "check", *where, passphrase=NEW).code == 0
    assert traces([tmp_path, Path(os.environ["TMPDIR"])], [shown, shown.replace("-", "")]) == []


def test_two_of_three_shares_are_written_where_asked_and_recover(folder: Path, tmp_path: Path) -> None:
    where = ("--vault", folder)
    out = tmp_path / "单.pdf"
    kind = ("--kind", "shares", "--holder", "甲", "--holder", "乙")
    made = run("vault", "recovery", "make", *where, *kind, "--out", out, "--json", passphrase=PASSPHRASE)
    assert [Path(file).name for file in made.data["files"]] == ["单-1.pdf", "单-2.pdf", "单-3.pdf"]
    assert all(Path(file).read_bytes().startswith(b"%PDF") for file in made.data["files"])
    shown = run("vault", "recovery", "make", *where, *kind, "--show", "--json", passphrase=PASSPHRASE).data["shown"]
    one, two, three = (line.partition(": ")[2] for line in shown)
    alone = _run("vault", "recovery", "prove", *where, code=one, passphrase=PASSPHRASE)
    assert alone.code == 2
    assert "需要 2 份" in one_clear_line(alone)
    assert _run("vault", "recovery", "prove", *where, code=f"{three}\n{one}\n", passphrase=PASSPHRASE).code == 0
    assert _run("vault", "recovery", "use", *where, code=f"{two}\n{three}", passphrase=NEW).code == 0
    assert run("vault", "check", *where, passphrase=NEW).code == 0


def test_a_code_never_comes_from_an_argument_and_a_prompt_needs_a_terminal(folder: Path) -> None:
    typed = run("vault", "recovery", "drill", "ABCDE", "--vault", folder, passphrase=PASSPHRASE)
    assert typed.code == 2
    assert "ABCDE" in one_clear_line(typed)
    unseen = one_clear_line(run("vault", "recovery", "drill", "--vault", folder, passphrase=PASSPHRASE))
    assert "没有终端" in unseen
    assert "--code-fd" in unseen


def test_a_backup_is_restored_by_the_sheet_where_the_passphrase_is_lost(folder: Path, tmp_path: Path) -> None:
    where = ("--vault", folder)
    shown = run("vault", "recovery", "make", *where, "--show", "--json", passphrase=PASSPHRASE).data["shown"][0]
    (tmp_path / "away").mkdir()
    early = run("vault", "backup", *where, "--to", tmp_path / "away", passphrase=PASSPHRASE)
    assert early.code == 0, early.err
    (first,) = (tmp_path / "away").glob("*.fjb")
    none = _run("vault", "restore", first, tmp_path / "n", "--by-recovery", code=shown, passphrase=NEW)
    assert "没有做过恢复单" in one_clear_line(none)
    assert _run("vault", "recovery", "prove", *where, code=shown, passphrase=PASSPHRASE).code == 0
    assert run("vault", "backup", *where, "--to", tmp_path / "away", passphrase=PASSPHRASE).code == 0
    (second,) = set((tmp_path / "away").glob("*.fjb")) - {first}
    older = ("--older-copy", "硬盘坏了，换了一台机器")
    again = _run("vault", "restore", second, tmp_path / "n", "--by-recovery", *older, code=shown, passphrase=NEW)
    assert again.code == 0, again.err
    assert run("vault", "check", "--vault", tmp_path / "n", passphrase=NEW).code == 0
    assert run("vault", "check", "--vault", tmp_path / "n", passphrase=PASSPHRASE).code == 2


@secret_service.needed
def test_bound_to_this_machine_by_verbs(folder: Path) -> None:
    where = ("--vault", folder)
    assert "没有登录桌面会话" in one_clear_line(run("vault", "device", "bind", *where, passphrase=PASSPHRASE))
    with secret_service.running() as service:
        ring = {"DBUS_SESSION_BUS_ADDRESS": service.address}
        assert run("vault", "device", "bind", *where, passphrase=PASSPHRASE, env=ring).code == 0
        assert "只能在绑定的那台机器" in one_clear_line(run("vault", "check", *where, passphrase=PASSPHRASE))
        assert run("vault", "device", "show", *where, "--json", passphrase=PASSPHRASE, env=ring).data["bound"]
        assert run("vault", "device", "unbind", *where, passphrase=PASSPHRASE, env=ring).code == 0
    assert run("vault", "check", *where, passphrase=PASSPHRASE).code == 0
