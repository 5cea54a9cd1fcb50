"""The correction notice and the certificate of receipt, read back from the page."""

import io
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import carriers, letters, print_
from desktop_app.desk.letters import Handed
from desktop_app.desk.session import Session
from desktop_app.domain.carriers import CarrierMove, Details
from desktop_app.domain.copies import Document
from desktop_app.domain.office_acts import ReturnNotice
from desktop_app.papers.render import Rendered
from tests.support.ipp_printer import LoopbackPrinter

POINTS = ("近三年年度考核表缺2024年", "学历证书复印件未加盖单位公章", "送审表第3份与其余份数内容不一致")


def text(rendered: Rendered) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    found = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(found.split())


def test_the_notice_tells_every_point_and_the_day(unit: Session, submitted: ApplicationId) -> None:
    notice = ReturnNotice(on=date(2026, 7, 14), points=POINTS, mend_by=date(2026, 7, 20))
    found = text(letters.correction_notice(unit, submitted, notice, Progress(), number="QC-2026-017"))
    for words in (*POINTS, "2026年7月20日前", "2026年7月14日", "QC-2026-017", "沈砚舟", "3项", "一次告知", "视为放弃"):
        assert "".join(words.split()) in found


@pytest.mark.parametrize("notice", [ReturnNotice(points=POINTS), ReturnNotice(mend_by=date(2026, 7, 20))])
def test_half_a_notice_is_not_printed(unit: Session, submitted: ApplicationId, notice: ReturnNotice) -> None:
    with pytest.raises(Fault) as caught:
        letters.correction_notice(unit, submitted, notice, Progress())
    assert caught.value.code is Code.NOTICE_EMPTY


def test_forty_points_go_on_over_the_page(unit: Session, submitted: ApplicationId) -> None:
    many = tuple(f"第{number}处：材料与线上填报不一致，须核对后重新打印、签名、盖章" for number in range(1, 41))
    notice = ReturnNotice(points=many, mend_by=date(2026, 7, 20))
    rendered = letters.correction_notice(unit, submitted, notice, Progress())
    assert rendered.pages_per_copy >= 2
    found = text(rendered)
    assert all(f"第{number}处" in found for number in (1, 40))


def test_the_certificate_counts_and_says_what_is_missing(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
    away = Details(counterpart="市人社局", way="机要交通")
    carriers.move(unit, carriers.of_copies(unit), CarrierMove.HAND_OVER, away)
    handed = Handed({"review_form": 2, "submission_form": 14}, "沈砚舟", datetime(2026, 7, 6, 7, 5, tzinfo=UTC))
    found = text(letters.receipt_certificate(unit, submitted, handed, Progress(), number="QC-R-0003"))
    for words in ("000001—000015", "15", "14", "缺", "2026年7月6日15:05", "QC-R-0003", "不表示审核通过"):
        assert words in found
    assert "不再补报" not in found


def test_what_came_too_late_is_said(unit: Session, submitted: ApplicationId) -> None:
    handed = Handed({}, "沈砚舟", datetime(2026, 7, 16, tzinfo=UTC), late=True)
    assert "逾期的不再补报" in text(letters.receipt_certificate(unit, submitted, handed, Progress()))
