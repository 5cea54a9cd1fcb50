"""The points that desks tick when they review: checklists.toml, by the checklist a desk owes (六（一）)."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Annotated

import msgspec

from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import Affiliation
from desktop_app.domain.office_acts import Step
from desktop_app.domain.values import Value
from desktop_app.policy.reading import PackFiles, TomlFile
from desktop_app.policy.tables import Both, RuleId, Said, Symbol


class ChecklistId(Enum):
    """The checklists that rules ask about; a pack has each of them."""

    UNIT = "unit"
    DEPARTMENT = "department"
    AREA = "area"
    CITY = "city"
    COMMITTEE = "committee"


class Point(Value, frozen=True):
    """One point to tick; `id` is what `Opinion.checked` holds."""

    id: Symbol
    says: Both


class Due(Value, frozen=True):
    """A station that owes the checklist; with `affiliation` only for units that belong so."""

    station: Station
    affiliation: Affiliation | None = None


class Checklist(Value, frozen=True):
    id: ChecklistId
    rule: RuleId
    clause: Said
    due: Annotated[tuple[Due, ...], msgspec.Meta(min_length=1)]
    point: Annotated[tuple[Point, ...], msgspec.Meta(min_length=1)]

    def owed_by(self, station: Station, affiliation: Affiliation | None) -> bool:
        return any(each.station is station and each.affiliation in (None, affiliation) for each in self.due)

    def owed_in(self, step: Step) -> bool:
        """Whether any of the stations for which a step stands owes it."""
        return any(self.owed_by(station, step.affiliation) for station in (step.station, *step.also))


class ChecklistsFile(Value, frozen=True):
    """checklists.toml"""

    checklist: tuple[Checklist, ...]


def checklists(files: PackFiles) -> Mapping[ChecklistId, Checklist]:
    """Every checklist of a pack. Raises `Fault(POLICY_NOT_FOUND | POLICY_INVALID)`."""
    source = TomlFile.of(files, "checklists.toml")
    made: dict[ChecklistId, Checklist] = {}
    points: set[str] = set()
    for index, row in enumerate(source.table(ChecklistsFile).checklist):
        line = source.line_of_row("checklist", index)
        if row.id in made:
            source.refuse(line, f"{row.id.value} twice")
        for point in row.point:
            if point.id in points:
                source.refuse(line, f"point {point.id} twice")
            points.add(point.id)
        made[row.id] = row
    for wanted in ChecklistId:
        if wanted not in made:
            source.refuse(0, f"no checklist {wanted.value}")
    return MappingProxyType(made)
