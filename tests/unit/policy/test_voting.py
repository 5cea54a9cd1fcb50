"""Two thirds in whole numbers, for every committee that can be."""

from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.meetings import Entitled, KeptVote, Stage, Tally, TallyLine
from desktop_app.policy import check, voting
from desktop_app.policy.pack import load_shipped
from desktop_app.policy.subject import Subject
from tests.support.cases import settled_pack

ON = date(2026, 9, 10)
PACK = load_shipped()
THEN = datetime(2026, 9, 10, 1, 0, tzinfo=UTC)


def vote(sheets: int, voters: int) -> KeptVote:
    return KeptVote(
        id="V",
        meeting="M",
        stage=Stage.COMMITTEE,
        present=tuple(f"E{at}" for at in range(sheets)),
        codes=tuple(f"C{at}" for at in range(sheets)),
        entitled=(Entitled(candidate="001", voters=voters),),
        opened_by="甲",
        opened_at=THEN,
    )


@given(st.integers(1, 300), st.data())
@settings(deadline=None)
def test_carried_is_at_least_two_thirds_and_nothing_less(voters: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, voters))
    assert voting.carried(yes, voters, 0, ON, PACK) == (Fraction(yes, voters) >= Fraction(2, 3))
    least = voting.wanted(voters, 0, ON, PACK)
    assert voting.carried(least, voters, 0, ON, PACK)
    assert not voting.carried(least - 1, voters, 0, ON, PACK)


def test_whether_the_recused_belong_to_the_base_is_the_offices_to_settle() -> None:
    assert [voting.wanted(9, 1, ON, pack) for pack in (PACK, settled_pack({"recused_in_base": True}))] == [6, 7]


def test_nobody_is_carried_by_nobody() -> None:
    assert not voting.carried(0, 0, 5, ON, PACK)


@given(st.integers(1, 40), st.data())
@settings(deadline=None, max_examples=60)
def test_what_is_counted_agrees_with_the_rules(sheets: int, data: st.DataObject) -> None:
    """However the sheets fall, the ballot handed to the rules is one they find nothing wrong with."""
    voters = data.draw(st.integers(1, sheets))
    kept = vote(sheets, voters)
    came = data.draw(st.integers(0, sheets))
    least, most = voting.rows_possible(kept, came, voters)
    assert 0 <= least <= most <= voters
    rows = data.draw(st.integers(least, most))
    yes = data.draw(st.integers(0, rows))
    no = data.draw(st.integers(0, rows - yes))
    line = TallyLine(candidate="001", yes=yes, no=no, invalid=rows - yes - no)
    tally = Tally(user="U", by="甲", at=THEN, returned=came, lines=(line,))
    about = voting.ballot(kept, tally, line, ON, PACK)
    assert about.yes + about.no + about.abstained == voters
    assert about.passed == (Fraction(yes, voters) >= Fraction(2, 3))
    assert not check.blocking(check.findings_about(Subject.BALLOT, about, ON, PACK))


def test_all_sheets_back_leave_no_doubt_about_the_rows() -> None:
    assert voting.rows_possible(vote(11, 9), 11, 9) == (9, 9)
    assert voting.rows_possible(vote(11, 9), 10, 9) == (8, 9)
    assert voting.rows_possible(vote(11, 11), 0, 11) == (0, 0)
