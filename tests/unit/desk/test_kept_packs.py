"""Several years and editions side by side: each application is judged and shown by its own pack."""

import functools
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    draft,
    keep,
    kept_packs,
    list_check,
    opening,
    pack_choices,
    pack_list,
    pack_reading,
    paper,
    policy_files,
    policy_settings,
    submit,
)
from desktop_app.desk.pack_list import PackStanding
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.queries import RowFilter
from desktop_app.policy import pack as policy_packs
from desktop_app.policy.editions import Candidate, Origin, edition_key, ranked
from tests.support import packs
from tests.support.vaults import raw
from tests.unit.desk.conftest import PASSPHRASE

pytestmark = pytest.mark.slow

LATER = "2026-08-30"


def version_of(session: Session, application: ApplicationId) -> str:
    return kept_packs.of_application(session, application).pack.head.edition


def sound(session: Session) -> None:
    report = keep.check_vault(session, Progress())
    assert report.sound, report.problems


# --- which one is current ---------------------------------------------------------------------------------------


def candidate(digest: str, edition: str, order: int, pack: str = "a", origin: Origin = Origin.IMPORTED) -> Candidate:
    return Candidate(digest=digest, pack=pack, edition=edition, origin=origin, order=order)


def test_the_newest_edition_of_the_pack_that_came_first() -> None:
    assert edition_key("2026.10") > edition_key("2026.9")
    found = [
        candidate("shipped", "2026.1", 0, origin=Origin.PROGRAM),
        candidate("nine", "2026.9", 1),
        candidate("ten", "2026.10", 2),
        candidate("elsewhere", "2026.99", 3, pack="b"),
        candidate("two", "2026.2", 4),
    ]
    assert ranked(found) == ("ten", "nine", "two", "shipped")
    assert ranked(reversed(found)) == ranked(found)
    assert ranked([]) == ()


def test_of_two_with_one_edition_the_later_counts_and_the_programs_own_before_an_old_programs() -> None:
    old = candidate("old", "2026.1", 1, origin=Origin.EARLIER_PROGRAM)
    own = candidate("own", "2026.1", 0, origin=Origin.PROGRAM)
    mended = candidate("mended", "2026.1", 2)
    assert ranked([old, own]) == ("own", "old")
    assert ranked([old, own, mended])[0] == "mended"


def test_a_new_edition_is_current_and_drafts_stay_under_theirs(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    came = packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2", closes=LATER))
    assert unit.pack.digest == came.digest
    assert version_of(unit, drafted) == "2026.1"
    fresh = draft.new(unit)
    assert version_of(unit, fresh) == "2026.2"
    rows = {row.policy.edition: row for row in pack_list.rows(unit)}
    assert (rows["2026.1"].applications, rows["2026.1"].current) == (1, False)
    assert (rows["2026.2"].applications, rows["2026.2"].current, rows["2026.2"].chosen_by) == (1, True, "")
    assert rows["2026.2"].issuer_name == unit.office.name
    draft.remove(unit, fresh)
    sound(unit)


def test_an_older_edition_that_comes_later_is_not_current(unit: Session, tmp_path: Path) -> None:
    packs.taken_in(unit, packs.edition(tmp_path / "third", "2026.3"))
    packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2"))
    assert unit.pack.head.edition == "2026.3"


def test_another_places_pack_needs_an_officers_word(unit: Session, tmp_path: Path) -> None:
    other = packs.taken_in(unit, packs.edition(tmp_path / "other", "2026.9", pack="baotou-2026"))
    assert unit.pack.id == "hohhot-2026"
    pack_choices.choose(unit, other)
    assert unit.pack.id == "baotou-2026"
    entry = keep.audit(unit, 1, 0)[0]
    assert entry.act is Act.POLICY_CHOSEN
    assert entry.objects == {"policy": "baotou-2026", "digest": other.digest}
    row = next(row for row in pack_list.rows(unit) if row.current)
    assert (row.chosen_by, row.chosen_at) == ("经办人", unit.clock.now())
    pack_choices.newest(unit, 2026)
    assert unit.pack.id == "hohhot-2026"
    entries = unit.vault.audit.count(Act.POLICY_CHOSEN)
    pack_choices.newest(unit, 2026)
    assert unit.vault.audit.count(Act.POLICY_CHOSEN) == entries
    sound(unit)


def test_the_programs_own_pack_may_be_chosen_again(unit: Session, tmp_path: Path) -> None:
    packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2"))
    own = next(row.policy for row in pack_list.rows(unit) if not row.policy.issuer)
    pack_choices.choose(unit, own)
    assert unit.pack.head.edition == "2026.1"
    packs.taken_in(unit, packs.edition(tmp_path / "third", "2026.3"))
    assert unit.pack.head.edition == "2026.1"
    sound(unit)


def test_a_choice_outlasts_the_session(
    unit: Session, tmp_path: Path, clock: FixedClock, open_desk: Callable[..., Session]
) -> None:
    packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2"))
    own = pack_list.find(unit, policy_packs.load_shipped().digest[:8])
    pack_choices.choose(unit, own)
    unit.close()
    again = opening.unlock(unit.vault.folder, PASSPHRASE, clock)
    try:
        assert again.pack.head.edition == "2026.1"
    finally:
        again.close()


# --- years ------------------------------------------------------------------------------------------------------


def test_next_years_pack_waits_for_its_year(unit: Session, tmp_path: Path, clock: FixedClock) -> None:
    packs.taken_in(unit, packs.year(tmp_path / "hohhot-2027", 2027))
    assert unit.pack.year == 2026
    assert [row.standing for row in pack_list.rows(unit)] == [PackStanding.TO_COME, PackStanding.IN_FORCE]
    now = draft.new(unit)
    assert draft.load(unit, now).draft.year == 2026
    clock.advance(days=240)
    unit.use(unit.pack_as_settled())
    assert unit.pack.year == 2027
    then = draft.new(unit)
    assert draft.load(unit, then).draft.year == 2027
    assert kept_packs.of_application(unit, then).pack.year == 2027
    assert kept_packs.of_application(unit, now).pack.year == 2026
    assert [row.policy.year for row in pack_list.rows(unit)] == [2027, 2026]
    assert [row.standing for row in pack_list.rows(unit)] == [PackStanding.IN_FORCE, PackStanding.PAST]


def test_a_file_of_a_year_comes_under_that_years_pack(unit: Session, tmp_path: Path) -> None:
    packs.taken_in(unit, packs.year(tmp_path / "hohhot-2027", 2027))
    demo = draft.load(unit, draft.take_in(unit, resource("demo", "classified_engineer.json"))).draft
    with unit.vault.act(Act.APPLICATION_CREATED, {}):
        pass
    path = tmp_path / "next.json"
    made = draft.create(unit, msgspec.structs.replace(demo, year=2027, materials=()))
    draft.give_out(unit, made, path)
    again = draft.take_in(unit, path)
    assert kept_packs.of_application(unit, again).pack.year == 2027


def test_the_whole_list_is_judged_each_by_its_own(unit: Session, drafted: ApplicationId, tmp_path: Path) -> None:
    by_first = submit.would_meet(unit, drafted).days_left
    packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2", closes=LATER))
    second = draft.take_in(unit, resource("demo", "county_teacher.json"))
    found = list_check.check_list(unit, unit.today(), Progress(), RowFilter())
    assert "2026.1" in found.policy
    assert "2026.2" in found.policy
    assert submit.would_meet(unit, drafted).days_left == by_first
    assert submit.would_meet(unit, second).window.last == date.fromisoformat(LATER)  # type: ignore[union-attr]


# --- versions ---------------------------------------------------------------------------------------------------


def test_a_version_is_judged_by_its_own_pack_and_the_settings_of_then(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    policy_settings.set_(unit, "classified_registers_online", False, "市局答复")
    submit.submit(unit, drafted)
    filed = unit.vault.versions.policy_of(draft.versions(unit, drafted)[0].id)
    assert filed is not None
    assert filed.settings == {"classified_registers_online": False}
    before = submit.would_meet(unit, drafted)
    lines = paper.lines(unit, drafted)
    policy_settings.set_(unit, "classified_registers_online", True, "改口")
    policy_settings.set_(unit, "notice_counts_posting_day", True, "市局答复")
    packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2", closes=LATER))
    judged = kept_packs.of_application(unit, drafted)
    assert (judged.own, judged.filed) == (True, filed)
    assert judged.pack.settings["classified_registers_online"] is False
    assert not judged.pack.calendar.counts_posting_day
    assert submit.would_meet(unit, drafted) == before
    assert paper.lines(unit, drafted) == lines
    fresh = draft.new(unit)
    assert kept_packs.of_application(unit, fresh).pack.settings["classified_registers_online"] is True


def test_withdrawn_it_is_a_draft_under_its_pack_and_files_again_under_it(
    unit: Session, submitted: ApplicationId, tmp_path: Path
) -> None:
    packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2"))
    submit.withdraw(unit, submitted, "改一处")
    assert version_of(unit, submitted) == "2026.1"
    submit.submit(unit, submitted)
    digests = {
        kept.digest
        for version in draft.versions(unit, submitted)
        if (kept := unit.vault.versions.policy_of(version.id)) is not None
    }
    assert digests == {policy_packs.load_shipped().digest}


def test_a_later_program_still_judges_by_the_pack_of_then(
    unit: Session, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that ships another pack stands in for a later one; the vault's kept copy answers."""
    before = submit.would_meet(unit, submitted)
    digest = policy_packs.load_shipped().digest
    later = packs.edition(tmp_path / "later", "2026.7", closes=LATER)
    shipped = policy_packs.load(later)
    monkeypatch.setattr(policy_packs, "load_shipped", lambda name="": shipped)
    unit.packs_read.clear()
    unit.use(unit.pack_as_settled())
    assert unit.pack.head.edition == "2026.7"
    judged = kept_packs.of_application(unit, submitted)
    assert (judged.own, judged.pack.digest) == (True, digest)
    assert submit.would_meet(unit, submitted) == before
    origins = {row.policy.edition: row.origin for row in pack_list.rows(unit)}
    assert origins == {"2026.1": Origin.EARLIER_PROGRAM, "2026.7": Origin.PROGRAM}


def test_a_program_replaced_while_it_runs_writes_under_the_pack_that_it_read(
    unit: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update puts other files where the running program's own were: the vault keeps what was read, not those."""
    place = packs.edition(tmp_path / "program", "2026.7")
    monkeypatch.setattr(policy_packs, "resource", lambda *_: place)
    monkeypatch.setattr(policy_packs, "_read_once", functools.cache(lambda _: policy_packs.load(place)))
    unit.packs_read.clear()
    unit.use(unit.pack_as_settled())
    digest = policy_packs.load_shipped().digest
    packs.edit(place / "pack.toml", 'edition = "2026.7"', 'edition = "2026.8"')
    first = draft.new(unit)
    policy_settings.set_(unit, "classified_registers_online", True, "改口")
    second = draft.new(unit)
    assert [unit.vault.policies.under(one) for one in (first, second)] == [digest, digest]
    assert version_of(unit, second) == "2026.7"
    sound(unit)


def test_a_pack_that_nobody_knows_is_named_before_anything_is_written(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    stranger = policy_packs.load(packs.edition(tmp_path / "stranger", "2026.9"))
    with pytest.raises(Fault) as caught, unit.vault.act(Act.POLICY_MOVED, {}):
        kept_packs.put_under(unit, drafted, stranger)
    assert (caught.value.code, caught.value.fields["name"]) == (Code.POLICY_UNKNOWN, stranger.digest[:12])
    sound(unit)


def test_a_pack_that_this_program_cannot_read_is_said_and_the_current_one_stands_in(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    came = packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2"))
    pack_choices.move(unit, drafted, came)
    files = {**pack_reading.files(unit, came), "pack.toml": b"schema = 99"}
    with unit.vault.act(Act.POLICY_IMPORTED, {}):
        strange = unit.vault.policies.keep(files, pack="hohhot-2026", year=2026, edition="2026.8", issuer="0" * 16)
        unit.vault.policies.put_under(drafted, strange.digest)
    unit.use(unit.pack_as_settled())
    assert unit.pack.head.edition == "2026.2"
    judged = kept_packs.of_application(unit, drafted)
    assert (judged.own, judged.pack.head.edition) == (False, "2026.2")
    unreadable = [row.policy.edition for row in pack_list.rows(unit) if not row.readable]
    assert unreadable == ["2026.8"]
    with pytest.raises(Fault) as caught:
        pack_choices.choose(unit, strange)
    assert caught.value.code is Code.POLICY_INVALID
    sound(unit)


def test_another_desks_application_is_judged_by_the_current_pack_of_its_year(
    introduced: tuple[Session, Session], submitted: ApplicationId, tmp_path: Path
) -> None:
    from desktop_app.desk import receive, seal

    unit, committee = introduced
    stick = tmp_path / "stick"
    stick.mkdir()
    outcome = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, stick, Progress())
    groups = dict(enumerate(outcome.seal_code.split()))
    came = receive.open_(committee, outcome.folder, groups, lambda _: None, Progress()).applications[0]
    assert [row.applications for row in pack_list.rows(committee)] == [1]
    packs.taken_in(committee, packs.edition(tmp_path / "second", "2026.2"))
    judged = kept_packs.of_application(committee, came)
    assert (judged.filed, judged.own, judged.pack.head.edition) == (None, True, "2026.2")
    held = {row.policy.edition: row.applications for row in pack_list.rows(committee)}
    assert held == {"2026.1": 0, "2026.2": 1}  # counted where it is judged
    assert [row.applications for row in pack_list.rows(unit)] == [1]
    sound(committee)


# --- moving a draft -----------------------------------------------------------------------------------------------


def test_a_draft_moves_on_purpose_with_the_difference_first(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    came = packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2", closes=LATER))
    step = pack_choices.step(unit, drafted, came)
    assert (step.before.head.edition, step.after.head.edition) == ("2026.1", "2026.2")
    assert any(LATER in each.after.zh and LATER in each.after.en for each in step.differences)
    assert version_of(unit, drafted) == "2026.1"
    pack_choices.move(unit, drafted, came)
    assert version_of(unit, drafted) == "2026.2"
    entry = keep.audit(unit, 1, 0)[0]
    assert entry.act is Act.POLICY_MOVED
    assert entry.objects == {"application": drafted, "before": step.before.digest, "digest": came.digest}
    submit.submit(unit, drafted)
    filed = unit.vault.versions.policy_of(draft.versions(unit, drafted)[0].id)
    assert filed is not None
    assert filed.digest == came.digest
    with pytest.raises(Fault) as caught:
        pack_choices.move(unit, drafted, pack_list.find(unit, step.before.digest))
    assert caught.value.code is Code.VERSION_IS_FINAL
    sound(unit)


def test_moving_to_next_year_takes_the_year_with_it(unit: Session, drafted: ApplicationId, tmp_path: Path) -> None:
    came = packs.taken_in(unit, packs.year(tmp_path / "hohhot-2027", 2027))
    pack_choices.move(unit, drafted, came)
    assert draft.load(unit, drafted).draft.year == 2027
    assert kept_packs.of_application(unit, drafted).pack.year == 2027


def test_a_pack_is_found_by_name_or_by_enough_digits(unit: Session, tmp_path: Path) -> None:
    came = packs.taken_in(unit, packs.edition(tmp_path / "second", "2026.2"))
    other = packs.taken_in(unit, packs.edition(tmp_path / "other", "2026.5", pack="baotou-2026"))
    assert pack_list.find(unit, "hohhot-2026") == came
    assert pack_list.find(unit, "baotou-2026") == other
    assert pack_list.find(unit, came.digest[:8]) == came
    for name in ("", came.digest[:7], "nowhere", "g" * 64):
        with pytest.raises(Fault) as caught:
            pack_list.find(unit, name)
        assert caught.value.code is Code.POLICY_UNKNOWN
    step = pack_choices.between(unit, other, came)
    assert (step.before.digest, step.after.digest, step.differences) == (came.digest, other.digest, ())


# --- the vault's own check --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE policies SET content = replace(content, 'clause', 'clausE')", "digest"),
        ("UPDATE policies SET content = x'00'", "digest"),
        ("UPDATE version_policies SET digest = printf('%064d', 0)", "version "),
    ],
)
def test_the_check_knows_the_digests_of_packs(
    unit: Session, submitted: ApplicationId, statement: str, where: str, clock: FixedClock
) -> None:
    folder = unit.vault.folder
    unit.close()
    with raw(folder, PASSPHRASE) as connection:
        if "replace" in statement:
            statement = statement.replace("replace(content", "CAST(replace(CAST(content AS TEXT)").replace(
                "'clausE')", "'clausE') AS BLOB)"
            )
        assert connection.execute(statement).rowcount == 1
    again = opening.unlock(folder, PASSPHRASE, clock)
    try:
        problems = [(p.kind.value, p.where) for p in keep.check_vault(again, Progress()).problems]
        digest = policy_packs.load_shipped().digest
        assert len(problems) == 1
        assert problems[0][0] == "policy"
        assert problems[0][1].startswith(digest if where == "digest" else where)
    finally:
        again.close()


def test_an_applicants_vault_keeps_packs_too(open_desk: Callable[..., Session], tmp_path: Path) -> None:
    own = open_desk(Desk.APPLICANT, "SELF01")
    with pytest.raises(Fault) as caught:
        policy_files.import_(own, tmp_path / "nowhere")
    assert caught.value.code is Code.FILE_NOT_FOUND
    assert pack_list.rows(own)[0].policy.imported_at is None
    draft.new(own)
    assert pack_list.rows(own)[0].policy.imported_at == datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
