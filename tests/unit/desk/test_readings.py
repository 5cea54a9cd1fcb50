"""Papers in the experts' hands: given by copy number, not to whoever stands aside, lent as carriers, taken back."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import carriers, keep, meeting_groups, meetings, members, readings
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import CarrierKind, CarrierMove, CarrierState, Details
from desktop_app.domain.marking import NOT_SECRET
from tests.support import meetings as support


@pytest.fixture
def meeting(committee: Session) -> str:
    made = meetings.new(committee, support.committee_of(committee, 3)).id
    meetings.put_forward(committee, made, [support.accepted(committee, at) for at in range(2)])
    return made


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


@pytest.mark.slow
def test_papers_go_out_and_come_back_and_their_carriers_with_them(committee: Session, meeting: str) -> None:
    seat = meetings.get(committee, meeting).seats[0]
    dossier = carriers.add(
        committee, CarrierKind.DOSSIER, NOT_SECRET, "送审材料", number="ZD-7", received_from="某单位",
        application=seat.application,
    )  # fmt: skip
    assert [one.number for one in readings.here(committee, meeting)] == [dossier.number]
    made = readings.give(committee, meeting, "E001", seat.number, [dossier.number, "A3-02"])
    assert [bool(one.copy) for one in made] == [True, False]
    lent = carriers.find(committee, dossier.number)
    assert (lent.state, lent.holder) == (CarrierState.LENT, "评委第0号")
    assert refused(lambda: readings.give(committee, meeting, "E002", seat.number, ["A3-02"])) is Code.READING_OUT
    readings.back(committee, meeting, [one.id for one in made])
    assert carriers.find(committee, dossier.number).state is CarrierState.IN_HAND
    assert not [one for one in readings.all_(committee, meeting) if one.out]
    assert refused(lambda: readings.back(committee, meeting, [made[0].id])) is Code.RECORD_NOT_FOUND
    assert readings.give(committee, meeting, "E002", seat.number, ["A3-02"])[0].out
    assert not keep.check_vault(committee, Progress()).problems


def test_whoever_stands_aside_reads_nothing_of_that_applicant(committee: Session, meeting: str) -> None:
    meeting_groups.recuse(committee, meeting, "E001", "001")
    assert refused(lambda: readings.give(committee, meeting, "E001", "001", ["1"])) is Code.READING_RECUSED
    assert refused(lambda: readings.give(committee, meeting, "E009", "001", ["1"])) is Code.MEETING_STRANGER
    assert refused(lambda: readings.give(committee, meeting, "E002", "009", ["1"])) is Code.MEETING_STRANGER
    assert refused(lambda: readings.give(committee, meeting, "E002", "001", [" "])) is Code.MEETING_LACKS
    assert refused(lambda: readings.give(committee, meeting, "E002", "001", ["1", "1"])) is Code.READING_OUT
    assert readings.all_(committee, meeting) == []


def test_the_list_of_one_who_left_with_papers_in_hand_is_drawn_all_the_same(committee: Session, meeting: str) -> None:
    readings.give(committee, meeting, "E001", "001", ["A3-02"])
    members.leave(committee, meetings.get(committee, meeting).committee, "E001", "调走")
    asked = readings.request(committee, meeting, "E001")
    assert (asked.extra["name"], asked.extra["out"]) == ("评委第0号", "1")
    assert refused(lambda: readings.request(committee, meeting, "E009")) is Code.MEETING_STRANGER


def test_a_refused_loan_leaves_no_record(committee: Session, meeting: str) -> None:
    """All of them or none: a carrier that is lent already keeps the others in hand, too."""
    number = meetings.get(committee, meeting).seats[0].number
    taken = [carriers.add(committee, CarrierKind.DOSSIER, NOT_SECRET, "材料", number=f"ZD-{at}") for at in range(2)]
    due = committee.today()
    details = Details(counterpart="别人", due=due)
    carriers.move(committee, taken[1:], CarrierMove.LEND, details)
    with pytest.raises(Fault):
        readings.give(committee, meeting, "E001", number, ["ZD-0", "ZD-1"])
    assert carriers.find(committee, "ZD-0").state is CarrierState.IN_HAND
    assert readings.all_(committee, meeting) == []


def test_the_list_of_one_expert_is_written_and_the_log_names_nobody(
    committee: Session, meeting: str, tmp_path: Path
) -> None:
    readings.give(committee, meeting, "E001", "001", ["A3-01", "A3-02"])
    for name in ("清单.pdf", "清单.docx"):
        readings.save(committee, meeting, "E001", tmp_path / name, Progress())
    said = "\n".join(
        cell.text
        for table in docx.Document(str(tmp_path / "清单.docx")).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "A3-02" in said
    (entry,) = committee.vault.audit.entries(1)
    assert entry.act is Act.PLAIN_TEXT_WRITTEN
    assert "评委第0号" not in repr(committee.vault.audit.entries(5))
