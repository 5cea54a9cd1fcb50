"""What bad input gets at the command line: one clear sentence, the documented exit code, nothing half-written."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.verbs import PASSPHRASE, one_clear_line, run

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
CREATE = (
    *("--desk", "unit", "--name", "测试单位", "--code", "TEST1", "--officer", "经办"),
    *("--machine", "M-1", "--keeper", "保管"),
)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vaults") / "v"
    made = run("vault", "create", folder, *CREATE, "--level", "confidential", passphrase=PASSPHRASE)
    assert made.code == 0, made.err
    return folder


def _demo(**changes: object) -> dict[str, object]:
    tree = json.loads((DEMO / "classified_engineer.json").read_text(encoding="utf-8"))
    for path, value in changes.items():
        node = tree
        *parents, last = path.split("__")
        for part in parents:
            node = node[part]
        node[last] = value
    return tree


def _file(folder: Path, content: object) -> Path:
    path = folder / "a.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{not json", "不是可读的 JSON"),
        ('{"schema": "something/else"}', "不是本程序的申报文件"),
        (_demo(person__nickname="x"), "$.person.nickname"),
        (_demo(filing__filled_on=20260706), "类型不对"),
        (_demo(filing__filled_on="2026-02-30"), "不是存在的日期"),
        (_demo(filing__level="top"), "$.filing.level"),
        (_demo(person__name="张\u202e三"), "U+202E"),
    ],
)
def test_unreadable_application(tmp_path: Path, content: object, says: str) -> None:
    ran = run("check", _file(tmp_path, content))
    assert ran.code == 2
    assert says in one_clear_line(ran)


def test_missing_file_in_english(tmp_path: Path) -> None:
    ran = run("check", tmp_path / "none.json", "--lang", "en")
    assert ran.code == 2
    assert "There is no file" in one_clear_line(ran)


def test_wrong_identity_digit_is_a_finding_that_blocks(tmp_path: Path) -> None:
    tree = _demo()
    number = tree["person"]["identity_number"]
    tree["person"]["identity_number"] = number[:-1] + ("0" if number[-1] != "0" else "1")
    ran = run("check", _file(tmp_path, tree), "--on", "2026-07-06", "--json")
    assert ran.code == 1
    found = [f for f in ran.data["findings"] if f["field"] == "person.identity_number"]
    assert [f["verdict"] for f in found] == ["block"]
    assert found[0]["mend"]["zh"]


@pytest.mark.parametrize("arguments", [["nonsense"], ["check"], ["vault"], ["seal", "--vault"]])
def test_wrong_use(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "用法不对" in one_clear_line(ran)


def test_wrong_passphrase_and_no_vault_say_what_to_do(vault: Path, tmp_path: Path) -> None:
    copy = tmp_path / "v"
    shutil.copytree(vault, copy)
    wrong = run("vault", "check", "--vault", copy, passphrase="完全不对的口令 12345")
    assert wrong.code == 2
    assert "口令" in one_clear_line(wrong)
    none = run("vault", "check", "--vault", tmp_path / "nothing", passphrase=PASSPHRASE)
    assert none.code == 2
    assert "Traceback" not in none.err
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "vault.db").write_bytes(b"x" * 5000)
    (tmp_path / "junk" / "keyslots.json").write_text("{}")
    junk = run("vault", "check", "--vault", tmp_path / "junk", passphrase=PASSPHRASE)
    assert junk.code == 2
    one_clear_line(junk)


def test_weak_passphrase_makes_no_vault(tmp_path: Path) -> None:
    ran = run("vault", "create", tmp_path / "v", *CREATE, "--level", "secret", passphrase="123456")
    assert ran.code == 2
    one_clear_line(ran)
    assert not (tmp_path / "v" / "vault.db").exists()


def test_item_above_the_machine_is_not_taken_in(vault: Path, tmp_path: Path) -> None:
    ran = run("application", "add", "--vault", vault, DEMO / "classified_engineer.json", passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "高于本机登记的密级" in one_clear_line(ran)
    listed = run("application", "list", "--vault", vault, "--json", passphrase=PASSPHRASE)
    assert listed.data == {"applications": []}


def test_undecided_marking_and_open_findings_cannot_be_submitted(vault: Path, tmp_path: Path) -> None:
    path = _file(tmp_path, _demo(marking={"state": "undecided"}))
    made = run("application", "add", "--vault", vault, path, "--json", passphrase=PASSPHRASE)
    assert made.code == 0, made.err
    ran = run("application", "submit", "--vault", vault, made.data["id"], passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "密级尚未确定" in one_clear_line(ran)
    printed = run(
        *("application", "print", "--vault", vault, made.data["id"], "--form", "submission_form"),
        *("--out", tmp_path / "x.pdf"),
        passphrase=PASSPHRASE,
    )
    assert printed.code == 1
    assert not (tmp_path / "x.pdf").exists()


def test_demo_refuses_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    ran = run("demo", "--out", tmp_path)
    assert ran.code == 2
    one_clear_line(ran)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
