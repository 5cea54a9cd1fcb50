"""What an officer has filled in for this desk's step in the chain of review, before it is signed (六（一）1)."""

from datetime import date

from desktop_app.domain.application import Opinion, Recommendation
from desktop_app.domain.values import DigestOrNone, Line, Short, Text, Value


class PointAnswer(Value, frozen=True, kw_only=True):
    """The answer to one point of a checklist. `point` is its name in the pack; `met` is `None` while unanswered."""

    point: Short
    met: bool | None = None
    remark: Line = ""


class ReviewWork(Value, frozen=True, kw_only=True):
    """One step as it is being filled in. `recommendation` is the unit's alone.

    `version` is the digest of the version that it was filled in for; empty in what an earlier release kept.
    """

    answers: tuple[PointAnswer, ...] = ()
    text: Text = ""
    reviewer: Short = ""
    on: date | None = None
    sealed: bool = False
    recommendation: Recommendation = Recommendation()
    version: DigestOrNone = ""

    @property
    def failed(self) -> tuple[PointAnswer, ...]:
        """The points that the officer found not to be met."""
        return tuple(one for one in self.answers if one.met is False)

    @property
    def remarks(self) -> tuple[PointAnswer, ...]:
        """The answers that say more than yes."""
        return tuple(one for one in self.answers if one.remark.strip() or one.met is False)

    def opinion(self) -> Opinion:
        """As the form prints it and as the rules look at it."""
        checked = tuple(one.point for one in self.answers if one.met)
        return Opinion(
            text=self.text.strip(), reviewer=self.reviewer.strip(), on=self.on, sealed=self.sealed, checked=checked
        )
