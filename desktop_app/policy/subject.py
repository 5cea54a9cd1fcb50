"""What a rule of a pack is about: the application, or one of the acts by which offices deal with it."""

from enum import Enum


class Subject(Enum):
    """Each subject has facts of its own (`subjects.TYPES`) and is asked by itself (`check.findings_about`)."""

    APPLICATION = "application"
    STEP = "step"  # one desk's step in the chain of review (六（一）)
    RETURN = "return"  # the one written notice, and what came of it (三（四）5, 四（三）)
    ARRIVAL = "arrival"  # papers that arrive at an office (三（四）4, 四)
    OFFICE_YEAR = "office_year"  # what an office itself must do by when (三（一）1, 七（三）)
    QUOTA = "quota"  # posts and limited numbers (五（四）1, 五（七）1, 五（九）)
    COMMITTEE = "committee"  # committee and pool of experts (五（二）, 六（二）)
    SCHEME = "scheme"  # the scheme of a review meeting (六（三）1)
    MEETING = "meeting"  # who sits, in which groups (六（二）2, 五（四）7, 五（五）2)
    BALLOT = "ballot"  # one round of voting on one applicant
    RESULT = "result"  # the public notice of results and what goes on record (六（三）2-3)
