"""What the program asks a pack for by name: found in the source, and in what happens when a pack lacks anything."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.kinds import Desk
from desktop_app.policy import needed
from desktop_app.policy.calendar_days import year_calendar
from desktop_app.policy.check import findings, findings_about
from desktop_app.policy.could_file import grounds
from desktop_app.policy.coverage import coverage
from desktop_app.policy.differences import differences
from desktop_app.policy.explaining import explained
from desktop_app.policy.pack import Pack, load_files, load_shipped
from desktop_app.policy.papers import papers
from desktop_app.policy.reading import PackFiles, files_of
from desktop_app.policy.results import authority
from desktop_app.policy.routes import route
from desktop_app.policy.subject import Subject
from desktop_app.policy.windows import window
from tests.unit.policy.test_any_facts import KINDS

pytestmark = pytest.mark.slow

SOURCE = Path(__file__).resolve().parents[3] / "desktop_app"
CASES = Path(__file__).resolve().parents[2] / "policy_cases"
SHIPPED = files_of(resource("policy", "hohhot-2026"))
PACK = load_shipped()
PEOPLE = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]
DAY = date(2026, 6, 12)
#: Calls that name a setting or a parameter.
_SETTING = re.compile(r'setting_(?:is|date)\(\s*"(\w+)"|\bsettings(?:\.get\(|\[)\s*"(\w+)"|chosen\.get\("(\w+)"')
_FACT = re.compile(r'facts\.value\("(\w+)" if \w+ else "(\w+)"\)|facts\.value\(\s*f?"([\w{}]+)"')
_PARAMETER = re.compile(r'\.parameter\(\s*"(\w+)"|row\.id == "(\w+)"')


def named(pattern: re.Pattern[str]) -> set[str]:
    """Every name that the policy's source and the desk's ask for; `{…}` within a name stands for anything."""
    found: set[str] = set()
    for path in sorted([*SOURCE.glob("policy/*.py"), *SOURCE.glob("desk/*.py")]):
        for groups in pattern.findall(path.read_text(encoding="utf-8")):
            found |= {groups} if isinstance(groups, str) else {group for group in groups if group}
    return found


def fitting(name: str, known: set[str]) -> set[str]:
    """The known names that `name` may be."""
    shape = re.compile(re.sub(r"\{\w+\}", r"\\w+", name))
    return {each for each in known if shape.fullmatch(each)}


def test_each_name_in_the_source_is_demanded_when_a_pack_is_loaded() -> None:
    settings = {setting.id for setting in PACK.head.setting}
    parameters = {parameter.id for parameter in PACK.head.parameter}
    asked = named(_SETTING) | named(_FACT) | named(_PARAMETER)
    for name in sorted(asked):
        assert fitting(name, settings) <= set(needed.SETTINGS), name
        assert fitting(name, parameters) <= set(needed.PARAMETERS), name
    assert set(needed.SETTINGS) <= asked
    assert {name for each in asked for name in fitting(each, parameters)} == set(needed.PARAMETERS)


def rows(file: str) -> Iterator[tuple[str, PackFiles]]:
    """The pack without one row of one file, for each row; the row's id."""
    text = SHIPPED[file].decode("utf-8")
    parts = re.split(
        r"(?m)^(?=\[\[(?:setting|parameter|group|window|deadline|office_day|route|result|checklist)\]\]$)", text
    )
    for index in range(1, len(parts)):
        found = re.search(r'(?m)^id = "(\w+)"', parts[index])
        yield found[1] if found else str(index), {**SHIPPED, file: "".join(parts[:index] + parts[index + 1 :]).encode()}


REMOVALS = [
    *(
        pytest.param(files, id=f"{file}: {name}")
        for file in ("pack.toml", "dates.toml", "routes.toml", "results.toml", "checklists.toml")
        for name, files in rows(file)
    ),
    *(pytest.param({key: SHIPPED[key] for key in SHIPPED if key != file}, id=f"no {file}") for file in SHIPPED),
]


@pytest.mark.parametrize("files", REMOVALS)
def test_what_is_missing_is_refused_with_a_sentence_or_not_needed(files: PackFiles) -> None:
    refused = refusal(files)
    if refused is None:
        everything(load_files(files))
        return
    assert refused.code in (Code.POLICY_INVALID, Code.POLICY_NOT_FOUND)
    assert all(str(refused.fields["path"]) in sentence(refused, language) for language in Language)


def refusal(files: PackFiles) -> Fault | None:
    try:
        load_files(files)
    except Fault as fault:
        return fault
    return None


def everything(pack: Pack) -> None:
    """Each function of the policy, over the demo people and each office's plain act."""
    for person in PEOPLE:
        for desk in (Desk.APPLICANT, Desk.CITY_HR):
            for finding in findings(person, DAY, pack, desk):
                assert explained(finding, pack).seen is not None
        assert papers(person, pack) is not None
        assert route(person, pack).clause
        for act in (window, route):
            act(person, pack)
        authority(person, DAY, pack)
    grounds(PEOPLE[0], DAY, pack)
    for subject, value in plain_acts():
        findings_about(subject, value, DAY, pack)
    assert year_calendar(pack).year == pack.year
    assert coverage(pack)
    differences(PACK, pack)


def plain_acts() -> Iterator[tuple[Subject, msgspec.Struct]]:
    for path in sorted([*CASES.glob("office-*.toml"), *CASES.glob("meeting-*.toml")]):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        subject = Subject(file["about"])
        yield subject, msgspec.convert(file["base"], KINDS[subject])
