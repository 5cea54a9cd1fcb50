"""Makes a Debian package of the frozen folder: `python .ci/packaging/deb.py FOLDER OUT VERSION GLIBC`.

It puts the program under /usr/lib/fengjuan with a starter, a desktop entry, an icon, the file type of packages and a
manual page. It knows no vault: removing it removes what it brought. The same folder gives the same bytes.
"""

import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
#: 2026-01-01: the time of every file, so that two builds can be compared.
EPOCH = "1767225600"

CONTROL = """\
Package: fengjuan
Version: {version}
Architecture: {architecture}
Maintainer: The Fengjuan maintainers <fengjuan@localhost>
Installed-Size: {size}
Depends: libc6 (>= {glibc}), {libraries}
Recommends: cups-client, gnome-keyring | kwalletmanager, fonts-noto-cjk
Section: misc
Priority: optional
Description: file for a professional title without a network
 Keeps applications in an encrypted vault, checks them against the notice, prints
 the review and submission forms in numbered copies, and seals packages that
 only the receiving office can open. Never uses a network but a printer's.
"""

DESKTOP = """\
[Desktop Entry]
Type=Application
Name=Fengjuan
Name[zh_CN]=封卷
GenericName=Title applications offline
GenericName[zh_CN]=职称离线申报
Comment=File for a professional title without a network
Comment[zh_CN]=不联网办理职称申报、印制与封装
Exec=/usr/bin/fengjuan %f
Icon=fengjuan
Categories=Office;
MimeType=application/x-fengjuan;
Terminal=false
StartupNotify=true
"""

MIME = """\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-fengjuan">
    <comment>Fengjuan sealed file</comment>
    <comment xml:lang="zh_CN">封卷密封文件</comment>
    <icon name="fengjuan"/>
    <glob pattern="*.fengjuan"/>
  </mime-type>
</mime-info>
"""

MANUAL = """\
.TH FENGJUAN 1 "" "fengjuan {version}" "User Commands"
.SH NAME
fengjuan \\- file for a professional title without a network
.SH SYNOPSIS
.B fengjuan
.RB [ \\-\\-vault
.IR DIR ]
.br
.B fengjuan
.I VERB
.RI [ ARGUMENT ...]
.SH DESCRIPTION
Without a verb the window opens. Every verb tells its use with
.BR \\-\\-help ;
.B fengjuan manual
shows the manual, and
.B fengjuan selftest
tells whether this copy is whole and works on this machine.
.SH EXIT STATUS
0 done, 1 the answer is no, 2 wrong use or unreadable input, 70 a fault of the program.
.SH FILES
Vaults lie where their users put them. Removing the package never touches one.
"""


def made(folder: Path, out: Path, version: str, glibc: str, libraries: list[str]) -> Path:
    """The package in `out`, named as Debian names them. Raises `SystemExit` on a machine without a Debian name."""
    architecture = ARCHITECTURES.get(platform.machine())
    if architecture is None:
        raise SystemExit(f"No Debian name is known for a {platform.machine()} machine.")
    package = out / f"fengjuan_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as made_in:
        tree = Path(made_in)
        tree.chmod(0o755)
        shutil.copytree(folder, tree / "usr/lib/fengjuan", symlinks=True)
        (tree / "usr/bin").mkdir(parents=True)
        (tree / "usr/bin/fengjuan").symlink_to("../lib/fengjuan/fengjuan")
        write(tree / "usr/share/applications/fengjuan.desktop", DESKTOP)
        write(tree / "usr/share/mime/packages/fengjuan.xml", MIME)
        icon = tree / "usr/share/icons/hicolor/scalable/apps/fengjuan.svg"
        icon.parent.mkdir(parents=True)
        shutil.copy(ROOT / "resources/icons/fengjuan.svg", icon)
        manual = gzip.compress(MANUAL.format(version=version).encode(), mtime=0)
        write(tree / "usr/share/man/man1/fengjuan.1.gz", manual)
        write(tree / "usr/share/doc/fengjuan/copyright", (ROOT / "LICENSE").read_bytes())
        files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
        sums = "".join(f"{digest(path)}  {path.relative_to(tree)}\n" for path in files)
        size = sum(path.stat().st_size for path in files) // 1024
        needs = ", ".join(libraries)
        control = CONTROL.format(version=version, architecture=architecture, size=size, glibc=glibc, libraries=needs)
        write(tree / "DEBIAN/control", control)
        write(tree / "DEBIAN/md5sums", sums)
        ordinary(tree)
        out.mkdir(parents=True, exist_ok=True)
        command = ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z6", "--build", str(tree), str(package)]
        subprocess.run(command, env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH}, check=True, stdout=subprocess.DEVNULL)
    return package


def digest(path: Path) -> str:
    """MD5, which is what Debian's check of installed files goes by."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def ordinary(tree: Path) -> None:
    """Rights and times that do not depend on who builds."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (int(EPOCH), int(EPOCH)), follow_symlinks=False)


if __name__ == "__main__":
    folder, out, version, glibc, *libraries = sys.argv[1:]
    print(made(Path(folder), Path(out), version, glibc, libraries))
