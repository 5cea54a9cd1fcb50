"""The scheme of a review (六（三）1): its eight contents from the records, what is lacking, the last day to file it."""

from collections.abc import Mapping

from desktop_app.desk.meetings import Seen
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Finding
from desktop_app.domain.review_meeting import Scheme, SchemePart
from desktop_app.policy import check
from desktop_app.policy.subject import Subject

#: What an office may begin the two written contents with; nothing of it counts before it is recorded.
PROCEDURE = """1．会前：核对评委资格、聘期和回避情况，宣布纪律，签订承诺。
2．分组评议：各组审阅材料，组织答辩，提出书面评议意见。
3．全体表决：出席评委不少于评委人数的三分之二；无记名投票；同意票达到可表决的出席评委三分之二的为通过。
4．计票：两人分别计票，一致后由主任委员宣布结果，会议记录由主任委员和计票、监票人签名。
5．会后：结果公示不少于五个工作日，期满后按管理权限报送确认。"""
MEASURES = """1．材料按密级管理，发放、收回逐份登记，不带离会场。
2．专家名单不对外公布；评审期间统一管理通信工具。
3．与申报人有利害关系的专家回避，不参加该人的评议和表决。
4．公布监督电话，举报线索按职责核查处理。"""


def parts(at: Seen) -> tuple[SchemePart, ...]:
    """The contents that are there."""
    kept, told = at.kept, at.committee.committee
    there: Mapping[SchemePart, bool] = {
        SchemePart.APPLICATIONS: bool(at.applicants),
        SchemePart.TIME: kept.held_on is not None,
        SchemePart.PLACE: bool(kept.place),
        SchemePart.COMMITTEE: bool(at.members) and told.registered.valid_to is not None,
        SchemePart.PROCEDURE: bool(kept.scheme.procedure),
        SchemePart.MEASURES: bool(kept.scheme.measures),
        SchemePart.APPLICANTS: bool(at.applicants),
        SchemePart.EXPERTS: bool(at.members),
    }
    return tuple(part for part in SchemePart if there[part])


def findings(session: Session, at: Seen) -> tuple[Finding, ...]:
    """What the rules say of it today: what is lacking, and whether it was filed a week before the meeting."""
    about = Scheme(meets_on=at.kept.held_on, filed_on=at.kept.scheme.filed_on, parts=parts(at))
    return check.findings_about(Subject.SCHEME, about, session.today(), session.pack)
