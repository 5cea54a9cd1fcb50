"""What was proved once in a sitting is not proved again; a changed byte is, and a new sitting begins with nothing."""

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.sealing import reviews
from desktop_app.sealing.proved import Proved
from tests.support import statements
from tests.support.packages import office, sealed_application

UNIT, OTHER = office("UNIT09", "某中学"), office("UNIT10", "某小学")


def counted(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every signed text whose signature is looked at from now on."""
    seen: list[bytes] = []
    real = sshsig.verify

    def verify(text: bytes, *rest: object) -> None:
        seen.append(text)
        real(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sshsig, "verify", verify)
    return seen


def test_the_same_words_are_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    step, proved = statements.step(UNIT, sealed_application(), ()), Proved()
    asked = counted(monkeypatch)
    first = reviews.read(step.text, step.card_text, proved)
    looked_at = len(asked)
    assert looked_at >= 1
    assert reviews.read(step.text, step.card_text, proved) == first == step
    assert len(asked) == looked_at
    reviews.read(step.text, step.card_text)
    assert len(asked) > looked_at, "whoever remembers nothing proves anew"


def test_another_byte_or_another_card_is_proved_anew_and_refused() -> None:
    step, proved = statements.step(UNIT, sealed_application(), ()), Proved()
    reviews.read(step.text, step.card_text, proved)
    other = statements.step(OTHER, sealed_application(), ())
    for text, card in (
        (step.text.replace("情况属实", "情况不实"), step.card_text),
        (step.text, other.card_text),
    ):
        with pytest.raises(Fault) as refused:
            reviews.read(text, card, proved)
        assert refused.value.code is Code.REVIEW_INVALID
    assert len(proved) == 1, "what was refused is not remembered"


def test_the_memory_is_bounded_and_forgets_the_oldest() -> None:
    proved = Proved(most=3)
    for name in "abcd":
        proved.add(Proved.digest(name, ""))
    assert len(proved) == 3
    assert not proved.holds(Proved.digest("a", ""))
    assert proved.holds(Proved.digest("d", ""))


def test_no_two_pairs_share_a_digest_by_moving_the_border() -> None:
    assert Proved.digest("ab", "c") != Proved.digest("a", "bc")
