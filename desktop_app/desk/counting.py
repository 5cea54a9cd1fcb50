"""Counting a vote: two people independently, neither sees the other's figures before the own are entered."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal
from desktop_app.desk import votes
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import bilingual, listed
from desktop_app.domain.meetings import KeptVote, Tally, TallyLine
from desktop_app.policy import voting


@dataclass(frozen=True, slots=True)
class Found:
    """The sheets and rows that one person counted."""

    returned: int
    lines: Sequence[TallyLine]
    proxies: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class CountView:
    """What one counter may see. `others` is empty until the own count is entered; `waiting` says who has entered one.

    `differing` holds the applicants on whom the two counts do not agree, "" for the number of sheets.
    """

    vote: KeptVote
    own: Tally | None
    others: tuple[Tally, ...]
    waiting: int
    differing: tuple[str, ...]


def view(session: Session, vote: str) -> CountView:
    """The vote as the user at the desk may see it."""
    kept = votes.get(session, vote)
    latest = _latest(kept)
    own = latest.get(session.vault.user_id)
    others = tuple(one for user, one in latest.items() if user != session.vault.user_id)
    seen = others if own or kept.agreed else ()
    differing = _differing(own, seen[0]) if own and seen else ()
    hidden = kept if own or kept.agreed else structs.replace(kept, tallies=())
    return CountView(hidden, own, seen, len(latest), differing)


def _latest(vote: KeptVote) -> dict[str, Tally]:
    return {one.user: one for one in vote.tallies}


def _differing(one: Tally, other: Tally) -> tuple[str, ...]:
    heads = (one.returned, one.proxies, one.late) != (other.returned, other.proxies, other.late)
    there = {line.candidate: line for line in other.lines}
    rows = tuple(line.candidate for line in one.lines if there.get(line.candidate) != line)
    return (("",) if heads else ()) + rows


def enter(session: Session, vote: str, found: Found) -> CountView:
    """Enter the own count, or enter it anew after a recount. Two that agree settle the vote.

    Raises `Fault(VOTE_STATE)`, `Fault(VOTE_COUNT)`, `Fault(VOTE_SAME_COUNTER)` for a third person.
    """
    kept = votes.get(session, vote)
    votes.require_open(kept)
    _require_possible(kept, found)
    latest = _latest(kept)
    user = session.vault.user_id
    if user not in latest and len(latest) > 1:
        raise Fault(Code.VOTE_STATE, state=bilingual("已由两人分别计票"))
    tally = _tally(session, found)
    other = next((one for known, one in latest.items() if known != user), None)
    made = structs.replace(kept, tallies=(*kept.tallies, tally))
    if other is not None and other.same(tally):
        made = structs.replace(made, agreed=tally)
    votes.put(session, Act.VOTE_COUNTED, made)
    return view(session, vote)


def settle(session: Session, vote: str, found: Found, how: str) -> KeptVote:
    """Settle what two counts differ in, by going through the sheets together, and say how.

    Raises `Fault(VOTE_SAME_COUNTER)` before two people have counted, `Fault(REASON_MISSING)`, `Fault(VOTE_COUNT)`.
    """
    kept = votes.get(session, vote)
    votes.require_open(kept)
    latest = _latest(kept)
    if len(latest) < 2:
        raise Fault(Code.VOTE_SAME_COUNTER, user=next((one.by for one in latest.values()), session.user))
    if not how.strip():
        raise Fault(Code.REASON_MISSING)
    _require_possible(kept, found)
    made = structs.replace(kept, agreed=_tally(session, found), settled=normal(how.strip()))
    votes.put(session, Act.VOTE_SETTLED, made)
    return made


def _tally(session: Session, found: Found) -> Tally:
    return Tally(
        user=session.vault.user_id,
        by=session.user,
        at=session.clock.now().replace(microsecond=0),
        returned=found.returned,
        proxies=found.proxies,
        late=found.late,
        lines=tuple(sorted(found.lines, key=lambda one: one.candidate)),
    )


def _require_possible(vote: KeptVote, found: Found) -> None:
    """A count that the sheets cannot give is a slip of the pen. Raises `Fault(VOTE_COUNT)`."""
    issued = len(vote.codes)
    if found.returned > issued:
        raise _differs("收回 {returned} 张，多于发出的 {issued} 张", returned=found.returned, issued=issued)
    if found.proxies + found.late > found.returned:
        raise _differs("委托和补投的票多于收回的票")
    named, wanted = [one.candidate for one in found.lines], [one.candidate for one in vote.entitled]
    if sorted(named) != sorted(wanted):
        wrong = set(named) ^ set(wanted) or {one for one in named if named.count(one) > 1}
        raise _differs("编号 {wrong} 缺少、多余或重复", wrong=listed(sorted(wrong)))
    sheets = found.returned - found.proxies - found.late
    for line in found.lines:
        least, most = voting.rows_possible(vote, sheets, vote.voters(line.candidate))
        if not least <= line.rows <= most:
            told = f"{least}" if least == most else f"{least}–{most}"
            raise _differs(
                "{candidate} 共 {rows} 票，应为 {told} 票", candidate=line.candidate, rows=line.rows, told=told
            )


def _differs(text: str, /, **fields: object) -> Fault:
    return Fault(Code.VOTE_COUNT, what=bilingual(text, **fields))
