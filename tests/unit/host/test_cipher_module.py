"""An office's cipher module that is not there, cannot run, hangs, floods or dies is told in one sentence."""

import os
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.host import cipher_module
from desktop_app.host.cipher_module import CipherModule
from tests.support.patience import AT_MOST_S

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="a script with #! is no program there")


def written(path: Path, text: str, *, mode: int = 0o755) -> Path:
    path.write_text(text, encoding="ascii")
    path.chmod(mode)
    return path


def refusal(*command: str | Path) -> Fault:
    with pytest.raises(Fault) as caught:
        CipherModule([str(part) for part in command]).describe()
    return caught.value


def by_python(code: str) -> Fault:
    return refusal(sys.executable, "-I", "-S", "-c", code)


def test_a_program_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    fault = refusal(tmp_path / "absent")
    assert fault.code is Code.CIPHER_MODULE_UNSTARTED
    assert f"“{tmp_path / 'absent'}”没有启动（找不到）" in sentence(fault)
    assert "was not started (No such file or directory). Check the program's path" in sentence(fault, Language.EN)


@needs_scripts
@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("#!/bin/sh\n", 0o644, "没有权限"),
        ("hello", 0o755, "不是本机能运行的程序"),
        ("#!/of/another/system\n", 0o755, "找不到"),
    ],
)
def test_a_file_that_cannot_run_is_told_with_the_reason(tmp_path: Path, text: str, mode: int, reason: str) -> None:
    fault = refusal(written(tmp_path / "module", text, mode=mode))
    assert fault.code is Code.CIPHER_MODULE_UNSTARTED
    assert f"没有启动（{reason}）" in sentence(fault)


def test_a_module_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher_module, "_SECONDS", 1)
    assert "1 秒没有回答" in sentence(by_python("import time; time.sleep(600)"))
    # the answer is whole, but the module does not end
    assert "1 秒没有回答" in sentence(by_python("import os, time; os.close(1); time.sleep(600)"))


@needs_scripts
def test_what_a_module_leaves_running_holds_nothing_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cipher_module, "_SECONDS", 1)
    noted = tmp_path / "pid"
    fault = refusal(written(tmp_path / "module", f"#!/bin/sh\nsleep 600 &\necho $! >{noted}\n"))
    os.kill(int(noted.read_text(encoding="ascii")), 9)  # it runs still
    assert "1 秒没有回答" in sentence(fault)


def test_a_flood_is_stopped_at_once_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher_module, "_SECONDS", AT_MOST_S)
    assert "回答过长" in sentence(by_python("while True: print('y' * 65536)"))  # not: no answer in time


def test_a_module_that_dies_says_how() -> None:
    assert "退出码 3" in sentence(by_python("raise SystemExit(3)"))


@needs_scripts
def test_a_module_that_was_killed_says_so() -> None:
    fault = by_python("import os; os.write(1, b'{'); os.kill(os.getpid(), 9)")
    assert "中途停止，信号 9" in sentence(fault)


def test_one_that_answers_without_reading_is_judged_by_its_answer() -> None:
    """What it was given is more than a pipe holds."""
    module = CipherModule([sys.executable, "-I", "-S", "-c", "print('ab')"])
    assert module.digest(bytes(1 << 20)) == "ab"


def test_nonsense_is_no_description() -> None:
    assert "说明不是约定的样子" in sentence(by_python("print('hello')"))
