"""A folder of scans as offices name their files: whose each is, what it is, and what is left to a person."""

from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, scan_folder
from desktop_app.desk.scan_folder import Scan, ScanDoubt
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import MaterialKind
from tests.support import vaults

NAMES = {1: "王小", 2: "王小明", 3: "那仁·满都拉", 4: "李强", 5: "李强"}


@pytest.fixture
def people(unit: Session) -> dict[int, ApplicationId]:
    return {serial: draft.create(unit, vaults.filing(name, serial)) for serial, name in NAMES.items()}


def folder(tmp_path: Path, *names: str) -> Path:
    made = tmp_path / "scans"
    for number, name in enumerate(names):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(resource("demo", "files", "photo.jpg").read_bytes() + bytes([number]))
    return made


def look(unit: Session, made: Path) -> dict[str, Scan]:
    return {scan.shown: scan for scan in scan_folder.look(unit, made, Progress())}


def test_files_are_matched_by_number_by_name_and_by_the_folder_they_lie_in(
    unit: Session, people: dict[int, ApplicationId], tmp_path: Path
) -> None:
    made = folder(
        tmp_path,
        f"{vaults.number(4)}_年度考核_2025.jpg",
        "王小明-教师资格证.jpg",
        "王小 照片.jpg",
        "那仁・满都拉/获奖证书.jpg",
        "李强2024年度考核表.jpg",
        "无名/公示报告.jpg",
        "王小扫描01.jpg",
        f"{vaults.number(77)}照片.jpg",
        "王小和李强论文.jpg",
        "目录.docx",
        ".thumbs/x.jpg",
    )
    (made / "目录.docx").write_bytes(b"PK\x03\x04")
    found = look(unit, made)
    settled = {
        name: (scan.owner.application, scan.kind, scan.year)
        for name, scan in found.items()
        if scan.owner and scan.doubt is ScanDoubt.NONE
    }
    assert settled == {
        f"{vaults.number(4)}_年度考核_2025.jpg": (people[4], MaterialKind.YEARLY_ASSESSMENT, 2025),
        "王小明-教师资格证.jpg": (people[2], MaterialKind.QUALIFICATION, None),
        "王小 照片.jpg": (people[1], MaterialKind.PHOTO, None),
        "那仁・满都拉/获奖证书.jpg": (people[3], MaterialKind.ACHIEVEMENT_PROOF, None),
    }
    assert {name: scan.doubt for name, scan in found.items() if scan.doubt is not ScanDoubt.NONE} == {
        "李强2024年度考核表.jpg": ScanDoubt.SEVERAL,
        "无名/公示报告.jpg": ScanDoubt.NOBODY,
        "王小扫描01.jpg": ScanDoubt.KIND,
        f"{vaults.number(77)}照片.jpg": ScanDoubt.NOBODY,
        "王小和李强论文.jpg": ScanDoubt.SEVERAL,
        "目录.docx": ScanDoubt.NOT_A_SCAN,
    }
    assert {one.application for one in found["李强2024年度考核表.jpg"].candidates} == {people[4], people[5]}


def test_only_what_is_settled_is_attached_and_an_officer_settles_the_rest(
    unit: Session, people: dict[int, ApplicationId], tmp_path: Path
) -> None:
    made = folder(tmp_path, "王小 照片.jpg", "李强2024年度考核表.jpg")
    found = look(unit, made)
    assert all(draft.load(unit, one).draft.materials == () for one in people.values()), "looking attaches nothing"
    assert scan_folder.attach(unit, list(found.values()), Progress()) == 1
    assert [m.kind for m in draft.load(unit, people[1]).draft.materials] == [MaterialKind.PHOTO]
    doubtful = found["李强2024年度考核表.jpg"]
    owner = next(one for one in doubtful.candidates if one.application == people[5])
    assert scan_folder.attach(unit, [doubtful.settled(owner, doubtful.kind, doubtful.year)], Progress()) == 1
    (kept,) = draft.load(unit, people[5]).draft.materials
    assert (kept.kind, kept.year, kept.name) == (MaterialKind.YEARLY_ASSESSMENT, 2024, "李强2024年度考核表.jpg")
    assert scan_folder.attach(unit, list(found.values()), Progress()) == 1, "the same again"
    assert len(draft.load(unit, people[1]).draft.materials) == 1


def test_a_folder_that_is_none_is_named(unit: Session, tmp_path: Path) -> None:
    with pytest.raises(Fault) as refused:
        scan_folder.look(unit, tmp_path / "nowhere", Progress())
    assert refused.value.code is Code.FILE_NOT_FOUND


def test_a_name_in_traditional_characters_is_proposed_and_an_officer_confirms(
    unit: Session, people: dict[int, ApplicationId], tmp_path: Path
) -> None:
    made = folder(tmp_path, "那仁·滿都拉/照片.jpg", "李強 照片.jpg", f"{vaults.number(77)}李強照片.jpg", "張三照片.jpg")
    found = look(unit, made)
    named = found["那仁·滿都拉/照片.jpg"]
    assert (named.doubt, named.owner) == (ScanDoubt.VARIANT, None)
    assert [one.application for one in named.candidates] == [people[3]]
    assert found["李強 照片.jpg"].doubt is ScanDoubt.SEVERAL, "two people of that name"
    assert found[f"{vaults.number(77)}李強照片.jpg"].doubt is ScanDoubt.NOBODY, "a number that nobody has stands there"
    assert found["張三照片.jpg"].doubt is ScanDoubt.NOBODY
    assert scan_folder.attach(unit, list(found.values()), Progress()) == 0
    confirmed = named.settled(named.candidates[0], named.kind, None)
    assert confirmed.doubt is ScanDoubt.NONE
    assert scan_folder.attach(unit, [confirmed], Progress()) == 1
    assert [one.kind for one in draft.load(unit, people[3]).draft.materials] == [MaterialKind.PHOTO]
