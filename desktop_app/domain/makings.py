"""How a carrier came to be made: what the register of makings (制作登记簿) says beside the carrier itself."""

from typing import Annotated

import msgspec

from desktop_app.domain.values import Line, Short, Value

#: More pages than any dossier has.
MOST_PAGES = 9_999


class Making(Value, frozen=True, kw_only=True):
    """Who asked for it, who approved, what for, and how many pages it has; empty or 0 is not known."""

    applicant: Short = ""
    approved_by: Short = ""
    purpose: Line = ""
    pages: Annotated[int, msgspec.Meta(ge=0, le=MOST_PAGES)] = 0

    @property
    def said(self) -> bool:
        """Whether there is anything to keep."""
        return self != Making()

    def completed(self, more: "Making") -> "Making":
        """With what was not known before; what is known stays."""
        return Making(
            applicant=self.applicant or more.applicant,
            approved_by=self.approved_by or more.approved_by,
            purpose=self.purpose or more.purpose,
            pages=self.pages or more.pages,
        )
