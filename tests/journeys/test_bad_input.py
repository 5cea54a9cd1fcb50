"""What bad input gets at the command line: one clear sentence, the documented exit code, nothing half-written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from tests.support.verbs import PASSPHRASE, ROOT, founded, one_clear_line, run

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
CREATE = (
    *("--desk", "unit", "--name", "测试单位", "--code", "TEST1", "--officer", "经办"),
    *("--machine", "M-1", "--keeper", "保管"),
)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vaults") / "v"
    return founded(folder, Desk.UNIT, "测试单位", "TEST1", level=SecrecyLevel.CONFIDENTIAL)


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
    asked = run("application", "check", "--vault", vault, made.data["id"], "--json", passphrase=PASSPHRASE)
    assert asked.code == 1
    assert "MARK" in {f["rule"] for f in asked.data["findings"] if f["verdict"] == "todo"}
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


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chekc"], "没有 'chekc'"),
        (["check"], "缺少 APPLICATION.json"),
        (["check", ""], "APPLICATION.json 的值 '' 不对"),
        (["check", "a", "--on"], "--on 后面缺少一个值"),
        (["check", "a", "--nope"], "不认识 --nope"),
        (["application", "print", "--vault", "v", "X", "--form", "review_form"], "须给出其中一项"),
        (
            ["application", "print", "--vault", "v", "X", "--form", "review_form", "--out", "a", "--printer", "b"],
            "不能与",
        ),
        (["vault", "check", "--vault", "v", "--passphrase-fd", "99999999999999999999"], "--passphrase-fd 的值"),
        (["vault", "check", "--vault", "v", "--pass", "3"], "不认识 --pass"),
    ],
)
def test_wrong_use_is_said_without_argparses_english(arguments: list[str], says: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    line = one_clear_line(ran)
    assert says in line
    assert "argument" not in line.replace("arguments", "argument")
    assert "required" not in line


def test_help_speaks_one_language() -> None:
    chinese, english = run("check", "--help"), run("check", "--help", "--lang", "en")
    assert (chinese.code, english.code) == (0, 0)
    assert "用法：" in chinese.out
    assert not {"usage", "options:", "show this help", "judge as on this day"} & set(chinese.out.splitlines())
    assert "judge as on this day" not in chinese.out
    assert english.out.isascii()


def test_passphrase_is_not_asked_for_where_nobody_can_type_it(vault: Path) -> None:
    ran = run("vault", "check", "--vault", vault)
    assert ran.code == 2
    assert "--passphrase-fd" in one_clear_line(ran)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--name", ""), ("--name", "长" * 61), ("--officer", "甲\u202e乙"), ("--code", "ab"), ("--keeper", " ")],
)
def test_vault_with_impossible_names_is_not_made(tmp_path: Path, option: str, value: str) -> None:
    given = list(CREATE)
    given[given.index(option) + 1] = value
    ran = run("vault", "create", tmp_path / "v", *given, "--level", "secret", passphrase=PASSPHRASE)
    assert ran.code == 2
    assert option in one_clear_line(ran)
    assert not (tmp_path / "v").exists()


def test_ids_that_do_not_exist_are_named_in_the_users_language(vault: Path, tmp_path: Path) -> None:
    for verb, kind in (
        (("application", "submit", "NOPE"), ("申报", "application")),
        (("application", "copies", "NOPE"), ("申报", "application")),
        (("application", "attach", "NOPE", "--kind", "photo", DEMO / "files" / "photo.jpg"), ("申报", "application")),
        (("contact", "verify", "NOPE", "--fingerprint", "1 2 3 4 5 6", "--by", "甲"), ("名片", "contact")),
        (("seal", "NOPE", "--to", "NOPE", "--out", tmp_path), ("名片", "contact")),
        (("receipt", "give", "NOPE", "--out", tmp_path), ("封装包", "package")),
    ):
        for language, word in zip(("zh", "en"), kind, strict=True):
            ran = run(*verb, "--vault", vault, "--lang", language, passphrase=PASSPHRASE)
            assert ran.code == 2, ran
            assert word in one_clear_line(ran)
    assert list(tmp_path.iterdir()) == []


def test_impossible_year_of_a_scan_leaves_the_application_readable(vault: Path, tmp_path: Path) -> None:
    path = _file(tmp_path, _demo(marking={"state": "undecided"}))
    made = run("application", "add", "--vault", vault, path, "--json", passphrase=PASSPHRASE).data["id"]
    photo = DEMO / "files" / "photo.jpg"
    ran = run(
        *("application", "attach", "--vault", vault, made, "--kind", "photo", photo, "--year", 10**19),
        passphrase=PASSPHRASE,
    )
    assert ran.code == 2
    assert "year" in one_clear_line(ran)
    assert run("application", "copies", "--vault", vault, made, passphrase=PASSPHRASE).code == 0


def test_a_reader_that_has_read_enough_is_no_error() -> None:
    command = f"{sys.executable} -m desktop_app check {DEMO / 'classified_engineer.json'} | head -n 1"
    done = subprocess.run(["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"], cwd=ROOT, capture_output=True)
    assert (done.returncode in (0, 1), done.stderr) == (True, b"")


def test_terminal_without_chinese_gets_an_answer() -> None:
    ran = run("check", DEMO / "classified_engineer.json", env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.err) == (1, "")


@pytest.mark.parametrize("day", ["20260701", "2026-W28-1", "2026-13-01", "", "２０２６-07-06"])
def test_only_one_way_of_writing_a_day(day: str) -> None:
    ran = run("check", DEMO / "classified_engineer.json", "--on", day)
    assert ran.code == 2
    assert "--on" in one_clear_line(ran)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs the device that is always full")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_answer_that_cannot_be_written_is_one_sentence(more: list[str]) -> None:
    command = [sys.executable, "-m", "desktop_app", "check", DEMO / "classified_engineer.json", *more]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "已满" in done.stderr


def test_a_vault_below_a_file_names_the_folder_and_no_damage(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("x", encoding="utf-8")
    ran = run("vault", "create", tmp_path / "letter" / "vault", *CREATE, "--level", "secret", passphrase=PASSPHRASE)
    assert ran.code == 2
    told = one_clear_line(ran)
    assert "不能写入文件夹" in told
    assert "损坏" not in told


def test_a_stick_that_is_not_there_is_no_broken_package(tmp_path: Path, vault: Path) -> None:
    ran = run("open", tmp_path / "stick" / "FJ-X-000001", "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code == 2
    assert "找不到" in one_clear_line(ran)


def test_verifying_without_a_card_says_what_is_wanted(tmp_path: Path) -> None:
    ran = run("verify", tmp_path)
    assert ran.code == 2
    assert "没有 --vault 时须给出 --card" in one_clear_line(ran)
