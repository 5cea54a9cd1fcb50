"""What is asked of a vault's lists: filters, orders, and a person across the years."""

from enum import Enum

from desktop_app.core.ids import PersonId
from desktop_app.domain.kinds import Level, Track
from desktop_app.domain.status import Status
from desktop_app.domain.values import Value


class RowOrder(Enum):
    """How the applications table is sorted; ties fall to the newest."""

    CHANGED = "changed"  # newest change first
    NAME = "name"  # by pinyin
    YEAR = "year"  # newest year first
    STATUS = "status"
    UNIT = "unit"


class RowFilter(Value, frozen=True, kw_only=True):
    """Which applications to show. `text` is found in name, pinyin, initials, identity number and unit; words add up.

    `unit` is found in the unit's name alone.
    """

    text: str = ""
    unit: str = ""
    status: Status | None = None
    level: Level | None = None
    track: Track | None = None
    year: int | None = None
    examples: bool = True  # whether invented people are among them
    order: RowOrder = RowOrder.CHANGED
    offset: int = 0
    limit: int = 200


class PersonRow(Value, frozen=True, kw_only=True):
    """One person, whose applications of several years belong together."""

    id: PersonId
    identity_number: str
    name: str
    reading: str
