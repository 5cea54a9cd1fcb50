"""Cards that come on paper, and the register of who compared what: nothing is trusted before two people have spoken."""

from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, office_papers, paper_cards, revocations, successions, trust_register
from desktop_app.desk.revocations import Ended
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.records import Compared, Contact, Trust
from tests.support import pdf_words


def test_a_card_from_paper_is_the_card_and_is_compared_like_any_other(unit: Session, committee: Session) -> None:
    codes, rows = paper_cards.own_sheet(committee)
    with pytest.raises(Fault) as caught:
        paper_cards.take(unit, "\n".join(codes[1:]))
    assert (caught.value.code, caught.value.fields["missing"]) == (Code.PAPER_PARTS, "1")
    assert contacts.all_(unit) == []
    came = paper_cards.take(unit, "\n".join(reversed(codes)))
    assert isinstance(came, Contact)
    assert (came.trust, came.card) == (Trust.UNVERIFIED, contacts.own_card(committee).card)
    assert paper_cards.take(unit, "\n".join(rows)) == came  # typed by hand it is the same card
    spoken = dict(enumerate(contacts.own_card(committee).fingerprint.split()))
    contacts.verify(unit, came.id, spoken, "甲、乙", Compared.TELEPHONE)
    (line,) = trust_register.whole(unit)
    assert (line.contact.key_id, line.step.how) == (came.key_id, Compared.TELEPHONE)
    ended = paper_cards.take(unit, "\n".join(revocations.paper_line(revocations.spare(committee)).rows))
    assert isinstance(ended, Ended)
    assert ended.contact.trust is Trust.REVOKED


@pytest.mark.slow
def test_the_sheets_say_what_they_are_for(introduced: tuple[Session, Session], clock: FixedClock) -> None:
    unit, committee = introduced
    successions.change_keys(committee)
    clock.advance(days=1)
    successions.follow(unit, contacts.keep_card(unit, contacts.own_card(committee).card).id, "丙、丁")
    drawn = office_papers.drawn(unit, Document.CARD_SHEET, Progress())
    assert "逐个扫描下面8个码" in "".join("".join(pdf_words.pages(drawn.pdf)).split())
    register = "".join(
        "".join(pdf_words.pages(office_papers.drawn(unit, Document.TRUST_REGISTER, Progress()).pdf)).split()
    )
    for words in ("核对指纹一致：甲、乙", "接续", "丙、丁", contacts.own_card(committee).key_id):
        assert words in register
    card = "".join("".join(pdf_words.pages(office_papers.drawn(unit, Document.CONTACT_CARD, Progress()).pdf)).split())
    assert "".join(contacts.spoken(contacts.own_card(unit).fingerprint, Language.ZH).split()) in card


def test_digits_are_read_aloud_without_one_being_taken_for_another() -> None:
    assert contacts.spoken("01234 56789", Language.ZH) == "洞幺两三四　五六拐八勾"
    assert contacts.spoken("01234 56789", Language.EN) == "zero one two three four, five six seven eight nine"


def test_a_file_of_cards_is_not_needed_to_know_that_keys_changed(
    introduced: tuple[Session, Session], tmp_path: Path
) -> None:
    """The old keys' signature is on the paper as well."""
    del tmp_path
    unit, committee = introduced
    successions.change_keys(committee)
    came = paper_cards.take(unit, "\n".join(paper_cards.own_sheet(committee)[0]))
    assert isinstance(came, Contact)
    assert successions.to_follow(unit, came) is not None
