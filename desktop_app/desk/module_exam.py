"""Whether an office's cipher module does what suite 3 will ask of it; each point tried with fresh bytes."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from desktop_app.core.errors import Fault
from desktop_app.crypto.sm3 import Sm3
from desktop_app.domain.findings import Words, bilingual
from desktop_app.host.cipher_module import CipherModule

#: The example of GB/T 32905-2016, A.1.
_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
_KEY = 16
_FLIP = 20  # well inside a DER signature's first number


@dataclass(frozen=True, slots=True)
class ExamPoint:
    """One thing that was tried; `fault` where the module did not answer as it must."""

    key: str
    words: Words
    well: bool
    fault: Fault | None = None


def examine(command: Sequence[str], told: Callable[[ExamPoint], None]) -> bool:
    """Try everything, telling each point as it is done; whether all was well.

    What cannot say its name and key is no module, so nothing else is tried then.
    """
    module = CipherModule(command)
    try:
        public = module.describe().sm2_public
    except Fault as found:
        told(ExamPoint("describe", _DESCRIBES, well=False, fault=found))
        return False
    told(ExamPoint("describe", _DESCRIBES, well=True))
    passed = True
    for key, words, tried in _POINTS:
        point = _point(key, words, partial(tried, module, public))
        told(point)
        passed = passed and point.well
    return passed


def _point(key: str, words: Words, tried: Callable[[], bool]) -> ExamPoint:
    try:
        return ExamPoint(key, words, tried())
    except Fault as found:
        return ExamPoint(key, words, well=False, fault=found)


def _digest(module: CipherModule, public: str) -> bool:
    del public
    data = os.urandom(100_000)
    return module.digest(b"abc") == _ABC and module.digest(data) == Sm3(data).hexdigest()


def _sign(module: CipherModule, public: str) -> bool:
    message = os.urandom(1000)
    return module.verify(message, module.sign(message), public)


def _sign_other(module: CipherModule, public: str) -> bool:
    message = os.urandom(1000)
    signature = module.sign(message)
    return not any(
        (module.verify(message + b"\0", signature, public), module.verify(message, _flipped(signature), public))
    )


def _wrap(module: CipherModule, public: str) -> bool:
    key = os.urandom(_KEY)
    once, twice = module.wrap(key, public), module.wrap(key, public)
    return once != twice and module.unwrap(once) == module.unwrap(twice) == key and key not in once


def _wrap_other(module: CipherModule, public: str) -> bool:
    return module.unwrap(_flipped(module.wrap(os.urandom(_KEY), public))) is None


def _flipped(raw: bytes) -> bytes:
    return raw[:_FLIP] + bytes([raw[_FLIP] ^ 1]) + raw[_FLIP + 1 :] if len(raw) > _FLIP else b""


_DESCRIBES = bilingual("报出名称和公钥")
_POINTS: tuple[tuple[str, Words, Callable[[CipherModule, str], bool]], ...] = (
    (
        "digest",
        bilingual("SM3 摘要与标准算例、本程序所算一致"),
        _digest,
    ),
    ("sign", bilingual("SM2 签名能验过"), _sign),
    ("sign_other", bilingual("改过的内容、改过的签名验不过"), _sign_other),
    (
        "wrap",
        bilingual("SM2 加密的密钥能还原，每次密文不同"),
        _wrap,
    ),
    ("wrap_other", bilingual("改过的密文被拒绝"), _wrap_other),
)
