"""The suites of algorithms in one table: what kind of age stanza, whose key, which public tool. Another is another row.

Suite 3 (SM2, SM3, SM4; GB/T 35275-2026) may only be worked by a certified module of the office. None is built in and
none could be tried yet, so its number is only known, and refused by what is missing. A module that wraps and unwraps
the file key comes in as a row: `identity` gives an object that has the module, where the key stays, unwrap a stanza.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import age
from desktop_app.domain.offices import ContactCard, Suite

#: Numbers that are taken by suites which need a module.
_NEED_MODULE = (3,)


class Seeds(Protocol):
    """A desk's secrets, as far as a suite asks for them."""

    @property
    def classical_seed(self) -> bytes: ...

    @property
    def post_quantum_seed(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Algorithms:
    """What a suite must be able to do."""

    stanza: bytes
    recipient: Callable[[ContactCard], age.Recipient | None]  # `None`: the card has no key of this suite
    identity: Callable[[Seeds], age.Identity]
    tool: tuple[str, str]  # who opens it without this program, in Chinese and English


def _hybrid_recipient(card: ContactCard) -> age.Recipient | None:
    text = card.recipient_post_quantum
    return age.HybridRecipient.from_text(text) if text else None


SUITES = MappingProxyType(
    {
        Suite.CLASSICAL: Algorithms(
            age.CLASSICAL,
            lambda card: age.X25519Recipient.from_text(card.recipient_classical),
            lambda seeds: age.X25519Identity(seeds.classical_seed),
            ("age 1.0 或更高版本", "age 1.0 or later"),
        ),
        Suite.POST_QUANTUM: Algorithms(
            age.HYBRID,
            _hybrid_recipient,
            lambda seeds: age.HybridIdentity(seeds.post_quantum_seed),
            ("age 1.3 或更高版本（后量子接收方）", "age 1.3 or later (post-quantum recipient)"),
        ),
    }
)


def refuse_without_module(number: object) -> None:
    """Raises `Fault(SUITE_MODULE)` for a suite that only a certified module could work."""
    if number in _NEED_MODULE:
        raise Fault(Code.SUITE_MODULE, suite=str(number))
