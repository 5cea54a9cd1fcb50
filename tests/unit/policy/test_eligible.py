"""Who may be drawn, and that nobody else ever is; a record that was touched does not hold."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from desktop_app.core.errors import Fault
from desktop_app.domain import exchange
from desktop_app.domain.committees import (
    DrawLot,
    DrawOutcome,
    DrawPlan,
    DrawRecord,
    Exclusion,
    LeftOut,
    ListedExpert,
    LotResult,
)
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Committee, Expert, Pool
from desktop_app.policy import draw_plan, draw_record, pack
from desktop_app.policy.draw import commitment
from desktop_app.policy.draw_record import DrawDoubt, doubts, list_text, results
from desktop_app.policy.eligible import eligible
from tests.support.meeting_pool import MET, OWN, expert, lot

PACK = pack.load_shipped()
SEED = "5f" * 32


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"served": (2023, 2024, 2025)}, Exclusion.SERVED),
        ({"served": (2022, 2023, 2024, 2025)}, Exclusion.SERVED),
        ({"served": (2022, 2023, 2024)}, None),
        ({"served": (2023, 2025)}, None),
        ({"served": (2023, 2024, 2025), "kept_reason": "唯一的专家"}, None),
        ({"served": (2023, 2024, 2025), "kept_reason": "  "}, Exclusion.SERVED),
        ({"term_to": date(2026, 9, 9)}, Exclusion.OUT_OF_TERM),
        ({"term_to": MET}, None),
        ({"term_from": date(2026, 9, 11)}, Exclusion.OUT_OF_TERM),
        ({"term_from": MET}, None),
        ({"term_to": None}, Exclusion.NO_TERM),
        ({"level": None}, Exclusion.INCOMPLETE),
        ({"specialty": ""}, Exclusion.INCOMPLETE),
    ],
)
def test_why_somebody_may_not_be_drawn(said: dict[str, object], why: Exclusion | None) -> None:
    committee = Committee(pool=Pool(experts=(expert(1, **said),)))
    found = eligible(committee, MET, PACK, {})
    assert [one.why for one in found.left_out] == ([why] if why else [])
    assert len(found.experts) == (0 if why else 1)
    assert bool(found.kept_in) is ("kept_reason" in said and why is None)


def test_members_and_whom_an_officer_leaves_out_are_not_drawn_but_whom_the_draw_replaces_may_be() -> None:
    people = tuple(expert(n) for n in range(1, 5))
    committee = Committee(unit=OWN, pool=Pool(experts=people), members=people[:2])
    aside = {"E003": LeftOut(expert="E003", why=Exclusion.RELATED, reason="申报人配偶")}
    found = eligible(committee, MET, PACK, aside, leaving=("E001",))
    assert [one.id for one in found.experts] == ["E001", "E004"]
    assert [(one.expert, one.why) for one in found.left_out] == [
        ("E002", Exclusion.MEMBER), ("E003", Exclusion.RELATED),
    ]  # fmt: skip
    assert [one.outside for one in found.experts] == [False, True]


people = st.builds(
    expert,
    st.integers(1, 400),
    served=st.lists(st.integers(2021, 2026), unique=True).map(tuple),
    kept_reason=st.sampled_from(["", "确需"]),
    unit=st.sampled_from([OWN, "市水务局", ""]),
    level=st.sampled_from([Level.MID, Level.ASSOCIATE_SENIOR, None]),
    term_to=st.sampled_from([date(2026, 9, 9), MET, None]),
)


@settings(max_examples=60, deadline=None)
@given(
    pool=st.lists(people, unique_by=lambda one: one.id, max_size=40),
    excluded=st.sets(st.integers(1, 40).map(lambda n: f"E{n:03d}"), max_size=6),
    seed=st.integers(0, 2**256 - 1),
    spoken=st.from_regex(r"[0-9]{0,6}", fullmatch=True),
)
def test_nobody_who_may_not_is_ever_drawn(pool: list[Expert], excluded: set[str], seed: int, spoken: str) -> None:
    committee = Committee(unit=OWN, pool=Pool(experts=tuple(pool)), members=tuple(pool[:2]))
    aside = {one: LeftOut(expert=one, why=Exclusion.OTHER, reason="x") for one in excluded}
    who = eligible(committee, MET, PACK, aside)
    lots = (lot(2, 1, outside=True), lot(3, 1))
    plan = made_plan(who.experts, lots, f"{seed:064x}")
    room = draw_plan.short_of(lots, who.experts)
    if any(have < one.seats + one.reserves for have, one in zip(room, lots, strict=True)):
        with pytest.raises(Fault):
            results(plan, f"{seed:064x}", spoken)
        return
    given_ = results(plan, f"{seed:064x}", spoken)
    drawn = [number for one in given_ for number in (*one.members, *one.reserves)]
    by_number = {one.id: one for one in pool}
    assert len(set(drawn)) == len(drawn) == 7
    for number in drawn:
        one = by_number[number]
        assert number not in excluded
        assert one not in pool[:2]
        assert one.level is Level.MID
        assert one.term_to == MET
        assert one.kept_reason or not {2023, 2024, 2025} <= set(one.served)
    assert all(by_number[number].unit not in ("", OWN) for number in given_[0].members + given_[0].reserves)


def made_plan(experts: tuple[ListedExpert, ...], lots: tuple[DrawLot, ...], seed: str = SEED) -> DrawPlan:
    return DrawPlan(
        draw="D", committee="C", title="水利中级评委会", office="PWH001", year=2026,
        seed_digest=commitment(seed.encode()), pool_digest="0" * 64, list_digest=draw_record.list_digest(experts),
        experts=experts, lots=lots, by="甲", at=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip


LISTED = tuple(
    ListedExpert(id=f"E{n:03d}", specialty="水利", level=Level.MID, outside=n % 2 == 0) for n in range(1, 12)
)


def record() -> DrawRecord:
    plan = made_plan(LISTED, (lot(2, 1, outside=True), lot(3, 2)))
    outcome = DrawOutcome(
        plan=exchange.digest(plan), seed=SEED, spoken="417", lots=results(plan, SEED, "417"), by="甲", at=plan.at
    )
    return DrawRecord(key="0" * 64, plan=plan, plan_signature="", outcome=outcome)


def test_the_draw_is_what_the_printed_steps_give_by_hand() -> None:
    """Worked out here with nothing but SHA-256, as the sheet tells it."""
    told = record()
    assert told.outcome is not None
    left = [one.id for one in LISTED if one.outside]
    digest = hashlib.sha256(f"{SEED}417|0|0".encode()).hexdigest()
    by_hand = []
    for start in range(0, 48, 16):
        by_hand.append(left.pop(int(digest[start : start + 16], 16) % len(left)))
    assert (*told.outcome.lots[0].members, *told.outcome.lots[0].reserves) == tuple(by_hand)
    assert list(doubts(told)) == []
    assert list_text(LISTED).splitlines()[1] == "E002\t水利\tmid\t1"


def test_each_way_to_touch_a_record_shows() -> None:
    told = record()
    plan, outcome = told.plan, told.outcome
    assert outcome is not None
    swapped = LotResult(members=outcome.lots[0].members[::-1], reserves=outcome.lots[0].reserves)
    cases = {
        (DrawDoubt.RESULT,): structs.replace(told, outcome=structs.replace(outcome, lots=(swapped, outcome.lots[1]))),
        (DrawDoubt.SEED,): structs.replace(told, outcome=structs.replace(outcome, seed="00" * 32)),
        (DrawDoubt.PLAN,): structs.replace(told, outcome=structs.replace(outcome, plan="0" * 64)),
        (DrawDoubt.LIST, DrawDoubt.PLAN): structs.replace(
            told, plan=structs.replace(plan, experts=(*LISTED, structs.replace(LISTED[0], id="E999", outside=False)))
        ),
    }
    for wanted, touched in cases.items():
        assert tuple(doubts(touched))[: len(wanted)] == wanted
    other_word = structs.replace(told, outcome=structs.replace(outcome, spoken="418"))
    assert list(doubts(other_word)) == [DrawDoubt.RESULT]


def test_a_plan_says_what_the_rules_will_say_of_size_and_share() -> None:
    committee = Committee(unit=OWN, self_reviewing=True, meets_on=MET)
    found = {one.rule: one.verdict.value for one in draw_plan.findings(committee, (lot(4),), MET, PACK)}
    assert found == {"N08": "block", "R090": "block"}
    better = (lot(2, outside=True), lot(3))
    found = {one.rule: one.verdict.value for one in draw_plan.findings(committee, better, MET, PACK)}
    assert found == {"N08": "pass", "R090": "pass"}
    sitting = structs.replace(committee, members=(expert(1), expert(2)))
    found = {one.rule: one.verdict.value for one in draw_plan.findings(sitting, (lot(3),), MET, PACK)}
    assert found == {"N08": "pass", "R090": "block"}


def test_what_each_lot_can_take_from() -> None:
    assert draw_plan.short_of((lot(2, 1, outside=True), lot(3)), LISTED) == (5, 8)


@pytest.mark.fuzz
def test_a_hundred_thousand_draws_are_even_handed() -> None:
    """Chi squared over eleven places, each position of each draw; 29.59 is passed by chance once in 1000."""
    plan = made_plan(LISTED, (lot(3, 2),))
    rounds, counts = 100_000, [Counter[str]() for _ in range(5)]
    for n in range(rounds):
        seed = f"{n:064x}"
        (drawn,) = results(structs.replace(plan, seed_digest=commitment(seed.encode())), seed, "")
        for place, number in enumerate((*drawn.members, *drawn.reserves)):
            counts[place][number] += 1
    for place in counts:
        expected = rounds / len(LISTED)
        assert sum((place[one.id] - expected) ** 2 / expected for one in LISTED) < 29.59
