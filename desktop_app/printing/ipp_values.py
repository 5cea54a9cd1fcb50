"""The words of IPP (RFC 8010, RFC 8011): operations, groups, value tags, and attributes as frozen values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, IntEnum


class Operation(IntEnum):
    """The operations this program asks for (RFC 8011 section 5.4.15; the last is CUPS's own)."""

    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_PRINTERS = 0x4002


class Status(IntEnum):
    """The status codes that are told apart (RFC 8011 appendix B); any other refusal is just that."""

    OK = 0x0000
    OK_SUBSTITUTED = 0x0001
    FORBIDDEN = 0x0401
    NOT_AUTHENTICATED = 0x0402
    NOT_AUTHORIZED = 0x0403
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    DOCUMENT_FORMAT = 0x040A
    ATTRIBUTES = 0x040B


class Group(Enum):
    """Attribute groups (RFC 8010 section 3.5.1 and the registry)."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05
    SUBSCRIPTION = 0x06
    EVENT = 0x07
    RESOURCE = 0x08
    DOCUMENT = 0x09
    SYSTEM = 0x0A


class Tag(Enum):
    """Value tags (RFC 8010 section 3.5.2)."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    NOT_SETTABLE = 0x15
    DELETE = 0x16
    ADMIN_DEFINE = 0x17
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_LANGUAGE = 0x35
    NAME_LANGUAGE = 0x36
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49

    @property
    def out_of_band(self) -> bool:
        """Whether the tag itself is the value: there is none, or none can be told."""
        return self.value < 0x20


@dataclass(frozen=True, slots=True)
class Range:
    """A rangeOfInteger, both ends included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots across and along the feed; `unit` is 3 for an inch, 4 for a centimetre."""

    across: int
    along: int
    unit: int


@dataclass(frozen=True, slots=True)
class Collection:
    """Attributes that together are one value."""

    members: tuple["Attribute", ...]

    def first(self, name: str) -> "Value | None":
        """The first value of a member, if it is there."""
        return next((member.values[0] for member in self.members if member.name == name and member.values), None)


Value = int | bool | str | bytes | Range | Resolution | Collection


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name with its values, all of one tag; an out-of-band tag has none."""

    name: str
    tag: Tag
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeGroup:
    """One group of a message, in the message's order."""

    kind: Group
    attributes: tuple[Attribute, ...] = ()

    def values(self, name: str) -> tuple[Value, ...]:
        """All values of an attribute; empty when it is absent or has none."""
        return next((a.values for a in self.attributes if a.name == name), ())

    def texts(self, name: str) -> tuple[str, ...]:
        """The attribute's values that are text."""
        return tuple(v for v in self.values(name) if isinstance(v, str))

    def text(self, name: str) -> str:
        """The first value that is text, or nothing."""
        return next(iter(self.texts(name)), "")

    def number(self, name: str) -> int | None:
        """The first value that is a number."""
        return next((v for v in self.values(name) if isinstance(v, int) and not isinstance(v, bool)), None)

    def collections(self, name: str) -> tuple[Collection, ...]:
        """The attribute's values that are collections."""
        return tuple(v for v in self.values(name) if isinstance(v, Collection))


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer: `code` is the operation or the status, `data` what follows the attributes."""

    code: int
    request_id: int
    groups: tuple[AttributeGroup, ...] = ()
    version: tuple[int, int] = (2, 0)
    data: bytes = field(default=b"", repr=False)

    def all(self, kind: Group) -> tuple[AttributeGroup, ...]:
        """Every group of one kind."""
        return tuple(group for group in self.groups if group.kind is kind)

    def first(self, kind: Group) -> AttributeGroup:
        """The first group of a kind, an empty one when there is none."""
        return next(iter(self.all(kind)), AttributeGroup(kind))


def keyword(name: str, *values: str) -> Attribute:
    return Attribute(name, Tag.KEYWORD, values)


def integer(name: str, value: int) -> Attribute:
    return Attribute(name, Tag.INTEGER, (value,))


def boolean(name: str, *, value: bool) -> Attribute:
    return Attribute(name, Tag.BOOLEAN, (value,))


def collection(name: str, members: Iterable[Attribute]) -> Attribute:
    return Attribute(name, Tag.COLLECTION, (Collection(tuple(members)),))
