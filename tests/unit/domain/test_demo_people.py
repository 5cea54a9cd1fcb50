"""The demo people: whole, invented, within the calendar of 2026, and able to file."""

import hashlib
import itertools
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Material
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Desk, Level, MaterialKind, NoticeMode, Track
from desktop_app.policy import check, pack

PEOPLE = {path.stem: exchange.read(path) for path in sorted(resource("demo").glob("*.json"))}
FILES = resource("demo", "files")
PACK = pack.load_shipped()
WINDOWS = {
    Level.MID: (date(2026, 5, 26), date(2026, 6, 10)),
    Level.ASSOCIATE_SENIOR: (date(2026, 6, 11), date(2026, 7, 10)),
}
WINDOWS[Level.FULL_SENIOR] = WINDOWS[Level.ASSOCIATE_SENIOR]

each = pytest.mark.parametrize("stem", sorted(PEOPLE))


def last_day(application: Application) -> date:
    level = application.filing.level
    assert level is not None
    return WINDOWS[level][1]


def kind_of(path: Path) -> MaterialKind:
    return MaterialKind(path.stem.rstrip("_0123456789"))


def with_scans(application: Application) -> Application:
    """The application as it is once every sample scan is attached."""
    types = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}
    materials = tuple(
        Material(
            kind=kind_of(path),
            name=path.name,
            media_type=types[path.suffix],
            size=path.stat().st_size,
            digest=hashlib.sha256(path.read_bytes()).hexdigest(),
            year=int(path.stem[-4:]) if kind_of(path) is MaterialKind.YEARLY_ASSESSMENT else None,
            marking=application.marking,
        )
        for path in sorted(FILES.iterdir())
    )
    return msgspec.structs.replace(application, materials=materials)


def standing_in_the_way(application: Application, on: date, desk: Desk) -> list[Finding]:
    return list(check.blocking(check.findings(application, on, PACK, desk)))


def test_there_are_enough_of_them_and_each_shows_something_else() -> None:
    assert len(PEOPLE) >= 8
    assert len({person.person.name for person in PEOPLE.values()}) == len(PEOPLE)
    assert {person.filing.track for person in PEOPLE.values()} >= {Track.CLASSIFIED, Track.TARGETED, Track.OTHER_PAPER}
    assert {person.marking.printed() for person in PEOPLE.values()} >= {"", "内部", "秘密★10年", "机密★5年"}


def test_the_engineer_files_with_all_scans_attached() -> None:
    engineer = with_scans(PEOPLE["classified_engineer"])
    for desk in Desk:
        found = standing_in_the_way(engineer, date(2026, 7, 6), desk)
        assert not found, [(finding.rule, finding.says.zh) for finding in found]


def test_the_engineer_without_scans_is_told_what_is_missing() -> None:
    found = check.findings(PEOPLE["classified_engineer"], date(2026, 7, 6), PACK)
    assert {finding.rule for finding in found if finding.verdict is Verdict.TODO} >= {"R104", "R105", "R106"}
    assert not [finding for finding in found if finding.verdict is Verdict.BLOCK]


@each
def test_nothing_stands_in_the_way_on_the_last_day(stem: str) -> None:
    person = PEOPLE[stem] if PEOPLE[stem].materials else with_scans(PEOPLE[stem])
    found = standing_in_the_way(person, last_day(person), Desk.UNIT)
    assert not found, [(finding.rule, finding.says.zh) for finding in found]


@each
def test_a_day_after_the_window_it_is_too_late_for_a_draft(stem: str) -> None:
    person = PEOPLE[stem]
    draft = msgspec.structs.replace(person, filing=msgspec.structs.replace(person.filing, submitted_on=None))
    found = check.findings(draft, last_day(person) + timedelta(days=1), PACK)
    if stem == "county_doctor":  # health within targeted evaluation has a calendar of its own (三（四）3)
        assert ("R026", Verdict.ASK) in {(finding.rule, finding.verdict) for finding in found}
    else:
        assert [finding for finding in found if finding.verdict is Verdict.BLOCK]


@each
def test_every_section_is_filled(stem: str) -> None:
    person = PEOPLE[stem]
    # the committee's own part is written after the window, and the engineer's scans are attached by the demo
    empty_on_purpose = {"review"} | ({"materials"} if stem == "classified_engineer" else set())
    empty_on_purpose |= {"online"} if person.filing.track is Track.CLASSIFIED else set()
    blank = Application()
    for field in msgspec.structs.fields(Application):
        if field.name in empty_on_purpose | {"schema", "year", "patents"}:
            continue
        assert getattr(person, field.name) != getattr(blank, field.name), field.name
    assert len(person.work_summary) > 300
    assert len(person.appraisals) >= 2
    assert person.pledge.signed
    assert person.standing.other_application_this_year == "无"


@each
def test_the_dates_fit_the_calendar(stem: str) -> None:
    person = PEOPLE[stem]
    level = person.filing.level
    assert level is not None
    first, last = WINDOWS[level]
    filing, notice = person.filing, person.public_notice
    assert filing.filled_on is not None
    assert filing.submitted_on is not None
    assert notice.first_day is not None
    assert notice.last_day is not None
    assert first <= filing.filled_on <= filing.submitted_on <= notice.first_day < notice.last_day <= last
    assert person.pledge.signed_on == filing.submitted_on
    said = [person.opinions.unit.on, person.opinions.department.on, person.opinions.district_hr.on]
    given = [on for on in said if on is not None]
    assert given == sorted(given)
    assert notice.last_day < given[0] <= given[-1] <= last


@each
def test_work_runs_without_a_gap(stem: str) -> None:
    jobs = PEOPLE[stem].work
    assert jobs[0].start == PEOPLE[stem].person.working_since
    for before, after in itertools.pairwise(jobs):
        assert before.end is not None
        assert after.start is not None
        year, month = (int(part) for part in before.end.split("-"))
        assert after.start in (before.end, f"{year + month // 12}-{month % 12 + 1:02}")
    assert [job.ongoing for job in jobs] == [False] * (len(jobs) - 1) + [True]
    assert jobs[-1].unit == PEOPLE[stem].unit.name


@each
def test_results_since_the_present_title_are_since_then(stem: str) -> None:
    person = PEOPLE[stem]
    since = person.post.title_held_since
    if since is None:
        return
    month = f"{since:%Y-%m}"
    assert all(row.start and row.start >= month for row in person.achievements_since)
    assert all(row.start and row.start <= month for row in person.achievements_before)
    for dated in (*person.publications, *person.awards, *person.patents):
        assert dated.on is not None
        assert month <= dated.on <= f"{last_day(person):%Y-%m}"


@each
def test_a_secret_application_is_made_public_with_a_basis(stem: str) -> None:
    notice = PEOPLE[stem].public_notice
    if PEOPLE[stem].filing.track is Track.CLASSIFIED:
        assert notice.mode is NoticeMode.LIMITED
        assert notice.basis
        assert notice.secrecy_officer
    else:
        assert notice.mode is NoticeMode.POSTED


@each
def test_materials_are_plausible_and_their_digests_documented(stem: str) -> None:
    for material in PEOPLE[stem].materials:
        words = f"fengjuan demo/{stem}/{material.name}".encode()
        assert material.digest == hashlib.sha256(words).hexdigest()
        assert material.size > 10_000
        assert material.marking.decided


def test_no_number_can_be_anyones() -> None:
    for person in PEOPLE.values():
        assert person.person.phone.startswith("0471-0000")
        assert person.person.identity_number[14:17] in ("998", "999")


def test_rare_characters_stand_in_all_three_places() -> None:
    person = PEOPLE["rare_name"]
    for text in (person.person.name, person.person.former_name, person.study[0].witness):
        assert any(ord(character) > 0xFFFF or 0x3400 <= ord(character) < 0x4E00 for character in text)
    everything = exchange.pretty(person)
    assert all(character in everything for character in "㛃𬭎𫘧𪨰")


def test_the_long_name_is_long_but_fits_the_form() -> None:
    assert 20 < len(PEOPLE["mongolian_name"].person.name) <= 30


# --- the sample scans ------------------------------------------------------------------------------------------


def test_every_scan_is_small_and_of_the_kind_its_name_says() -> None:
    for path in FILES.iterdir():
        kind_of(path)
        assert path.stat().st_size < 60_000, path.name
        start = path.read_bytes()[:5]
        assert start.startswith({".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG"}[path.suffix]), path.name


def test_the_portrait_has_the_size_forms_ask_for() -> None:
    with Image.open(FILES / "photo.jpg") as photo:
        assert photo.size == (413, 579)
