"""The lists of an application as running text, for the one sheet of the submission form."""

from collections.abc import Iterable

from desktop_app.domain.application import Application, Education, PublicNotice, Recommendation
from desktop_app.domain.kinds import AwardGrade, NoticeMode, Path
from desktop_app.papers.listings import authorship
from desktop_app.papers.wording import bracketed, day, days, joined, month, named, span


def study(application: Application) -> str:
    return _lines(joined(span(s.start, s.end), joined(s.school, s.major, s.award, by="，")) for s in application.study)


def work(application: Application) -> str:
    return _lines(joined(span(w.start, w.end, w.ongoing), joined(w.unit, w.post, by="，")) for w in application.work)


def projects(application: Application) -> str:
    """What was worked on since the present title, and in what part."""
    return _numbered(
        joined(span(a.start, a.end), f"{a.name}{bracketed(joined(named(a.role), a.part, by='，'))}")
        for a in application.achievements_since
    )


def results(application: Application) -> str:
    """What came of the work since the present title."""
    return _numbered(f"{a.name}：{a.result}" for a in application.achievements_since if a.result)


def awards(application: Application) -> str:
    lines = []
    for award in application.awards:
        grade = named(award.grade) if award.grade not in (None, AwardGrade.NONE) else ""
        rank = f"第{award.rank}名" if award.rank else ""
        what = joined(award.project, joined(award.name, grade, by=""), by="，")
        lines.append(joined(month(award.on), joined(what, award.granted_by, rank, by="，")))
    return _numbered(lines)


def publications(application: Application) -> str:
    return _numbered(
        joined(month(p.on), joined(p.title, p.where, p.identifier, authorship(p), by="，"))
        for p in application.publications
    )


def patents(application: Application) -> str:
    return _numbered(
        joined(month(p.on), joined(p.name, named(p.kind), p.number, f"第{p.rank}名" if p.rank else "", by="，"))
        for p in application.patents
    )


def appraisals(application: Application) -> dict[str, str]:
    """The last five assessments, oldest first, one value a cell: appraisal.1 to appraisal.5."""
    latest = sorted(application.appraisals, key=lambda row: row.year)[-5:]
    cells = [f"{row.year}年\n{named(row.result)}" for row in latest]
    return {f"appraisal.{n + 1}": cells[n] if n < len(cells) else "" for n in range(5)}


def continuing(application: Application) -> str:
    parts = []
    for row in sorted(application.continuing_education, key=lambda row: row.year):
        hours = f"公需{row.public_hours}、专业{row.professional_hours}学时"
        parts.append(f"{row.year}年{named(row.exemption) or hours}")
    return joined(*parts, by="；")


def notice(value: PublicNotice) -> str:
    """How the unit made the application public, and what came of it."""
    when = days(value.first_day, value.last_day)
    if value.mode is NoticeMode.WITHHELD:
        return joined(named(value.mode), bracketed(value.basis), by="")
    # what came of it is said only where it is recorded: one that still hangs has no outcome
    return joined(named(value.mode), when, value.place, value.objections, by="，")


def notice_manner(value: PublicNotice) -> str:
    """What the posted sheet says of where it may be read."""
    if value.mode is not NoticeMode.LIMITED:
        return ""
    basis = f"（依据：{value.basis}）" if value.basis else ""
    return f"按照保密要求，本公示在限定范围内进行{basis}，不得拍照、摘抄和外传。"


def notice_account(value: PublicNotice) -> str:
    """How it was made public, or why not, as the unit reports it; nothing before the manner is chosen."""
    place = value.place or "　　　　　　　　"
    because = joined(
        f"依据：{value.basis}" if value.basis else "",
        f"单位保密工作负责人：{value.secrecy_officer}" if value.secrecy_officer else "",
        by="，",
    )
    match value.mode:
        case NoticeMode.WITHHELD:
            return f"申报内容涉及国家秘密，按照保密规定未予公示{bracketed(because)}。"
        case NoticeMode.LIMITED:
            return f"申报内容涉密，在{place}对限定范围内的人员公示{bracketed(because)}。"
        case NoticeMode.POSTED:
            return f"在{place}张贴公示。"
        case None:
            return ""


def notice_time(value: PublicNotice) -> str:
    """From when to when; of one that was withheld, that there is no such time."""
    if value.mode is NoticeMode.WITHHELD:
        return "未予公示，无公示时间"
    return days(value.first_day, value.last_day)


def notice_contents(value: PublicNotice) -> str:
    """What the unit made public; nothing before the manner is chosen."""
    if value.mode is NoticeMode.WITHHELD:
        return "未予公示，无公示内容。"
    if value.mode is None:
        return ""
    return "申报人员的姓名、现任职务、申报的系列（专业）、层级和类型，以及申报材料的主要内容。"


def notice_outcome(value: PublicNotice) -> str:
    """What came of it; nothing while nothing is recorded, which leaves room for a hand."""
    if value.mode is NoticeMode.WITHHELD:
        return "未予公示，审核情况见单位推荐意见。"
    if not value.objections:
        return ""
    return f"{value.objections.rstrip('。')}。" if value.objected else "公示期内未收到异议。"


def assessed(application: Application) -> str:
    """The assessments that the recommendation rests on, and whether they were looked at (五（四）2)."""
    rows = sorted(application.appraisals, key=lambda row: row.year)
    listed = "，".join(f"{row.year}年{named(row.result)}" for row in rows if row.result)
    looked = "推荐与平时考核、年度考核结果相结合。" if application.recommendation.assessments_considered else ""
    return joined(f"{listed}。" if listed else "", looked, by="")


def stand(value: Recommendation) -> str:
    """What the unit answers for; nothing where it has not said so."""
    if not value.committed:
        return ""
    return "本单位已审核申报人员的材料，对材料的真实性、完整性和推荐程序负责。"


def grassroots(application: Application) -> str:
    served = application.standing.grassroots_service_years
    return joined(named(application.unit.place), f"任现职以来服务{served}年" if served else "", by="，")


def exceptional(application: Application) -> str:
    """是否破格, with the ground of the application."""
    path = application.filing.path
    if path is None:
        return "是（　　）　否（　　）"
    yes = path is Path.EXCEPTIONAL
    return f"是（{'√' if yes else '　'}）　否（{'　' if yes else '√'}）　　{named(path)}"


def education(value: Education, word: str, degree: str) -> str:
    mode = {True: "（全日制）", False: "（非全日制）", None: ""}[value.full_time]
    return joined(f"{word}{mode}" if word else "", degree, by="\n")


def title_granted(application: Application) -> str:
    return joined(day(application.post.title_held_since), application.post.title_granted_by, by="\n")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _numbered(lines: Iterable[str]) -> str:
    kept = [line for line in lines if line]
    if len(kept) <= 1:
        return "".join(kept)
    return "\n".join(f"{number}．{line}" for number, line in enumerate(kept, start=1))
