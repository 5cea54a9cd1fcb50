"""Checking paper against the record: one sheet by the code at its foot, a stack by the numbers at the heads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import paper
from desktop_app.desk.draft import Difference, differences
from desktop_app.desk.session import Session
from desktop_app.domain import sheets
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.records import Version
from desktop_app.domain.sheets import Counted, Finding, Sheet, SheetState
from desktop_app.papers import paper_code

#: The short digest as it is printed for the eye: twelve digits, at least eight of them typed.
_DIGEST = re.compile(r"^[0-9a-f]{8,64}$")


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """What a sheet is, whose it is, and the fields that have changed since it was printed."""

    sheet: Sheet
    name: str = ""
    unit: str = ""
    title: str = ""
    changed: tuple[Difference, ...] = ()


def read(session: Session, untrusted_text: str) -> SheetAnswer:
    """What was scanned from the code at a sheet's foot, or the check digits typed from beside it.

    Raises `Fault(SHEET_CODE)` for a text that is neither. Reading is in the log, with ids only.
    """
    code = paper_code.parse(untrusted_text)
    if code is None:
        answer = _by_digits(session, re.sub(r"\s", "", untrusted_text).lower())
    else:
        document = next((one for one in Document if one.letters == code.document), None)
        answer = _by_code(session, ApplicationId(code.application), code.version, code.digest, document)
    objects = {"state": answer.sheet.state.value, "version": str(answer.sheet.version)}
    if answer.sheet.application:
        objects["application"] = answer.sheet.application
    with session.vault.act(Act.SHEET_CHECKED, objects):
        pass
    return answer


def _by_digits(session: Session, digits: str) -> SheetAnswer:
    if not _DIGEST.fullmatch(digits):
        raise Fault(Code.SHEET_CODE)
    found = session.vault.versions.by_short(digits)
    if not found:
        return SheetAnswer(Sheet(state=SheetState.UNKNOWN))
    if any(one.digest != found[0].digest for one in found):
        raise Fault(Code.SHEET_CODE)  # too few digits to tell two versions apart
    return _answer(session, found[0], session.vault.versions.of(found[0].application), None)


def _by_code(
    session: Session, application: ApplicationId, number: int, digest: str, document: Document | None
) -> SheetAnswer:
    versions = session.vault.versions.of(application)
    if not versions:
        return SheetAnswer(Sheet(state=SheetState.UNKNOWN, document=document, version=number))
    version = next((one for one in versions if one.number == number), None)
    if version is not None and version.digest.startswith(digest):
        return _answer(session, version, versions, document)
    state = SheetState.UNKNOWN_VERSION if version is None else SheetState.ALTERED
    sheet = Sheet(state=state, application=application, document=document, version=number, latest=versions[-1].number)
    return _named(sheet, versions[-1])


def _answer(session: Session, version: Version, versions: Sequence[Version], document: Document | None) -> SheetAnswer:
    latest = versions[-1]
    now, standing = paper.shown(session, version.application)
    # A version that went back to an earlier content is as good as the one before it: papers name contents.
    if version.digest == latest.digest:
        state = SheetState.CURRENT if standing else SheetState.DRAFT
    else:
        state = SheetState.STALE
    sheet = Sheet(
        state=state,
        application=version.application,
        document=document,
        version=version.number,
        latest=latest.number,
    )
    return _named(sheet, latest, tuple(differences(version.content, now)))


def _named(sheet: Sheet, version: Version, changed: tuple[Difference, ...] = ()) -> SheetAnswer:
    content = version.content
    return SheetAnswer(sheet, content.person.name, content.unit.name, content.filing.title, changed)


def count(session: Session, application: ApplicationId, document: Document, typed: str) -> tuple[Finding, ...]:
    """A stack against the register: what is missing, doubled, old, or ought not to exist.

    Raises `Fault(COPY_NUMBERS)`. The count is in the log.
    """
    here = sheets.numbers(typed)
    _, version = paper.shown(session, application)
    register = [one for one in session.vault.copies.of(application) if one.document is document]
    found = sheets.count(register, here, version.digest if version else "")
    wrong = sum(one.counted is not Counted.RIGHT for one in found)
    objects = {"application": application, "document": document.value, "here": str(len(here)), "wrong": str(wrong)}
    with session.vault.act(Act.COPIES_COUNTED, objects):
        pass
    return found
