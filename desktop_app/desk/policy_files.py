"""Packs that travel: sign one for other desks, import one that a verified desk signed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.reasons import reason_of
from desktop_app.desk import contacts, kept_packs, own_keys, pack_reading, packs, successions, told_files
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import bilingual
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import KeptPolicy, Trust
from desktop_app.host.atomic import PUBLIC
from desktop_app.policy import pack as policy_packs
from desktop_app.policy.pack import Pack
from desktop_app.policy.reading import PackFiles, files_of
from desktop_app.sealing import policy_file
from desktop_app.sealing.policy_file import SUFFIX, PolicyFile

__all__ = ["SUFFIX", "Imported", "export_folder", "export_kept", "file_name", "import_"]

_HEAD = bilingual("开头的名称、年度、版次或摘要与内容不符")


@dataclass(frozen=True, slots=True)
class Imported:
    """A pack that came in. `already`: the very same was here before, and nothing was changed."""

    policy: KeptPolicy
    already: bool
    current: bool  # of its year
    in_force: bool  # new applications come under it from now on


def file_name(pack: str, edition: str) -> str:
    """What an exported pack is called unless the user says otherwise."""
    return f"{pack}-{edition}{SUFFIX}".replace("/", "-")


def export_folder(session: Session, source: str, out: Path) -> PolicyFile:
    """Sign a pack from a folder (or a shipped one by its name) for other desks. It is loaded strictly first."""
    return _export(session, files_of(packs.folder_of(source)), out)


def export_kept(session: Session, policy: KeptPolicy, out: Path) -> PolicyFile:
    """Sign a pack of this vault for other desks; they verify this desk, whoever signed it first."""
    return _export(session, pack_reading.files(session, policy), out)


def kept_as_file(session: Session, policy: KeptPolicy) -> PolicyFile:
    """A pack of this vault as this desk says it; loaded strictly first."""
    return _said(session, pack_reading.files(session, policy))


def _said(session: Session, files: PackFiles) -> PolicyFile:
    pack = _strictly(files)
    return PolicyFile(
        pack=pack.id,
        year=pack.year,
        edition=pack.head.edition,
        digest=pack.digest,
        issuer=contacts.ensure_identity(session).key_id,
        files=policy_file.parts(files),
    )


def _export(session: Session, files: PackFiles, out: Path) -> PolicyFile:
    made = _said(session, files)
    content = policy_file.write(made, contacts.keys(session))
    objects = {"policy": made.pack, "digest": made.digest, "file": hashlib.sha256(content).hexdigest()}
    with session.vault.act(Act.POLICY_EXPORTED, objects):
        told_files.put(session, {out: content}, mode=PUBLIC)
    return made


def import_(session: Session, path: Path) -> Imported:
    """Check the signature, load the pack strictly, keep it. Raises `Fault`; then nothing is kept but the log's word."""
    untrusted = _untrusted(path)
    digest = hashlib.sha256(untrusted).hexdigest()
    try:
        opened = policy_file.read(untrusted, lambda key: _issuer(session, key))
        pack = _loaded(opened)
    except Fault as fault:
        with session.vault.act(Act.POLICY_REFUSED, {"file": digest, "code": fault.code.value}):
            pass
        raise
    return _kept(session, opened, pack, digest)


def keep(session: Session, came: PolicyFile) -> Imported:
    """Keep a pack that came in a sealed package. Raises `Fault(POLICY_ISSUER_* | POLICY_*)`."""
    _issuer(session, came.issuer)
    return _kept(session, came, _loaded(came), "")


def _kept(session: Session, opened: PolicyFile, pack: Pack, digest: str) -> Imported:
    here = {kept.digest: kept for kept, _ in kept_packs.known(session)}
    if pack.digest in here:
        return _imported(session, here[pack.digest], already=True)
    objects = {"policy": pack.id, "digest": pack.digest, "issuer": opened.issuer, "file": digest}
    with session.vault.act(Act.POLICY_IMPORTED, objects):
        kept = session.vault.policies.keep(
            opened.contents(), pack=pack.id, year=pack.year, edition=pack.head.edition, issuer=opened.issuer
        )
    session.use(session.pack_as_settled())
    return _imported(session, kept, already=False)


def _loaded(opened: PolicyFile) -> Pack:
    pack = _strictly(opened.contents())
    said = (opened.pack, opened.year, opened.edition, opened.digest)
    if said != (pack.id, pack.year, pack.head.edition, pack.digest):
        raise Fault(Code.POLICY_FILE_FORMAT, detail=_HEAD)
    return pack


def _imported(session: Session, kept: KeptPolicy, *, already: bool) -> Imported:
    now = kept_packs.current(session, kept.year)
    is_current = now is not None and now.digest == kept.digest
    return Imported(kept, already, is_current, session.pack.digest == kept.digest)


def _strictly(files: PackFiles) -> Pack:
    try:
        return policy_packs.load_files(files)
    except RecursionError:  # brackets within brackets by the hundred
        raise Fault(Code.POLICY_INVALID, path="pack.toml", line=0, detail="nested too deeply") from None


def _untrusted(path: Path) -> bytes:
    """One byte more than is allowed tells that a file is too large; a device has no size to ask for."""
    try:
        with path.open("rb") as file:
            return file.read(policy_file.MAX_FILE + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error


def _issuer(session: Session, key: str) -> ContactCard:
    """The card of whoever signed: this desk's own, or a verified contact's."""
    if key in own_keys.key_ids(session):
        return own_keys.of(session, key).card
    contact = session.vault.contacts.get_by_key(key)
    if contact is None:
        raise Fault(Code.POLICY_ISSUER_UNKNOWN, issuer=key)
    if contact.trust is Trust.REVOKED:
        raise Fault(Code.POLICY_ISSUER_REVOKED, name=contact.card.name)
    if contact.trust is not Trust.VERIFIED:
        raise Fault(Code.POLICY_ISSUER_UNVERIFIED, name=contact.card.name)
    last = successions.last_day(session, contact)
    if last is not None and session.today() > last:
        raise Fault(Code.SENDER_FOLLOWED, name=contact.card.name, day=last.isoformat())
    return contact.card
