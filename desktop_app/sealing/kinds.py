"""What a package of each kind holds: applications or none, which documents and how many, and whether it answers."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from desktop_app.domain.records import PackageKind

#: The names of documents.
REVIEWS = "reviews"
NOTICE = "notice"
CORRECTION = "correction"
RECEIPT = "receipt"
ROSTER = "roster"
EXPERTS = "experts"
POLICY = "policy"
CARD = "card"
REVOCATION = "revocation"

#: Whether so many documents of a name fit so many applications.
Many = Callable[[int, int], bool]


def _one(documents: int, _: int) -> bool:
    return documents == 1


def _some(documents: int, _: int) -> bool:
    return documents > 0


def _any(documents: int, _: int) -> bool:
    return documents >= 0


def _each(documents: int, applications: int) -> bool:
    return documents == applications


def _each_or_none(documents: int, applications: int) -> bool:
    return documents in (0, applications)


@dataclass(frozen=True, slots=True)
class Shape:
    """`answers` is whether the package names the one it answers; `None` where it may or may not."""

    applications: bool
    documents: Mapping[str, Many] = field(default_factory=dict)
    answers: bool | None = False


SHAPES: Mapping[PackageKind, Shape] = MappingProxyType(
    {
        PackageKind.APPLICATION: Shape(applications=True, documents={REVIEWS: _each_or_none}),
        PackageKind.FORWARD: Shape(applications=True, documents={REVIEWS: _each}),
        PackageKind.RETURN: Shape(applications=False, documents={NOTICE: _some}, answers=True),
        PackageKind.CORRECTION: Shape(
            applications=True, documents={CORRECTION: _each, REVIEWS: _each_or_none}, answers=None
        ),
        PackageKind.RECEIPT: Shape(applications=False, documents={RECEIPT: _one}, answers=True),
        PackageKind.ROSTER: Shape(applications=False, documents={ROSTER: _one}),
        PackageKind.EXPERTS: Shape(applications=False, documents={EXPERTS: _one}),
        PackageKind.POLICY: Shape(applications=False, documents={POLICY: _one}),
        PackageKind.CARD: Shape(applications=False, documents={CARD: _any, REVOCATION: _any}),
    }
)


def fits(kind: PackageKind, applications: int, documents: Sequence[str], *, answers: bool) -> bool:
    """Whether a package of this kind may hold that."""
    shape, found = SHAPES[kind], Counter(documents)
    return (
        (applications > 0) is shape.applications
        and applications + len(documents) > 0
        and set(found) <= set(shape.documents)
        and all(many(found[name], applications) for name, many in shape.documents.items())
        and shape.answers in (None, answers)
    )
