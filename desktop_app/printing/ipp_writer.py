"""IPP messages to bytes (RFC 8010)."""

import struct

from desktop_app.printing.ipp_values import (
    Attribute,
    AttributeGroup,
    Collection,
    Group,
    Message,
    Range,
    Resolution,
    Tag,
    Value,
)

_END = 0x03
_END_COLLECTION = 0x37
_MEMBER_NAME = 0x4A
_WITH_LANGUAGE = (Tag.TEXT_LANGUAGE, Tag.NAME_LANGUAGE)


def encode(message: Message) -> bytes:
    """The bytes of a message, its data at the end."""
    head = struct.pack(">BBHI", *message.version, message.code, message.request_id)
    groups = b"".join(
        bytes([group.kind.value]) + b"".join(_attribute(a) for a in group.attributes) for group in message.groups
    )
    return head + groups + bytes([_END]) + message.data


def _attribute(attribute: Attribute) -> bytes:
    if attribute.tag.out_of_band:
        return _item(attribute.tag.value, attribute.name, b"")
    names = [attribute.name] + [""] * (len(attribute.values) - 1)
    return b"".join(_value(attribute.tag, name, value) for name, value in zip(names, attribute.values, strict=True))


def _item(tag: int, name: str, value: bytes) -> bytes:
    spelled = name.encode()
    return struct.pack(">BH", tag, len(spelled)) + spelled + struct.pack(">H", len(value)) + value


def _value(tag: Tag, name: str, value: Value) -> bytes:
    if isinstance(value, Collection):
        members = b"".join(_member(member) for member in value.members)
        return _item(tag.value, name, b"") + members + _item(_END_COLLECTION, "", b"")
    return _item(tag.value, name, _plain(tag, value))


def _member(member: Attribute) -> bytes:
    name = _item(_MEMBER_NAME, "", member.name.encode())
    if member.tag.out_of_band:
        return name + _item(member.tag.value, "", b"")
    return name + b"".join(_value(member.tag, "", value) for value in member.values)


def _plain(tag: Tag, value: Value) -> bytes:
    match value:
        case bool():
            return b"\x01" if value else b"\x00"
        case int():
            return struct.pack(">i", value)
        case str() if tag not in _WITH_LANGUAGE:
            return value.encode()
        case bytes():
            return value
        case Range():
            return struct.pack(">ii", value.low, value.high)
        case Resolution():
            return struct.pack(">iib", value.across, value.along, value.unit)
    raise TypeError(tag, type(value))


def standard_operation_group(*more: Attribute) -> AttributeGroup:
    """The operation group that begins every message: charset, language, then `more` in order."""
    charset = Attribute("attributes-charset", Tag.CHARSET, ("utf-8",))
    language = Attribute("attributes-natural-language", Tag.LANGUAGE, ("zh-cn",))
    return AttributeGroup(Group.OPERATION, (charset, language, *more))
