"""SSHSIG against ssh-keygen, both ways, and every part of a signature that may not be changed."""

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from desktop_app.crypto import sshsig

SEED = bytes(range(32))
PUBLIC = sshsig.public_key(SEED)
NAMESPACE = "fj-test@v1"
needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


def ssh_verify(folder: Path, message: bytes, armor: bytes, namespace: str) -> bool:
    (folder / "allowed").write_text(f'desk namespaces="{NAMESPACE}" {sshsig.public_line(PUBLIC)}\n', encoding="utf-8")
    (folder / "sig").write_bytes(armor)
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "desk", "-n", namespace, "-s", "sig"]
    return subprocess.run(command, cwd=folder, input=message, capture_output=True).returncode == 0


@needs_ssh
def test_ssh_keygen_verifies_ours(tmp_path: Path) -> None:
    for message in (b"", b"x", os.urandom(100_000)):
        armor = sshsig.sign(message, SEED, NAMESPACE)
        assert ssh_verify(tmp_path, message, armor, NAMESPACE)
        assert not ssh_verify(tmp_path, message + b"x", armor, NAMESPACE)
        assert not ssh_verify(tmp_path, message, armor, "fj-other@v1")


@needs_ssh
def test_we_verify_ssh_keygens(tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "k")], check=True)
    blob = base64.b64decode((tmp_path / "k.pub").read_text(encoding="utf-8").split()[1])
    (tmp_path / "m").write_bytes(b"message")
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(tmp_path / "k"), "-n", NAMESPACE, str(tmp_path / "m")]
    subprocess.run(command, check=True, capture_output=True)
    armor = (tmp_path / "m.sig").read_bytes()
    sshsig.verify(b"message", armor, blob[-32:], NAMESPACE)
    assert sshsig.armored(sshsig.read(armor)) == armor


def refused(message: bytes, armor: bytes, public: bytes = PUBLIC, namespace: str = NAMESPACE) -> None:
    with pytest.raises(sshsig.SignatureRefused):
        sshsig.verify(message, armor, public, namespace)


def test_other_message_key_or_use() -> None:
    armor = sshsig.sign(b"m", SEED, NAMESPACE)
    sshsig.verify(b"m", armor, PUBLIC, NAMESPACE)
    refused(b"n", armor)
    refused(b"m", armor, public=sshsig.public_key(bytes(32)))
    refused(b"m", armor, namespace="fj-seal@v1")


@pytest.mark.parametrize(("public", "raw"), [(31, 64), (33, 64), (32, 63), (32, 65)])
def test_a_key_or_signature_of_another_length_is_none_however_well_spelled(public: int, raw: int) -> None:
    with pytest.raises(sshsig.SignatureRefused):
        sshsig.read(sshsig.armored(sshsig.Signature(bytes(public), NAMESPACE, bytes(raw))))


@pytest.mark.parametrize("size", [0, 12, 31, 33, 64])
def test_a_line_of_another_key_is_none(size: int) -> None:
    assert sshsig.public_of_line(sshsig.public_line(PUBLIC)) == PUBLIC
    assert sshsig.public_of_line(sshsig.public_line(bytes(size))) is None
    assert sshsig.public_of_line("ssh-ed25519 " + base64.b64encode(bytes(size)).decode()) is None


def test_every_changed_byte_is_refused() -> None:
    armor = sshsig.sign(b"m", SEED, NAMESPACE)
    for at in range(len(armor)):
        refused(b"m", armor[:at] + bytes([armor[at] ^ 1]) + armor[at + 1 :])


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a + b"\n",
        lambda a: b"\n" + a,
        lambda a: a[:-1],
        lambda a: a.replace(b"\n", b"\r\n"),
        lambda a: b"",
        lambda a: a + a,
        lambda a: a.replace(b"SIGNATURE-----\nU", b"SIGNATURE-----\n U"),
        lambda a: rewrapped(a, 64),
        lambda a: with_blob(a, blob(a) + b"\0"),
        lambda a: with_blob(a, blob(a)[:-1]),
        lambda a: with_blob(a, blob(a).replace(b"sha512", b"sha256")),
        lambda a: with_blob(a, blob(a).replace(b"SSHSIG\0\0\0\1", b"SSHSIG\0\0\0\2")),
        lambda a: with_blob(a, blob(a)[:10]),
        lambda a: with_blob(a, blob(a).replace(b"fj-test@v1", "fj-tést@v".encode())),
    ],
)
def test_one_spelling_only(change) -> None:
    armor = sshsig.sign(b"m", SEED, NAMESPACE)
    assert change(armor) != armor
    refused(b"m", change(armor))


def blob(armor: bytes) -> bytes:
    return base64.b64decode(b"".join(armor.split(b"\n")[1:-2]))


def with_blob(armor: bytes, changed: bytes) -> bytes:
    text = base64.b64encode(changed)
    lines = b"".join(text[at : at + 70] + b"\n" for at in range(0, len(text), 70))
    return b"-----BEGIN SSH SIGNATURE-----\n" + lines + b"-----END SSH SIGNATURE-----\n"


def rewrapped(armor: bytes, columns: int) -> bytes:
    text = b"".join(armor.split(b"\n")[1:-2])
    lines = b"".join(text[at : at + columns] + b"\n" for at in range(0, len(text), columns))
    return b"-----BEGIN SSH SIGNATURE-----\n" + lines + b"-----END SSH SIGNATURE-----\n"
