"""The pool of experts of a committee: who is in it, who left and why (六（二）1). Names stay in the vault (40号令)."""

import re
from collections.abc import Collection, Iterable, Sequence

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.core.text import normal
from desktop_app.desk import committees
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import KeptExpert
from desktop_app.domain.findings import bilingual
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.review_meeting import Expert, Number

#: Numbers stand in lists that anyone hashes anew: nothing in them may part words or lines.
_NUMBER = re.compile(r"[\w-]{1,20}")
#: What parts the names of those whom an expert avoids: a unit's name may have commas in it.
PARTED = re.compile(r"\s*[;；、\n]\s*")
#: What parts years and specialties, as either language writes it.
_COMMAS = re.compile(r"[、，,]")
_TYPED = ("id", "name", "unit", "specialty", "kept_reason")


def parted(typed: str) -> tuple[str, ...]:
    """Years or specialties as they are typed one after another."""
    return tuple(one for part in _COMMAS.split(typed) if (one := part.strip()))


def all_(session: Session, committee: str) -> list[KeptExpert]:
    """Everybody who is or was in the pool, by number. Raises `Fault(RECORD_NOT_FOUND)` without such a committee."""
    committees.bare(session, committee)
    return committees.pool_of(session, committee)


def get(session: Session, expert: str) -> KeptExpert:
    """One of them. Raises `Fault(RECORD_NOT_FOUND)`."""
    committees.require_office(session)
    found = session.vault.work.experts.get(expert)
    if found is None:
        raise not_found(RecordKind.EXPERT)
    return found


def keep(session: Session, committee: str, expert: Expert, id_: str = "") -> KeptExpert:
    """Take an expert into the pool, or change the one under `id_`; without a number they get the next one.

    Raises `Fault(MEETING_LACKS)` without a name, `Fault(EXPERT_TWICE | EXPERT_NUMBERED)`, `Fault(FIELD_VALUE)`.
    """
    pool = all_(session, committee)
    known = get(session, id_) if id_ else None
    others = [one.expert.id for one in pool if one.id != id_]
    sound = checked(expert, others)
    if known and sound.id != known.expert.id and known.expert.id in _named(session, committee):
        raise Fault(Code.EXPERT_NUMBERED, number=known.expert.id)
    made = (
        structs.replace(known, expert=sound)
        if known
        else KeptExpert(id=new_id(session.clock.now()), committee=committee, expert=sound)
    )
    put_all(session, committee, [made])
    return made


def _named(session: Session, committee: str) -> set[str]:
    """The numbers that draws and changes of members name: by them, and by nothing else, they know their people."""
    plans = [one.record.plan for one in committees.draws_of(session, committee)]
    changes = committees.bare(session, committee).changes
    return {
        *(one.id for plan in plans for one in plan.experts),
        *(one.expert for plan in plans for one in plan.left_out),
        *(number for change in changes for number in (change.comes, change.leaves)),
    }


def checked(expert: Expert, others: Sequence[str]) -> Expert:
    """The expert as they are kept: trimmed, with a number that none of the `others` has."""
    plain = structs.replace(expert, **{name: normal(getattr(expert, name).strip()) for name in _TYPED})
    if not plain.name:
        raise Fault(Code.MEETING_LACKS, what=bilingual("专家姓名"))
    sound = structs.replace(
        plain,
        id=plain.id or next_number(others),
        served=tuple(sorted(set(plain.served))),
        avoids=tuple(dict.fromkeys(normal(one.strip()) for one in plain.avoids if one.strip())),
    )
    if not _NUMBER.fullmatch(sound.id):
        raise Fault(Code.FIELD_VALUE, where="id")
    if sound.id in others:
        raise Fault(Code.EXPERT_TWICE, number=sound.id)
    if sound.term_from and sound.term_to and sound.term_to < sound.term_from:
        raise Fault(Code.FIELD_VALUE, where="term_to")
    exchange.require_sound(sound)
    return sound


def next_number(taken: Iterable[str]) -> str:
    """The number after the largest of the usual form, `E001` to begin with."""
    used = (int(one[1:]) for one in taken if re.fullmatch(r"E[0-9]{1,9}", one))
    return f"E{max(used, default=0) + 1:03d}"


def leave(session: Session, expert: str, reason: str) -> KeptExpert:
    """Take somebody out of the pool; they stay on record, because draws name numbers.

    Raises `Fault(REASON_MISSING)`.
    """
    known = get(session, expert)
    if not reason.strip():
        raise Fault(Code.REASON_MISSING)
    done = structs.replace(known, left=normal(reason.strip()))
    put_all(session, known.committee, [done])
    return done


def come_back(session: Session, expert: str) -> KeptExpert:
    """Take somebody who left into the pool again."""
    done = structs.replace(get(session, expert), left="")
    put_all(session, done.committee, [done])
    return done


def served_in(session: Session, committee: str, year: int, present: Collection[Number]) -> int:
    """Note on those of the pool who were present that they reviewed in `year`; how many that were new."""
    rows = [one for one in committees.pool_of(session, committee) if one.expert.id in present]
    changed = [
        structs.replace(one, expert=structs.replace(one.expert, served=tuple(sorted({*one.expert.served, year}))))
        for one in rows
        if year not in one.expert.served
    ]
    if changed:
        put_all(session, committee, changed)
    return len(changed)


def put_all(session: Session, committee: str, made: Sequence[KeptExpert]) -> None:
    """Write several in one act. The log has numbers and digests, no name."""
    for one in made:
        exchange.require_sound(one)
    objects = {"committee": committee, "experts": str(len(made))}
    if len(made) == 1:
        objects |= {"expert": made[0].id, "digest": exchange.digest(made[0])}
    with session.vault.act(Act.EXPERTS_CHANGED, objects):
        for one in made:
            session.vault.work.experts.put(one.id, one, committee)
