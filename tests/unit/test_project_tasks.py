"""tasks.py: what it installs, when it does nothing, and the one clear line when it cannot go on."""

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from desktop_app.cli.main import parser
from desktop_app.core.messages import Language

ROOT = Path(__file__).resolve().parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are a matter of Linux")


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh tasks.py whose project is an empty folder with a small lock."""
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.lock").write_text("# head\n# [run]\na==1 \\\n# [dev]\nb==2 \\\n", encoding="utf-8")
    return module


def stamp(tasks: ModuleType, python: str, *names: str) -> None:
    installed = {name: tasks.digest(text) for name, text in tasks.lock_sections().items() if name in names}
    tasks.STAMP.write_text(json.dumps({"python": python, "sections": installed}), encoding="utf-8")
    tasks.PYTHON.write_bytes(b"")


def ensured(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, *names: str) -> list[str]:
    """What `ensure` would do: make the environment anew, install which lines."""
    acts: list[str] = []
    monkeypatch.setattr(tasks, "make_venv", lambda: acts.append("new"))
    monkeypatch.setattr(tasks, "install_locked", acts.append)
    tasks.ensure(*names)
    return acts


def test_nothing_to_do_when_the_lock_is_installed(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(tasks, sys.version, "run", "dev")
    assert ensured(tasks, monkeypatch, "run", "dev") == []


def test_only_the_missing_part_is_added(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(tasks, sys.version, "run")
    assert ensured(tasks, monkeypatch, "run", "dev") == ["b==2 \\\n"]
    assert ensured(tasks, monkeypatch, "run", "dev") == []


def test_a_changed_lock_installs_the_changed_part(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(tasks, sys.version, "run", "dev")
    tasks.LOCK.write_text(tasks.LOCK.read_text(encoding="utf-8").replace("b==2", "b==3"), encoding="utf-8")
    assert ensured(tasks, monkeypatch, "run", "dev") == ["b==3 \\\n"]


@pytest.mark.parametrize("break_it", ["other python", "no stamp", "no interpreter"])
def test_a_broken_environment_is_made_anew(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, break_it: str) -> None:
    stamp(tasks, "3.9 of yesterday" if break_it == "other python" else sys.version, "run")
    if break_it == "no stamp":
        tasks.STAMP.unlink()
    if break_it == "no interpreter":
        tasks.PYTHON.unlink()
    assert ensured(tasks, monkeypatch, "run") == ["new", "a==1 \\\n"]


def test_a_failed_install_is_not_remembered(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(tasks, sys.version, "run")

    def fail(requirements: str) -> None:
        raise tasks.Stop("no network")

    monkeypatch.setattr(tasks, "install_locked", fail)
    with pytest.raises(tasks.Stop):
        tasks.ensure("run", "dev")
    assert ensured(tasks, monkeypatch, "run", "dev") == ["b==2 \\\n"]


def test_each_part_can_be_installed_on_the_part_for_running_alone(tasks: ModuleType) -> None:
    """A machine that only builds has nothing of what the tests need: a package that both want stands in both parts."""
    everything = {name: f"{name}==1\n" for name in "abcd"}
    wanted = {"run": ["a"], "dev": ["a", "b", "c"], "build": ["a", "c", "d"], "bench": ["b"]}
    head, *parts = re.split(r"^# \[\w+\]\n", tasks.lock_text(everything, wanted), flags=re.MULTILINE)
    assert head == tasks.LOCK_HEAD
    assert [re.findall(r"^(\w)==", part, flags=re.MULTILINE) for part in parts] == [
        ["a"],
        ["b", "c"],
        ["c", "d"],
        ["b"],
    ]


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_another_python_is_refused_in_one_line(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...]
) -> None:
    monkeypatch.setattr(tasks.sys, "version_info", version)
    with pytest.raises(tasks.Stop, match=r"^Python 3\.11, 3\.12 or 3\.13 is needed.*$"):
        tasks.ensure("run")


@LINUX
def test_missing_libraries_and_programs_are_found_out(tasks: ModuleType) -> None:
    libraries = {"libc.so.6": "libc6", "libno-such-thing.so.9": "no-such-thing9"}
    assert tasks.missing_packages(libraries, {"sh": "dash", "no-such-command": "nothing"}) == [
        "no-such-thing9",
        "nothing",
    ]


@LINUX
def test_who_may_not_install_is_told_the_packages(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.os, "geteuid", lambda: 1000)
    with pytest.raises(tasks.Stop) as caught:
        tasks.install_system(["libegl1", "libgl1"], "The window")
    assert str(caught.value) == (
        "The window needs system packages. As an administrator: apt-get install libegl1 libgl1"
    )


@LINUX
def test_what_can_be_done_without_is_only_told(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks.os, "geteuid", lambda: 1000)
    tasks.install_if_allowed(["cups-daemon"], "Testing against the real CUPS")
    assert capsys.readouterr().out == (
        "Testing against the real CUPS needs system packages. As an administrator: apt-get install cups-daemon. "
        "Going on without it.\n"
    )


def test_nothing_missing_installs_nothing(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "run", lambda *_, **__: pytest.fail("ran a command"))
    tasks.install_system([], "The window")


def test_the_glibc_floor_is_the_newest_version_any_shipped_library_asks_for(tasks: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "bundle" / "lib").mkdir(parents=True)
    (tmp_path / "bundle" / "program").write_bytes(b"\x7fELF..GLIBC_2.4\0GLIBC_2.17\0")
    (tmp_path / "bundle" / "lib" / "libx.so").write_bytes(b"\x7fELF..GLIBC_2.9\0GLIBC_2.28\0GLIBC_PRIVATE\0")
    (tmp_path / "bundle" / "notes.txt").write_bytes(b"GLIBC_2.99")
    assert tasks.glibc_floor(tmp_path / "bundle") == ((2, 28), "libx.so")


def test_an_earlier_demonstration_is_never_written_over(tasks: ModuleType, tmp_path: Path) -> None:
    assert tasks.unused("demo-out") == "demo-out"
    (tmp_path / "demo-out").mkdir()
    (tmp_path / "demo-out-2").mkdir()
    assert tasks.unused("demo-out") == "demo-out-3"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_commands_can_be_typed_one_after_another(readme: str) -> None:
    typed = (ROOT / readme).read_text(encoding="utf-8")
    (verb,) = re.findall(r"demo --out (\S+)", typed)
    (chore,) = re.findall(r"(demo-out)/", typed)  # an existing folder is refused
    assert verb != chore


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["nonsense"], 2), (["--help"], 0)])
def test_usage_lists_every_chore(arguments: list[str], code: int) -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "tasks.py"), *arguments], capture_output=True, text=True, check=False
    )
    assert result.returncode == code
    for chore in ("run", "test", "check", "bench", "fuzz", "mutate", "build", "lock"):
        assert f"\n  {chore} " in result.stdout


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_name_every_chore_and_every_verb(tasks: ModuleType, name: str) -> None:
    text = Path(ROOT, name).read_text(encoding="utf-8")
    verbs = next(each for each in parser(Language.ZH)._actions if isinstance(each, argparse._SubParsersAction)).choices
    chores = [each.removeprefix("task_") for each in vars(tasks) if each.startswith("task_")]
    assert len(verbs) > 30
    assert len(chores) > 10
    code = " ".join(re.findall(r"```sh\n.*?```|`[^`\n]+`", text, re.DOTALL))
    assert [each for each in (*verbs, *chores) if not re.search(rf"\b{each}\b", code)] == []


@LINUX
@pytest.mark.parametrize(
    ("least", "own", "kept"), [(0, "", "memory"), (1 << 62, "", None), (0, "elsewhere", "elsewhere")]
)
def test_the_quick_part_keeps_its_files_in_memory_where_there_is_room(
    tasks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int, own: str, kept: str | None
) -> None:
    """An own choice of the place for temporary files stands."""
    (tmp_path / "memory").mkdir()
    monkeypatch.setattr(tasks, "MEMORY", tmp_path / "memory")
    monkeypatch.setattr(tasks, "MEMORY_LEAST", least)
    monkeypatch.delenv("TMPDIR")
    if own:
        monkeypatch.setenv("TMPDIR", str(tmp_path / own))
    given: list[str | None] = []
    monkeypatch.setattr(
        tasks, "call", lambda command, *, offscreen, env: given.append((os.environ | env).get("TMPDIR")) or 0
    )
    stamp(tasks, sys.version, "run", "dev")
    monkeypatch.setattr(tasks, "install_system", lambda packages, purpose: None)
    assert tasks.task_unit([]) == 0
    assert given == [kept and str(tmp_path / kept)]
    monkeypatch.setattr(tasks, "MEMORY", tmp_path / "none")
    assert tasks.in_memory() == {}
