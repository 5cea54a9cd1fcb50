"""Where one can be: the screens by key, and a spot in one of them."""

from dataclasses import dataclass
from enum import Enum


class ScreenKey(Enum):
    """Every screen behind the lock; the order is the rail's order."""

    HOME = "home"
    APPLICATIONS = "applications"
    EDITOR = "editor"
    COMPARE = "compare"
    GROUNDS = "grounds"
    LIST_CHECK = "list_check"
    PAPERS = "papers"
    PRINT_CENTRE = "print_centre"
    FORMS = "forms"
    DESIGNER = "designer"
    SEALING = "sealing"
    INBOX = "inbox"
    ON_THE_WAY = "on_the_way"
    REVIEW = "review"
    NOTICES = "notices"
    POSTS = "posts"
    YEAR_FIGURES = "year_figures"
    DISHONESTY = "dishonesty"
    MEETINGS = "meetings"
    COMMITTEES = "committees"
    CARRIERS = "carriers"
    CONTACTS = "contacts"
    DIRECTORY = "directory"
    CALENDAR = "calendar"
    POLICY = "policy"
    PACKS = "packs"
    AUDIT = "audit"
    USERS = "users"
    SETTINGS = "settings"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user is: a screen, what it is open on, and the spot inside it. Enough to come back after a lock."""

    screen: ScreenKey
    subject: str = ""  # an application's, package's or contact's id; "" for the screen as such
    spot: str = ""  # the screen's own business: a section, a field path, a search
