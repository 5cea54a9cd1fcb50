"""age files against other people's programs, and what happens when bytes are missing, changed or not taken."""

import hashlib
import io
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyrage
import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto import age, age_stream

_BLOCK = age_stream.CHUNKS * age_stream.CHUNK
#: Around a chunk and a block, and more blocks than there are buffers.
SIZES = [0, 1, 65535, 65536, 65537, _BLOCK - 1, _BLOCK, _BLOCK + 65536, 9_000_001]


def seal(plain: bytes, *recipients: age.Recipient) -> bytes:
    out = io.BytesIO()
    written = age.encrypt(io.BytesIO(plain), out, recipients)
    assert written == len(out.getvalue()) == age.Beginning.to(recipients).sealed_size(len(plain))
    return out.getvalue()


def unseal(sealed: bytes, *identities: age.Identity) -> bytes:
    out = io.BytesIO()
    age.decrypt(io.BytesIO(sealed), out, identities)
    return out.getvalue()


def failure(sealed: bytes, *identities: age.Identity) -> Code:
    with pytest.raises(Fault) as caught:
        unseal(sealed, *identities)
    return caught.value.code


@pytest.mark.parametrize("size", SIZES)
def test_round_trip(size: int) -> None:
    plain = os.urandom(size)
    classical, hybrid = age.X25519Identity.generate(), age.HybridIdentity.generate()
    assert unseal(seal(plain, classical.recipient()), classical) == plain
    assert unseal(seal(plain, hybrid.recipient()), hybrid) == plain


def test_each_recipient_opens_and_a_stranger_does_not() -> None:
    one, two, stranger = (age.HybridIdentity.generate() for _ in range(3))
    sealed = seal(b"for two", one.recipient(), two.recipient())
    assert unseal(sealed, one) == unseal(sealed, two) == b"for two"
    assert failure(sealed, stranger) is Code.NO_KEY


def test_keys_survive_their_text() -> None:
    classical, hybrid = age.X25519Identity.generate(), age.HybridIdentity.generate()
    assert age.X25519Identity.from_text(classical.text()) == classical
    assert age.HybridIdentity.from_text(hybrid.text()) == hybrid
    assert age.X25519Recipient.from_text(classical.recipient().text()) == classical.recipient()
    assert age.HybridRecipient.from_text(hybrid.recipient().text()) == hybrid.recipient()
    assert pyrage.x25519.Identity.from_str(classical.text()).to_public().__str__() == classical.recipient().text()


def test_keys_of_one_kind_are_refused_as_the_other() -> None:
    with pytest.raises(ValueError, match="another kind"):
        age.HybridRecipient.from_text(age.X25519Identity.generate().recipient().text())
    with pytest.raises(ValueError, match="another kind"):
        age.X25519Identity.from_text(age.HybridIdentity.generate().text())


def test_secrets_stay_out_of_representations() -> None:
    for one in (age.X25519Identity.generate(), age.HybridIdentity.generate()):
        assert one.seed.hex() not in repr(one)
        assert str(one.seed) not in repr(one)


@pytest.mark.parametrize("size", [0, 1000, 65536, 5_000_000])
def test_pyrage_reads_ours_and_we_read_pyrage(size: int) -> None:
    plain, identity = os.urandom(size), age.X25519Identity.generate()
    theirs = pyrage.x25519.Identity.from_str(identity.text())
    assert pyrage.decrypt(seal(plain, identity.recipient()), [theirs]) == plain
    assert unseal(pyrage.encrypt(plain, [theirs.to_public()]), identity) == plain


def program(kind: type[age.X25519Identity] | type[age.HybridIdentity]) -> str:
    """The age program that knows this kind of key: the post-quantum one came with 1.3."""
    named = os.environ.get("FENGJUAN_AGE", "age")
    if shutil.which(named) is None:
        pytest.skip("the age program is not installed")
    said = subprocess.run([named, "--version"], capture_output=True, text=True, check=False).stdout
    if kind is age.HybridIdentity and tuple(map(int, re.findall(r"\d+", said)[:2])) < (1, 3):
        pytest.skip("the age program knows no post-quantum recipient before 1.3")
    return named


@pytest.mark.parametrize("size", [0, 1000, 65536, 5_000_000])
@pytest.mark.parametrize("kind", [age.X25519Identity, age.HybridIdentity])
def test_the_age_program_reads_ours_and_we_read_its(
    kind: type[age.X25519Identity] | type[age.HybridIdentity], size: int, tmp_path: Path
) -> None:
    theirs, plain, identity = program(kind), os.urandom(size), kind.generate()
    key = tmp_path / "key.txt"
    key.write_text(identity.text() + "\n", encoding="utf-8")
    sealed = seal(plain, identity.recipient())
    opened = subprocess.run([theirs, "-d", "-i", str(key)], input=sealed, capture_output=True, check=True)
    assert opened.stdout == plain
    made = subprocess.run([theirs, "-r", identity.recipient().text()], input=plain, capture_output=True, check=True)
    assert unseal(made.stdout, identity) == plain


def test_digests_are_of_what_went_in_and_what_came_out() -> None:
    plain, identity = os.urandom(6_000_000), age.X25519Identity.generate()
    before, after, out = hashlib.sha256(), hashlib.sha256(), io.BytesIO()
    age.encrypt(io.BytesIO(plain), out, [identity.recipient()], on_plain=before.update, cipher_hash=after)
    assert before.digest() == hashlib.sha256(plain).digest()
    assert after.digest() == hashlib.sha256(out.getvalue()).digest()
    again = hashlib.sha256()
    age.decrypt(io.BytesIO(out.getvalue()), io.BytesIO(), [identity], plain_hash=again)
    assert again.digest() == before.digest()


def test_a_source_in_small_pieces_gives_the_same_payload() -> None:
    class Trickle(io.BytesIO):
        def readinto(self, buffer: Any, /) -> int:
            return super().readinto(memoryview(buffer)[:10_007])

    plain, identity = os.urandom(300_000), age.X25519Identity.generate()
    out = io.BytesIO()
    age.encrypt(Trickle(plain), out, [identity.recipient()])
    assert unseal(out.getvalue(), identity) == plain
    again = io.BytesIO()
    age.decrypt(Trickle(out.getvalue()), again, [identity])
    assert again.getvalue() == plain


class TestBroken:
    identity = age.X25519Identity.generate()
    plain = os.urandom(3 * 65536 + 100)
    sealed = seal(plain, identity.recipient())
    payload = sealed.index(b"\n--- ") + 5 + 43 + 1

    def test_cut_at_every_kind_of_place(self) -> None:
        chunk = 65536 + 16
        assert failure(self.sealed[: self.payload + 16], self.identity) is Code.PACKAGE_TRUNCATED
        assert failure(self.sealed[: self.payload + 16 + chunk], self.identity) is Code.PACKAGE_TRUNCATED
        assert failure(self.sealed[: self.payload + 16 + chunk + 3], self.identity) is Code.PACKAGE_TRUNCATED
        assert failure(self.sealed[:-1], self.identity) is Code.CHUNK_AUTH
        assert failure(self.sealed[: self.payload + 8], self.identity) is Code.AGE_HEADER
        assert failure(self.sealed[:40], self.identity) is Code.AGE_HEADER

    def test_a_flipped_bit_is_found_wherever_it_is(self) -> None:
        def flipped(at: int) -> bytes:
            return self.sealed[:at] + bytes([self.sealed[at] ^ 1]) + self.sealed[at + 1 :]

        assert failure(flipped(self.payload - 5), self.identity) in (Code.AGE_HEADER_MAC, Code.AGE_HEADER)
        for at in (self.payload, self.payload + 16, self.payload + 16 + 70_000, len(self.sealed) - 1):
            assert failure(flipped(at), self.identity) is Code.CHUNK_AUTH

    def test_something_joined_on_is_found(self) -> None:
        assert failure(self.sealed + b"x", self.identity) is Code.CHUNK_AUTH
        whole = seal(bytes(65536), self.identity.recipient())
        assert failure(whole + b"x", self.identity) is Code.TRAILING_DATA

    def test_swapped_chunks_are_found(self) -> None:
        at, chunk = self.payload + 16, 65536 + 16
        swapped = (
            self.sealed[:at]
            + self.sealed[at + chunk : at + 2 * chunk]
            + self.sealed[at : at + chunk]
            + self.sealed[at + 2 * chunk :]
        )
        assert failure(swapped, self.identity) is Code.CHUNK_AUTH

    def test_only_a_true_beginning_gets_out(self) -> None:
        at = self.payload + 16 + 2 * (65536 + 16) + 5
        bad = self.sealed[:at] + bytes([self.sealed[at] ^ 1]) + self.sealed[at + 1 :]
        out = io.BytesIO()
        with pytest.raises(Fault):
            age.decrypt(io.BytesIO(bad), out, [self.identity])
        assert out.getvalue() == self.plain[: 2 * 65536]


class Short(io.BytesIO):
    """Takes at most 1,000 bytes a write, and nothing after `room`."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, data: object, /) -> int:
        view = memoryview(data)[: min(1000, self.room)]  # type: ignore[arg-type]
        self.room -= len(view)
        return super().write(view)


def test_a_writer_that_takes_little_gets_everything() -> None:
    identity, out = age.X25519Identity.generate(), Short(10_000_000)
    age.encrypt(io.BytesIO(bytes(200_000)), out, [identity.recipient()])
    assert unseal(out.getvalue(), identity) == bytes(200_000)


@pytest.mark.parametrize("missing", [1, 17, 65_000])
def test_a_writer_that_takes_no_more_is_noticed_even_at_the_last_byte(missing: int) -> None:
    identity = age.X25519Identity.generate()
    size = age.Beginning.to([identity.recipient()]).sealed_size(200_000)
    with pytest.raises(Fault) as caught:
        age.encrypt(io.BytesIO(bytes(200_000)), Short(size - missing), [identity.recipient()])
    assert caught.value.code is Code.DISK_FULL


def test_the_real_full_device_is_noticed() -> None:
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="space"):  # noqa: PTH123
        age.encrypt(io.BytesIO(b"x"), full, [age.X25519Identity.generate().recipient()])


def test_cancelling_stops() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        age.encrypt(io.BytesIO(b"x"), io.BytesIO(), [age.X25519Identity.generate().recipient()], progress=progress)


def test_a_failing_source_is_reported_as_it_is() -> None:
    class Broken:
        def readinto(self, buffer: memoryview, /) -> int:
            raise OSError("pulled")

    with pytest.raises(OSError, match="pulled"):
        age.encrypt(Broken(), io.BytesIO(), [age.X25519Identity.generate().recipient()])


def test_no_recipient_is_a_bug() -> None:
    with pytest.raises(ValueError, match="recipient"):
        age.encrypt(io.BytesIO(b""), io.BytesIO(), [])


def test_too_many_stanzas_are_refused() -> None:
    identity = age.X25519Identity.generate()
    out = io.BytesIO()
    age.encrypt(io.BytesIO(b""), out, [identity.recipient()] * 33)
    assert failure(out.getvalue(), identity) is Code.AGE_HEADER
