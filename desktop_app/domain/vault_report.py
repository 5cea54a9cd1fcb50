"""What an examination of the vault found."""

from enum import Enum

from desktop_app.domain.values import Value


class ProblemKind(Enum):
    """What is out of order."""

    PAGE = "page"  # a page of the file fails its authentication
    STRUCTURE = "structure"  # the database's own consistency check complains
    SCHEMA = "schema"  # tables, indexes or triggers are not as this program makes them
    REFERENCE = "reference"  # a row points to a row that is not there
    CHAIN = "chain"  # an audit entry is missing, altered, or does not follow the one before
    SIGNATURE = "signature"  # a signed head does not fit the chain, or its signature is not good
    KEYSLOTS = "keyslots"  # the key file cannot be read, or names a user whom the vault does not know
    HEAD = "head"  # the separate record of the last entry differs from the chain
    MARK = "mark"  # rows of a table do not agree with what the last acts left there
    DRAFT = "draft"
    VERSION = "version"
    ATTACHMENT = "attachment"
    COMPARISON = "comparison"
    POLICY = "policy"
    FORM = "form"
    FONT = "font"
    OFFICE_WORK = "office_work"  # a step of review, a notice, posts or the register of dishonest conduct
    DRAW = "draw"  # the record of a draw contradicts itself, its signatures or the log
    CARRIER = "carrier"  # where a carrier is does not follow from the steps of its life
    ORPHAN = "orphan"


#: In place of a name: the part could not be read to its end.
UNREAD = ""


class Problem(Value, frozen=True, kw_only=True):
    """One finding. `where` names a table, page or id, never contents; `sequence` is the audit entry that is meant."""

    kind: ProblemKind
    where: str
    sequence: int | None = None


class CheckReport(Value, frozen=True, kw_only=True):
    """The result of an examination; `head` is the digest of the last audit entry."""

    entries: int
    versions: int
    attachments: int
    policies: int
    head: str
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.problems
