"""The register of dishonest conduct in title reviews, kept for three years from the day of the record (七（一）)."""

from datetime import date, datetime

from desktop_app.domain.values import Line, Short, Value


class DishonestyRecord(Value, frozen=True, kw_only=True):
    """One person's record. It is never taken out; `revoked` says why it counts no longer before its time."""

    id: str
    name: Short
    identity_number: Short
    unit: Short = ""
    recorded_on: date
    conduct: Line
    decided_by: Line  # the office and its document
    by: Short
    at: datetime
    revoked: Line = ""

    def until(self, years: int) -> date:
        """The first day on which it counts no longer."""
        on = self.recorded_on
        try:
            return on.replace(year=on.year + years)
        except ValueError:  # 29 February
            return date(on.year + years, 3, 1)

    def counts(self, on: date, years: int) -> bool:
        return not self.revoked and self.recorded_on <= on < self.until(years)
