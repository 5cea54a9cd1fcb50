"""Files replaced whole or not at all: new bytes in the same folder, made durable, then given the name."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop_app.core.durable import Paced, sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.host.faults import as_fault

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_atomic(path: Path, content: bytes | Iterable[bytes], *, mode: int = 0o600) -> None:
    """Put `content` at `path`. Whatever fails, the old content stays and nothing half-written is left.

    Raises what `as_fault` says; what `content` raises while it is being read passes through. Only a failure of the
    last step, making the folder's entry durable, finds the new content already in place.
    """
    temporary = _temporary(path)
    pieces = [content] if isinstance(content, bytes) else content
    try:
        _write_new(temporary, pieces, mode)
        _give_name(temporary, path)
    except OSError as error:
        raise as_fault(error, path) from error


def write_together(files: Mapping[Path, bytes]) -> None:
    """Files that are nothing without one another: none has its name before the bytes of all are on the medium.

    Raises what `as_fault` says.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            waiting.append((_temporary(path), path))
            _write_new(waiting[-1][0], [content], 0o600)
        for temporary, path in waiting:
            _give_name(temporary, path)
    except OSError as error:
        raise as_fault(error, path) from error
    finally:
        for temporary, _ in waiting:
            _discard(temporary)


def _temporary(path: Path) -> Path:
    """Beside `path`. Raises `Fault(FILE_EXISTS)` where a rename would put a file in place of a device or a pipe."""
    if path.exists() and not path.is_file():
        raise Fault(Code.FILE_EXISTS, path=str(path))
    import secrets  # it loads the cryptographic library, and no start should wait for that

    return path.with_name(f".{secrets.token_hex(8)}.part")


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """A new, durable file under a name that says that it is not finished yet. Raises what `as_fault` says."""
    try:
        _write_new(path, pieces, 0o600)
    except OSError as error:
        raise as_fault(error, path) from error


def _write_new(temporary: Path, pieces: Iterable[bytes], mode: int) -> None:
    handle = os.open(temporary, _NEW_FILE, mode)
    finished = False
    try:
        try:
            paced = Paced(handle)
            for piece in pieces:
                _write_all(handle, piece)
                paced.wrote(len(piece))
            os.fsync(handle)
        finally:
            os.close(handle)
        finished = True
    finally:
        if not finished:
            _discard(temporary)


def _write_all(handle: int, piece: bytes) -> None:
    """A short write is not an error to the system; on a full medium it is how the end begins."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _give_name(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError:
        _discard(temporary)
        raise
    sync_folder(path.parent)


def _discard(temporary: Path) -> None:
    """Remove what was begun; on a medium that is gone there is nothing to remove."""
    try:
        temporary.unlink()
    except OSError:
        return
