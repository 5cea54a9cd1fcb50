"""The payload of an age file: 64 KiB chunks of ChaCha20-Poly1305, in blocks that pass through buffers used in turn.

Sealing has three workmen, who do not wait for each other's media: the caller reads, one thread looks at the plaintext
and enciphers, one digests and writes. Opening has two: one thread reads and deciphers, the caller uses what is proved.
The primitives let the interpreter lock go.
"""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import cycle

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto.rooms import Rooms, Source, fill

CHUNK = 64 * 1024
TAG = 16
#: Chunks a block: 512 KiB, which a processor keeps near while it is digested, enciphered and written.
CHUNKS = 8
_PLAIN = CHUNKS * CHUNK
_SEALED = CHUNKS * (CHUNK + TAG)

#: A part of the stream that is good until it has been looked at; whoever wants to keep it copies it.
See = Callable[[memoryview], object]


def seal_all(source: Source, key: bytes, *, on_plain: See, put: See, step: Callable[[], None]) -> None:
    """Encipher all of `source` and `put` it, block by block in order; `on_plain` is shown each block before.

    `step` is called between blocks on the caller's thread, the others are not. What any of them raises ends the work.
    """
    cipher = ChaCha20Poly1305(key)
    plain, sealed = Rooms(_PLAIN), Rooms(_SEALED)
    with _thread("seal") as sealing, _thread("put") as putting:

        def seal(index: int, block: memoryview, last: bool) -> None:
            on_plain(block)
            room = sealed.take()
            sealed.give(room, putting.submit(put, _seal(cipher, index, block, last, room)))

        index, room = 0, plain.take()
        held = fill(source, room)
        while True:
            following = plain.take()
            after = fill(source, following) if len(held) == _PLAIN else following[:0]
            plain.give(room, sealing.submit(seal, index, held, not after))
            step()
            if not after:
                break
            index, room, held = index + CHUNKS, following, after
        plain.settle()
        sealed.settle()
    step()


@contextmanager
def _thread(name: str) -> Iterator[ThreadPoolExecutor]:
    """One thread; when the block fails, what has not begun on it never does."""
    thread = ThreadPoolExecutor(1, thread_name_prefix=name)
    with ExitStack() as undo:
        undo.callback(thread.shutdown, cancel_futures=True)
        yield thread


def opened_blocks(source: Source, key: bytes) -> Generator[memoryview, None, None]:
    """The proved plaintext of the payload in `source`. Raises `Fault(CHUNK_AUTH | PACKAGE_TRUNCATED | TRAILING_DATA)`.

    Every block given out is a true beginning of the payload, and good until the next one is asked for; only the end of
    the iteration proves that it is whole.
    """
    blocks = _unsealed(source, ChaCha20Poly1305(key))
    with _thread("open") as opening:
        running: Future[tuple[memoryview, Fault | None] | None] = opening.submit(next, blocks, None)
        while found := running.result():
            running = opening.submit(next, blocks, None)
            plain, fault = found
            if plain:
                yield plain
            if fault:
                raise fault


def _unsealed(source: Source, cipher: ChaCha20Poly1305) -> Iterator[tuple[memoryview, Fault | None]]:
    """Reads one block ahead, because whether a chunk is the last is part of its nonce."""
    plain = cycle([memoryview(bytearray(_PLAIN)) for _ in range(2)])
    room, following = (memoryview(bytearray(_SEALED)) for _ in range(2))
    index, held = 0, fill(source, room)
    while True:
        after = fill(source, following) if len(held) == _SEALED else following[:0]
        yield _open(cipher, index, held, not after, next(plain))
        if not after:
            return
        index, held, room, following = index + CHUNKS, after, following, room


def _nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _seal(cipher: ChaCha20Poly1305, index: int, plain: memoryview, last: bool, room: memoryview) -> memoryview:
    count = max(1, -(-len(plain) // CHUNK))
    sealed = room[: len(plain) + TAG * count]
    for number in range(count):
        part = plain[number * CHUNK : (number + 1) * CHUNK]
        at = number * (CHUNK + TAG)
        nonce = _nonce(index + number, last and number == count - 1)
        cipher.encrypt_into(nonce, part, None, sealed[at : at + len(part) + TAG])
    return sealed.toreadonly()


def _open(
    cipher: ChaCha20Poly1305, index: int, sealed: memoryview, ends: bool, plain: memoryview
) -> tuple[memoryview, Fault | None]:
    """What of the block is proved, and what is wrong with the rest, if anything."""
    count = -(-len(sealed) // (CHUNK + TAG))
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
