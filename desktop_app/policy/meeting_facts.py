"""Facts about who sits in a review meeting: quorum, groups, recusal, and texts that leave the office."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desktop_app.domain.review_meeting import Candidate, Expert, Meeting, MeetingGroup
from desktop_app.policy.facttypes import FactType, flag, number, several
from desktop_app.policy.question import Question
from desktop_app.policy.voting import quorum

TYPES: Mapping[str, FactType] = {
    "meeting_members": number(),
    "meeting_present": number(),
    "meeting_wanted": number(),
    "present_strangers": several(),
    "candidates_ungrouped": several(),
    "candidates_grouped_twice": several(),
    "grassroots_mixed": several(),
    "any_grassroots": flag(),
    "any_apart": flag(),
    "apart_mixed": several(),
    "votes_of_relations": several(),
    "votes_of_colleagues": several(),
    "experts_named_outside": several(),
}


def _present(meeting: Meeting) -> tuple[Expert, ...]:
    present = set(meeting.present)
    return tuple(row for row in meeting.members if row.id in present)


def _times_grouped(meeting: Meeting, candidate: Candidate) -> int:
    return sum(group.candidates.count(candidate.id) for group in meeting.groups)


def _mixed(meeting: Meeting, belongs: Callable[[Candidate], bool]) -> tuple[str, ...]:
    """Those who belong together and sit in a group with others who do not."""
    known = {row.id: row for row in meeting.candidates}
    found = []
    for group in meeting.groups:
        rows = [known[each] for each in group.candidates if each in known]
        if not all(belongs(row) for row in rows):
            found += [row.id for row in rows if belongs(row)]
    return tuple(sorted(set(found)))


def votes(meeting: Meeting) -> Iterator[tuple[Expert, Candidate]]:
    """Every expert with every applicant they would vote on: both in one group, the expert present and not recused.

    In a meeting without groups all vote on all.
    """
    recused = {(row.expert, row.candidate) for row in meeting.recusals}
    together: tuple[MeetingGroup, ...] = meeting.groups or (
        MeetingGroup(
            name="", experts=meeting.present, candidates=tuple(candidate.id for candidate in meeting.candidates)
        ),
    )
    for group in together:
        sitting, reviewed = set(group.experts), set(group.candidates)
        experts = [one for one in _present(meeting) if one.id in sitting]
        candidates = [one for one in meeting.candidates if one.id in reviewed]
        for expert in experts:
            yield from ((expert, one) for one in candidates if (expert.id, one.id) not in recused)


def _related(meeting: Meeting) -> tuple[str, ...]:
    ties = {(row.expert, row.candidate) for row in meeting.relations}
    return _pairs(pair for pair in votes(meeting) if (pair[0].id, pair[1].id) in ties)


def _colleagues(meeting: Meeting) -> tuple[str, ...]:
    return _pairs(pair for pair in votes(meeting) if same_unit(pair[0].unit, pair[1].unit))


def stays_out(expert: Expert, name: str, unit: str) -> bool:
    """Whether what is known of an expert speaks for a recusal: the same unit, or whom they avoid (40号令).

    Nobody votes on themselves: the same name speaks for it, too, and an officer knows whether it is the same person.
    """
    avoided = {_closed(one) for one in (expert.name, *expert.avoids)}
    return same_unit(expert.unit, unit) or bool(avoided & {_closed(name), _closed(unit)} - {""})


def _closed(name: str) -> str:
    return "".join(name.split())


def same_unit(one: str, other: str) -> bool:
    """Whether two names are one unit's; blanks within a name do not hide it, and no name is nobody's."""
    return bool(one.strip()) and "".join(one.split()) == "".join(other.split())


def _pairs(pairs: Iterator[tuple[Expert, Candidate]]) -> tuple[str, ...]:
    return tuple(sorted({f"{expert.id}→{candidate.id}" for expert, candidate in pairs}))


def named_in(members: tuple[Expert, ...], texts: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers of the experts whose names stand in texts that are to leave; spaces within a name do not hide it."""
    closed = ["".join(text.split()) for text in texts]
    names = ((row.id, "".join(row.name.split())) for row in members)
    return tuple(sorted(each for each, name in names if name and any(name in text for text in closed)))


def _apart_mixed(meeting: Meeting) -> tuple[str, ...]:
    """Whom 五（五）2 sets apart and who is not; a meeting without groups puts everybody together."""
    if meeting.groups or all(row.apart for row in meeting.candidates):
        return _mixed(meeting, lambda row: row.apart)
    return tuple(sorted(row.id for row in meeting.candidates if row.apart))


DERIVATIONS: Mapping[str, Callable[[Question[Meeting]], Any]] = {
    "meeting_members": lambda at: len(at.about.members),
    "meeting_present": lambda at: len(_present(at.about)),
    "meeting_wanted": lambda at: quorum(len(at.about.members), at.on, at.pack),
    "present_strangers": lambda at: tuple(sorted(set(at.about.present) - {row.id for row in at.about.members})),
    "candidates_ungrouped": lambda at: tuple(
        row.id for row in at.about.candidates if at.about.groups and _times_grouped(at.about, row) == 0
    ),
    "candidates_grouped_twice": lambda at: tuple(
        row.id for row in at.about.candidates if _times_grouped(at.about, row) > 1
    ),
    "grassroots_mixed": lambda at: _mixed(at.about, lambda row: row.grassroots),
    "any_grassroots": lambda at: any(row.grassroots for row in at.about.candidates),
    "any_apart": lambda at: any(row.apart for row in at.about.candidates),
    "apart_mixed": lambda at: _apart_mixed(at.about),
    "votes_of_relations": lambda at: _related(at.about),
    "votes_of_colleagues": lambda at: _colleagues(at.about),
    "experts_named_outside": lambda at: named_in(at.about.members, at.about.outgoing),
}
