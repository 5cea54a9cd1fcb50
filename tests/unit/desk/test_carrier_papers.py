"""Registers of carriers and the yearly count, read back from the page."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import carrier_registers, carriers, formal_print, inventory, keep, print_, retention, seal
from desktop_app.desk.carrier_registers import Period
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import CarrierKind, CarrierMove, Details
from desktop_app.domain.copies import Document
from desktop_app.domain.inventory import Seen
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.retention import DEFAULT, Retention, RetentionRule
from desktop_app.papers.render import Rendered
from tests.support.ipp_printer import LoopbackPrinter
from tests.unit.desk.conftest import PASSPHRASE

SECRET = marked(SecrecyLevel.SECRET, 60)
DESTROYED = Details(
    way="粉碎",
    place="自治区销毁中心",
    approved_by="段知白",
    first_witness="甲一",
    second_witness="乙二",
    reason="介质损坏",
)


def text(rendered: Rendered) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    found = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(found.split())


@pytest.fixture
def busy(unit: Session, submitted: ApplicationId, clock: FixedClock) -> Session:
    """A year's worth: printed copies, a stick that was lent and lost, one destroyed, a disc copied from it."""
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
    first = carriers.add(unit, CarrierKind.STICK, SECRET, "全区测绘数据", received_from="自治区自然资源厅")
    second = carriers.add(unit, CarrierKind.STICK, SECRET, "报送用介质")
    carriers.copied(unit, first, CarrierKind.DISC, Details(approved_by="葛景明", reason="报送评委会"))
    clock.advance(days=1)
    lend = Details(counterpart="高永胜", due=unit.today() + timedelta(days=9), approved_by="葛景明")
    carriers.move(unit, [first], CarrierMove.LEND, lend)
    carriers.move(unit, [carriers.find(unit, first.number)], CarrierMove.RETURN, Details())
    carriers.move(unit, [second], CarrierMove.DESTROY, DESTROYED)
    copy = carriers.of_copies(unit)[0]
    carriers.move(unit, [copy], CarrierMove.HAND_OVER, Details(counterpart="市人社局", way="机要文件交换"))
    return unit


WANTED = {
    Document.MAKING_REGISTER: ("U2026-0002", "G2026-0001", "U2026-0001", "沈砚舟专业技术职称评审表", "000002"),
    Document.TRANSIT_REGISTER: ("自治区自然资源厅", "收到", "市人社局", "机要文件交换", "移交"),
    Document.LOAN_REGISTER: ("高永胜", "葛景明", "2026年7月16日", "2026年7月7日"),
    Document.COPYING_REGISTER: ("G2026-0001", "葛景明", "报送评委会"),
    Document.DESTRUCTION_REGISTER: ("U2026-0002", "粉碎", "自治区销毁中心", "段知白", "甲一", "乙二"),
}


@pytest.mark.slow
@pytest.mark.parametrize("document", carrier_registers.REGISTERS)
def test_each_register_says_what_was_done_and_balances(busy: Session, document: Document) -> None:
    rendered = carrier_registers.drawn(busy, document, Period.year(2026), Progress())
    found = text(rendered)
    for words in (*WANTED[document], "机密★5年", "期间2026年"):
        assert words in found
    assert found.count("相符") == 4  # the heading, sticks, disc, copies
    assert "不符" not in found


@pytest.mark.slow
@pytest.mark.parametrize("document", carrier_registers.REGISTERS)
def test_a_year_without_anything_is_empty_and_still_balances(busy: Session, document: Document) -> None:
    found = text(carrier_registers.drawn(busy, document, Period.year(2025), Progress()))
    assert "U2026" not in found
    assert "不符" not in found
    assert "机密" not in found.replace("机密★5年", "机密")  # nobody's carrier: no mark


def test_the_next_year_opens_with_what_was_left(busy: Session, clock: FixedClock) -> None:
    clock.advance(days=200)
    found = text(carrier_registers.drawn(busy, Document.MAKING_REGISTER, Period.year(2027), Progress()))
    assert "移动存储介质1" in found  # one of two sticks is left
    assert "不符" not in found


def test_mistakes_that_were_put_right_balance_and_stand_in_the_registers(busy: Session) -> None:
    said = Details(approved_by="葛景明", reason="误登记", second_witness="白音其劳")
    formal_print.confirm(busy, PASSPHRASE)
    (back,) = carriers.move(busy, [carriers.find(busy, "U2026-0002")], CarrierMove.REINSTATE, said)
    carriers.remark(busy, back, marked(SecrecyLevel.CONFIDENTIAL, 120), said)
    carriers.move(busy, [carriers.find(busy, "G2026-0001")], CarrierMove.CANCEL, said)
    carriers.move(busy, [carriers.find(busy, "U2026-0001")], CarrierMove.GIVE, Details(counterpart="乌兰"))
    carriers.move(busy, [carriers.find(busy, "U2026-0001")], CarrierMove.LOSE, Details(reason="领用人报告"))
    for document in carrier_registers.REGISTERS:
        found = text(carrier_registers.drawn(busy, document, Period.year(2026), Progress()))
        assert found.count("相符") >= 4
        assert "不符" not in found
        assert "设备编号：" in found
    transit = text(carrier_registers.drawn(busy, Document.TRANSIT_REGISTER, Period.year(2026), Progress()))
    for words in (
        "更正为在库",
        "变更密级",
        "机密★5年→秘密★10年",
        "作废",
        "报失",
        "领用人报告",
        "批准：葛景明，复核：白音其劳",
    ):
        assert words in transit
    destroyed = text(carrier_registers.drawn(busy, Document.DESTRUCTION_REGISTER, Period.year(2026), Progress()))
    assert "粉碎；误记，2026年7月7日更正为在库" in destroyed  # beside the entry, which stays
    assert transit.count("秘密★10年") == 1  # before the decision it bore the other mark
    assert transit.count("乌兰") == 2  # who it was given to, and who lost it


def test_what_came_back_says_from_whom_and_a_copying_what_was_made(busy: Session) -> None:
    carriers.move(busy, [carriers.find(busy, "U2026-0001")], CarrierMove.GIVE, Details(counterpart="其木格"))
    carriers.move(busy, [carriers.find(busy, "U2026-0001")], CarrierMove.RETURN, Details())
    for at in (2, 3):  # in one and the same second
        original = carriers.find(busy, "U2026-0001")
        said = Details(approved_by="葛景明", reason=f"备用{at}")
        assert carriers.copied(busy, original, CarrierKind.DISC, said).number == f"G2026-000{at}"
    transit = text(carrier_registers.drawn(busy, Document.TRANSIT_REGISTER, Period.year(2026), Progress()))
    assert transit.count("其木格") == 2
    copied = text(carrier_registers.drawn(busy, Document.COPYING_REGISTER, Period.year(2026), Progress()))
    assert all(copied.count(f"G2026-000{at}") == 1 for at in (1, 2, 3))


def test_the_register_of_makings_says_who_asked_who_approved_what_for_and_how_many(
    unit: Session, submitted: ApplicationId, clock: FixedClock
) -> None:
    with LoopbackPrinter() as printer:
        for document, who in ((Document.REVIEW_FORM, "苏日娜"), (Document.SUBMISSION_FORM, "")):
            asked = Making(applicant=who, approved_by="葛景明")
            print_.print_missing(unit, submitted, document, printer.uri, Progress(), making=asked)
        clock.advance(minutes=1)
        print_.print_missing(
            unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress(), extra=1, reason="专家组增加一人"
        )
    carriers.add(
        unit, CarrierKind.DOSSIER, SECRET, "考核材料汇编", making=Making(applicant="娜仁", purpose="存档备查", pages=36)
    )
    found = text(carrier_registers.drawn(unit, Document.MAKING_REGISTER, Period.year(2026), Progress()))
    for words in ("苏日娜葛景明", "按规定份数报送", "专家组增加一人", "娜仁", "存档备查", "申请人", "审批人", "份号"):
        assert words in found
    assert "000001至000002" in found.replace("\n", "")
    assert "000001至000015" in found  # one line for one printing
    assert "000016" in found
    pages = unit.vault.makings.get(carriers.of_copies(unit)[0].id).pages
    assert f"★5年{pages}2按规定" in found
    assert "★5年361存档备查" in found
    assert "不符" not in found


def test_a_sealed_medium_says_who_asked_and_who_approved_each_time(
    introduced: tuple[Session, Session], submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, _ = introduced
    (tmp_path / "stick").mkdir()
    for who, approved in ((" 苏日娜 ", "葛景明"), ("娜仁", "白音其劳")):
        made = Making(applicant=who, approved_by=approved)
        seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "stick", Progress(), making=made)
    found = text(carrier_registers.drawn(unit, Document.MAKING_REGISTER, Period.year(2026), Progress()))
    assert "苏日娜葛景明" in found
    assert "娜仁" not in found.replace("苏日娜", "")  # the medium was made once
    (stick,) = (one for one in carriers.all_(unit) if one.kind is CarrierKind.STICK)
    again = carriers.life(unit, stick)[-1]
    assert (again.move, again.approved_by, again.reason) == (CarrierMove.WRITE, "白音其劳", "申请人：娜仁")


def test_a_register_of_any_year_of_which_there_is_an_entry(busy: Session, clock: FixedClock) -> None:
    assert carrier_registers.years(busy) == (2026,)
    eve = datetime(2028, 12, 31, 17, 0, tzinfo=UTC)  # the office's new year has begun
    clock.advance(seconds=(eve - clock.now()).total_seconds())
    carriers.move(busy, [carriers.find(busy, "U2026-0001")], CarrierMove.LOSE, Details(reason="清查未见"))
    assert carrier_registers.years(busy) == (2029, 2026)
    clock.advance(days=800)
    assert carrier_registers.years(busy) == (2031, 2029, 2026)
    found = text(carrier_registers.drawn(busy, Document.TRANSIT_REGISTER, Period.year(2029), Progress()))
    assert "清查未见" in found
    assert "不符" not in found


def test_the_longest_texts_stand_in_every_register(busy: Session) -> None:
    """An entry that no register could print would be there for good."""
    long = "呼和浩特市自然资源综合信息服务中心档案资料保管利用科" * 7
    said = Details(
        counterpart=long, due=busy.today(), way=long, place=long, approved_by=long[:60], first_witness=long[:60],
        second_witness="乙" * 60, reason=long,
    )  # fmt: skip
    how = Making(applicant=long[:60], approved_by=long[:60], purpose=long, pages=9999)
    made = carriers.add(busy, CarrierKind.DOSSIER, SECRET, long, number="卷" * 60, making=how)
    made = carriers.add(busy, CarrierKind.DOSSIER, SECRET, long, number="档" * 60, received_from=long)
    carriers.copied(busy, made, CarrierKind.DOSSIER, said, making=how)
    for move in (CarrierMove.LEND, CarrierMove.RETURN, CarrierMove.HAND_OVER, CarrierMove.RETURN, CarrierMove.DESTROY):
        (made,) = carriers.move(busy, [made], move, said)
    for document in carrier_registers.REGISTERS:
        carrier_registers.drawn(busy, document, Period.year(2026), Progress())


def test_a_register_is_written_on_request_and_in_the_log(busy: Session, tmp_path: Path) -> None:
    path = tmp_path / "register.pdf"
    formal_print.confirm(busy, PASSPHRASE)  # the minutes since unlocking are over
    carrier_registers.save(busy, Document.LOAN_REGISTER, Period.year(2026), path, Progress())
    assert path.read_bytes().startswith(b"%PDF-1.4")
    entry = busy.vault.audit.entries(limit=1)[0]
    assert (entry.act, entry.objects) == (Act.PLAIN_TEXT_WRITTEN, {"document": "loan_register"})


def test_a_count_tells_differences_is_taken_up_again_and_closed_for_good(busy: Session) -> None:
    begun = inventory.begin(busy)
    copies = [one.number for one in carriers.of_copies(busy)]
    inventory.tick(busy, begun.id, "u2026-0001")
    assert inventory.begin(busy).id == begun.id  # the same count goes on
    counted = inventory.tick(busy, begun.id, f"{copies[0]} BM-99 U2026-0002")
    told = {one.number: one.seen for one in counted.found}
    assert told == {
        "U2026-0001": Seen.RIGHT,
        "U2026-0002": Seen.IMPOSSIBLE,
        "BM-99": Seen.UNKNOWN,
        copies[0]: Seen.AWAY,
        copies[1]: Seen.LOST,
        "G2026-0001": Seen.LOST,
    }
    assert counted.found[-1].seen is Seen.RIGHT  # differences first
    inventory.untick(busy, begun.id, "bm-99")
    inventory.tick(busy, begun.id, f"{copies[1]}、G2026-0001")
    closed = inventory.close(busy, begun.id)
    assert {one.number for one in closed.differences} == {"U2026-0002", copies[0]}
    carriers.move(busy, [carriers.find(busy, "G2026-0001")], CarrierMove.LOSE, Details(reason="下落不明"))
    assert inventory.count(busy, begun.id).found == closed.found
    found = text(inventory.drawn(busy, begun.id, Progress()))
    for words in ("登记已销毁、归档或作废，实际在库", "点到相符3件", "全区测绘数据", "清查人（签名）"):
        assert words in found
    with pytest.raises(Fault) as caught:
        inventory.close(busy, begun.id)
    assert caught.value.code is Code.RECORD_NOT_FOUND
    assert keep.check_vault(busy, Progress()).sound


def test_an_earlier_count_is_looked_at_and_printed_again(busy: Session) -> None:
    first = inventory.latest(busy)
    inventory.tick(busy, first.id, "U2026-0001")
    closed = inventory.close(busy, first.id)
    assert inventory.latest(busy).id == first.id  # looking begins no second count
    second = inventory.begin(busy)
    assert [one.id for one in inventory.all_(busy)] == [second.id, first.id]
    assert inventory.latest(busy).id == second.id
    assert inventory.count(busy, first.id) == closed
    assert "点到相符1件" in text(inventory.drawn(busy, first.id, Progress()))
    for late in (lambda: inventory.tick(busy, first.id, "X-1"), lambda: inventory.untick(busy, first.id, "U2026-0001")):
        with pytest.raises(Fault) as caught:
            late()
        assert caught.value.code is Code.RECORD_NOT_FOUND


def test_retention_is_the_offices_own_and_only_reminds(busy: Session, clock: FixedClock) -> None:
    assert retention.come_of_age(busy, carriers.all_(busy), busy.today()) == []
    own = RetentionRule(kind=CarrierKind.DISC, may_go_after=1, must_go_after=2)
    retention.set_rules(busy, [own, *(one for one in DEFAULT if one.kind is not CarrierKind.DISC)])
    clock.advance(days=40)
    (found,) = retention.come_of_age(busy, carriers.all_(busy), busy.today())
    assert (found[0].number, found[1]) == ("G2026-0001", Retention.MAY_GO)
    clock.advance(days=40)
    assert retention.come_of_age(busy, carriers.all_(busy), busy.today())[0][1] is Retention.MUST_GO
    assert carriers.find(busy, "G2026-0001").state.value == "in_hand"
