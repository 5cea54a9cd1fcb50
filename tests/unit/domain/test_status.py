"""The table of moves: every legal move leads where it says, and every other one is refused."""

import itertools

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.domain.status import MOVES, Move, Status, moved
from desktop_app.domain.words import word

ALL = set(itertools.product(Status, Move))


@pytest.mark.parametrize(("status", "move"), sorted(MOVES, key=str))
def test_a_legal_move_leads_where_the_table_says(status: Status, move: Move) -> None:
    assert moved(status, move) is MOVES[status, move]


@pytest.mark.parametrize(("status", "move"), sorted(ALL - set(MOVES), key=str))
def test_any_other_move_is_refused(status: Status, move: Move) -> None:
    with pytest.raises(Fault) as caught:
        moved(status, move)
    assert caught.value.code is Code.MOVE_NOT_ALLOWED
    for language in Language:
        said = sentence(caught.value, language)
        assert word(status, language) in said
        assert word(move, language) in said


def test_every_move_is_possible_somewhere() -> None:
    assert {move for _, move in MOVES} == set(Move)


def test_every_state_can_be_reached_from_a_beginning() -> None:
    reached = {Status.DRAFT, Status.RECEIVED}  # written here, or imported
    while more := {after for (before, _), after in MOVES.items() if before in reached} - reached:
        reached |= more
    assert reached == set(Status)


def test_what_is_abandoned_stays_so() -> None:
    assert not [move for status, move in MOVES if status is Status.ABANDONED]


def test_only_a_draft_can_be_submitted_and_only_what_was_frozen_leaves() -> None:
    assert {status for status, move in MOVES if move is Move.SUBMIT} == {Status.DRAFT}
    assert Status.DRAFT not in {status for status, move in MOVES if move in (Move.SEAL, Move.FORWARD, Move.RETURN)}


def test_the_way_of_an_application_that_is_returned_once() -> None:
    status = Status.DRAFT
    for move in (Move.SUBMIT, Move.SEAL, Move.TAKE_RETURN, Move.REVISE, Move.SUBMIT, Move.SEAL, Move.CONFIRM):
        status = moved(status, move)
    assert status is Status.DELIVERED


@pytest.mark.parametrize("status", Status)
def test_the_latest_version_speaks_wherever_something_was_submitted(status: Status) -> None:
    assert status.frozen is (status not in (Status.DRAFT, Status.ABANDONED))
