"""An office with two officers: what is sealed for it opens at either desk; and nothing weaker than was agreed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    card_terms,
    contacts,
    formal_print,
    office_cards,
    opening,
    receive,
    revocations,
    seal,
    sharing,
)
from desktop_app.desk.session import Session
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.offices import Machine, Suite
from desktop_app.domain.records import Contact, PackageState
from desktop_app.sealing import enclosed, reader, writer
from desktop_app.sealing.content import Channel, PackageContent, PackageKind
from tests.support import founded
from tests.support.packages import office
from tests.unit.desk.conftest import PASSPHRASE

Two = tuple[Session, Session]


@pytest.fixture
def colleague(committee: Session, clock: FixedClock, tmp_path: Path) -> Iterator[Session]:
    """The second desk of the committee's office."""
    new = opening.NewVault(
        folder=tmp_path / "second",
        passphrase=PASSPHRASE,
        office=committee.office,
        machine=Machine(number="M-2", level=committee.machine.level, keeper="保管人"),
        user="李四",
    )
    made = founded.session(new, clock)
    formal_print.confirm(made, PASSPHRASE)
    yield made
    made.close()


def _code(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def _trust(here: Session, there: Session) -> Contact:
    known = contacts.keep_card(here, contacts.ensure_identity(there).card)
    return contacts.verify(here, known.id, dict(enumerate(contacts.fingerprint(known).split())), "甲、乙")


def _both(introduced: Two, colleague: Session) -> tuple[Contact, Contact]:
    """The unit knows both officers' cards, each naming its officer."""
    unit, committee = introduced
    first = card_terms.name_officer(committee, "张三")
    known = contacts.keep_card(unit, first.card)
    contacts.ensure_identity(colleague)
    card_terms.name_officer(colleague, "李四")
    _trust(colleague, unit)
    return known, _trust(unit, colleague)


def _open(here: Session, folder: Path) -> receive.Received:
    return receive.open_(here, folder, None, lambda line: None, Progress())


def test_one_package_for_the_office_opens_at_either_desk_and_either_answers(
    introduced: Two, colleague: Session, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    first, second = _both(introduced, colleague)
    assert [one.id for one in seal.recipients(unit)] == [first.id]
    assert office_cards.officers(office_cards.of_office(unit, second)) == "张三、李四"
    (tmp_path / "s").mkdir()
    sent = seal.seal(unit, [submitted], second.id, tmp_path / "s", Progress())
    assert reader.inspect(sent.folder).recipients == (first.key_id, second.key_id)
    came = _open(colleague, sent.folder)
    assert _open(committee, sent.folder).applications == came.applications
    (tmp_path / "b").mkdir()
    back = receive.receipt(colleague, came.package.id, tmp_path / "b", Progress())
    assert seal.take_receipt(unit, back, Progress()).state is PackageState.RECEIPTED
    # one officer leaves: from then on the office is the other one alone
    revocations.say(unit, first.id, "离岗")
    (tmp_path / "t").mkdir()
    sharing.seal(unit, sharing.card(unit), second.id, tmp_path / "t", Progress())
    (alone,) = (tmp_path / "t").iterdir()
    assert reader.inspect(alone).recipients == (second.key_id,)


def test_a_second_card_of_an_office_is_one_of_an_officer_or_a_change_of_keys(
    introduced: Two, colleague: Session
) -> None:
    unit, committee = introduced
    card = contacts.ensure_identity(colleague).card
    assert _code(lambda: contacts.keep_card(unit, card)) is Code.CARD_CHANGED
    named = card_terms.name_officer(colleague, "李四").card
    assert _code(lambda: contacts.keep_card(unit, named)) is Code.CARD_CHANGED  # the first card names nobody yet
    contacts.keep_card(unit, card_terms.name_officer(committee, "张三").card)
    kept = contacts.keep_card(unit, named)
    assert office_cards.of_office(unit, kept) == (kept,)  # not compared yet: nothing goes to it
    assert _code(lambda: card_terms.name_officer(committee, "王五")) is Code.OFFICER_NAMED
    assert _code(lambda: card_terms.name_officer(committee, " ")) is Code.OFFICER_NAMED


def test_the_second_officer_misses_no_number_that_was_not_meant_for_him(
    introduced: Two, colleague: Session, tmp_path: Path
) -> None:
    unit, committee = introduced
    (earlier,) = contacts.all_(unit)
    (tmp_path / "a").mkdir()
    sharing.seal(unit, sharing.card(unit), earlier.id, tmp_path / "a", Progress())
    _both(introduced, colleague)
    (tmp_path / "b").mkdir()
    sharing.seal(unit, sharing.card(unit), earlier.id, tmp_path / "b", Progress())
    (folder,) = (tmp_path / "b").iterdir()
    assert not [w for w in _open(colleague, folder).warnings if "编号" in w.zh]
    assert [w for w in _open(committee, folder).warnings if "编号" in w.zh]  # its first package is still on its way


def _weak(sender: Session, to: Session, folder: Path) -> Path:
    """A package in the classical suite, as an older program would seal it."""
    folder.mkdir()
    sealed = writer.seal(
        PackageContent(
            PackageKind.CARD, NOT_SECRET, (), (enclosed.card_document(contacts.card_text(sender).encode()),)
        ),
        keys=contacts.keys(sender),
        sender=contacts.own_card(sender).card,
        recipients=[contacts.own_card(to).card],
        channel=Channel(epoch="older", sequence=1, prev_seal=None),
        folder=folder,
        package_id=new_id(sender.clock.now()),
        sealed_at=sender.clock.now(),
        suite=Suite.CLASSICAL,
    )
    return sealed.folder


def test_nothing_weaker_than_agreed_comes_in(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    (sender,) = contacts.all_(unit)
    folder = _weak(committee, unit, tmp_path / "a")
    card_terms.require_suite_of(unit, sender.id, Suite.POST_QUANTUM)
    assert _code(lambda: _open(unit, folder)) is Code.SUITE_DOWNGRADE
    card_terms.require_suite_of(unit, sender.id, Suite.CLASSICAL)
    card_terms.require_suite(unit, Suite.POST_QUANTUM)  # this desk's own wish counts for every sender
    assert _code(lambda: _open(unit, folder)) is Code.SUITE_DOWNGRADE
    card_terms.require_suite(unit, Suite.CLASSICAL)
    assert _open(unit, folder).told


def test_nothing_weaker_than_agreed_goes_out(introduced: Two, tmp_path: Path) -> None:
    unit, _ = introduced
    old = office("OLD01", "老版本单位", classical_only=True)
    known = contacts.keep_card(unit, old.card)
    contacts.verify(unit, known.id, dict(enumerate(contacts.fingerprint(known).split())), "甲、乙")
    assert _code(lambda: card_terms.require_suite_of(unit, known.id, Suite.POST_QUANTUM)) is Code.SUITE_NO_KEY
    sharing.seal(unit, sharing.card(unit), known.id, tmp_path, Progress())
    card_terms.require_suite(unit, Suite.POST_QUANTUM)
    before = set(tmp_path.iterdir())
    assert _code(lambda: sharing.seal(unit, sharing.card(unit), known.id, tmp_path, Progress())) is Code.SUITE_NO_KEY
    assert set(tmp_path.iterdir()) == before
    assert contacts.own_card(unit).card.minimum_suite is Suite.POST_QUANTUM
