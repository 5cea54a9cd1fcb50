"""Applications being written: make, list, save as typed, take in and give out, attach scans, compare versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, AttachmentId
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.core.text import normal, safe_for_screen
from desktop_app.desk import kept_packs, plain_text
from desktop_app.desk.session import Session
from desktop_app.domain import exchange, marking
from desktop_app.domain.application import Application, Filing, Material, Person, Unit
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import Marking
from desktop_app.domain.queries import RowFilter, RowOrder
from desktop_app.domain.records import ApplicationRecord, ApplicationRow, AttachmentRecord, Version
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import lowered, whole_mark

__all__ = ["RowFilter", "RowOrder"]

#: One scan; the package format allows 200 MiB an entry.
MAX_ATTACHMENT = 200 * 1024 * 1024


def rows(session: Session, wanted: RowFilter) -> list[ApplicationRow]:
    """One page of the applications table."""
    return session.vault.applications.rows(wanted)


def count(session: Session, wanted: RowFilter) -> int:
    """How many applications the filter finds."""
    return session.vault.applications.count(wanted)


def mark(session: Session, wanted: RowFilter = RowFilter()) -> Marking | None:
    """The highest mark among what the filter finds; `None` when it finds nothing."""
    found = session.vault.applications.marks(wanted)
    return marking.highest(found) if found else None


def new(session: Session) -> ApplicationId:
    """An application of the pack's year with what this desk knows: the day, its own name as person's or as unit's."""
    name, desk = session.office.name, session.office.desk
    return create(
        session,
        Application(
            year=session.pack.year,
            filing=Filing(filled_on=session.today()),
            person=Person(name=name if desk is Desk.APPLICANT else ""),
            unit=Unit(name=name if desk is Desk.UNIT else ""),
        ),
    )


def create(session: Session, application: Application, *, example: bool = False) -> ApplicationId:
    """Under the current pack of its year; where there is none yet, whichever is current then will do.

    `example`: an invented person, who may be removed at any time and is sent to nobody.
    """
    pack = kept_packs.current(session, application.year)
    with session.vault.act(Act.APPLICATION_CREATED, {}) as scope:
        made = session.vault.applications.create(application, Status.DRAFT)
        if pack is not None:
            kept_packs.put_under(session, made, pack)
        if example:
            session.vault.examples.mark(made)
        scope.note(application=made)
    return made


def load(session: Session, application: ApplicationId) -> ApplicationRecord:
    """The draft as it is now."""
    return session.vault.applications.get(application)


def save(session: Session, application: ApplicationId, draft: Application) -> None:
    """Keep what was typed. Only a draft can be edited; a submitted version never changes.

    Marks may be raised here; lowering one is an act of its own (`lowering.lower`). Raises `Fault(MARKING_LOWERED)`.
    """
    record = session.vault.applications.get(application)
    if record.status is not Status.DRAFT:
        raise Fault(Code.VERSION_IS_FINAL, number=record.latest_version)
    require_sound_marks(session, draft)
    if lowered(record.draft, draft):
        raise Fault(Code.MARKING_LOWERED)
    act = Act.APPLICATION_EDITED if draft.marking == record.draft.marking else Act.MARKING_CHANGED
    with session.vault.act(act, {"application": application}):
        session.vault.applications.save_draft(application, draft)


def require_sound_marks(session: Session, draft: Application) -> None:
    """Every mark says one thing, and the whole is within what this machine may hold. Raises `Fault(MARKING_*)`."""
    for mark in (draft.marking, *(material.marking for material in draft.materials)):
        marking.check(mark)
    marking.require_within(whole_mark(draft), session.machine.level)


def remove(session: Session, application: ApplicationId) -> None:
    """Drop a draft that was never submitted (a mistaken entry). Raises `Fault(NOTICE_NAMES)` for one made public."""
    if any(application in notice.applications for notice in session.vault.work.notices.all()):
        raise Fault(Code.NOTICE_NAMES, name=session.vault.applications.get(application).draft.person.name)
    with session.vault.act(Act.APPLICATION_REMOVED, {"application": application}):
        session.vault.applications.delete_draft(application)


def take_in(session: Session, path: Path) -> ApplicationId:
    """A new draft from an exchange file. The file's materials are dropped: their bytes are not in it."""
    application = msgspec.structs.replace(exchange.read(path), materials=())
    marking.require_within(application.marking, session.machine.level)
    return create(session, application)


def give_out(session: Session, application: ApplicationId, path: Path) -> None:
    """Write the exchange form as plain text, which the audit log records. Raises `Fault(MARKING_UNDECIDED)`."""
    draft = session.vault.applications.get(application).draft
    objects = {"application": application, "form": "exchange"}
    plain_text.write(session, path, exchange.pretty(draft).encode(), whole_mark(draft), objects)


def attach(
    session: Session,
    application: ApplicationId,
    kind: MaterialKind,
    path: Path,
    year: int | None = None,
    progress: Progress | None = None,
) -> Application:
    """Take a scan into the vault and name it in the draft, which is returned."""
    media_type = media_type_of(path)
    try:
        with path.open("rb") as stream:
            return attach_stream(session, application, kind, path.name, media_type, stream, year, progress)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error


def attach_stream(
    session: Session,
    application: ApplicationId,
    kind: MaterialKind,
    name: str,
    media_type: str,
    stream: BinaryIO,
    year: int | None = None,
    progress: Progress | None = None,
) -> Application:
    """The same of bytes that are no file: a photo that was cropped here.

    What is there already under this kind is kept once, and what was marked before keeps its mark.
    """
    record = session.vault.applications.get(application)
    if record.status is not Status.DRAFT:
        raise Fault(Code.VERSION_IS_FINAL, number=record.latest_version)
    shown = safe_for_screen(normal(name))
    with session.vault.act(Act.ATTACHMENT_ADDED, {"application": application}) as scope:
        kept = session.vault.attachments.add(application, kind, shown, media_type, stream, progress or Progress())
        scope.note(attachment=kept.id, digest=kept.digest)
        _drop(session, [one for one in _kept(session, application, kept.digest, kind) if one.id != kept.id])
        material = Material(
            kind=kind,
            name=kept.name,
            media_type=media_type,
            size=kept.size,
            digest=kept.digest,
            year=year,
        )
        if before := next((one for one in record.draft.materials if one.digest == kept.digest), None):
            material = msgspec.structs.replace(material, marking=before.marking)
        others = tuple(m for m in record.draft.materials if m.digest != kept.digest or m.kind is not kind)
        draft = msgspec.structs.replace(record.draft, materials=(*others, material))
        session.vault.applications.save_draft(application, draft)
    return draft


_SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


def media_type_of(path: Path) -> str:
    """By the first bytes, never by the name; anything but PDF and images is refused."""
    try:
        if path.stat().st_size > MAX_ATTACHMENT:
            raise Fault(Code.ATTACHMENT_TOO_LARGE, path=path.name, limit=MAX_ATTACHMENT >> 20)
        with path.open("rb") as stream:
            head = stream.read(8)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    for signature, media_type in _SIGNATURES.items():
        if head.startswith(signature):
            return media_type
    raise Fault(Code.ATTACHMENT_KIND, path=path.name)


def _kept(session: Session, application: ApplicationId, digest: str, kind: MaterialKind) -> list[AttachmentRecord]:
    return [one for one in session.vault.attachments.of(application) if (one.digest, one.kind) == (digest, kind)]


def _drop(session: Session, kept: Sequence[AttachmentRecord]) -> None:
    for one in kept:
        session.vault.attachments.remove(one.id)


def detach(session: Session, application: ApplicationId, digest: str, kind: MaterialKind) -> Application:
    """Take a scan of one kind out of the draft; its bytes stay in the vault while a version names them.

    The same file may be there as proof of something else as well.
    """
    record = session.vault.applications.get(application)
    if record.status is not Status.DRAFT:
        raise Fault(Code.VERSION_IS_FINAL, number=record.latest_version)
    draft = msgspec.structs.replace(
        record.draft, materials=tuple(m for m in record.draft.materials if (m.digest, m.kind) != (digest, kind))
    )
    with session.vault.act(Act.ATTACHMENT_REMOVED, {"application": application, "digest": digest}):
        session.vault.applications.save_draft(application, draft)
        _drop(session, _kept(session, application, digest, kind))
    return draft


def attachments(session: Session, application: ApplicationId) -> list[AttachmentRecord]:
    """The application's scans."""
    return session.vault.attachments.of(application)


def attachment_bytes(session: Session, attachment: AttachmentId) -> bytes:
    """A scan's bytes, in memory, to be shown."""
    with session.vault.attachments.open(attachment) as stream:
        return stream.read()


def versions(session: Session, application: ApplicationId) -> list[Version]:
    """All submitted versions, oldest first."""
    return session.vault.versions.of(application)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two versions have differently; values as text, empty when absent."""

    path: str
    before: str
    after: str


def differences(before: Application, after: Application) -> list[Difference]:
    """What changed between two applications, field by field in the form's order."""
    old, new_ = dict(_leaves(msgspec.to_builtins(before), "")), dict(_leaves(msgspec.to_builtins(after), ""))
    return [
        Difference(path, old.get(path, ""), new_.get(path, ""))
        for path in dict.fromkeys([*old, *new_])
        if old.get(path, "") != new_.get(path, "")
    ]


def _leaves(node: object, path: str) -> list[tuple[str, str]]:
    if isinstance(node, dict):
        return [leaf for key, child in node.items() for leaf in _leaves(child, f"{path}.{key}" if path else key)]
    if isinstance(node, list):
        return [leaf for index, child in enumerate(node) for leaf in _leaves(child, f"{path}[{index}]")]
    return [(path, "" if node is None else str(node))]
