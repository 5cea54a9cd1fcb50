"""A unit's public notice: days counted by the workdays, modes with what they need, objections, taken down, on paper."""

import io
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import sentence
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import check, draft, examples, held_notices, home, keep, notice_overview, notice_papers, paper
from desktop_app.desk.session import Session
from desktop_app.domain.application import PublicNotice
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import NoticeMode, ObjectionState
from desktop_app.domain.public_notices import HeldNotice, Objection
from desktop_app.domain.status import Status
from desktop_app.papers import render, summaries
from desktop_app.papers.render import Rendered
from desktop_app.policy.workdays import DayState


def text(rendered: Rendered) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    found = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(found.split())


def planned(application: ApplicationId, **said: object) -> HeldNotice:
    usual = {
        "id": "",
        "mode": NoticeMode.POSTED,
        "applications": (application,),
        "first_day": date(2026, 6, 16),
        "place": "办公楼一层公示栏",
        "posted_by": "其木格",
    }
    return HeldNotice(**(usual | said))  # type: ignore[arg-type]


def test_the_dragon_boat_days_are_skipped_and_named(unit: Session) -> None:
    span = held_notices.span(unit, date(2026, 6, 16))
    assert span.workdays[0] == date(2026, 6, 17)
    assert span.last == date(2026, 6, 24)
    assert [day.day for day, _ in span.skipped] == [19, 20, 21]
    assert span.skipped[0][1] is DayState.HOLIDAY


def test_a_notice_gets_its_last_day_and_says_it_in_the_draft(unit: Session, drafted: ApplicationId) -> None:
    held = held_notices.hold(unit, planned(drafted))
    assert held.last_day == date(2026, 6, 24)
    said = draft.load(unit, drafted).draft
    assert (said.public_notice.first_day, said.public_notice.last_day) == (date(2026, 6, 16), date(2026, 6, 24))
    findings = {f.rule: f.verdict for f in check.assess(said, unit.today(), unit.pack).findings}
    assert findings["R083"] is Verdict.PASS
    assert held_notices.candidates(unit) == []
    assert not keep.check_vault(unit, Progress()).problems


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"applications": ()}, Code.NOTICE_LACKS),
        ({"first_day": None}, Code.NOTICE_LACKS),
        ({"place": " "}, Code.NOTICE_LACKS),
        ({"last_day": date(2026, 6, 23)}, Code.NOTICE_TOO_SHORT),
        ({"mode": NoticeMode.LIMITED}, Code.NOTICE_LACKS),
        ({"mode": NoticeMode.WITHHELD, "basis": "保密规定"}, Code.NOTICE_LACKS),
    ],
)
def test_half_a_notice_is_refused_and_leaves_nothing(
    unit: Session, drafted: ApplicationId, said: dict[str, object], code: Code
) -> None:
    with pytest.raises(Fault) as refused:
        held_notices.hold(unit, planned(drafted, **said))
    assert refused.value.code is code
    assert held_notices.all_(unit) == []


def test_one_withheld_for_secrecy_has_no_days_and_no_list(unit: Session, drafted: ApplicationId) -> None:
    said = planned(drafted, mode=NoticeMode.WITHHELD, basis="保密委〔2026〕3号", secrecy_officer="段知白")
    held = held_notices.hold(unit, said)
    assert (held.first_day, held.last_day, held.over) == (None, None, True)
    with pytest.raises(Fault) as refused:
        notice_papers.drawn(unit, held.id, Document.NOTICE_LIST, Progress())
    assert refused.value.code is Code.NOTICE_WITHHELD
    assert "段知白" in text(notice_papers.drawn(unit, held.id, Document.POSTING_RECORD, Progress()))


def test_an_objection_is_looked_into_and_both_papers_say_so(unit: Session, drafted: ApplicationId) -> None:
    held = held_notices.hold(unit, planned(drafted, phone="0471-6600000"))
    held = held_notices.object_(unit, held.id, Objection(number=0, on=date(2026, 6, 18), says="推广面积与年报不一致"))
    assert held_notices.waiting(unit) == [held]
    with pytest.raises(Fault):
        held_notices.handle(unit, held.id, 1, ObjectionState.NOT_UPHELD, " ", "乌云")
    held = held_notices.handle(unit, held.id, 1, ObjectionState.NOT_UPHELD, "调取年报，数字一致", "乌云")
    held = held_notices.take_down(unit, held.id, "其木格")
    assert held_notices.waiting(unit) == []
    objections = draft.load(unit, drafted).draft.public_notice
    assert "推广面积" in objections.objections
    assert objections.objected
    listed = text(notice_papers.drawn(unit, held.id, Document.NOTICE_LIST, Progress()))
    assert "共5个工作日" in listed
    assert "0471-6600000" in listed
    record = text(notice_papers.drawn(unit, held.id, Document.POSTING_RECORD, Progress()))
    for words in ("2026年6月19日五不计入（放假）", "第5个工作日", "不成立", "调取年报，数字一致", "未署名"):
        assert words in record, record


def test_it_hangs_until_its_last_day_is_over(unit: Session, drafted: ApplicationId) -> None:
    held = held_notices.hold(unit, planned(drafted, first_day=date(2026, 7, 1)))
    with pytest.raises(Fault) as refused:
        held_notices.take_down(unit, held.id, "其木格")
    assert refused.value.code is Code.NOTICE_HANGS


def test_the_record_has_a_line_for_every_day_it_hung(unit: Session, drafted: ApplicationId) -> None:
    held = held_notices.hold(unit, planned(drafted, last_day=date(2026, 6, 28)))  # a Sunday
    record = text(notice_papers.drawn(unit, held.id, Document.POSTING_RECORD, Progress()))
    assert "2026年6月26日五第7个工作日" in record, record
    assert "2026年6月28日日不计入（休息）" in record, record
    assert "共7个工作日" in text(notice_papers.drawn(unit, held.id, Document.NOTICE_LIST, Progress()))


def test_more_objections_than_there_is_room_for_are_counted_and_none_is_cut(
    unit: Session, drafted: ApplicationId
) -> None:
    held = held_notices.hold(unit, planned(drafted))
    said = "第三项业绩所附合同与年报上的数字不一致，请调取原件核查"
    held = held_notices.object_(unit, held.id, Objection(number=0, on=date(2026, 6, 18), says=said))
    outcome = draft.load(unit, drafted).draft.public_notice.objections
    assert outcome == f"2026年6月18日收到异议（{said}），正在核查"
    for number in range(2, 8):
        held_notices.object_(unit, held.id, Objection(number=0, on=date(2026, 6, 18), says=said))
        state = ObjectionState.UPHELD if number == 2 else ObjectionState.NOT_UPHELD
        held_notices.handle(unit, held.id, number, state, "调取原件，与年报核对", "乌云")
    whole = draft.load(unit, drafted).draft.public_notice
    assert whole.objections == ("收到异议7件：经核查不成立5件，经核查属实1件，正在核查1件；逐件情况见公示张贴记录")
    assert whole.objected


def test_nothing_says_that_nobody_objected_while_it_hangs(unit: Session, drafted: ApplicationId) -> None:
    held = held_notices.hold(unit, planned(drafted, first_day=date(2026, 7, 1)))
    assert "异议" not in summaries.notice(draft.load(unit, drafted).draft.public_notice)
    unit.clock.advance(days=5)  # type: ignore[attr-defined]
    held_notices.take_down(unit, held.id, "其木格")
    assert summaries.notice(draft.load(unit, drafted).draft.public_notice).endswith("，无异议")


def test_the_report_on_one_withheld_has_no_days_to_fill_in(unit: Session, drafted: ApplicationId) -> None:
    report = text(render.render(paper.request(unit, drafted, Document.PUBLIC_NOTICE_REPORT, (1,)), Progress()))
    assert "三、公示内容。申报人员的姓名" in report, report
    held_notices.hold(unit, planned(drafted, mode=NoticeMode.WITHHELD, basis="保密委〔2026〕3号", secrecy_officer="段"))
    report = text(render.render(paper.request(unit, drafted, Document.PUBLIC_NOTICE_REPORT, (1,)), Progress()))
    assert "二、公示时间。未予公示，无公示时间。三、公示内容。未予公示，无公示内容。" in report, report


def found(session: Session, application: ApplicationId) -> Finding:
    """What the policy says of the notice (六（一）1)."""
    said = check.assess(draft.load(session, application).draft, session.today(), session.pack, session.office.desk)
    return next(one for one in said.findings if one.rule == "R083")


def objected(session: Session, application: ApplicationId, said: str = "论文署名顺序有误") -> HeldNotice:
    held = held_notices.hold(session, planned(application))
    return held_notices.object_(session, held.id, Objection(number=0, on=date(2026, 6, 18), says=said))


def test_what_an_objection_came_to_decides_whether_the_filing_may_go_on(unit: Session, drafted: ApplicationId) -> None:
    # the words of what is said and of how it was looked into prove nothing
    held = objected(unit, drafted, "经核查属实的业绩没有公示")
    assert (found(unit, drafted).verdict, "没有核查结论" in found(unit, drafted).says.zh) == (Verdict.TODO, True)
    held_notices.handle(unit, held.id, 1, ObjectionState.NOT_UPHELD, "经查，申报人所报均属实", "乌云")
    assert found(unit, drafted).verdict is Verdict.PASS
    held_notices.handle(unit, held.id, 1, ObjectionState.UPHELD, "调取期刊，署名第三", "乌云")
    stops = found(unit, drafted)
    assert (stops.verdict, stops.field) == (Verdict.BLOCK, "public_notice.objections")
    assert "40号令第十六条" in stops.clause
    assert "重新公示" in stops.mend.zh


def test_one_true_objection_outweighs_those_still_open(unit: Session, drafted: ApplicationId) -> None:
    held = objected(unit, drafted)
    for _ in range(2):
        held = held_notices.object_(unit, held.id, Objection(number=0, on=date(2026, 6, 18), says="另有反映"))
    held_notices.handle(unit, held.id, 2, ObjectionState.UPHELD, "查证", "乌云")
    assert found(unit, drafted).verdict is Verdict.BLOCK


def test_what_was_true_is_mended_and_made_public_anew(unit: Session, drafted: ApplicationId) -> None:
    held = objected(unit, drafted)
    held = held_notices.handle(unit, held.id, 1, ObjectionState.UPHELD, "调取期刊，署名第三", "乌云")
    assert held_notices.candidates(unit) == [], "the old one still hangs"
    held = held_notices.take_down(unit, held.id, "其木格")
    with pytest.raises(Fault) as refused:
        held_notices.take_down(unit, held.id, "别人")
    assert refused.value.code is Code.NOTICE_DOWN
    assert held_notices.get(unit, held.id) == held
    assert [row.id for row in held_notices.candidates(unit)] == [drafted]
    held_notices.hold(unit, planned(drafted, first_day=date(2026, 6, 29), place="重新公示"))
    assert held_notices.candidates(unit) == []
    assert found(unit, drafted).verdict is Verdict.WARN, "the new one hangs, and nobody objected to it"


def test_nobody_stands_on_two_notices_and_none_is_refused_by_the_window_alone(
    unit: Session, drafted: ApplicationId
) -> None:
    held_notices.hold(unit, planned(drafted))
    with pytest.raises(Fault) as refused:
        held_notices.hold(unit, planned(drafted, place="另一处"))
    assert refused.value.code is Code.NOTICE_NOT_OPEN
    assert "2026-06-16" in sentence(refused.value)
    assert len(held_notices.all_(unit)) == 1


def test_an_example_is_not_made_public(unit: Session) -> None:
    with pytest.raises(Fault) as refused:
        held_notices.hold(unit, planned(examples.put_in(unit)))
    assert refused.value.code is Code.NOTICE_NOT_OPEN
    assert "是示例" in sentence(refused.value)


def test_a_filing_that_was_given_up_is_not_made_public(unit: Session, drafted: ApplicationId) -> None:
    with unit.vault.act(Act.GIVEN_UP, {"application": drafted}):
        unit.vault.applications.set_status(drafted, Status.ABANDONED)
    with pytest.raises(Fault) as refused:
        held_notices.hold(unit, planned(drafted))
    assert refused.value.code is Code.NOTICE_NOT_OPEN
    assert held_notices.all_(unit) == []


def test_who_is_taken_off_a_notice_says_nothing_of_it_any_more(unit: Session, drafted: ApplicationId) -> None:
    other = draft.take_in(unit, resource("demo", "township_agronomist.json"))
    held = held_notices.hold(unit, planned(drafted, applications=(drafted, other)))
    assert draft.load(unit, other).draft.public_notice == held.of(other)
    held_notices.hold(unit, structs.replace(held, applications=(drafted,)))
    assert draft.load(unit, other).draft.public_notice == PublicNotice()
    assert draft.load(unit, drafted).draft.public_notice == held.of(drafted)
    assert [row.id for row in held_notices.candidates(unit)] == [other]


def test_nobody_of_many_is_left_out_and_the_soonest_day_is_among_all(unit: Session, drafted: ApplicationId) -> None:
    content = draft.load(unit, drafted).draft
    with unit.vault.act(Act.APPLICATION_CREATED, {}):
        made = [
            unit.vault.applications.create(
                structs.replace(content, person=structs.replace(content.person, name=f"甲{at}", identity_number="")),
                Status.DRAFT,
            )
            for at in range(520)
        ]
    held_notices.hold(unit, planned(drafted, applications=tuple(made[30:])))
    waiting = notice_overview.overview(unit).candidates
    assert {one for one, _ in waiting} == {drafted, *made[:30]}


def test_a_draft_that_stands_on_a_notice_is_not_deleted(unit: Session, drafted: ApplicationId) -> None:
    held_notices.hold(unit, planned(drafted))
    with pytest.raises(Fault) as refused:
        draft.remove(unit, drafted)
    assert refused.value.code is Code.NOTICE_NAMES
    assert draft.load(unit, drafted)


def test_a_notice_whose_draft_an_earlier_release_deleted_is_read_all_the_same(
    unit: Session, drafted: ApplicationId
) -> None:
    held = held_notices.hold(unit, planned(drafted))
    with unit.vault.act(Act.APPLICATION_REMOVED, {"application": drafted}):
        unit.vault.applications.delete_draft(drafted)
    (line,) = notice_overview.overview(unit).lines
    assert (line.notice, line.people) == (held, ())
    unit.clock = FixedClock(datetime(2026, 6, 17, 1, 0, tzinfo=UTC))
    assert home.overview(unit).waiting, "the first screen opens, and tells of the notice"
    assert "2026年6月16日" in text(notice_papers.drawn(unit, held.id, Document.POSTING_RECORD, Progress()))
    unit.clock = FixedClock(datetime(2026, 6, 25, 1, 0, tzinfo=UTC))
    assert held_notices.take_down(unit, held.id, "其木格").taken_down_by == "其木格", "nor must it hang for ever"


def test_an_objection_typed_by_hand_asks_for_its_outcome(unit: Session, drafted: ApplicationId) -> None:
    held_notices.hold(unit, planned(drafted))
    typed = draft.load(unit, drafted).draft
    typed = structs.replace(typed, public_notice=structs.replace(typed.public_notice, objections="有1人反映署名"))
    draft.save(unit, drafted, typed)
    assert found(unit, drafted).verdict is Verdict.ASK


def test_an_objection_after_the_last_day_is_recorded_and_marked(unit: Session, drafted: ApplicationId) -> None:
    held = held_notices.hold(unit, planned(drafted))
    for on in (date(2026, 6, 24), date(2026, 6, 25)):
        held = held_notices.object_(unit, held.id, Objection(number=0, on=on, says=f"{on.day}日反映"))
    assert [held.late(one) for one in held.objections] == [False, True]
    said = draft.load(unit, drafted).draft.public_notice.objections
    assert "6月24日收到异议（24日反映）" in said
    assert "6月25日（公示期满后）收到异议（25日反映）" in said
    record = text(notice_papers.drawn(unit, held.id, Document.POSTING_RECORD, Progress()))
    assert record.count("期满后收到") == 1


def test_the_record_names_who_posted_it_and_who_took_it_down(unit: Session, drafted: ApplicationId) -> None:
    held = held_notices.hold(unit, planned(drafted, posted_by=""))
    assert held.posted_by == unit.user != ""
    with pytest.raises(Fault) as refused:
        held_notices.take_down(unit, held.id, "  ")
    assert refused.value.code is Code.NOTICE_LACKS
    held_notices.take_down(unit, held.id, "其木格")
    record = text(notice_papers.drawn(unit, held.id, Document.POSTING_RECORD, Progress()))
    assert f"2026年6月16日{unit.user}" in record
    assert "其木格" in record
