"""Where the next package on the way to one desk stands: epoch, sequence and the seal before it."""

from collections.abc import Sequence

from desktop_app.desk import contacts, own_keys, sealed_as, standing
from desktop_app.desk.session import Session
from desktop_app.domain import marking
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import Contact, PackageRecord, PackageState
from desktop_app.sealing.content import Channel


def next_on(session: Session, peer: Contact) -> Channel:
    """Take the channel's next place, inside the act that journals it. Raises what `standing.require_sealable` does.

    A channel is that of two keys: after a change of either, counting begins anew.
    """
    standing.require_sealable(session, peer)
    now = own(session).key_id
    first = not own_keys.past(session)
    way = peer.key_id if first else f"{now}>{peer.key_id}"
    sent = session.vault.packages.sent_to(peer.key_id)
    if not first:
        sent = [p for p in sent if (said := sealed_as.journaled(session, p.id)) and said.sender == now]
    return Channel(
        epoch=session.vault.packages.epoch(way),
        sequence=session.vault.packages.next_sequence(way),
        prev_seal=_previous(sent),
        void=tuple(sorted(p.sequence for p in sent if p.state is PackageState.VOID)),
    )


def _previous(sent: Sequence[PackageRecord]) -> str | None:
    finished = [p for p in sent if p.seal_digest and p.state is not PackageState.VOID]
    return max(finished, key=lambda p: p.sequence).seal_digest if finished else None


def whole_mark(session: Session, markings: list[Marking]) -> Marking:
    """The mark of a package: highest level, longest term; undecided blocks, and so does a level above the machine's."""
    whole = marking.combined(markings)
    marking.require_decided(whole)
    marking.require_within(whole, session.machine.level)
    return whole


def own(session: Session) -> contacts.OwnCard:
    """This desk's card, made on first need."""
    return contacts.ensure_identity(session)
