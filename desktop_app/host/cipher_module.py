"""An office's cipher module: a program that keeps its keys and does one thing each time (`sealing/MODULE.md`)."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Annotated, Literal

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.reasons import reason_of
from desktop_app.domain.findings import bilingual
from desktop_app.domain.values import Short, Value

_SECONDS = 30
_MOST_BYTES = 64 * 1024
_DONE, _REFUSED = 0, 1


class Description(Value, frozen=True, kw_only=True):
    """What a module says of itself."""

    fengjuan_module: Literal[1]
    name: Short
    sm2_public: Annotated[str, msgspec.Meta(pattern=r"^04[0-9a-f]{128}$(?!\n)")]


@dataclass(frozen=True, slots=True)
class CipherModule:
    """Every method raises `Fault`: `CIPHER_MODULE_UNSTARTED`; `CIPHER_MODULE` when it does not answer as it must."""

    command: Sequence[str]

    def describe(self) -> Description:
        try:
            return msgspec.json.decode(self._done("describe"), type=Description)
        except msgspec.DecodeError as error:
            raise self._fault("describe", bilingual("说明不是约定的样子")) from error

    def digest(self, data: bytes) -> str:
        return self._done("digest", data=data).decode("ascii", "replace").strip()

    def sign(self, message: bytes) -> bytes:
        return self._done("sign", data=message)

    def verify(self, message: bytes, signature: bytes, public: str) -> bool:
        return self._asked("verify", public, signature.hex(), data=message) is not None

    def wrap(self, key: bytes, public: str) -> bytes:
        return self._done("wrap", public, data=key)

    def unwrap(self, wrapped: bytes) -> bytes | None:
        """The key; `None` if it was not wrapped for this module, or was changed."""
        return self._asked("unwrap", data=wrapped)

    def _done(self, word: str, *arguments: str, data: bytes = b"") -> bytes:
        answer = self._asked(word, *arguments, data=data)
        if answer is None:
            raise self._fault(word, bilingual("被它拒绝"))
        return answer

    def _asked(self, word: str, *arguments: str, data: bytes = b"") -> bytes | None:
        child = self._started(word, *arguments)
        said = _exchanged(child, data)
        if said is None:
            raise self._fault(word, bilingual("{seconds} 秒没有回答", seconds=_SECONDS))
        if len(said) > _MOST_BYTES:
            raise self._fault(word, bilingual("回答过长"))
        if child.returncode < 0:
            raise self._fault(word, bilingual("中途停止，信号 {signal}", signal=-child.returncode))
        if child.returncode not in (_DONE, _REFUSED):
            raise self._fault(word, bilingual("退出码 {returncode}", returncode=child.returncode))
        return said if child.returncode == _DONE else None

    def _started(self, word: str, *arguments: str) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603  what the office names on its own command line
                [*self.command, word, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise Fault(Code.CIPHER_MODULE_UNSTARTED, module=self.command[0], reason=reason_of(error)) from error

    def _fault(self, word: str, reason: object) -> Fault:
        return Fault(Code.CIPHER_MODULE, module=self.command[0], word=word, reason=reason)


def _exchanged(child: subprocess.Popen[bytes], data: bytes) -> bytes | None:
    """What the child says, at most one byte more than it may; `None` when its time was over. It has ended then."""
    assert child.stdin
    assert child.stdout
    told: list[bytes] = []
    until = time.monotonic() + _SECONDS
    # daemons, and each closes its own end: what a module leaves running may hold the pipes open for ever
    threading.Thread(target=_feed, args=(child.stdin, data), daemon=True).start()
    listening = threading.Thread(target=_listen, args=(child.stdout, told), daemon=True)
    listening.start()
    try:
        listening.join(_SECONDS)
        said = told[0] if told else None  # asked before the kill, which ends the stream as well
        if said is not None and len(said) <= _MOST_BYTES:
            child.wait(max(until - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        return None
    finally:
        child.kill()  # one that has ended already is left as it is
        child.wait()
    return said


def _feed(stream: IO[bytes], data: bytes) -> None:
    # a module that ends without reading breaks the pipe; what it said, or its exit code, tells
    with contextlib.suppress(OSError), stream:
        stream.write(data)


def _listen(stream: IO[bytes], told: list[bytes]) -> None:
    with stream:
        told.append(stream.read(_MOST_BYTES + 1))
