"""The payload of an age file: 64 KiB chunks of ChaCha20-Poly1305, worked in 4 MiB blocks beside the caller's reading.

One worker and one thread for digests: a second worker was slower (1,296 against 1,554 MiB/s on two cores), because
handing blocks between threads costs more than it saves. The primitives let the interpreter lock go.
"""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from desktop_app.core.errors import Code, Fault

CHUNK = 64 * 1024
TAG = 16
#: Chunks a block: 4 MiB.
CHUNKS = 64

T = TypeVar("T")
#: Index of the first chunk, the bytes, whether the source ends here.
Block = tuple[int, memoryview, bool]


class Source(Protocol):
    """Where bytes come from; may return fewer than asked for, and nothing at the end."""

    def read(self, size: int, /) -> bytes: ...


def sealed_blocks(source: Source, key: bytes, on_plain: Callable[[memoryview], None]) -> Iterator[memoryview]:
    """The encrypted payload of all of `source`; `on_plain` is shown each block of it first."""
    cipher = ChaCha20Poly1305(key)

    def seal(block: Block) -> memoryview:
        return _seal(cipher, block)

    return _ahead(seal, _blocks(source, CHUNK, on_plain))


def opened_blocks(
    source: Source, key: bytes, on_cipher: Callable[[memoryview], None]
) -> Generator[memoryview, None, None]:
    """The proved plaintext of the payload in `source`. Raises `Fault(CHUNK_AUTH | PACKAGE_TRUNCATED | TRAILING_DATA)`.

    Every block given out is a true beginning of the payload; only the end of the iteration proves that it is whole.
    """
    cipher = ChaCha20Poly1305(key)

    def unseal(block: Block) -> tuple[memoryview, Fault | None]:
        return _open(cipher, block)

    for plain, fault in _ahead(unseal, _blocks(source, CHUNK + TAG, on_cipher)):
        if plain:
            yield plain
        if fault:
            raise fault


def _blocks(source: Source, chunk: int, shown: Callable[[memoryview], None]) -> Iterator[Block]:
    """Reads one block ahead, because whether a chunk is the last is part of its nonce."""
    size = chunk * CHUNKS
    index, held = 0, read_full(source, size)
    while True:
        following = read_full(source, size) if len(held) == size else b""
        view = memoryview(held)
        shown(view)
        yield index, view, not following
        if not following:
            return
        index, held = index + CHUNKS, following


def read_full(source: Source, size: int) -> bytes:
    """`size` bytes, fewer only at the end of `source`."""
    first = source.read(size)
    if not first or len(first) == size:
        return first
    parts = [first]
    missing = size - len(first)
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _ahead(work: Callable[[Block], T], blocks: Iterator[Block]) -> Iterator[T]:
    """Results of `work` in order, one block being worked on while the caller uses the one before."""
    with ThreadPoolExecutor(1, thread_name_prefix="age") as worker:
        running: Future[T] | None = None
        for block in blocks:
            following = worker.submit(work, block)
            if running is not None:
                yield running.result()
            running = following
        if running is not None:
            yield running.result()


def _nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _seal(cipher: ChaCha20Poly1305, block: Block) -> memoryview:
    index, plain, last = block
    count = max(1, -(-len(plain) // CHUNK))
    sealed = memoryview(bytearray(len(plain) + TAG * count))
    for number in range(count):
        part = plain[number * CHUNK : (number + 1) * CHUNK]
        at = number * (CHUNK + TAG)
        nonce = _nonce(index + number, last and number == count - 1)
        cipher.encrypt_into(nonce, part, None, sealed[at : at + len(part) + TAG])
    return sealed.toreadonly()


def _open(cipher: ChaCha20Poly1305, block: Block) -> tuple[memoryview, Fault | None]:
    """What of the block is proved, and what is wrong with the rest, if anything."""
    index, sealed, ends = block
    count = -(-len(sealed) // (CHUNK + TAG))
    plain = memoryview(bytearray(len(sealed)))
    done = 0
    fault: Fault | None = None if count else Fault(Code.PACKAGE_TRUNCATED, chunk=index)
    for number in range(count):
        part = sealed[number * (CHUNK + TAG) : (number + 1) * (CHUNK + TAG)]
        last = ends and number == count - 1
        size, fault = _open_chunk(cipher, index + number, part, plain[done : done + CHUNK], last)
        done += size
        if fault:
            break
    return plain[:done].toreadonly(), fault


def _open_chunk(
    cipher: ChaCha20Poly1305, index: int, sealed: memoryview, plain: memoryview, last: bool
) -> tuple[int, Fault | None]:
    size = len(sealed) - TAG
    if size < 0 or (size == 0 and index > 0):
        return 0, Fault(Code.PACKAGE_TRUNCATED, chunk=index)
    if _proved(cipher, _nonce(index, last), sealed, plain[:size]):
        return size, None
    # A whole chunk with the other flag tells a cut at a chunk's border, or something joined on, from a changed byte.
    if size == CHUNK and _proved(cipher, _nonce(index, not last), sealed, plain[:size]):
        return size, Fault(Code.PACKAGE_TRUNCATED if last else Code.TRAILING_DATA, chunk=index)
    return 0, Fault(Code.CHUNK_AUTH, chunk=index)


def _proved(cipher: ChaCha20Poly1305, nonce: bytes, sealed: memoryview, plain: memoryview) -> bool:
    try:
        cipher.decrypt_into(nonce, sealed, None, plain)
    except InvalidTag:
        return False
    return True
