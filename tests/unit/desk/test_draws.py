"""Drawing experts: sealed, drawn, kept for good; what was touched is found; reserves stand in with reasons."""

import io
import json
from pathlib import Path

import pypdfium2
import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    committees,
    contacts,
    draw_file,
    draw_paper,
    draws,
    experts,
    keep,
    meeting_groups,
    members,
)
from desktop_app.desk import meetings as sittings
from desktop_app.desk.draws import Wish
from desktop_app.desk.session import Session
from desktop_app.domain.committees import Exclusion
from desktop_app.domain.findings import Verdict
from desktop_app.domain.vault_report import ProblemKind
from desktop_app.policy.draw_record import DrawDoubt
from tests.support import meetings
from tests.support.meeting_pool import MET, kept, lot


def seated(session: Session, committee: str) -> tuple[str, ...]:
    return tuple(one.id for one in committees.get(session, committee).committee.members)


def refused(code: Code) -> "pytest.RaisesExc[Fault]":
    return pytest.raises(Fault, check=lambda fault: fault.code is code)


def test_a_draw_is_sealed_carried_out_and_makes_the_committee(committee: Session) -> None:
    id_ = kept(committee, 12)
    sealed = draws.commit(committee, id_, Wish((lot(5, 2),), draws.excluding({"E003": "申报人配偶"})))
    assert sealed.open
    assert seated(committee, id_) == ()
    plan = sealed.record.plan
    assert [(one.expert, one.why) for one in plan.left_out] == [("E003", Exclusion.RELATED)]
    with refused(Code.DRAW_OPEN):
        draws.commit(committee, id_, Wish((lot(5),), {}))
    drawn = draws.run(committee, sealed.id, "20260910")
    outcome = drawn.record.outcome
    assert outcome is not None
    assert seated(committee, id_) == outcome.lots[0].members
    assert "E003" not in outcome.lots[0].members + outcome.lots[0].reserves
    assert draws.doubts(drawn.record) == ()
    with refused(Code.DRAW_DONE):
        draws.run(committee, sealed.id)
    found = {one.rule: one.verdict for one in committees.findings(committee, id_)}
    assert (found["N08"], found["R089"], found["N09"]) == (Verdict.PASS, Verdict.PASS, Verdict.PASS)
    assert not keep.check_vault(committee, Progress()).problems


def test_the_pool_may_change_after_sealing_and_the_list_does_not(committee: Session) -> None:
    id_ = kept(committee, 9)
    sealed = draws.commit(committee, id_, Wish((lot(7, 2),), {}))
    experts.leave(committee, f"{id_}-1", "退休")
    drawn = draws.run(committee, sealed.id)
    assert len(seated(committee, id_)) == 7
    assert draws.doubts(drawn.record) == ()


def test_what_the_rules_or_the_pool_forbid_is_not_sealed(committee: Session) -> None:
    id_ = kept(committee, 8, self_reviewing=True)
    for lots, code in (
        ((lot(4),), Code.RULES_BLOCK),
        ((lot(5),), Code.RULES_BLOCK),  # one third of other units is not sure
        ((lot(3, outside=True), lot(6)), Code.DRAW_TOO_FEW),
        ((lot(0),), Code.MEETING_LACKS),
    ):
        with refused(code):
            draws.commit(committee, id_, Wish(lots, {}))
    with refused(Code.REASON_MISSING):
        draws.excluding({"E001": " "})
    no_day = kept(committee, 3, meets_on=None)
    with refused(Code.MEETING_LACKS):
        draws.outlook(committee, no_day, Wish((lot(3),), {}))
    assert draws.all_(committee, id_) == []
    # lots for other units are drawn first, whatever order they are given in
    made = draws.commit(committee, id_, Wish((lot(3), lot(2, outside=True)), {}))
    assert [one.outside for one in made.record.plan.lots] == [True, False]


def test_a_draw_anew_needs_a_reason_and_keeps_the_one_before(committee: Session) -> None:
    id_ = kept(committee, 12)
    first = draws.run(committee, draws.commit(committee, id_, Wish((lot(5, 1),), {})).id)
    with refused(Code.MEETING_LACKS):
        draws.commit(committee, id_, Wish((lot(5),), {}, replaces=first.id))
    again = draws.commit(committee, id_, Wish((lot(5),), {}, replaces=first.id, reason="名额填错"))
    assert len(again.record.plan.experts) == 12
    assert seated(committee, id_) == first.record.outcome.lots[0].members  # type: ignore[union-attr]
    second = draws.run(committee, again.id)
    assert seated(committee, id_) == second.record.outcome.lots[0].members  # type: ignore[union-attr]
    states = [(one.valid, one.dropped) for one in draws.all_(committee, id_)]
    assert states == [(False, "名额填错"), (True, "")]
    more = draws.commit(committee, id_, Wish((lot(2),), {}, reason="增加两名"))
    assert {one.why for one in more.record.plan.left_out} == {Exclusion.MEMBER}
    draws.drop(committee, more.id, "不再增加")
    with refused(Code.DRAW_DONE):
        draws.run(committee, more.id)
    assert len(seated(committee, id_)) == 5
    assert not keep.check_vault(committee, Progress()).problems


def test_reserves_stand_in_in_their_order_and_then_there_are_none(committee: Session) -> None:
    id_ = kept(committee, 12)
    drawn = draws.run(committee, draws.commit(committee, id_, Wish((lot(5, 3),), {})).id)
    assert drawn.record.outcome is not None
    (given,) = drawn.record.outcome.lots
    members.pass_over(committee, id_, given.reserves[0], "出差")
    members.stand_in(committee, id_, given.members[1], "因病")
    assert seated(committee, id_) == (given.members[0], given.reserves[1], *given.members[2:])
    members.stand_in(committee, id_, given.reserves[1], "也病了")
    assert seated(committee, id_)[1] == given.reserves[2]
    with refused(Code.DRAW_NO_RESERVE):
        members.stand_in(committee, id_, given.members[0], "因病")
    with refused(Code.REASON_MISSING):
        members.leave(committee, id_, given.members[0], " ")
    with refused(Code.RECORD_NOT_FOUND):
        members.stand_in(committee, id_, "E999", "因病")
    free = next(one.expert.id for one in experts.all_(committee, id_) if one.expert.id not in seated(committee, id_))
    members.take_in(committee, id_, free, "主任委员")
    with refused(Code.EXPERT_SITS):
        members.take_in(committee, id_, free, "主任委员")
    assert seated(committee, id_)[-1] == free
    members.leave(committee, id_, free, "辞任")
    assert len(seated(committee, id_)) == 5
    reasons = [one.reason for one in committees.bare(committee, id_).changes]
    assert reasons == ["出差", "因病", "也病了", "主任委员", "辞任"]


def test_whoever_left_may_be_drawn_again_and_then_sits(committee: Session) -> None:
    id_ = kept(committee, 7)
    first = draws.run(committee, draws.commit(committee, id_, Wish((lot(5, 1),), {})).id)
    assert first.record.outcome is not None
    (given,) = first.record.outcome.lots
    members.leave(committee, id_, given.members[0], "一时不能到会")
    members.pass_over(committee, id_, given.reserves[0], "出差")
    # the three of the pool who do not sit: who left, who was passed over, who was never drawn
    more = draws.run(committee, draws.commit(committee, id_, Wish((lot(3),), {}, reason="补充三名")).id)
    assert more.record.outcome is not None
    drawn = more.record.outcome.lots[0].members
    assert {given.members[0], given.reserves[0]} <= set(drawn)
    assert seated(committee, id_) == given.members[1:] + drawn
    members.leave(committee, id_, given.members[0], "又不能到会")
    assert given.members[0] not in seated(committee, id_)


def test_two_who_stood_in_for_each_other_under_two_draws_have_one_seat_each(committee: Session) -> None:
    id_ = kept(committee, 6)
    first = draws.run(committee, draws.commit(committee, id_, Wish((lot(5, 1),), {})).id)
    assert first.record.outcome is not None
    (given,) = first.record.outcome.lots
    member, reserve = given.members[0], given.reserves[0]
    members.stand_in(committee, id_, member, "出差")
    # drawn anew, until the two come the other way round: a seed is chosen each time
    for _ in range(400):
        (valid,) = [one.id for one in draws.all_(committee, id_) if one.valid]
        again = draws.commit(committee, id_, Wish((lot(5, 1),), {}, replaces=valid, reason="名额填错"))
        drawn = draws.run(committee, again.id)
        assert drawn.record.outcome is not None
        (turned,) = drawn.record.outcome.lots
        if turned.reserves == (member,):
            break
    assert turned.reserves == (member,)
    members.stand_in(committee, id_, reserve, "生病")
    assert member in seated(committee, id_)
    members.leave(committee, id_, member, "调走")  # looked for its seat for ever
    assert len(seated(committee, id_)) == 4


def test_nobody_sits_down_while_a_plan_that_may_draw_them_waits(committee: Session) -> None:
    id_ = kept(committee, 8)
    draws.run(committee, draws.commit(committee, id_, Wish((lot(3, 1),), {})).id)
    waiting = draws.commit(committee, id_, Wish((lot(2),), {}, reason="增加两名"))
    free = waiting.record.plan.experts[0].id
    with refused(Code.DRAW_OPEN):
        members.take_in(committee, id_, free, "连任")
    with refused(Code.DRAW_OPEN):
        members.stand_in(committee, id_, seated(committee, id_)[0], "出差")
    draws.run(committee, waiting.id)
    assert len(seated(committee, id_)) == 5


def test_a_number_to_be_left_out_that_the_pool_does_not_know_is_refused(committee: Session) -> None:
    id_ = kept(committee, 5)
    wish = Wish((lot(3),), draws.excluding({"E03": "申报人配偶"}))
    for act in (draws.outlook, draws.commit):
        with refused(Code.EXPERT_UNKNOWN):
            act(committee, id_, wish)
    assert draws.all_(committee, id_) == []


def test_the_number_of_an_expert_whom_a_draw_names_stays(committee: Session) -> None:
    id_ = kept(committee, 5)
    known = committees.pool_of(committee, id_)[0]
    experts.keep(committee, id_, structs.replace(known.expert, id="E101"), known.id)
    draws.run(committee, draws.commit(committee, id_, Wish((lot(5),), {})).id)
    with refused(Code.EXPERT_NUMBERED):
        experts.keep(committee, id_, structs.replace(known.expert, id="E001"), known.id)
    experts.keep(committee, id_, structs.replace(known.expert, id="E101", unit="另一单位"), known.id)
    assert sorted(seated(committee, id_)) == ["E002", "E003", "E004", "E005", "E101"]


def test_who_took_part_is_noted_once_for_the_next_years(committee: Session) -> None:
    id_ = kept(committee, 7)
    draws.run(committee, draws.commit(committee, id_, Wish((lot(3),), {})).id)
    *present, _ = seated(committee, id_)
    assert experts.served_in(committee, id_, 2026, present) == 2
    assert experts.served_in(committee, id_, 2026, present) == 0
    served = [one.expert.id for one in experts.all_(committee, id_) if one.expert.served == (2026,)]
    assert sorted(served) == sorted(present)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE draws SET content = CAST(replace(CAST(content AS TEXT), 'E001', 'E002') AS BLOB)",
        "UPDATE draws SET content = CAST(replace(CAST(content AS TEXT), '名额', '人数') AS BLOB)",
    ],
)
def test_a_record_altered_together_with_its_digest_is_found_by_the_log(committee: Session, sql: str) -> None:
    import hashlib

    id_ = kept(committee, 12)
    sealed = draws.commit(committee, id_, Wish((lot(5),), {}))
    draws.drop(committee, sealed.id, "名额填错")
    database = committee.vault._database
    database.run(sql)
    ((content,),) = database.rows("SELECT content FROM draws")
    database.run("UPDATE draws SET digest = ?", [hashlib.sha256(content).hexdigest()])
    problems = keep.check_vault(committee, Progress()).problems
    assert {one.kind for one in problems} == {ProblemKind.DRAW}
    assert f"{sealed.id} log" in [one.where for one in problems]


def test_a_draw_that_was_taken_out_is_found(committee: Session) -> None:
    sealed = draws.commit(committee, kept(committee, 5), Wish((lot(3),), {}))
    committee.vault._database.run("DELETE FROM draws")
    found = [(one.kind, one.where) for one in keep.check_vault(committee, Progress()).problems]
    assert (ProblemKind.DRAW, f"{sealed.id} log") in found


def test_the_file_proves_the_draw_without_the_vault_and_names_nobody(committee: Session, tmp_path: Path) -> None:
    id_ = kept(committee, 12)
    sealed = draws.commit(committee, id_, Wish((lot(5, 2),), {}))
    path = tmp_path / "a.json"
    draw_file.save(committee, sealed.id, path)
    assert sealed.seed not in path.read_text(encoding="utf-8")
    drawn = draws.run(committee, sealed.id)
    draw_file.save(committee, sealed.id, path)
    told = draw_file.read(path)
    assert told == drawn.record
    assert draws.doubts(told) == ()
    assert told.key == contacts.own_card(committee).card.signing_key
    written = path.read_text(encoding="utf-8")
    assert "专家" not in written
    assert "水务局" not in written
    assert told.outcome is not None
    forged = structs.replace(told, outcome=structs.replace(told.outcome, spoken="7"))
    assert draws.doubts(forged) == (DrawDoubt.RESULT, DrawDoubt.SIGNATURE)
    path.write_text(json.dumps({"fj": 1}), encoding="utf-8")
    with refused(Code.DRAW_RECORD):
        draw_file.read(path)
    assert MET.isoformat() not in written


def test_only_an_office_s_operator_draws_and_only_digits_are_spoken(committee: Session, unit: Session) -> None:
    sealed = draws.commit(committee, kept(committee, 5), Wish((lot(3),), {}))
    with refused(Code.FIELD_VALUE):
        draws.run(committee, sealed.id, "七")
    with refused(Code.MEETING_ELSEWHERE):
        draws.get(unit, sealed.id)


def printed(session: Session, draw: str, *, names: bool) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(draw_paper.drawn(session, draw, Progress(), names=names).pdf))
    found = "".join("".join(page.get_textpage().get_text_bounded() for page in pdf).split())
    pdf.close()
    return found


def test_the_sheet_shows_the_seed_after_the_draw_only_and_names_in_the_office_s_copy_only(committee: Session) -> None:
    id_ = kept(committee, 12)
    sealed = draws.commit(committee, id_, Wish((lot(5, 2),), draws.excluding({"E003": "申报人配偶"})))
    before = printed(committee, sealed.id, names=True)
    assert sealed.record.plan.seed_digest in before
    assert sealed.seed not in before
    outcome = draws.run(committee, sealed.id, "417").record.outcome
    assert outcome is not None
    after, own = (printed(committee, sealed.id, names=names) for names in (False, True))
    assert sealed.seed in after
    assert "、".join(outcome.lots[0].members) in after
    assert "应当回避：申报人配偶" in after
    assert f"专家{int(outcome.lots[0].members[0][1:])}、" not in after
    assert f"专家{int(outcome.lots[0].members[0][1:])}、" in own


def test_a_sheet_of_a_hundred_and_fifty_experts_prints_each_number(committee: Session) -> None:
    sealed = draws.commit(committee, kept(committee, 150), Wish((lot(25, 20),), {}))
    draws.run(committee, sealed.id)
    shown = printed(committee, sealed.id, names=True)
    assert all(f"E{number:03d}" in shown for number in range(1, 151))


def test_before_a_draw_it_is_said_for_whom_an_expert_should_stay_out(committee: Session) -> None:
    id_ = meetings.committee_of(committee, 4, ["测试 单位1"])
    known = experts.all_(committee, id_)[2]
    experts.keep(committee, id_, structs.replace(known.expert, avoids=(" 王 某 ", "测试单位3", "")), known.id)
    for at, name in enumerate(("张某", "李某", "王某", "赵某")):
        meetings.accepted(committee, at, name)
    found = {number: set(names) for number, names in draws.related(committee, id_).items()}
    assert found == {"E001": {"李某"}, "E003": {"王某", "赵某"}}
    assert experts.all_(committee, id_)[2].expert.avoids == ("王 某", "测试单位3")
    experts.leave(committee, known.id, "退休")
    assert draws.related(committee, id_) == {"E001": ("李某",)}


def test_it_is_said_of_those_already_put_before_the_meeting_and_of_whom_an_expert_is(committee: Session) -> None:
    id_ = meetings.committee_of(committee, 3, ["测试单位1"])
    known = experts.all_(committee, id_)[2]
    experts.keep(committee, id_, structs.replace(known.expert, name="赵某"), known.id)
    ids = [meetings.accepted(committee, at, name) for at, name in enumerate(("张某", "李某", "赵 某"))]
    expected = {"E001": ("李某",), "E003": ("赵 某",)}
    assert draws.related(committee, id_) == expected
    made = sittings.new(committee, id_)
    sittings.put_forward(committee, made.id, ids)
    assert draws.related(committee, id_) == expected
    numbers = {one.name: one.seat.number for one in sittings.seen(committee, made.id).applicants}
    suggested = {(one.expert, one.candidate) for one in meeting_groups.suggested(sittings.seen(committee, made.id))}
    assert suggested == {("E001", numbers["李某"]), ("E003", numbers["赵 某"])}


def test_members_without_a_draw_are_named(committee: Session) -> None:
    id_ = meetings.committee_of(committee, 3)
    found = {one.rule: one for one in committees.findings(committee, id_)}
    assert found["R088"].verdict is Verdict.WARN
    assert "E001" in found["R088"].says.zh
    drawn = kept(committee, 12)
    draws.run(committee, draws.commit(committee, drawn, Wish((lot(5),), {})).id)
    assert {one.rule: one.verdict for one in committees.findings(committee, drawn)}["R088"] is Verdict.PASS
