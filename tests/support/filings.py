"""Submitted filings of several people, made from one example, for what is done to many at once."""

import msgspec

from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import draft, submit
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(at: int) -> str:
    """The number of a man born as the example was; `at` tells people apart."""
    begun = f"15010219860606{2 * at + 1:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(begun, _WEIGHTS, strict=True)) % 11
    return begun + "10X98765432"[rest]


def another(session: Session, at: int, name: str, unit: str = "") -> ApplicationId:
    """The example's filing, submitted by somebody else."""
    made = draft.take_in(session, resource("demo", "classified_engineer.json"))
    for kind, file, year in SCANS:
        draft.attach(session, made, kind, resource("demo", "files", file), year)
    content = draft.load(session, made).draft
    person = msgspec.structs.replace(content.person, name=name, identity_number=identity_number(at))
    where = msgspec.structs.replace(content.unit, name=unit or content.unit.name)
    draft.save(session, made, msgspec.structs.replace(content, person=person, unit=where))
    submit.submit(session, made)
    return made
