"""An office's cipher module: a program that keeps its keys and does one thing each time (`sealing/MODULE.md`)."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

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
    """Every method raises `Fault(CIPHER_MODULE)` when the module does not answer as it must."""

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
        try:
            done = subprocess.run(  # noqa: S603  what the office names on its own command line
                [*self.command, word, *arguments], input=data, capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise self._fault(word, bilingual("{seconds} 秒没有回答", seconds=_SECONDS)) from error
        except OSError as error:
            raise self._fault(word, reason_of(error)) from error
        if done.returncode not in (_DONE, _REFUSED):
            raise self._fault(word, bilingual("退出码 {returncode}", returncode=done.returncode))
        if len(done.stdout) > _MOST_BYTES:
            raise self._fault(word, bilingual("回答过长"))
        return done.stdout if done.returncode == _DONE else None

    def _fault(self, word: str, reason: object) -> Fault:
        return Fault(Code.CIPHER_MODULE, module=self.command[0], word=word, reason=reason)
