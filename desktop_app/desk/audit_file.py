"""The log as a file that a stranger checks without this program (`vault/FORMAT.md` says how): written, checked.

A head line, then one entry a line, all canonical JSON; beside it the desk's SSHSIG signature over the whole file.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from desktop_app.core import canonical_json
from desktop_app.core.clock import stamp
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.crypto import sshsig
from desktop_app.desk import confirmed_acts, contacts, formal_print, heads, told_files
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.values import Digest, Value
from desktop_app.sealing import cards
from desktop_app.vault import chain

NAMESPACE = "fj-audit@v1"
SIGNATURE_SUFFIX = ".sig"
#: A line holds one entry: a few ids and digests.
_MOST_LINE = 64 * 1024
#: A million entries; more is not the log of a desk.
_MOST_BYTES = 1024 * 1024 * 1024
_ENTRY_FIELDS = {"sequence", "at", "user", "act", "objects", "previous", "digest"}


class AuditFileHead(Value, frozen=True, kw_only=True):
    """The first line: whose log, how far, and the key that signs."""

    fj: Literal[1] = 1
    type: Literal["audit-log"] = "audit-log"
    vault: str
    code: str
    office: str
    key: str
    entries: int
    head: Digest
    exported_at: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    signature: Path
    entries: int
    head: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a file's chain does not hold: `missing`, `order`, `altered`, `unlinked`, `short`."""

    line: int
    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file of the log says of itself, and whether that holds."""

    head: AuditFileHead
    key_known: bool  # the signer's key was given by the caller, not taken from the file itself
    broken: Break | None


def export(session: Session, path: Path, progress: Progress) -> Exported:
    """Write the whole log and its signature; the export is in the log, and so not in the file."""
    leave = confirmed_acts.require(session, Act.AUDIT_EXPORTED)
    own = contacts.ensure_identity(session)
    keys = contacts.keys(session)
    content = _content(session, own.card, progress)
    armor = sshsig.sign(content, keys.signing_seed, NAMESPACE)
    digest = hashlib.sha256(content).hexdigest()
    last = session.vault.signatures.head()
    beside = path.with_name(path.name + SIGNATURE_SUFFIX)
    with session.vault.act(
        Act.AUDIT_EXPORTED, {"entries": str(last.sequence), "file": digest, **formal_print.noted(leave)}
    ):
        heads.sign(session)
        # the signature first: a log without one looks finished and is not
        told_files.put(session, {beside: armor, path: content})
    session.vault.note_head()
    return Exported(path, beside, last.sequence, last.digest, digest)


def _content(session: Session, card: ContactCard, progress: Progress) -> bytes:
    last = session.vault.signatures.head()
    first = AuditFileHead(
        vault=session.vault.vault_id,
        code=card.code,
        office=card.name,
        key=sshsig.public_line(bytes.fromhex(card.signing_key)),
        entries=last.sequence,
        head=last.digest,
        exported_at=stamp(session.clock.now()),
    )
    lines = [canonical_json.spelled(msgspec.to_builtins(first))]
    for entry in session.vault.audit.export():
        if entry.sequence % 500 == 0:
            progress.step(entry.sequence, last.sequence, "log")
        lines.append(canonical_json.spelled(msgspec.to_builtins(entry)))
    return b"\n".join(lines) + b"\n"


def check(path: Path, progress: Progress, *, card: Path | None = None, signature: Path | None = None) -> Checked:
    """Check a file of the log; needs no vault. Raises `Fault(AUDIT_FILE | AUDIT_FILE_SIGNATURE | …)`.

    Without `card` the key is the one in the file, which shows only that one hand made it all.
    """
    untrusted = _read(path, _MOST_BYTES)
    lines = untrusted.split(b"\n")
    head = _head(lines[0], path)
    public = bytes.fromhex(cards.read_card(_read(card, cards.MAX_CARD)).signing_key) if card else _key(head, path)
    broken = _first_break(lines, head, path, progress)
    # the place of a break tells more than the signature, which every change spoils
    if broken is None:
        armor = _read(signature or path.with_name(path.name + SIGNATURE_SUFFIX), _MOST_LINE)
        try:
            sshsig.verify(untrusted, armor, public, NAMESPACE)
        except sshsig.SignatureRefused as error:
            raise Fault(Code.AUDIT_FILE_SIGNATURE, path=str(path)) from error
    return Checked(head, card is not None, broken)


def _first_break(lines: list[bytes], head: AuditFileHead, path: Path, progress: Progress) -> Break | None:
    walk = chain.Walk()
    for number, sequence, previous, digest, sound in _entries(lines, path):
        expected = walk.sequence + 1
        if wrong := walk.step(sequence, previous, digest, sound=sound):
            return Break(number, expected if wrong[0] == "missing" else sequence, wrong[0])
        if number % 500 == 0:
            progress.step(number, head.entries, "log")
    if lines[-1] or (walk.sequence, walk.digest) != (head.entries, head.head):
        return Break(len(lines), walk.sequence + 1, "short")
    return None


def _entries(lines: list[bytes], path: Path) -> Iterator[tuple[int, int, str, str, bool]]:
    """Line, number, previous, digest, and whether the digest is that of the line's fields.

    Acts are read as words: a log of a later release, with acts that are not known here, is checked as well.
    """
    for number, line in enumerate(lines[1:], start=2):
        if number == len(lines) and not line:
            return
        fields = _object(line, path, number)
        texts = [fields.get(name) for name in ("at", "user", "act", "previous", "digest")]
        sequence, objects = fields.get("sequence"), fields.get("objects")
        if (
            set(fields) != _ENTRY_FIELDS
            or not all(isinstance(one, str) for one in texts)
            or type(sequence) is not int
            or not isinstance(objects, dict)
        ):
            raise Fault(Code.AUDIT_FILE, path=str(path), line=number)
        digest = fields.pop("digest")
        # whatever is not spelled canonically was not written by an export
        sound = (
            hashlib.sha256(canonical_json.spelled(fields)).hexdigest() == digest
            and canonical_json.spelled({**fields, "digest": digest}) == line
        )
        yield number, sequence, fields["previous"], digest, sound


def _object(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8")) if len(line) <= _MOST_LINE else None
        canonical_json.spelled(found)
    except (ValueError, RecursionError) as error:
        raise Fault(Code.AUDIT_FILE, path=str(path), line=number) from error
    if not isinstance(found, dict):
        raise Fault(Code.AUDIT_FILE, path=str(path), line=number)
    return found


def _head(line: bytes, path: Path) -> AuditFileHead:
    try:
        return msgspec.convert(_object(line, path, 1), AuditFileHead)
    except msgspec.ValidationError as error:
        raise Fault(Code.AUDIT_FILE, path=str(path), line=1) from error


def _key(head: AuditFileHead, path: Path) -> bytes:
    public = sshsig.public_of_line(head.key)
    if public is None:
        raise Fault(Code.AUDIT_FILE, path=str(path), line=1)
    return public


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    if len(content) > limit:
        raise Fault(Code.INPUT_TOO_LARGE, path=str(path), limit=limit)
    return content
