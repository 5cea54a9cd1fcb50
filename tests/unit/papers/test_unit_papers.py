"""The papers that a unit makes before anything is submitted: what stands on them, and what must not."""

import io
from datetime import date

import pypdfium2
import pytest
from msgspec import structs

from desktop_app.domain.application import Application, PublicNotice, Recommendation
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import NoticeMode
from desktop_app.papers.render import issues, render
from tests.support.papers import LONG_NAME, RARE_NAME, application, crowded, request

UNIT_PAPERS = [document for document in Document if document.of_a_draft]


def text(document: Document, subject: Application, **extra: str) -> str:
    """All that stands on the paper, lines run together."""
    rendered = render(request(document, subject, extra=extra, version_number=None, version_digest=""))
    pdf = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    found = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(found.split())


def noticed(mode: NoticeMode | None, **changes: object) -> Application:
    given = {"first_day": date(2026, 6, 15), "last_day": date(2026, 6, 22), "place": "一楼公告栏"} | changes
    return structs.replace(application(), public_notice=PublicNotice(mode=mode, **given))  # type: ignore[arg-type]


def test_the_pledge_names_who_where_and_what_for() -> None:
    found = text(Document.PLEDGE, application())
    for words in ("萨仁高娃", "青城草原工作站", "正高级畜牧师", "草原与饲草饲料", "机密★5年", "承诺人（签名）"):
        assert words in found


def test_an_empty_pledge_leaves_room_for_a_hand() -> None:
    found = text(Document.PLEDGE, Application())
    assert "现承诺" in found
    assert "None" not in found
    assert "{" not in found


def test_what_is_posted_bears_no_number_and_no_mark() -> None:
    subject = application()
    found = text(Document.PUBLIC_NOTICE, subject, workdays="，共5个工作日")
    assert subject.person.identity_number not in found
    assert "机密" not in found
    for words in ("2026年6月15日至6月22日，共5个工作日", "本单位人事部门", "萨仁高娃", "正高级畜牧师"):
        assert words in found


def test_a_limited_notice_says_where_it_may_be_read() -> None:
    open_ = text(Document.PUBLIC_NOTICE, noticed(NoticeMode.POSTED))
    limited = text(Document.PUBLIC_NOTICE, noticed(NoticeMode.LIMITED, basis="保密审查意见〔2026〕3号"))
    assert "限定范围" not in open_
    assert "限定范围内进行（依据：保密审查意见〔2026〕3号）" in limited
    assert "不得拍照" in limited


@pytest.mark.parametrize(
    ("mode", "objections", "said"),
    [
        (NoticeMode.POSTED, "无", "公示期内未收到异议。"),
        (NoticeMode.POSTED, "收到1条，核实不属实", "收到1条，核实不属实。"),
        (NoticeMode.WITHHELD, "", "未予公示（依据：定密意见，单位保密工作负责人：其木格）"),
        (NoticeMode.LIMITED, "", "对限定范围内的人员公示"),
    ],
)
def test_the_report_tells_how_and_what_came_of_it(mode: NoticeMode, objections: str, said: str) -> None:
    subject = noticed(mode, objections=objections, basis="定密意见", secrecy_officer="其木格")
    assert said in text(Document.PUBLIC_NOTICE_REPORT, subject)


def test_the_recommendation_has_its_four_parts_and_the_units_word() -> None:
    full = structs.replace(
        noticed(NoticeMode.POSTED, objections="无异议"),
        recommendation=Recommendation(
            how_chosen="民主推荐",
            conditions="资历符合",
            notice="公示无异议",
            assessments_considered=True,
            committed=True,
        ),
    )
    found = text(Document.RECOMMENDATION, full)
    for words in ("民主推荐", "资历符合", "公示无异议", "与平时考核、年度考核结果相结合", "负责。", "同意推荐"):
        assert words in found
    without = structs.replace(full, recommendation=structs.replace(full.recommendation, committed=False))
    assert "材料的真实性、完整性" not in text(Document.RECOMMENDATION, without)


@pytest.mark.parametrize("document", UNIT_PAPERS)
@pytest.mark.parametrize("name", [RARE_NAME, LONG_NAME])
def test_rare_and_long_names_fit(document: Document, name: str) -> None:
    assert issues(request(document, application(name))) == ()
    assert name in text(document, application(name))


@pytest.mark.parametrize("document", UNIT_PAPERS)
def test_a_crowded_application_fits_or_says_where_not(document: Document) -> None:
    found = issues(request(document, crowded()))
    assert all(issue.field for issue in found)
