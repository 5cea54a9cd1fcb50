"""A correction: the later version that answers a return, over the version given back, with only what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.desk import office_cards
from desktop_app.desk.session import Session
from desktop_app.domain.records import Contact, Direction, Version
from desktop_app.domain.statements import Correction, KeptStatement, Notice, StatementKind
from desktop_app.domain.version_changes import changed_paths
from desktop_app.sealing.checks import OpenedPackage


@dataclass(frozen=True, slots=True)
class Answers:
    """The corrections of one package, and the seal of the return that they answer."""

    said: tuple[Correction, ...]
    in_reply_to: str


def answers(session: Session, versions: Sequence[Version], peer: Contact) -> Answers | None:
    """What these versions correct, if `peer` gave every one of them back in one package; else they go out whole.

    Raises `Fault(CORRECTION_SAME)` for one in which nothing was mended.
    """
    found = [_given_back(session, version, peer) for version in versions]
    seals = {seal for _, _, seal in filter(None, found)}
    if not all(found) or len(seals) != 1:
        return None
    said = [_correction(version, one[0], one[1]) for version, one in zip(versions, found, strict=True) if one]
    return Answers(tuple(said), seals.pop())


def _given_back(session: Session, version: Version, peer: Contact) -> tuple[KeptStatement, Version, str] | None:
    """The notice that waits to be answered, the version it is about, the seal it came under."""
    came = [
        one
        for one in session.vault.statements.of(version.application, StatementKind.NOTICE)
        if one.direction is Direction.IN and one.package and office_cards.speaks_for(session, one.peer, peer)
    ]
    if not came:
        return None
    notice = msgspec.json.decode(came[-1].content, type=Notice)
    known = {(one.number, one.digest): one for one in session.vault.versions.of(version.application)}
    base = known.get((notice.version, notice.digest))
    if base is None or base.number >= version.number:
        return None
    return came[-1], base, session.vault.packages.get(PackageId(came[-1].package)).seal_digest


def _correction(version: Version, notice: KeptStatement, base: Version) -> Correction:
    changed = changed_paths(base.content, version.content)
    if not changed:
        raise Fault(Code.CORRECTION_SAME, version=base.number)
    there = {material.digest for material in base.content.materials}
    kept = dict.fromkeys(one.digest for one in version.content.materials if one.digest in there)
    return Correction(
        application=version.application,
        base_version=base.number,
        base_digest=base.digest,
        version=version.number,
        digest=version.digest,
        changed=changed,
        kept=tuple(kept),
        notice=notice.digest,
    )


def checked(session: Session, opened: OpenedPackage) -> Mapping[str, frozenset[str]]:
    """Which attachments of each application lie here already, once every correction is what it says.

    Raises `Fault(CORRECTION_BASE)` where this desk has not the version corrected, `Fault(CORRECTION_MISMATCH)` where
    more, less or something else differs than is said.
    """
    content = {application.id: application.content for application in opened.applications}
    for said in opened.enclosed.corrections:
        application = ApplicationId(said.application)
        known = {(one.number, one.digest): one for one in session.vault.versions.of(application)}
        base = known.get((said.base_version, said.base_digest))
        if base is None or not all(session.vault.attachments.by_digest(application, one) for one in said.kept):
            raise Fault(Code.CORRECTION_BASE, version=said.base_version)
        differs = changed_paths(base.content, content[said.application])
        if differs != said.changed:
            raise Fault(Code.CORRECTION_MISMATCH, where=next(iter({*differs} ^ {*said.changed}), "$"))
    return {said.application: frozenset(said.kept) for said in opened.enclosed.corrections}


def of(session: Session, application: ApplicationId) -> tuple[Correction, ...]:
    """Every correction of an application that went through this desk, oldest first."""
    kept = session.vault.statements.of(application, StatementKind.CORRECTION)
    return tuple(msgspec.json.decode(one.content, type=Correction) for one in kept)
