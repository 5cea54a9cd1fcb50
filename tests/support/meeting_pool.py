"""A committee with a pool of experts to draw from."""

from datetime import date

from msgspec import structs

from desktop_app.desk import committees, experts
from desktop_app.desk.session import Session
from desktop_app.domain.committees import DrawLot, KeptExpert
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Breadth, Committee, Expert, Registration, Task

MET = date(2026, 9, 10)
OWN = "河套学院"
COMMITTEE = Committee(
    name="水利中级评委会",
    unit=OWN,
    breadth=Breadth.SPECIALTY,
    registered=Registration(
        series=("04",), levels=(Level.MID,), standard="甲", valid_from=date(2025, 1, 1), valid_to=date(2027, 12, 31)
    ),
    task=Task(series="04", levels=(Level.MID,), standard="甲"),
    meets_on=MET,
)


def expert(number: int, **said: object) -> Expert:
    usual = Expert(
        id=f"E{number:03d}",
        name=f"专家{number}",
        unit=OWN if number % 2 else "市水务局",
        specialty="水利",
        level=Level.MID,
        term_from=date(2025, 1, 1),
        term_to=date(2027, 12, 31),
    )
    return structs.replace(usual, **said)


def lot(seats: int, reserves: int = 0, *, outside: bool = False) -> DrawLot:
    return DrawLot(specialty="水利", level=Level.MID, seats=seats, reserves=reserves, outside=outside)


def kept(session: Session, how_many: int, **said: object) -> str:
    """The committee's id; its pool has so many who may all be drawn."""
    made = committees.keep(session, structs.replace(COMMITTEE, **said)).id
    people = [KeptExpert(id=f"{made}-{n}", committee=made, expert=expert(n)) for n in range(1, how_many + 1)]
    experts.put_all(session, made, people)
    return made
