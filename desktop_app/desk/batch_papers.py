"""Papers of one batch of results for confirmation (六（三）3): report, roster of those who passed, commitment."""

from collections.abc import Callable, Mapping

from desktop_app.desk import meeting_paper_parts as parts
from desktop_app.desk import votes
from desktop_app.desk.confirming import Batch
from desktop_app.desk.meeting_paper_parts import About
from desktop_app.desk.results import Outcome
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.papers import wording
from desktop_app.papers.render import PaperRequest


def _batch_head(about: About) -> dict[str, str]:
    batch = about.of_batch()
    said = about.said(batch.passed[0].applicant)
    return parts.head(about) | {
        "to": batch.authority.confirmed_by.zh if batch.authority else "",
        "held": parts.held(about.kept),
        "series": said["filing.series"],
        "passed": str(len(batch.passed)),
    }


def _report(about: About) -> PaperRequest:
    batch, found = about.of_batch(), about.result()
    said = about.said(batch.passed[0].applicant)
    key = batch.confirmation
    reviewed = sum(
        (c.filing.series, c.filing.level, c.filing.track, c.unit.affiliation)
        == (key.series, key.level, key.track, key.affiliation)
        for c in (one.content for one in about.at.applicants)
    )
    uploaded = key.uploaded_on
    present = {number for one in batch.passed if one.vote for number in one.vote.present}
    facts = _batch_head(about) | {
        "members": str(len(votes.sat(about.session, about.at))),
        "present": str(len(present)),
        "level": said["filing.level"],
        "track": said["filing.track"],
        "reviewed": str(reviewed),
        "span": wording.days(found.notice_first, found.notice_last),
        "workdays": parts.workdays(about, found),
        "complaints": parts.complaints(found, about.session.today()),
        "uploaded": f"评审数据已于{wording.day(uploaded)}上传自治区职称管理系统。" if uploaded else "",
        "officer": about.session.office.officer,
        "phone": "",
    }
    return PaperRequest(document=Document.RESULT_REPORT, marking=_mark(batch), extra=facts)


def _mark(batch: Batch) -> Marking:
    return combined([whole_mark(one.applicant.content) for one in batch.passed])


def _roster(about: About) -> PaperRequest:
    batch = about.of_batch()
    said = about.said(batch.passed[0].applicant)
    facts = parts.head(about) | {
        "batch": wording.joined(
            said["filing.series"], said["filing.level"], said["filing.track"], said["unit.affiliation"]
        ),
        "count": str(len(batch.passed)),
        "officer": about.session.office.officer,
        "printed_on": wording.day(about.session.today()),
    }
    people = [_passed(about, at, one) for at, one in enumerate(batch.passed, start=1)]
    return PaperRequest(document=Document.PASSED_ROSTER, marking=_mark(batch), extra=facts, rows={"people": people})


def _passed(about: About, number: int, one: Outcome) -> Mapping[str, str]:
    said = about.said(one.applicant)
    voters = one.vote.voters(one.applicant.seat.number) if one.vote else 0
    return {
        "number": str(number),
        "name": said["person.name"],
        "sex": said["person.sex"],
        "birth": said["person.birth_month"],
        "identity": said["person.identity_number"],
        "unit": said["unit.name"],
        "education": said["education.level_and_degree"],
        "held": said["post.title"] or "无",
        "held_since": said["post.title_since"] or "无",
        "series": said["filing.series"],
        "specialty": said["filing.specialty"],
        "title": said["filing.title"],
        "path": said["filing.path"],
        "vote": f"{one.line.yes}/{voters}" if one.line else "",
        "mark": wording.marked(whole_mark(one.applicant.content)),
    }


def _commitment(about: About) -> PaperRequest:
    return PaperRequest(
        document=Document.COMMITTEE_COMMITMENT, marking=_mark(about.of_batch()), extra=_batch_head(about)
    )


REQUESTS: Mapping[Document, Callable[[About], PaperRequest]] = {
    Document.RESULT_REPORT: _report,
    Document.PASSED_ROSTER: _roster,
    Document.COMMITTEE_COMMITMENT: _commitment,
}
