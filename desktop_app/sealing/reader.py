"""Open a package: every check in its order, nothing kept and nothing believed before the last one has passed."""

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto import age
from desktop_app.domain import marking
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Trust
from desktop_app.sealing import cards, composing, disk, enclosed, limits, names, outside, payload, volumes
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.checks import (
    Caution,
    Check,
    History,
    KnownSender,
    OpenedPackage,
    Report,
    SealHead,
    Seen,
    Sink,
    Warned,
    making,
    silent,
)
from desktop_app.sealing.limits import Limits
from desktop_app.sealing.manifest import Manifest
from desktop_app.sealing.outside import Outside
from desktop_app.sealing.suites import SUITES


def find_packages(folder: Path) -> list[Path]:
    """Folders of packages: `folder` itself, or those right below it, unfinished ones included.

    A link that lies there is none: what is erased as this medium's would be another's.
    """
    with disk.on_medium(folder):
        if names.is_folder(folder.name) or (folder / names.SEAL).exists():
            return [folder]
        return sorted(path for path in folder.iterdir() if names.is_folder(path.name) and _lies_here(path))


def _lies_here(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def inspect(folder: Path) -> SealHead:
    """What the outside says, without any key. Raises `Fault(PACKAGE_INCOMPLETE | PACKAGE_FORMAT | PACKAGE_VERSION)`."""
    return outside.read(folder, silent).head


def verify(folder: Path, sender: ContactCard, progress: Progress | None = None) -> SealHead:
    """Whether `sender` sealed exactly these volumes; needs no secret key.

    Raises `Fault`: those of `inspect`, `SENDER_UNKNOWN`, `SEAL_SIGNATURE`, `VOLUME_*`, `ENTRY_UNEXPECTED`.
    """
    return verify_known(folder, KnownSender(sender, Trust.VERIFIED), progress)


def verify_known(
    folder: Path,
    sender: KnownSender | None,
    progress: Progress | None = None,
    numbers: Collection[int] | None = None,
) -> SealHead:
    """The same against what this desk knows of the sender: also `SENDER_REVOKED` and `SUITE_DOWNGRADE`.

    With `numbers`, only these volumes need to lie there.
    """
    found = outside.read(folder, silent)
    outside.check_sealed(found, sender)
    outside.check_volumes(found, progress or Progress(), numbers)
    return found.head


def open_package(
    folder: Path,
    *,
    keys: DeskKeys,
    own: ContactCard,
    known: Callable[[str], KnownSender | None],
    history: History,
    sink: Sink,
    machine_level: SecrecyLevel,
    allowed: Limits = limits.ORDINARY,
    label_groups: Mapping[int, str] | None = None,
    label_qr: str | None = None,
    now: datetime | None = None,
    report: Report = silent,
    progress: Progress | None = None,
) -> OpenedPackage:
    """Open a package sealed for `own`; on any failure after `begin` the sink is told to discard.

    `label_groups` are typed groups (0…5) of the label's digits, `label_qr` a scanned label; `now` is for the sender's
    "not after", which only warns. Raises `Fault` with the first check that failed, or `Cancelled`.
    """
    progress = progress or Progress()
    found = outside.read(folder, report)
    head, sender = found.head, known(found.head.sender)
    with making(Check.SUITE, report):
        outside.check_suite(head, sender)
    with making(Check.SENDER, report):
        contact = outside.check_sender(head, sender)
    with making(Check.SEAL_SIGNATURE, report):
        outside.check_signature(found, contact.card)
    if label_groups is not None or label_qr is not None:
        with making(Check.LABEL, report):
            outside.check_label(head, contact.card, label_groups, label_qr)
    with making(Check.ADDRESSED, report):
        if cards.key_id(own) not in head.recipients:
            raise Fault(Code.NOT_FOR_US)
    with making(Check.REPLAY, report):
        seen = outside.check_history(head, history)
    with making(Check.VOLUMES, report):
        outside.check_volumes(found, progress)
    inside = _Inside(found, keys, own, contact.card, sink, machine_level, allowed, report, progress)
    opened = inside.open()
    # Numbers are those of the way to the first recipient; another sees gaps where it was none of the recipients yet.
    counted = seen if cards.key_id(own) == head.recipients[0] else replace(seen, missing=())
    cautions = _cautions(opened.manifest, contact, counted, now)
    if label_groups is None and label_qr is None:
        cautions.append(Caution(Warned.LABEL_NOT_COMPARED))
    return replace(opened, warnings=(*cautions, *opened.warnings))


def _cautions(manifest: Manifest, sender: KnownSender, seen: Seen, now: datetime | None) -> list[Caution]:
    cautions = []
    if sender.trust is Trust.UNVERIFIED:
        cautions.append(Caution(Warned.SENDER_UNVERIFIED))
    if sender.trust is Trust.REVOKED:
        # The date in a package is whatever the holder of the keys wrote: a person has to look at the papers around it.
        cautions.append(Caution(Warned.SENDER_REVOKED_LATER, str(sender.revoked_on)))
    void = frozenset(manifest.void)
    if gap := [number for number in seen.missing if number not in void]:
        cautions.append(Caution(Warned.SEQUENCE_GAP, ", ".join(map(str, gap))))
    if seen.later:
        cautions.append(Caution(Warned.OUT_OF_ORDER, str(seen.later)))
    if now is not None and manifest.not_after is not None and now > manifest.not_after:
        cautions.append(Caution(Warned.EXPIRED))
    return cautions


@dataclass(frozen=True, slots=True)
class _Inside:
    """The second half of opening: what lies under the age header."""

    outside: Outside
    keys: DeskKeys
    own: ContactCard
    sender: ContactCard
    sink: Sink
    machine_level: SecrecyLevel
    allowed: Limits
    report: Report
    progress: Progress

    def open(self) -> OpenedPackage:
        with closing(volumes.joined(self.outside.folder, self.outside.seal)) as source:
            with making(Check.KEY, self.report):
                header = age.read_header(source)
                self._check_stanzas([stanza.kind for stanza in header.stanzas])
                blocks = age.opened(source, header, [self.keys.identity(self.outside.head.suite)])
            with closing(blocks):
                return self._read(payload.Plain(blocks))

    def _read(self, plain: payload.Plain) -> OpenedPackage:
        with making(Check.MANIFEST, self.report):
            statement = payload.read_statement(plain, self.outside.head, self.sender, self.own)
        with making(Check.LIMITS, self.report):
            self._check_limits(statement.manifest)
        try:
            self.sink.begin(statement.manifest)
            return self._take_in(plain, statement)
        except BaseException:
            self.sink.discard()
            raise

    def _check_stanzas(self, kinds: list[bytes]) -> None:
        """One key a named recipient, all of the package's suite: no weaker way in, and nobody unnamed."""
        suite = self.outside.head.suite
        if any(kind != SUITES[suite].stanza for kind in kinds):
            raise Fault(Code.SUITE_DOWNGRADE, suite=suite.value, minimum=suite.value)
        if len(kinds) != len(self.outside.head.recipients):
            raise Fault(Code.AGE_HEADER, what="recipients")

    def _check_limits(self, manifest: Manifest) -> None:
        composing.check_limits(manifest, self.allowed)
        marking.require_decided(manifest.marking)
        if manifest.marking.rank > self.machine_level.rank:
            raise Fault(Code.ABOVE_MACHINE_LEVEL)
        marking.check(manifest.marking)

    def _take_in(self, plain: payload.Plain, statement: payload.Statement) -> OpenedPackage:
        manifest = statement.manifest
        with making(Check.PAYLOAD, self.report):
            counter = disk.Counter(self.progress, manifest.limits.bytes, "open")
            came = payload.read_payload(plain, statement, self.sink, counter)
        with making(Check.RECORDS, self.report):
            applications = payload.read_records(manifest, came, self.machine_level)
            documents = payload.read_documents(manifest, came)
            said = enclosed.read(manifest, documents)
        return OpenedPackage(manifest, self.outside.head, applications, documents, tuple(came.warnings), said)
