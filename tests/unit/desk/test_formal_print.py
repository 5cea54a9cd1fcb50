"""Who may print formally: the passphrase again, a second officer, for how long, and that refusals are in the log."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import formal_print, opening, print_, users
from desktop_app.desk.formal_print import Due, Terms
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.users import UserRole
from tests.support.ipp_printer import LoopbackPrinter
from tests.unit.desk.conftest import PASSPHRASE

SECOND = "枣树-马鞍-4410-獭"


@pytest.fixture
def fresh(unit: Session, submitted: ApplicationId, clock: FixedClock) -> Session:
    """The same vault, just unlocked: nothing was confirmed in this sitting."""
    unit.close()
    return opening.unlock(unit.vault.folder, PASSPHRASE, clock)


def acts(session: Session, act: Act) -> list[dict[str, str]]:
    return [entry.objects for entry in session.vault.audit.entries() if entry.act is act]


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_unlocking_is_no_leave_to_print(fresh: Session, submitted: ApplicationId, tmp_path: Path) -> None:
    with LoopbackPrinter() as printer:
        for document in (Document.SUBMISSION_FORM, Document.LIST_OF_MATERIALS):
            code = refused(lambda d=document: print_.print_missing(fresh, submitted, d, printer.uri, Progress()))  # type: ignore[misc]
            assert code is Code.PRINT_CONFIRM_NEEDED
        out = tmp_path / "form.pdf"
        code = refused(lambda: print_.print_to_file(fresh, submitted, Document.REVIEW_FORM, out, Progress()))
        assert code is Code.PRINT_CONFIRM_NEEDED
        assert not out.exists()
        assert printer.jobs == []
        assert print_.register(fresh) == []
        assert [one["lacks"] for one in acts(fresh, Act.PRINT_REFUSED)] == ["passphrase"] * 3
        formal_print.confirm(fresh, PASSPHRASE)
        print_.print_missing(fresh, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
    fresh.close()


def test_it_holds_for_ten_minutes_and_not_over_a_clock_set_back(fresh: Session, clock: FixedClock) -> None:
    formal_print.confirm(fresh, PASSPHRASE)
    clock.advance(minutes=10)
    assert not formal_print.due(fresh).anything
    clock.advance(seconds=1)
    assert formal_print.due(fresh) == Due(passphrase=True, second=False)
    formal_print.confirm(fresh, PASSPHRASE)
    clock.advance(hours=-1)
    assert formal_print.due(fresh).passphrase
    fresh.close()


def test_a_wrong_passphrase_is_in_the_log_and_five_make_a_pause(fresh: Session) -> None:
    for _ in range(5):
        assert refused(lambda: formal_print.confirm(fresh, "错的口令")) is Code.VAULT_WRONG_PASSPHRASE
    assert refused(lambda: formal_print.confirm(fresh, PASSPHRASE)) is Code.VAULT_LOCKED_OUT
    assert len(acts(fresh, Act.CONFIRM_FAILED)) == 6
    assert formal_print.due(fresh).passphrase
    fresh.close()


def test_a_second_officer_where_the_office_wants_one(fresh: Session, submitted: ApplicationId) -> None:
    formal_print.confirm(fresh, PASSPHRASE)
    assert refused(lambda: formal_print.change(fresh, Terms(minutes=10, second_officer=True))) is Code.SECOND_NONE
    assert refused(lambda: formal_print.confirm_second(fresh, "乌兰", PASSPHRASE)) is Code.SECOND_NONE
    users.add(fresh, PASSPHRASE, "乌兰", [UserRole.AUDITOR], SECOND)
    formal_print.change(fresh, Terms(minutes=10, second_officer=True))
    formal_print.confirm(fresh, PASSPHRASE)
    with LoopbackPrinter() as printer:

        def go() -> object:
            return print_.print_missing(fresh, submitted, Document.REVIEW_FORM, printer.uri, Progress())

        assert refused(go) is Code.PRINT_SECOND_NEEDED
        for name in ("", "  ", fresh.user, f" {fresh.user} ", "乌\u202e兰"):
            assert refused(lambda n=name: formal_print.confirm_second(fresh, n, PASSPHRASE)) is Code.PRINT_SECOND_NAME  # type: ignore[misc]
        for name, typed in (("乌兰", "错的"), ("乌兰", PASSPHRASE), ("没有此人", SECOND)):
            code = refused(lambda n=name, t=typed: formal_print.confirm_second(fresh, n, t))  # type: ignore[misc]
            assert code is Code.VAULT_WRONG_PASSPHRASE
        assert refused(go) is Code.PRINT_SECOND_NEEDED
        assert printer.jobs == []
        formal_print.confirm_second(fresh, "乌兰", SECOND)
        go()
    assert [one["second"] for one in acts(fresh, Act.PRINTED)] == ["乌兰"]
    assert {one["lacks"] for one in acts(fresh, Act.PRINT_REFUSED)} == {"second"}
    fresh.close()


def test_who_may_not_print_may_not_loosen_the_terms(fresh: Session) -> None:
    loose = Terms(minutes=30)
    assert refused(lambda: formal_print.change(fresh, loose)) is Code.PRINT_CONFIRM_NEEDED
    formal_print.confirm(fresh, PASSPHRASE)
    users.add(fresh, PASSPHRASE, "乌兰", [UserRole.AUDITOR], SECOND)
    formal_print.change(fresh, Terms(second_officer=True))
    formal_print.confirm(fresh, PASSPHRASE)
    assert refused(lambda: formal_print.change(fresh, Terms())) is Code.PRINT_SECOND_NEEDED
    assert refused(lambda: formal_print.change(fresh, Terms(minutes=600))) is Code.ARGUMENT
    assert formal_print.terms(fresh) == Terms(second_officer=True)
    fresh.close()


def test_before_every_print_where_the_office_says_so(fresh: Session, submitted: ApplicationId) -> None:
    formal_print.confirm(fresh, PASSPHRASE)
    formal_print.change(fresh, Terms(minutes=0))
    with LoopbackPrinter() as printer:
        formal_print.confirm(fresh, PASSPHRASE)
        print_.print_missing(fresh, submitted, Document.REVIEW_FORM, printer.uri, Progress())
        code = refused(
            lambda: print_.print_missing(fresh, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        )
    assert code is Code.PRINT_CONFIRM_NEEDED
    fresh.close()


def test_a_lock_ends_every_confirmation(fresh: Session, clock: FixedClock) -> None:
    formal_print.confirm(fresh, PASSPHRASE)
    fresh.close()
    again = opening.unlock(fresh.vault.folder, PASSPHRASE, clock)
    assert formal_print.due(again).passphrase
    again.close()


def test_terms_that_nobody_could_have_chosen_are_the_safe_ones(fresh: Session) -> None:
    with fresh.vault.act(Act.SETTINGS_CHANGED, {}):
        fresh.vault.settings.put("printing.formal", {"minutes": 100000, "second_officer": "no"})
    assert formal_print.terms(fresh) == Terms()
    fresh.close()
