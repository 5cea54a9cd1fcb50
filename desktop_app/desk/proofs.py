"""What proves a package or an application to somebody who has not this program: hands, signers, digests, commands.

Everything that was signed is checked on the way here; the commands repeat it with age, ssh-keygen, sha256sum and tar.
"""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, courier, own_keys, proof_hands, reviews, sealed_as, senders
from desktop_app.desk.proof_commands import (
    DESK,
    Command,
    Signer,
    allowed_command,
    package_commands,
    reviewers,
    signer_of,
    step_commands,
)
from desktop_app.desk.proof_hands import Hand
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Direction, PackageRecord
from desktop_app.sealing import label, reader
from desktop_app.sealing.checks import SealHead
from desktop_app.sealing.manifest import MANIFEST_NAMESPACE, SEAL_NAMESPACE

#: So many volumes are named with their digests; the seal has all.
_VOLUMES = 12


@dataclass(frozen=True, slots=True)
class Proof:
    """`about` names what is proved and `id` which one; `facts` are names and digests."""

    about: Words
    id: str
    facts: tuple[tuple[Words, str], ...]
    signers: tuple[Signer, ...]
    hands: tuple[Hand, ...]
    commands: tuple[Command, ...]


def of_application(session: Session, application: ApplicationId) -> Proof:
    """Every signed step of an application and every package that carried it. Raises `Fault(REVIEW_INVALID)`."""
    chain = reviews.chain(session, application)
    packages = session.vault.packages.holding(application)
    hands = [proof_hands.step(one) for one in chain]
    for record in packages:
        hands += proof_hands.of_package(session, record)
    versions = session.vault.versions.of(application)
    facts = [(bilingual("第 {number} 版摘要", number=one.number), one.digest) for one in versions]
    return Proof(
        about=bilingual("proofs|申报"),
        id=application,
        facts=tuple(facts),
        signers=tuple(reviewers(chain)),
        hands=tuple(sorted(hands, key=lambda hand: hand.at)),
        commands=(*allowed_command(chain), *step_commands(chain)) if chain else (),
    )


def of_package(session: Session, package: PackageId) -> Proof:
    """A package that left or came, as this desk has it on record. Raises `Fault(RECORD_NOT_FOUND)`."""
    record = session.vault.packages.get(package)
    sender = _sender(session, record)
    chains = [reviews.chain(session, ApplicationId(one)) for one in record.applications]
    steps = {step.digest: step for chain in chains for step in chain}
    facts = [
        (bilingual("proofs|编号"), f"{record.sequence:06d}"),
        (bilingual("封条摘要"), record.seal_digest),
        (bilingual("封条号"), label.code(record.seal_digest) if record.seal_digest else ""),
        (bilingual("载体编号"), record.medium),
    ]
    hands = [
        *map(proof_hands.step, steps.values()),
        *proof_hands.of_package(session, record),
    ]  # in this order of a moment
    return Proof(
        about=bilingual("proofs|封装"),
        id=record.id,
        facts=tuple((name, value) for name, value in facts if value),
        signers=(
            signer_of(sender, SEAL_NAMESPACE, MANIFEST_NAMESPACE, principal=DESK),
            *reviewers(list(steps.values())),
        ),
        hands=tuple(sorted(hands, key=lambda hand: hand.at)),
        commands=package_commands(sender, record.id, record.seal_digest) if record.seal_digest else (),
    )


def of_folder(folder: Path, sender: ContactCard, progress: Progress, session: Session | None = None) -> Proof:
    """A package as it lies on a medium, checked against its sender's card; with a vault, its way as well.

    Raises the reader's faults for whatever is not as the seal says.
    """
    return _of_outside(reader.verify(folder, sender, progress), sender, session)


def of_found(session: Session, folder: Path, progress: Progress) -> Proof:
    """The same by what this desk knows of the sender. Raises the reader's faults."""
    head = reader.inspect(folder)
    known = senders.provable_sender(session, head)
    reader.verify_known(folder, known, progress)
    assert known is not None, "an unknown sender was refused"
    return _of_outside(head, known.card, session)


def _of_outside(head: SealHead, sender: ContactCard, session: Session | None) -> Proof:
    on_record = _on_record(session, head) if session is not None else None
    facts = [
        (bilingual("proofs|编号"), f"{head.sequence:06d}"),
        (bilingual("收件方密钥"), "　".join(head.recipients)),
        (bilingual("封条摘要"), head.seal_digest),
        (bilingual("封条号"), head.seal_code),
        (bilingual("proofs|清单摘要"), head.manifest_digest),
        *((bilingual("第 {n} 卷", n=one.n), one.sha256) for one in head.volumes[:_VOLUMES]),
    ]
    signer = signer_of(sender, SEAL_NAMESPACE, MANIFEST_NAMESPACE, principal=DESK)
    return Proof(
        about=bilingual("proofs|封装"),
        id=head.package_id,
        facts=tuple(facts),
        signers=on_record.signers if on_record else (signer,),
        hands=_hands(head, sender, session, on_record),
        commands=package_commands(sender, head.package_id, head.seal_digest, head),
    )


def _on_record(session: Session, head: SealHead) -> Proof | None:
    record = next((one for one in session.vault.packages.all() if one.id == head.package_id), None)
    return of_package(session, record.id) if record is not None else None


def _hands(head: SealHead, sender: ContactCard, session: Session | None, on_record: Proof | None) -> tuple[Hand, ...]:
    """What its outside says, and what is on record here: of one that came and was not opened, how its bag came."""
    what = bilingual("封装，第 {sequence} 号", sequence=head.sequence)
    sealed = Hand(head.sealed_at, sender.name, what, head.seal_digest)
    if session is None:
        return (sealed,)
    if on_record is None:
        return (sealed, *proof_hands.on_the_way(courier.of(session, head.package_id)))
    ours = head.sender in own_keys.key_ids(session)
    return on_record.hands if ours else tuple(sorted((*on_record.hands, sealed), key=lambda hand: hand.at))


def _sender(session: Session, record: PackageRecord) -> ContactCard:
    if record.direction is Direction.OUT:
        return sealed_as.sender(session, record.id).card
    return contacts.by_key(session, record.peer).card
