"""A pool handed to another office: sealed for that one alone, looked at before it is taken in, nobody lost by it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import committees, contacts, experts, keep, receive, seal, shared_pool, sharing
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import PackageKind
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.statements import ExpertPool
from tests.support.meeting_pool import kept


@pytest.fixture
def other(committee: Session, open_desk: Callable[..., Session]) -> Session:
    """Another committee's office; both compared their fingerprints."""
    second = open_desk(Desk.COMMITTEE_OFFICE, "PWH002")
    for here, there in ((committee, second), (second, committee)):
        known = contacts.keep_card(here, contacts.ensure_identity(there).card)
        contacts.verify(here, known.id, dict(enumerate(contacts.fingerprint(known).split())), "甲、乙")
    return second


def test_a_pool_comes_sealed_and_is_taken_in_after_a_look(committee: Session, other: Session, tmp_path: Path) -> None:
    mine, theirs = kept(committee, 5), kept(other, 3)
    experts.leave(committee, f"{mine}-4", "退休")
    (first, *_) = experts.all_(committee, mine)
    experts.keep(committee, mine, structs.replace(first.expert, served=(2024,), avoids=("王某",)), first.id)
    (here, *_) = experts.all_(other, theirs)
    experts.keep(other, theirs, structs.replace(here.expert, served=(2023,), avoids=("李某",)), here.id)
    medium = tmp_path / "stick"
    medium.mkdir()
    sealed = sharing.seal(
        committee, sharing.experts(committee, mine), seal.recipients(committee)[0].id, medium, Progress()
    )
    assert sealed.kind is PackageKind.EXPERTS
    name = first.expert.name.encode()
    assert all(name not in file.read_bytes() for file in medium.rglob("*") if file.is_file())
    (folder,) = medium.iterdir()
    told = receive.open_(other, folder, None, lambda line: None, Progress()).told
    assert "4 名" in told[0].zh
    (came,) = shared_pool.came_in(other)
    looked = shared_pool.changes(other, theirs, came.pool)
    assert (len(looked.new), len(looked.changed), looked.same) == (1, 1, 2)
    assert len(experts.all_(other, theirs)) == 3
    shared_pool.take_in(other, theirs, came.pool)
    pool = {one.expert.name: one.expert for one in experts.all_(other, theirs)}
    assert len(pool) == 4
    joined = pool[first.expert.name]
    assert (joined.id, joined.served, joined.avoids) == (here.expert.id, (2023, 2024), ("李某", "王某"))
    again = shared_pool.changes(other, theirs, came.pool)
    assert (again.new, again.changed, again.same) == ((), (), 4)
    assert not keep.check_vault(other, Progress()).problems


def test_two_of_one_name_and_unit_stay_two_and_no_number_is_given_twice(committee: Session) -> None:
    id_ = kept(committee, 2)
    twins = [
        experts.keep(committee, id_, Expert(id=number, name="王伟", unit="同一单位")) for number in ("E010", "E011")
    ]
    came = [structs.replace(one.expert, served=(year,)) for one, year in zip(twins, (2024, 2025), strict=True)]
    other = Expert(id="E010", name="新来的", unit="另一单位")
    done = shared_pool.take_in(committee, id_, ExpertPool(year=2026, title="库", experts=(*came[::-1], other)))
    assert (len(done.new), len(done.changed)) == (1, 2)
    pool = {one.expert.id: one.expert for one in experts.all_(committee, id_)}
    assert len(pool) == len(experts.all_(committee, id_)) == 5
    assert (pool["E010"].served, pool["E011"].served) == ((2024,), (2025,))


def test_an_empty_pool_and_another_desk_are_refused(committee: Session, unit: Session, other: Session) -> None:
    empty = kept(committee, 0)
    with pytest.raises(Fault) as lacking:
        sharing.seal(
            committee, sharing.experts(committee, empty), seal.recipients(committee)[0].id, Path("nowhere"), Progress()
        )
    assert lacking.value.code is Code.MEETING_LACKS
    with pytest.raises(Fault):
        shared_pool.came_in(unit)
    assert committees.all_(other) == []
