"""The end of keys as a file and on paper: one signature over one statement, and nothing less is believed."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.domain.records import RevocationReason
from desktop_app.sealing import revocations
from desktop_app.sealing.revocations import SignedRevocation
from tests.support.packages import office

DESK = office("UNIT01", "第一小学")
OTHER = office("UNIT02", "第二小学")
DAYS = st.dates(date(1971, 1, 1), date(2200, 1, 1))


def made(
    day: date | None = date(2026, 7, 1), reason: RevocationReason | None = RevocationReason.LOST
) -> SignedRevocation:
    return revocations.sign(DESK.card, DESK.card, DESK.keys, made_on=date(2026, 7, 2), revoked_on=day, reason=reason)


def code_of(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    assert all(sentence(caught.value, language) for language in Language)
    return caught.value.code


@settings(max_examples=25, deadline=None)
@given(st.none() | DAYS, st.none() | st.sampled_from(RevocationReason), DAYS)
def test_file_line_and_rows_say_the_same(day: date | None, reason: RevocationReason | None, made_on: date) -> None:
    said = revocations.sign(DESK.card, DESK.card, DESK.keys, made_on=made_on, revoked_on=day, reason=reason)
    line = revocations.qr_text(said)
    rows = "\n".join(revocations.ROWS.written(line))
    for came in (
        revocations.read(revocations.file(said, DESK.card)),
        revocations.read_paper(line),
        revocations.read_paper(line.lower().replace(":", "：")),
        revocations.read_paper(rows),
        revocations.read_paper(rows.replace(" ", "").replace("0", "o").replace("1", "l")),
    ):
        assert came == said
        came.check(DESK.card)


def test_only_the_keys_it_names_can_have_said_it() -> None:
    said = made()
    for card in (OTHER.card, None):
        assert code_of(lambda card=card: said.check(card)) is Code.REVOCATION_INVALID
    forged = revocations.sign(DESK.card, DESK.card, OTHER.keys, made_on=date(2026, 7, 2))
    assert code_of(lambda: forged.check(DESK.card)) is Code.REVOCATION_INVALID


def test_no_word_of_it_can_be_changed() -> None:
    said = made()
    for changes in (
        {"revoked_on": date(2020, 1, 1)},
        {"revoked_on": None},
        {"reason": RevocationReason.LEFT},
        {"made_on": date(2026, 7, 3)},
        {"key": "00" * 32},
    ):
        altered = SignedRevocation(structs.replace(said.said, **changes), said.raw)
        assert code_of(lambda altered=altered: altered.check(DESK.card)) is Code.REVOCATION_INVALID


def test_what_is_no_revocation_is_refused() -> None:
    good = revocations.file(made(), DESK.card)
    for bad in (b"", b"{}\n", good[:-1], good.replace(b"revocation", b"receipt..x", 1), good.replace(b"lost", b"gone")):
        assert code_of(lambda bad=bad: revocations.read(bad)) is Code.REVOCATION_INVALID
    line = revocations.qr_text(made())
    for text in ("FJV1:", "FJV1:Ü", line[:-9], line + "00", "FJR1:" + line[5:]):
        assert code_of(lambda text=text: revocations.read_paper(text)) in (Code.REVOCATION_INVALID, Code.PAPER_ROW)


def test_a_slip_of_the_hand_is_named_by_its_row() -> None:
    rows = list(revocations.ROWS.written(revocations.qr_text(made())))
    rows[4] = rows[4].translate(str.maketrans("23456789", "34567892"))
    with pytest.raises(Fault) as caught:
        revocations.read_paper("\n".join(rows))
    assert (caught.value.code, caught.value.fields["row"]) == (Code.PAPER_ROW, 5)
    with pytest.raises(Fault) as short:
        revocations.read_paper("\n".join(rows[:3]))
    assert short.value.fields["row"] == 4
