"""Roles at a real vault: every act by every role, readings, refusals in the log, what users may do to each other."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import audit_view, draft, home, keep, opening, roles, users
from desktop_app.desk.audit_view import Wish
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.users import UserRole
from tests.support import founded

FIRST = "青山-河套-1958-骆驼"
NAMES = {
    UserRole.OPERATOR: "云曦",
    UserRole.REVIEWER: "乌兰",
    UserRole.SECURITY_KEEPER: "段知白",
    UserRole.AUDITOR: "苏和",
    UserRole.SYSTEM_KEEPER: "陆怀谷",
}


def words(role: UserRole) -> str:
    return f"枣树-马鞍-4410-獭-{role.value}"


def office(folder: Path, clock: FixedClock, desk: Desk = Desk.UNIT) -> Session:
    new = opening.NewVault(
        folder=folder,
        passphrase=FIRST,
        office=Office(desk=desk, code="UNIT01", name="青城测绘院", officer="段知白"),
        machine=Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="段知白"),
        user="段知白",
    )
    return founded.session(new, clock)


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 7, 6, 1, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, clock: FixedClock) -> Path:
    """An office of five people, one role each, everyone with a passphrase of their own."""
    where = tmp_path_factory.mktemp("roles") / "vault"
    first = office(where, clock)
    draft.new(first)
    for role, name in NAMES.items():
        if role is not UserRole.SECURITY_KEEPER:
            users.add(first, FIRST, name, [role], f"初始-{words(role)}", [UserRole.SECURITY_KEEPER])
    users.change_own(first, FIRST, words(UserRole.SECURITY_KEEPER))
    first.close()
    for role, name in NAMES.items():
        if role is not UserRole.SECURITY_KEEPER:
            with opening.unlock(where, f"初始-{words(role)}", clock, name=name).vault as opened:
                opened.change_passphrase(f"初始-{words(role)}", words(role))
    return where


@pytest.fixture(params=list(NAMES), ids=lambda role: role.value)
def role(request: pytest.FixtureRequest) -> UserRole:
    found: UserRole = request.param
    return found


@pytest.fixture
def at_desk(folder: Path, clock: FixedClock, role: UserRole) -> Iterator[Session]:
    session = opening.unlock(folder, words(role), clock, name=NAMES[role])
    yield session
    session.close()


def code(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def attempt(session: Session, act: Act) -> Fault | None:
    try:
        with session.vault.act(act, {}):
            return None
    except Fault as fault:
        return fault


#: What each role may, and what only others may, by what its work is.
DESIGN: dict[UserRole, tuple[set[Act], set[Act]]] = {
    UserRole.OPERATOR: (
        {Act.APPLICATION_CREATED, Act.APPLICATION_EDITED, Act.PRINTED, Act.PACKAGE_SEALED, Act.PACKAGE_OPENED},
        {Act.USER_ADDED, Act.USER_REMOVED, Act.ROLES_CHANGED, Act.PASSPHRASE_RESET, Act.REVIEW_SIGNED},
    ),
    UserRole.REVIEWER: (
        {Act.REVIEW_KEPT, Act.REVIEW_SIGNED, Act.RETURNED},
        {Act.APPLICATION_CREATED, Act.APPLICATION_EDITED, Act.APPLICATION_SUBMITTED, Act.PACKAGE_SEALED},
    ),
    UserRole.SECURITY_KEEPER: (
        {Act.USER_ADDED, Act.PASSPHRASE_RESET, Act.CONTACT_VERIFIED, Act.RETENTION_SET, Act.REKEYED},
        {Act.APPLICATION_EDITED, Act.AUDIT_EXPORTED, Act.PACKAGE_SEALED, Act.SETTINGS_CHANGED},
    ),
    UserRole.AUDITOR: ({Act.AUDIT_EXPORTED}, set(Act) - {Act.AUDIT_EXPORTED} - roles.ANYBODY),
    UserRole.SYSTEM_KEEPER: (
        {Act.VAULT_BACKED_UP, Act.SETTINGS_CHANGED, Act.POLICY_IMPORTED},
        {Act.APPLICATION_CREATED, Act.APPLICATION_EDITED, Act.USER_ADDED, Act.ROLES_CHANGED, Act.PRINTED},
    ),
}


@pytest.mark.slow
def test_every_act_by_every_role(at_desk: Session, role: UserRole) -> None:
    may, may_not = DESIGN[role]
    done, refused = set(), set()
    for act in Act:
        fault = attempt(at_desk, act)
        last = at_desk.vault.audit.entries(limit=1)[0]
        assert last.user == NAMES[role]
        if fault is None:
            done.add(act)
            assert last.act is act
            continue
        refused.add(act)
        assert fault.code is Code.ROLE_REFUSED
        assert (last.act, last.objects) == (Act.REFUSED, {"act": act.value, "roles": role.value})
        assert not any("{" in sentence(fault, language) for language in Language)
    assert done | refused == set(Act)
    assert may <= done
    assert may_not <= refused
    assert done == {act for act in Act if roles.may([role], act)}


def test_who_reads(at_desk: Session, role: UserRole) -> None:
    reads = role in (UserRole.OPERATOR, UserRole.REVIEWER)
    if reads:
        assert draft.count(at_desk, RowFilter()) == 1
    else:
        assert code(lambda: draft.rows(at_desk, RowFilter())) is Code.ROLE_REFUSED
    for name in ("people", "versions", "attachments", "comparisons", "work", "statements"):
        if not reads:
            assert code(lambda n=name: getattr(at_desk.vault, n)) is Code.ROLE_REFUSED  # type: ignore[misc]
    if role is UserRole.AUDITOR:
        assert audit_view.page(at_desk, Wish()).found > 5
    else:
        assert code(lambda: audit_view.page(at_desk, Wish())) is Code.ROLE_REFUSED
        assert code(lambda: keep.audit(at_desk)) is Code.ROLE_REFUSED
    assert home.overview(at_desk).deadlines


def test_a_refusal_inside_an_act_undoes_it_and_is_in_the_log(folder: Path, clock: FixedClock) -> None:
    with opening.unlock(folder, words(UserRole.REVIEWER), clock, name="乌兰").vault as vault:
        before = vault.audit.head()
        assert before is not None

        def both() -> None:
            with vault.act(Act.REVIEW_KEPT, {}), vault.act(Act.APPLICATION_EDITED, {}):
                raise AssertionError("reached")

        assert code(both) is Code.ROLE_REFUSED
        (entry,) = [one for one in vault.audit.entries(limit=9) if one.sequence > before.sequence]
        assert (entry.act, entry.objects["act"]) == (Act.REFUSED, "application_edited")
        assert vault.check(Progress()).sound


def test_the_first_passphrase_is_for_changing_it_only(tmp_path: Path, clock: FixedClock) -> None:
    first = office(tmp_path / "v", clock)
    users.add(first, FIRST, "云曦", [UserRole.REVIEWER], "初始-枣树-马鞍-4410-獭")
    first.close()
    new = opening.unlock(tmp_path / "v", "初始-枣树-马鞍-4410-獭", clock, name="云曦")
    assert users.mine(new).passphrase_from_another
    assert code(lambda: draft.count(new, RowFilter())) is Code.PASSPHRASE_FIRST
    users.change_own(new, "初始-枣树-马鞍-4410-獭", "自己-枣树-马鞍-7712-雁")
    assert draft.count(new, RowFilter()) == 0
    new.close()
    keeper = opening.unlock(tmp_path / "v", FIRST, clock, name="段知白")
    other = users.named(keeper, "云曦").id
    assert code(lambda: users.reset(keeper, "错的", other, "第三-枣树-马鞍-9090-雁")) is Code.VAULT_WRONG_PASSPHRASE
    users.reset(keeper, FIRST, other, "第三-枣树-马鞍-9090-雁")
    assert code(lambda: users.set_roles(keeper, FIRST, other, [UserRole.AUDITOR, UserRole.SYSTEM_KEEPER])) is (
        Code.ROLES_APART
    )
    assert code(lambda: users.set_roles(keeper, "错的", other, [UserRole.AUDITOR])) is Code.VAULT_WRONG_PASSPHRASE
    users.set_roles(keeper, FIRST, other, [UserRole.AUDITOR])
    users.rekey(keeper, FIRST)
    keeper.close()
    again = opening.unlock(tmp_path / "v", "第三-枣树-马鞍-9090-雁", clock, name="云曦")
    assert users.mine(again).passphrase_from_another
    users.change_own(again, "第三-枣树-马鞍-9090-雁", "第四-枣树-马鞍-1313-雁")
    done = [entry.act for entry in keep.audit(again)]
    assert {Act.PASSPHRASE_RESET, Act.ROLES_CHANGED, Act.REKEYED, Act.USER_ADDED} <= set(done)
    again.close()


def test_one_user_is_everything(tmp_path: Path, clock: FixedClock) -> None:
    only = office(tmp_path / "one", clock)
    for act in Act:
        with only.vault.act(act, {}):
            pass
    assert keep.audit(only)
    assert only.vault.audit.count(Act.REFUSED) == 1  # the walk's own
    only.close()
    person = office(tmp_path / "person", clock, Desk.APPLICANT)
    assert code(lambda: users.add(person, FIRST, "云曦", [UserRole.AUDITOR], "枣树-马鞍-4410-獭")) is (
        Code.USERS_PERSONAL
    )
    person.close()
