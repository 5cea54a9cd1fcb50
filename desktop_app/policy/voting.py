"""Whether a vote is carried and whether a count can be true: whole numbers, no rounding (40号令)."""

from datetime import date
from typing import TYPE_CHECKING

from desktop_app.domain.meetings import KeptVote, Tally, TallyLine
from desktop_app.domain.review_meeting import Ballot
from desktop_app.policy.committee_facts import share

if TYPE_CHECKING:
    from desktop_app.policy.pack import Pack


def two_thirds(base: int, on: date, pack: "Pack") -> int:
    """The fewest that are two thirds of `base`, or whatever share the pack has on that day."""
    return share(base, int(str(pack.parameter("majority_parts", on))), int(str(pack.parameter("majority_whole", on))))


def wanted(voters: int, recused: int, on: date, pack: "Pack") -> int:
    """The fewest yes votes that carry it, of those present who may vote on this applicant.

    Whether those who stay out belong to the base as well the decree leaves open: the office settles it.
    """
    return two_thirds(voters + (recused if pack.setting_is("recused_in_base", True) else 0), on, pack)


def quorum(members: int, on: date, pack: "Pack") -> int:
    """How many of the committee must be present."""
    return share(members, int(str(pack.parameter("quorum_parts", on))), int(str(pack.parameter("quorum_whole", on))))


def enough(yes: int, voters: int, least: int) -> bool:
    """Nobody is carried by nobody's vote."""
    return voters > 0 and yes >= least


def carried(yes: int, voters: int, recused: int, on: date, pack: "Pack") -> bool:
    """Whether it is carried by what is settled now."""
    return enough(yes, voters, wanted(voters, recused, on, pack))


def rows_possible(vote: KeptVote, sheets: int, voters: int) -> tuple[int, int]:
    """How few and how many rows for one applicant `sheets` sheets can hold: whoever is recused strikes the row."""
    recused = len(vote.codes) - voters
    return max(0, sheets - recused), min(sheets, voters)


def ballot(vote: KeptVote, tally: Tally, line: TallyLine, on: date, pack: "Pack") -> Ballot:
    """One applicant's vote as the rules see it. What is neither yes nor no counts as an abstention."""
    voters, recused = vote.voters(line.candidate), vote.recused(line.candidate)
    return Ballot(
        candidate=line.candidate,
        present=voters,
        recused=recused,
        yes=line.yes,
        no=line.no,
        abstained=max(0, voters - line.yes - line.no),
        proxies=tally.proxies,
        late=tally.late,
        secret=vote.secret,
        passed=carried(line.yes, voters, recused, on, pack),
    )
