"""If this program is gone tomorrow: age, tar, sha256sum and ssh-keygen open and check a package without it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from desktop_app.crypto import sshsig
from desktop_app.domain.offices import Suite
from desktop_app.sealing import cards
from tests.support.packages import JPEG, NOW, PDF, Desks

missing = [tool for tool in ("age", "tar", "sha256sum", "ssh-keygen", "sh") if shutil.which(tool) is None]
needs_tools = pytest.mark.skipif(bool(missing), reason=f"not installed: {missing}")


def sh(script: str, cwd: Path) -> str:
    done = subprocess.run(["sh", "-ec", script], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, (script, done.stdout, done.stderr)
    return done.stdout


def steps(readme: str) -> tuple[str, list[str]]:
    """The line for the file `allowed`, and the commands, as the README gives them."""
    lines = [line.strip() for line in readme.splitlines()]
    allowed = next(line for line in lines if line.startswith("desk namespaces="))
    return allowed, [line for line in lines if re.match(r"(ssh-keygen|sha256sum|cat|cd) ", line)]


def node_modules() -> Path | None:
    """A folder with the npm package age-encryption: named by the environment, or beside the repository."""
    named = os.environ.get("FENGJUAN_NODE_MODULES")
    folder = Path(named) if named else Path(__file__).parents[3] / "node_modules"
    return folder if shutil.which("node") and (folder / "age-encryption").is_dir() else None


_NODE_AGE = """
import { Decrypter } from 'age-encryption';
import { readFileSync, writeSync } from 'node:fs';
const d = new Decrypter();
for (const line of readFileSync(process.argv[4], 'utf8').trim().split('\\n')) d.addIdentity(line);
let rest = await d.decrypt(readFileSync(0));
while (rest.length) rest = rest.subarray(writeSync(1, rest));
"""


def age_command(suite: Suite, scratch: Path) -> str | None:
    """What takes `-d -i FILE` for this suite: age (1.3 for the post-quantum recipient), else npm's age-encryption."""
    named = os.environ.get("FENGJUAN_AGE", "age")
    if shutil.which(named):
        said = subprocess.run([named, "--version"], capture_output=True, text=True, check=False).stdout
        if suite is Suite.CLASSICAL or tuple(map(int, re.findall(r"\d+", said)[:2])) >= (1, 3):
            return named
    if node_modules() is None:
        return None
    (scratch / "age.mjs").write_text(_NODE_AGE, encoding="utf-8")
    (scratch / "node_modules").symlink_to(node_modules() or "")
    return f"node {scratch / 'age.mjs'}"


def openssl() -> str:
    """OpenSSL 3.5, as installed or named by the environment; else the same question to the library from pyca."""
    named = os.environ.get("FENGJUAN_OPENSSL", "openssl")
    listed = subprocess.run([named, "list", "-signature-algorithms"], capture_output=True, check=False).stdout
    return named if b"ML-DSA-65" in listed else f"{sys.executable} {Path(__file__).parents[2]}/support/pkeyutl.py"


@pytest.mark.slow
@needs_tools
@pytest.mark.parametrize("volume_bytes", [None, 60_000])
def test_following_the_readme_to_the_letter(desks: Desks, volume_bytes: int | None) -> None:
    package = desks.seal(suite=Suite.CLASSICAL, volume_bytes=volume_bytes)
    allowed, commands = steps((package.folder / "README.txt").read_text(encoding="utf-8-sig"))
    (package.folder / "allowed").write_text(allowed + "\n", encoding="utf-8")
    identity = desks.recipient.keys.identity(Suite.CLASSICAL)
    (package.folder / "key.txt").write_text(identity.text() + "\n", encoding="utf-8")
    assert len(commands) == 7
    output = sh("\n".join(commands), package.folder)
    assert output.count('Good "fj-') == 2
    assert output.count(": OK") == 4 + 6
    bag = package.folder / package.package_id
    sh("\n".join(second_steps(package.folder)), package.folder)
    with pytest.raises(AssertionError):
        sh(second_steps(package.folder)[0].replace("fj-seal@v1", "fj-manifest@v1"), package.folder)
    assert (bag / "data/a0001/f0001.pdf").read_bytes() == PDF
    assert (bag / "data/a0001/f0002.jpg").read_bytes() == JPEG
    manifest = json.loads((bag / "manifest.json").read_bytes())
    assert [entry["name"] for entry in manifest["files"]] == [
        "record.json",
        "学历证书（扫描）.pdf",
        "照片.jpg",
        "record.json",
    ]
    assert manifest["recipients"][0]["kid"] == desks.recipient.kid
    seal = json.loads((package.folder / "seal.fengjuan").read_bytes())
    digests = sh("sha256sum *.age*", package.folder).split()[::2]
    assert digests == [volume["sha256"] for volume in seal["cipher"]["volumes"]]


def second_steps(folder: Path) -> list[str]:
    """The commands for the second signatures, with the key where the README says to put it."""
    lines = (folder / "README.txt").read_text(encoding="utf-8-sig").splitlines()
    first, last = lines.index("-----BEGIN PUBLIC KEY-----"), lines.index("-----END PUBLIC KEY-----")
    (folder / "key.pem").write_text("\n".join(lines[first : last + 1]) + "\n", encoding="ascii")
    commands = [line.strip() for line in lines if line.strip().startswith("openssl ")]
    assert len(commands) == 2
    return [command.replace("openssl ", f"{openssl()} ", 1) for command in commands]


@needs_tools
def test_a_changed_seal_is_noticed_by_ssh_keygen(desks: Desks) -> None:
    package = desks.seal(suite=Suite.CLASSICAL)
    allowed, commands = steps((package.folder / "README.txt").read_text(encoding="utf-8-sig"))
    (package.folder / "allowed").write_text(allowed + "\n", encoding="utf-8")
    seal = package.folder / "seal.fengjuan"
    seal.write_bytes(seal.read_bytes().replace(b'"seq":41', b'"seq":42'))
    done = subprocess.run(["sh", "-ec", commands[0]], cwd=package.folder, capture_output=True)
    assert done.returncode != 0


@needs_tools
def test_the_archive_is_what_gnu_tar_would_write(desks: Desks, tmp_path: Path) -> None:
    package = desks.seal(suite=Suite.CLASSICAL)
    (tmp_path / "key").write_text(desks.recipient.keys.identity(Suite.CLASSICAL).text() + "\n", encoding="utf-8")
    sh(f"age -d -i key {package.folder}/*.age > ours.tar && tar xf ours.tar", tmp_path)
    with tarfile.open(tmp_path / "ours.tar") as archive:
        names = archive.getnames()
        assert all(member.isreg() and member.mtime == NOW.timestamp() for member in archive)
    (tmp_path / "names").write_text("\n".join(names) + "\n", encoding="utf-8")
    sh(
        f"tar cf theirs.tar --format=ustar --blocking-factor=1 --numeric-owner --owner=0 --group=0 --mode=0644"
        f" --mtime=@{int(NOW.timestamp())} --no-recursion -T names && cmp ours.tar theirs.tar",
        tmp_path,
    )


@needs_tools
def test_the_readme_reads_on_windows_and_names_nobody(desks: Desks) -> None:
    for suite, tool in ((Suite.CLASSICAL, "age 1.0"), (Suite.POST_QUANTUM, "age 1.3")):
        raw = (desks.seal(suite=suite).folder / "README.txt").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert tool in raw.decode("utf-8-sig")
        assert "第一小学" not in raw.decode("utf-8-sig")


@needs_tools
def test_cards_are_checked_by_ssh_keygen(desks: Desks, tmp_path: Path) -> None:
    (tmp_path / "desk.fjcard").write_bytes(cards.card_file(desks.sender.card, desks.sender.keys))
    line = sshsig.public_line(desks.sender.keys.public_signing_key())
    (tmp_path / "allowed").write_text(f"desk {line}\n", encoding="utf-8")
    sh(
        "tail -n +2 desk.fjcard > sig && head -n 1 desk.fjcard |"
        " ssh-keygen -Y verify -f allowed -I desk -n fj-card@v1 -s sig",
        tmp_path,
    )


def test_the_post_quantum_package_opens_elsewhere(desks: Desks, tmp_path: Path) -> None:
    command = age_command(Suite.POST_QUANTUM, tmp_path)
    if command is None:
        pytest.skip("no public tool for the post-quantum recipient here: age 1.3, or npm's age-encryption")
    package = desks.seal(suite=Suite.POST_QUANTUM)
    (tmp_path / "key").write_text(desks.recipient.keys.identity(Suite.POST_QUANTUM).text() + "\n", encoding="ascii")
    sh(f"{command} -d -i key < {package.folder}/{package.package_id}.age > plain.tar", tmp_path)
    with tarfile.open(tmp_path / "plain.tar") as archive:
        member = archive.extractfile(f"{package.package_id}/data/a0001/f0001.pdf")
        assert member is not None
        assert member.read() == PDF
