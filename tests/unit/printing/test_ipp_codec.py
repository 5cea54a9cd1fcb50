"""The codec against bytes written by hand from RFC 8010, against itself, and against damage."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.printing.ipp_reader import MAX_MESSAGE, MalformedError, decode
from desktop_app.printing.ipp_values import (
    Attribute,
    AttributeGroup,
    Collection,
    Group,
    Message,
    Operation,
    Range,
    Resolution,
    Tag,
    boolean,
    collection,
    integer,
    keyword,
)
from desktop_app.printing.ipp_writer import encode, standard_operation_group
from desktop_app.printing.jobs import check
from desktop_app.printing.media import PaperSize
from desktop_app.printing.printers import ask, discover
from tests.support.ipp_printer import A3, A4

_CHARSET = b"\x47\x00\x12attributes-charset\x00\x05utf-8"
_LANGUAGE = b"\x48\x00\x1battributes-natural-language\x00\x05zh-cn"
_START = b"\x02\x00\x00\x0b\x00\x00\x00\x07\x01" + _CHARSET + _LANGUAGE

#: Spelled out by hand by the layout of RFC 8010 section 3.1: media-col { media-size { x, y } }.
_MEDIA_COL = (
    b"\x34\x00\x09media-col\x00\x00"
    b"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00"
    b"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04\x00\x00\x74\x04"
    b"\x4a\x00\x00\x00\x0by-dimension\x21\x00\x00\x00\x04\x00\x00\xa4\x10"
    b"\x37\x00\x00\x00\x00"
    b"\x37\x00\x00\x00\x00"
)


def _media_col(x, y):
    return collection("media-col", [collection("media-size", [integer("x-dimension", x), integer("y-dimension", y)])])


def _message(*attributes, kind=Group.PRINTER):
    return Message(0, 7, (standard_operation_group(), AttributeGroup(kind, tuple(attributes))))


def test_a_request_is_spelled_as_the_standard_says():
    job = AttributeGroup(Group.JOB, (integer("copies", 1), _media_col(29700, 42000)))
    message = Message(Operation.GET_PRINTER_ATTRIBUTES, 7, (standard_operation_group(), job), data=b"%PDF")
    spelled = _START + b"\x02\x21\x00\x06copies\x00\x04\x00\x00\x00\x01" + _MEDIA_COL + b"\x03%PDF"
    assert encode(message) == spelled
    assert decode(spelled) == message


def test_sets_repeat_the_tag_without_a_name():
    spelled = b"\x44\x00\x05sides\x00\x09one-sided\x44\x00\x00\x00\x14two-sided-short-edge"
    assert spelled in encode(_message(keyword("sides", "one-sided", "two-sided-short-edge")))


def test_values_of_every_kind_are_read():
    message = decode(
        _START
        + b"\x04"
        + b"\x13\x00\x01a\x00\x00"
        + b"\x32\x00\x01b\x00\x09\x00\x00\x02\x58\x00\x00\x04\xb0\x03"
        + b"\x33\x00\x01c\x00\x08\x00\x00\x00\x01\xff\xff\xff\xff"
        + b"\x36\x00\x01d\x00\x0c\x00\x02zh\x00\x06\xe5\xb0\x81\xe5\x8d\xb7"
        + b"\x22\x00\x01e\x00\x01\x01"
        + b"\x31\x00\x01f\x00\x0b\x07\xea\x06\x1e\x08\x00\x00\x00+\x08\x00"
        + b"\x41\x00\x01g\x00\x02\xb7\xe2"
        + b"\x03"
    )
    told = message.first(Group.PRINTER)
    assert told.values("a") == ()
    assert told.values("b") == (Resolution(600, 1200, 3),)
    assert told.values("c") == (Range(1, -1),)
    assert told.text("d") == "封卷"
    assert told.values("e") == (True,)
    assert told.number("e") is None
    assert told.values("f") == (b"\x07\xea\x06\x1e\x08\x00\x00\x00+\x08\x00",)
    assert told.text("g") == "\ufffd\ufffd"  # text in another charset is shown badly, not refused


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x02\x00\x00\x0b\x00\x00\x00",
        b"\x09\x00\x00\x00\x00\x00\x00\x01\x03",
        _START,
        _START + b"\x0c\x03",
        _START + b"\x04\x21\x00\x01a\x00\x03\x00\x00\x00\x03",
        _START + b"\x04\x22\x00\x01a\x00\x01\x02\x03",
        _START + b"\x04\x33\x00\x01a\x00\x04\x00\x00\x00\x00\x03",
        _START + b"\x04\x44\x00\x01a\x00\x01\xff\x03",
        _START + b"\x04\x44\x00\x01\xff\x00\x01a\x03",
        _START + b"\x04\x44\x00\x00\x00\x01a\x03",
        _START + b"\x04\x13\x00\x00\x00\x00\x03",
        _START + b"\x04\x13\x00\x01a\x00\x00\x21\x00\x00\x00\x04\x00\x00\x00\x01\x03",
        _START + b"\x04\x44\x00\x01a\xff\xffa\x03",
        _START + b"\x04\x7f\x00\x01a\x00\x00\x03",
        _START + b"\x04\x35\x00\x01a\x00\x06\x00\x02zh\x00\x09\x03",
        _START + b"\x04\x35\x00\x01a\x00\x01\x00\x03",
        _START + b"\x04\x34\x00\x01a\x00\x00\x03",
        _START + b"\x04\x34\x00\x01a\x00\x01x\x37\x00\x00\x00\x00\x03",
        _START + b"\x04\x34\x00\x01a\x00\x00\x21\x00\x00\x00\x04\x00\x00\x00\x01\x37\x00\x00\x00\x00\x03",
        _START + b"\x04\x34\x00\x01a\x00\x00\x37\x00\x00\x00\x01x\x03",
        _START + b"\x04\x34\x00\x01a\x00\x00" + b"\x4a\x00\x00\x00\x01b\x34\x00\x00\x00\x00" * 9,
        _START + b"\x04\x37\x00\x00\x00\x00\x03",
        _START + b"\x04" + b"\x13\x00\x01a\x00\x00" * 20_001 + b"\x03",
        b"\x02\x00" + b"\x00" * MAX_MESSAGE,
    ],
)
def test_what_is_not_ipp_is_refused(broken):
    with pytest.raises(MalformedError):
        decode(broken)


_names = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=20)
_int32 = st.integers(-(2**31), 2**31 - 1)
_plain = st.one_of(
    st.builds(Attribute, _names, st.just(Tag.INTEGER), st.lists(_int32, min_size=1, max_size=4).map(tuple)),
    st.builds(Attribute, _names, st.just(Tag.TEXT), st.lists(st.text(max_size=20), min_size=1, max_size=4).map(tuple)),
    st.builds(Attribute, _names, st.just(Tag.RANGE), st.tuples(st.builds(Range, _int32, _int32))),
    st.builds(lambda name, value: boolean(name, value=value), _names, st.booleans()),
    st.builds(Attribute, _names, st.sampled_from([tag for tag in Tag if tag.out_of_band])),
)
_attributes = st.recursive(
    _plain,
    lambda inner: st.builds(
        Attribute,
        _names,
        st.just(Tag.COLLECTION),
        st.lists(st.builds(Collection, st.lists(inner, max_size=4).map(tuple)), min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=8,
)


@given(st.lists(_attributes, max_size=6), st.sampled_from(list(Group)), st.binary(max_size=30))
def test_every_message_comes_back_as_it_was(attributes, kind, data):
    message = Message(0x0401, 2**31, (AttributeGroup(kind, tuple(attributes)),), (1, 1), data)
    assert decode(encode(message)) == message


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(noise):
    try:
        decode(_START + noise)
    except MalformedError:
        return


def _good_answer():
    return encode(
        _message(
            Attribute("printer-info", Tag.TEXT, ("打印机",)),
            Attribute("printer-state", Tag.ENUM, (3,)),
            keyword("media-supported", A4, A3),
            keyword("sides-supported", "one-sided"),
            Attribute("document-format-supported", Tag.MIME_TYPE, ("application/pdf",)),
            Attribute("copies-supported", Tag.RANGE, (Range(1, 99),)),
            Attribute("media-col-ready", Tag.COLLECTION, _media_col(21000, 29700).values),
        )
    )


def test_damaged_messages_are_read_or_refused():
    chance, good = random.Random(20260701), _good_answer()
    refused = 0
    for _ in range(3000):
        try:
            decode(_damaged(chance, good))
        except MalformedError:
            refused += 1
    assert 1000 < refused < 3000


def _damaged(chance, good):
    bad = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(bad))
        match chance.randrange(4):
            case 0:
                bad[at] = chance.randrange(256)
            case 1:
                del bad[at : at + chance.randint(1, 12)]
            case 2:
                bad[at:at] = chance.randbytes(chance.randint(1, 12))
            case _:
                bad[at] ^= 1 << chance.randrange(8)
    return bytes(bad)


def test_damaged_answers_of_a_printer_are_faults_or_answers(printers):
    chance = random.Random(4)
    faults = set()
    printer = printers(garble=lambda answer: _damaged(chance, answer))
    for _ in range(200):
        for act in (lambda: ask(printer.uri), lambda: check(printer.uri, PaperSize.A3, duplex=True)):
            try:
                act()
            except Fault as fault:
                faults.add(fault.code)
    assert Code.PRINTER_ANSWER in faults
    assert all(code.name.startswith("PRINTER_") for code in faults)


def test_an_answer_to_another_question_is_none(printers):
    printer = printers(garble=lambda answer: answer[:4] + b"\x7f\xff\xff\xff" + answer[8:])
    with pytest.raises(Fault) as caught:
        ask(printer.uri)
    assert caught.value.code is Code.PRINTER_ANSWER


def test_discovery_survives_a_cups_that_talks_nonsense(printers, monkeypatch):
    chance = random.Random(5)
    printer = printers(queues=("a", "b"), garble=lambda answer: _damaged(chance, answer))
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{printer.port}")
    for _ in range(100):
        assert len(discover(usb_ports=())) <= 4
