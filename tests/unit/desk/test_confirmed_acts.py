"""Each act of the table asks who is at the desk before anything of it is done; what is refused is in the log."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    audit_file,
    carriers,
    confirmed_acts,
    draft,
    formal_print,
    paper_receipts,
    receive,
    returns,
    roles,
    seal,
    users,
)
from desktop_app.desk.formal_print import Terms
from desktop_app.desk.returns import NoticePoint, Planned
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import Carrier, CarrierKind, CarrierMove, Details
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.users import UserRole
from tests.support.destroying import destroyed
from tests.unit.desk.conftest import PASSPHRASE

Two = tuple[Session, Session]
OTHER, THIRD = "lantern-steppe-1972-willow-hetao", "river-marmot-1961-birch-daqing"
Doing = Callable[[], object]


@pytest.fixture
def came(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> receive.Received:
    """An application that lies at the committee's desk, hours after its vault was unlocked."""
    unit, committee = introduced
    (tmp_path / "s").mkdir()
    outcome = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "s", Progress())
    return receive.open_(committee, outcome.folder, None, lambda line: None, Progress())


def _refused(act: Doing) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


_SEEN = Details(approved_by="葛景明", reason="误记", second_witness="白音其劳")


def _destroyed(desk: Session) -> Carrier:
    made = carriers.add(desk, CarrierKind.DISC, NOT_SECRET, "旧盘")
    (gone,) = carriers.move(desk, [made], CarrierMove.DESTROY, destroyed("甲", "乙", "旧版"))
    return gone


def _doings(desk: Session, came: receive.Received, folder: Path) -> dict[Act, list[Doing]]:
    """For each act of the table the ways that lead to it."""
    (application,) = came.applications
    planned = Planned((NoticePoint(says="学历证书缺页"),), desk.today() + timedelta(days=3))
    folder.mkdir(exist_ok=True)
    user = next((one.id for one in users.list_(desk) if one.id != desk.vault.user_id), "")
    return {
        Act.PLAIN_TEXT_WRITTEN: [lambda: draft.give_out(desk, application, folder / "plain.json")],
        Act.CARRIER_REINSTATED: [lambda: carriers.move(desk, [_destroyed(desk)], CarrierMove.REINSTATE, _SEEN)],
        Act.AUDIT_EXPORTED: [lambda: audit_file.export(desk, folder / "log.jsonl", Progress())],
        Act.RECEIPT_SEALED: [
            lambda: receive.receipt(desk, came.package.id, folder, Progress()),
            lambda: paper_receipts.save(desk, came.package.id, folder / "receipt.pdf", Progress()),
        ],
        Act.RETURNED: [
            lambda: returns.give(desk, {application: planned}, folder, Progress()),
            lambda: returns.tell_on_paper(desk, application, planned),
        ],
        Act.USER_ADDED: [lambda: users.add(desk, PASSPHRASE, "某人", [UserRole.AUDITOR], THIRD)],
        Act.ROLES_CHANGED: [lambda: users.set_roles(desk, PASSPHRASE, user, [UserRole.REVIEWER])],
        Act.PASSPHRASE_RESET: [lambda: users.reset(desk, PASSPHRASE, user, THIRD)],
        Act.USER_REMOVED: [lambda: users.remove(desk, PASSPHRASE, user)],
    }


def test_the_passphrase_is_asked_for_when_the_minutes_since_unlocking_are_over(
    introduced: Two, came: receive.Received, clock: FixedClock, tmp_path: Path
) -> None:
    _, committee = introduced
    committee.confirmations.own_at = None  # typed at the door only
    doings = _doings(committee, came, tmp_path / "out")
    assert doings.keys() == confirmed_acts.ASKED.keys()
    asked = [one for act, ways in doings.items() if act not in confirmed_acts.PROVED_BY_ITSELF for one in ways]
    clock.advance(minutes=11)
    before = committee.vault.packages.all()
    for act in asked:
        assert _refused(act) is Code.PRINT_CONFIRM_NEEDED
        entry = committee.vault.audit.entries(limit=1)[0]
        assert entry.act is Act.PRINT_REFUSED
        assert entry.objects["lacks"] == "passphrase"
    assert list((tmp_path / "out").iterdir()) == []
    assert committee.vault.packages.all() == before
    formal_print.confirm(committee, PASSPHRASE)
    doings[Act.PLAIN_TEXT_WRITTEN][0]()
    doings[Act.AUDIT_EXPORTED][0]()
    doings[Act.RECEIPT_SEALED][0]()
    doings[Act.RETURNED][1]()


def test_fresh_from_the_door_nothing_is_asked_and_with_no_minutes_once(
    introduced: Two, came: receive.Received, tmp_path: Path
) -> None:
    _, committee = introduced
    formal_print.change(committee, Terms(minutes=0))
    write = lambda: draft.give_out(committee, came.applications[0], tmp_path / "plain.json")  # noqa: E731
    assert _refused(write) is Code.PRINT_CONFIRM_NEEDED
    formal_print.confirm(committee, PASSPHRASE)
    paper_receipts.save(
        committee, came.package.id, tmp_path / "receipt.pdf", Progress()
    )  # one leave for sheet and file
    assert _refused(write) is Code.PRINT_CONFIRM_NEEDED


def test_a_second_officer_stands_by_where_the_office_wants_one(
    introduced: Two, came: receive.Received, tmp_path: Path
) -> None:
    _, committee = introduced
    users.add(committee, PASSPHRASE, "复核人", [UserRole.REVIEWER], OTHER)
    formal_print.change(committee, Terms(second_officer=True))
    formal_print.confirm(committee, PASSPHRASE)
    doings = _doings(committee, came, tmp_path / "out")
    mine = {act for act in doings if roles.may(committee.vault.access.roles, act)}
    assert len(mine) == len(doings) - 1  # the log is for another role to export
    for act, ways in ((act, doings[act]) for act in doings if act in mine):
        for way in ways:
            assert _refused(way) is Code.PRINT_SECOND_NEEDED, act
        entry = committee.vault.audit.entries(limit=1)[0]
        assert (entry.act, entry.objects["act"]) == (Act.PRINT_REFUSED, act.value)
    assert len(users.list_(committee)) == 2
