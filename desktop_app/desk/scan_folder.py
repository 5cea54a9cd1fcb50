"""Scans in bulk: files of a folder matched to drafts by identity number or name, and to a kind of paper by its words.

What a name does not settle is left to an officer; nothing is attached before it was looked at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.core.text import findable
from desktop_app.desk import draft, name_variants
from desktop_app.desk.name_variants import Variants
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.words import word

#: More files than any office has of a year are a wrong folder.
MOST_FILES = 20_000
_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
#: What offices call a paper in a file's name, beside the paper's own words. The first that is found counts.
_CALLED: tuple[tuple[str, MaterialKind], ...] = (
    ("照片", MaterialKind.PHOTO),
    ("证件照", MaterialKind.PHOTO),
    ("继续教育", MaterialKind.CONTINUING_EDUCATION_CARD),
    ("审验卡", MaterialKind.CONTINUING_EDUCATION_CARD),
    ("年度考核", MaterialKind.YEARLY_ASSESSMENT),
    ("考核表", MaterialKind.YEARLY_ASSESSMENT),
    ("公示", MaterialKind.PUBLIC_NOTICE_REPORT),
    ("聘书", MaterialKind.LETTER_OF_APPOINTMENT),
    ("聘任", MaterialKind.LETTER_OF_APPOINTMENT),
    ("绿色通道", MaterialKind.GREEN_CHANNEL_PROOF),
    ("基层服务", MaterialKind.GRASSROOTS_SERVICE_PROOF),
    ("突出贡献", MaterialKind.CONTRIBUTION_PROOF),
    ("学历", MaterialKind.EDUCATION_CERTIFICATE),
    ("学位", MaterialKind.EDUCATION_CERTIFICATE),
    ("毕业证", MaterialKind.EDUCATION_CERTIFICATE),
    ("教师资格", MaterialKind.QUALIFICATION),
    ("执业医师", MaterialKind.QUALIFICATION),
    ("职业资格", MaterialKind.QUALIFICATION),
    ("职称证", MaterialKind.PRESENT_CERTIFICATE),
    ("资格证", MaterialKind.PRESENT_CERTIFICATE),
    ("论文", MaterialKind.PUBLICATION),
    ("论著", MaterialKind.PUBLICATION),
    ("业绩总结", MaterialKind.WORK_SUMMARY),
    ("工作总结", MaterialKind.WORK_SUMMARY),
    ("获奖", MaterialKind.ACHIEVEMENT_PROOF),
    ("成果", MaterialKind.ACHIEVEMENT_PROOF),
    ("项目", MaterialKind.ACHIEVEMENT_PROOF),
    ("成绩", MaterialKind.EXAM_RESULT),
    ("其他", MaterialKind.OTHER),
)
#: Made by the program; never handed in.
_MADE_HERE = (MaterialKind.REVIEW_FORM, MaterialKind.SUBMISSION_FORM)


class ScanDoubt(Enum):
    """What keeps a file from being attached."""

    NONE = "none"
    NOBODY = "nobody"
    SEVERAL = "several"
    VARIANT = "variant"  # one person's name in other forms of its characters
    KIND = "kind"
    NOT_A_SCAN = "not_a_scan"


@dataclass(frozen=True, slots=True)
class Owner:
    """A draft that a scan may belong to."""

    application: ApplicationId
    name: str
    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class Scan:
    """One file: whose it is, what it is, of which year. `candidates` are those whom its name may mean.

    `variant` where they are known by other forms of their characters only (張偉 for 张伟): an officer confirms.
    """

    path: Path
    shown: str
    owner: Owner | None
    candidates: tuple[Owner, ...]
    kind: MaterialKind | None
    year: int | None
    readable: bool
    variant: bool = False

    @property
    def doubt(self) -> ScanDoubt:
        if not self.readable:
            return ScanDoubt.NOT_A_SCAN
        if self.owner is None:
            if self.variant and len(self.candidates) == 1:
                return ScanDoubt.VARIANT
            return ScanDoubt.SEVERAL if self.candidates else ScanDoubt.NOBODY
        return ScanDoubt.NONE if self.kind else ScanDoubt.KIND

    def settled(self, owner: Owner | None, kind: MaterialKind | None, year: int | None) -> "Scan":
        """With what an officer says of it."""
        return replace(self, owner=owner, kind=kind, year=year)


def owners(session: Session) -> tuple[Owner, ...]:
    """Every draft of the pack's year, by name."""
    return tuple(Owner(*row) for row in session.vault.applications.drafts_of(session.pack.year))


def look(session: Session, folder: Path, progress: Progress) -> tuple[Scan, ...]:
    """Each file of the folder and of the folders in it, matched. Raises `Fault(FILE_*)`, `Cancelled`."""
    known = _Known(owners(session))
    found = []
    paths = sorted(_files(folder))
    for at, path in enumerate(paths):
        progress.step(at, len(paths), "match")
        found.append(known.matched(path, str(path.relative_to(folder))))
    return tuple(found)


def _files(folder: Path) -> Iterator[Path]:
    """Ordinary files; what hides itself and links that lead elsewhere are left out."""
    if not folder.is_dir():
        raise Fault(Code.FILE_NOT_FOUND, path=str(folder))
    try:
        for count, path in enumerate(folder.rglob("*")):
            if count >= MOST_FILES:
                raise Fault(Code.SCANS_TOO_MANY, path=str(folder), limit=MOST_FILES)
            hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
            if not hidden and not path.is_symlink() and path.is_file():
                yield path
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(folder), reason=reason_of(error)) from error


class _Known:
    """The drafts, by number and by name."""

    def __init__(self, known: Sequence[Owner]) -> None:
        self._by_number: dict[str, list[Owner]] = {}
        self._by_name: dict[str, list[Owner]] = {}
        for one in known:
            if one.number:
                self._by_number.setdefault(one.number.upper(), []).append(one)
            if one.name:
                self._by_name.setdefault(findable(one.name), []).append(one)
        self._longest = max(map(len, self._by_name), default=0)
        self._odd = any(map(name_variants.has_other_forms, self._by_name))
        self._variants: Variants | None = None

    def matched(self, path: Path, shown: str) -> Scan:
        text = findable(shown.rsplit(".", 1)[0])
        candidates = self._candidates(text)
        variants = () if candidates or _NUMBER.search(text) else self._in_other_forms(text)
        return Scan(
            path=path,
            shown=shown,
            owner=candidates[0] if len(candidates) == 1 else None,
            candidates=candidates or variants,
            variant=bool(variants),
            kind=_kind(text),
            year=_year(text),
            readable=_readable(path),
        )

    def _in_other_forms(self, text: str) -> tuple[Owner, ...]:
        if not (self._odd or name_variants.has_other_forms(text)):
            return ()
        self._variants = self._variants or Variants(self._by_name)
        return tuple(one for name in self._variants.within(text) for one in self._by_name[name])

    def _candidates(self, text: str) -> tuple[Owner, ...]:
        """By the number where there is one that is known; else by every name that is no part of a longer one."""
        numbers = [number.upper() for number in _NUMBER.findall(text)]
        if numbers:
            return tuple(one for number in dict.fromkeys(numbers) for one in self._by_number.get(number, ()))
        spans = [
            (start, start + length)
            for start in range(len(text))
            for length in range(min(self._longest, len(text) - start), 0, -1)
            if text[start : start + length] in self._by_name
        ]
        whole = [a for a in spans if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in spans)]
        names = dict.fromkeys(text[start:end] for start, end in whole)
        return tuple(one for name in names for one in self._by_name[name])


def _kind(text: str) -> MaterialKind | None:
    kinds = [kind for kind in MaterialKind if kind not in _MADE_HERE and word(kind) in text]
    if kinds:
        return max(kinds, key=lambda kind: len(word(kind)))
    return next((kind for called, kind in _CALLED if called in text), None)


def _year(text: str) -> int | None:
    found = _YEAR.search(_NUMBER.sub(" ", text))
    return int(found[1]) if found else None


def _readable(path: Path) -> bool:
    try:
        draft.media_type_of(path)
    except Fault:
        return False
    return True


def attach(session: Session, scans: Sequence[Scan], progress: Progress) -> int:
    """Attach what is settled, one act a file; how many they were. What was attached before is only named anew."""
    ready = [scan for scan in scans if scan.doubt is ScanDoubt.NONE]
    for at, scan in enumerate(ready):
        progress.step(at, len(ready), "attach")
        assert scan.owner is not None
        assert scan.kind is not None
        draft.attach(session, scan.owner.application, scan.kind, scan.path, scan.year)
    return len(ready)
