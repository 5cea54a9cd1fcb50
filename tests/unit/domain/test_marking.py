"""Marks: what is legal, what is printed, how parts make a whole, what a machine may hold."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.domain import marking
from desktop_app.domain.marking import (
    NOT_SECRET,
    TERM_CEILING,
    UNDECIDED,
    Marking,
    MarkState,
    SecrecyLevel,
    combined,
    marked,
)

INTERNAL = marked(SecrecyLevel.INTERNAL)
SECRETS = st.builds(
    marked,
    st.sampled_from([SecrecyLevel.CONFIDENTIAL, SecrecyLevel.SECRET]),
    st.integers(1, 400),
    basis=st.sampled_from(["目录第1项", "目录第2项"]),
    decided_by=st.sampled_from(["陆怀谷", "葛景明"]),
)
DECIDED = SECRETS | st.just(INTERNAL) | st.just(NOT_SECRET)
ANY = DECIDED | st.just(UNDECIDED)


@pytest.mark.parametrize(
    ("mark", "printed"),
    [
        (UNDECIDED, ""),
        (NOT_SECRET, ""),
        (INTERNAL, "内部"),
        (marked(SecrecyLevel.CONFIDENTIAL, 1), "秘密★1个月"),
        (marked(SecrecyLevel.CONFIDENTIAL, 6), "秘密★6个月"),
        (marked(SecrecyLevel.CONFIDENTIAL, 12), "秘密★1年"),
        (marked(SecrecyLevel.SECRET, 18), "机密★18个月"),
        (marked(SecrecyLevel.SECRET, 60), "机密★5年"),
        (marked(SecrecyLevel.SECRET, 240), "机密★20年"),
    ],
)
def test_what_stands_on_paper(mark: Marking, printed: str) -> None:
    assert mark.printed() == printed


@pytest.mark.parametrize(
    "mark",
    [
        Marking(state=MarkState.UNDECIDED, level=SecrecyLevel.SECRET, term_months=12),
        Marking(state=MarkState.NOT_SECRET, level=SecrecyLevel.INTERNAL),
        Marking(state=MarkState.MARKED),
    ],
)
def test_what_says_two_things_is_printed_and_ranked_as_no_mark(mark: Marking) -> None:
    assert (mark.printed(), mark.rank) == ("", -1)


def test_internal_is_no_state_secret_and_bears_no_star() -> None:
    assert "★" not in INTERNAL.printed()


@given(st.integers(1, 10_000))
def test_a_term_is_printed_without_losing_a_month(months: int) -> None:
    printed = marking.printed_term(months)
    if months % 12:
        assert printed == f"{months}个月"
    else:
        assert printed.endswith("年")
        assert int(printed[:-1]) * 12 == months


@pytest.mark.parametrize(
    "mark",
    [
        Marking(state=MarkState.MARKED),
        Marking(state=MarkState.MARKED, term_months=60),
        Marking(state=MarkState.MARKED, level=SecrecyLevel.SECRET),
        Marking(state=MarkState.MARKED, level=SecrecyLevel.SECRET, term_months=-60),
        Marking(state=MarkState.MARKED, level=SecrecyLevel.CONFIDENTIAL),
        Marking(state=MarkState.MARKED, level=SecrecyLevel.INTERNAL, term_months=12),
        Marking(state=MarkState.MARKED, level=SecrecyLevel.INTERNAL, term_months=-1),
        Marking(state=MarkState.NOT_SECRET, level=SecrecyLevel.SECRET),
        Marking(state=MarkState.NOT_SECRET, term_months=12),
        Marking(state=MarkState.UNDECIDED, level=SecrecyLevel.INTERNAL),
        Marking(state=MarkState.UNDECIDED, term_months=-1),
    ],
)
def test_a_mark_that_says_two_things_is_refused(mark: Marking) -> None:
    with pytest.raises(Fault) as caught:
        marking.check(mark, "$.marking")
    assert caught.value.code is Code.MARKING_INVALID
    assert caught.value.fields["where"] == "$.marking"


@pytest.mark.parametrize("state", MarkState)
@pytest.mark.parametrize("months", [0, 12])
def test_top_secret_is_never_taken_in(state: MarkState, months: int) -> None:
    with pytest.raises(Fault) as caught:
        marking.check(Marking(state=state, level=SecrecyLevel.TOP_SECRET, term_months=months))
    assert caught.value.code is Code.MARKING_TOP_SECRET


def test_marked_checks_what_it_makes() -> None:
    for level, months in ((SecrecyLevel.SECRET, 0), (SecrecyLevel.INTERNAL, 1), (SecrecyLevel.CONFIDENTIAL, -1)):
        with pytest.raises(Fault) as caught:
            marked(level, months)
        assert caught.value.code is Code.MARKING_INVALID


@given(ANY)
def test_every_legal_mark_passes_its_own_check(mark: Marking) -> None:
    marking.check(mark)


def test_nothing_formal_without_a_decision() -> None:
    with pytest.raises(Fault) as caught:
        marking.require_decided(UNDECIDED)
    assert caught.value.code is Code.MARKING_UNDECIDED
    marking.require_decided(NOT_SECRET)
    marking.require_decided(INTERNAL)


@pytest.mark.parametrize("machine", list(SecrecyLevel)[:3])
def test_a_machine_holds_its_level_and_what_is_below(machine: SecrecyLevel) -> None:
    marking.require_within(NOT_SECRET, machine)
    marking.require_within(UNDECIDED, machine)
    for level in list(SecrecyLevel)[:3]:
        mark = marked(level, 12 if level in TERM_CEILING else 0)
        if level.rank <= machine.rank:
            marking.require_within(mark, machine)
        else:
            with pytest.raises(Fault) as caught:
                marking.require_within(mark, machine)
            assert caught.value.code is Code.MARKING_ABOVE_MACHINE
            assert caught.value.fields["mark"] == mark.printed()


@pytest.mark.parametrize(
    ("level", "months", "exceeds"),
    [
        (SecrecyLevel.CONFIDENTIAL, 120, False),
        (SecrecyLevel.CONFIDENTIAL, 121, True),
        (SecrecyLevel.SECRET, 240, False),
        (SecrecyLevel.SECRET, 241, True),
    ],
)
def test_a_term_above_the_ordinary_ceiling_is_told(level: SecrecyLevel, months: int, exceeds: bool) -> None:
    assert marking.term_exceeds_ceiling(marked(level, months)) is exceeds


def test_what_has_no_term_exceeds_nothing() -> None:
    assert not any(marking.term_exceeds_ceiling(mark) for mark in (UNDECIDED, NOT_SECRET, INTERNAL))


def test_the_ranks_follow_the_law() -> None:
    order = [NOT_SECRET, INTERNAL, marked(SecrecyLevel.CONFIDENTIAL, 12), marked(SecrecyLevel.SECRET, 12)]
    assert [mark.rank for mark in order] == sorted({mark.rank for mark in order})
    assert UNDECIDED.rank == NOT_SECRET.rank == -1


# --- the mark of a whole ---------------------------------------------------------------------------------------


@given(st.lists(ANY, max_size=6))
def test_a_whole_is_undecided_while_any_part_is(parts: list[Marking]) -> None:
    assert combined(parts).decided == all(part.decided for part in parts)


@given(st.lists(DECIDED, min_size=1, max_size=6))
def test_a_whole_is_as_high_and_as_long_as_its_parts(parts: list[Marking]) -> None:
    whole = combined(parts)
    marking.check(whole)
    assert whole.rank == max(part.rank for part in parts)
    assert whole.term_months == max(part.term_months for part in parts)


@given(st.lists(ANY, max_size=6), st.randoms())
def test_the_order_of_parts_changes_neither_level_nor_term(parts: list[Marking], chance: object) -> None:
    shuffled = list(parts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = combined(parts), combined(shuffled)
    assert (one.state, one.level, one.term_months) == (other.state, other.level, other.term_months)


@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=4))
def test_parts_may_be_put_together_in_steps(left: list[Marking], right: list[Marking]) -> None:
    at_once, in_steps = combined(left + right), combined([combined(left), combined(right)])
    assert (at_once.state, at_once.level, at_once.term_months) == (in_steps.state, in_steps.level, in_steps.term_months)


@given(ANY)
def test_one_part_is_the_whole(part: Marking) -> None:
    assert combined([part]) == part
    assert combined([part, part]) == part


def test_nothing_marked_makes_nothing_marked() -> None:
    assert combined([]) == NOT_SECRET
    assert combined([NOT_SECRET, NOT_SECRET]) == NOT_SECRET


def test_the_highest_level_and_the_longest_term_may_come_from_two_parts() -> None:
    long_low = marked(SecrecyLevel.CONFIDENTIAL, 120, basis="甲", decided_by="陆怀谷")
    short_high = marked(SecrecyLevel.SECRET, 60, basis="乙", decided_by="葛景明")
    for parts in itertools.permutations([long_low, short_high, NOT_SECRET, INTERNAL]):
        whole = combined(list(parts))
        assert whole.printed() == "机密★10年"
        assert (whole.basis, whole.decided_by) == ("乙", "葛景明")
