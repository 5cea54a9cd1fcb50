"""Installs Fengjuan from this folder, without a network: `python3 install.py [FOLDER]`.

Python 3.11 to 3.13 of the kind that the bundle is named for is needed, and nothing else. Installing again replaces
the program and leaves everything else alone; vaults lie where their users put them and are never touched.
安装：python3 install.py [文件夹]。不联网；再次安装只替换程序，不触动任何库。
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"


def main(arguments: list[str]) -> int:
    usual = Path(os.environ.get("LOCALAPPDATA", Path.home())) if WINDOWS else Path.home() / ".local/share"
    target = Path(arguments[0]).absolute() if arguments else usual / "fengjuan-program"
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return stop(f"Python 3.11–3.13 is needed; this is {sys.version.split()[0]}. 需要 Python 3.11 至 3.13。")
    if wrong := damaged():
        return stop(
            f"“{wrong}” is not as SHA256SUMS says: copy the bundle again. 文件“{wrong}”已损坏，请重新拷贝安装包。"
        )
    python = target / "python" / ("Scripts/python.exe" if WINDOWS else "bin/python")
    venv.create(target / "python", with_pip=True, clear=True)
    command = [str(python), "-m", "pip", "install", "-qq", "--no-index", "--no-deps", "--require-hashes"]
    command += ["--find-links", str(HERE / "wheels"), "-r", str(HERE / "requirements.txt")]
    if subprocess.run([*command, "--disable-pip-version-check"], check=False).returncode != 0:
        return stop("The wheels do not fit this machine or Python, see above. 安装包与本机或 Python 版本不符。")
    fresh, program = target / "program.part", target / "program"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(HERE / "program", fresh)
    shutil.rmtree(program, ignore_errors=True)
    fresh.rename(program)
    start = starter(target, python)
    print(f"{start}")
    return subprocess.run([str(python), "-m", "desktop_app", "selftest"], cwd=program, check=False).returncode


def damaged() -> str:
    """The first file that is not as its digest says; empty when all are."""
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        path = HERE / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            return name
    return ""


def starter(target: Path, python: Path) -> Path:
    """What the user starts: a small script, and on Linux an entry in the menu."""
    if WINDOWS:
        script = target / "fengjuan.cmd"
        script.write_text(f'@cd /d "{target}\\program" && "{python}" -m desktop_app %*\r\n', encoding="utf-8")
        return script
    script = target / "fengjuan"
    line = f'PYTHONPATH="{target}/program" exec "{python}" -m desktop_app "$@"'
    script.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    script.chmod(0o755)
    menu = Path.home() / ".local/share/applications/fengjuan.desktop"
    menu.parent.mkdir(parents=True, exist_ok=True)
    icon = target / "program/resources/icons/fengjuan.svg"
    entry = ["[Desktop Entry]", "Type=Application", "Name=Fengjuan", "Name[zh_CN]=封卷", f'Exec="{script}" %f']
    menu.write_text("\n".join([*entry, f"Icon={icon}", "Categories=Office;", ""]), encoding="utf-8")
    return script


def stop(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
