"""The memory of a program that opened a vault, read from outside: where keys and passphrase are, and are not."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.clock import SystemClock
from tests.support import vaults

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc/<pid>/mem")

PASSPHRASE = "青 wagon 72 骏马 lantern quiet"


class Holder:
    """The program, step by step."""

    def __init__(self, folder: Path) -> None:
        command = [
            "setpriv",
            "--pdeathsig",
            "KILL",
            "--",
            sys.executable,
            "-m",
            "tests.support.secret_holder",
            str(folder),
        ]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def go_on(self, typed: str, until: str) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{typed}\n".encode())
        self._process.stdin.flush()
        assert self._process.stdout.readline().decode().strip() == until

    def found(self, *secrets: bytes) -> dict[bytes, list[str]]:
        """In which parts of its memory each of them lies."""
        where: dict[bytes, list[str]] = {secret: [] for secret in secrets}
        folder = Path(f"/proc/{self._process.pid}")
        with (folder / "mem").open("rb", buffering=0) as memory:
            for region in (folder / "maps").read_text().splitlines():
                span, rights, *_ = region.split()
                if not rights.startswith("rw"):
                    continue
                begin, end = (int(one, 16) for one in span.split("-"))
                memory.seek(begin)
                content = memory.read(end - begin)
                for secret, parts in where.items():
                    if secret in content:
                        parts.append(region)
        return where

    def locked_kib(self) -> int:
        """How much of its memory the system may not swap out."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmLck")))

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def spellings(key: bytes) -> tuple[bytes, ...]:
    """Each half, for what is freed may lose its beginning."""
    whole = (key, key.hex().encode(), key.hex().upper().encode())
    return tuple(half for text in whole for half in (text[: len(text) // 2], text[len(text) // 2 :]))


#: Without its first letters, for the same reason.
TYPED = tuple(PASSPHRASE[4:].encode(name) for name in ("utf-8", "utf-16-le", "utf-32-le"))


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Holder]:
    vaults.made(tmp_path / "vault", SystemClock(), passphrase=PASSPHRASE).close()
    made = Holder(tmp_path / "vault")
    yield made
    made.end()


def test_after_locking_neither_key_nor_passphrase_is_in_memory(holder: Holder, tmp_path: Path) -> None:
    first = bytes(vaults.database_key(tmp_path / "vault", PASSPHRASE).view)
    holder.go_on(PASSPHRASE, "typed")
    assert any(holder.found(*TYPED).values()), "it lies where it was typed, or this search finds nothing"
    before = holder.locked_kib()
    holder.go_on("", "open")
    found = holder.found(*TYPED, *spellings(first))
    assert not any(found[text] for text in TYPED), "opening has left the passphrase"
    assert found[first[:16]], "SQLCipher has the key as long as the vault is open"
    assert holder.locked_kib() > before
    holder.go_on(PASSPHRASE, "rekeyed")
    found = holder.found(*TYPED, *spellings(first))
    assert {secret: parts for secret, parts in found.items() if parts} == {}, "the old key is of no use to anybody"
    holder.go_on("", "locked")
    second = bytes(vaults.database_key(tmp_path / "vault", PASSPHRASE).view)
    assert second != first
    found = holder.found(*TYPED, *spellings(first), *spellings(second))
    assert {secret: parts for secret, parts in found.items() if parts} == {}
