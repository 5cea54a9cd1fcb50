"""A card on paper comes back byte for byte, from its QR codes in any order or from its rows; slips are named."""

import hashlib
import random
import zlib
from collections.abc import Callable

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.papers import paper_code
from desktop_app.sealing import cards, paper_card, succession
from desktop_app.sealing.label import crockford, from_crockford
from tests.support.packages import office

OLD = office("UNIT01", "第一小学（特别长的单位名称也要印得下）")
NEW = office("UNIT01", "第一小学（特别长的单位名称也要印得下）")
FILE = cards.card_file(succession.signed_by(NEW.card, OLD.card, OLD.keys), NEW.keys)


def fault_of(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    assert all(sentence(caught.value, language) for language in Language)
    return caught.value


def test_scanned_in_any_order_and_twice_it_is_the_file() -> None:
    lines = list(paper_card.qr_texts(FILE))
    random.Random(7).shuffle(lines)
    scanned = "\n".join([*lines, lines[0].lower().replace(":", "：")])
    assert paper_card.read(scanned) == FILE
    assert cards.read_card(paper_card.read(scanned)).previous


def test_every_code_can_be_printed_and_all_fit_on_the_sheet() -> None:
    lines = paper_card.qr_texts(FILE)
    assert len(lines) == 8
    for line in lines:
        assert len(paper_code.matrix(line, "Q")) <= 105  # 0.5 mm a module on 52 mm


def test_typed_by_hand_it_is_the_file() -> None:
    rows = paper_card.typed_rows(FILE)
    assert paper_card.read("\n".join(rows)) == FILE
    assert paper_card.read("".join(rows)) == FILE
    rows_with_slip = [*rows]
    rows_with_slip[17] = rows[17].replace(rows[17][0], "Z" if rows[17][0] != "Z" else "Y")
    fault = fault_of(lambda: paper_card.read("\n".join(rows_with_slip)))
    assert (fault.code, fault.fields["row"]) == (Code.PAPER_ROW, 18)


def test_missing_pieces_are_named() -> None:
    lines = paper_card.qr_texts(FILE)
    fault = fault_of(lambda: paper_card.read("\n".join([lines[0], *lines[3:]])))
    assert (fault.code, fault.fields["missing"], fault.fields["of"]) == (Code.PAPER_PARTS, "2、3", len(lines))


def test_pieces_of_two_cards_are_no_card() -> None:
    other = paper_card.qr_texts(cards.card_file(OLD.card, OLD.keys))
    mixed = [paper_card.qr_texts(FILE)[0], *other[1:]]
    assert fault_of(lambda: paper_card.read("\n".join(mixed))).code is Code.PAPER_MIXED


def test_what_is_no_card_is_refused() -> None:
    lines = paper_card.qr_texts(FILE)
    changed = lines[0][:200] + ("2" if lines[0][200] != "2" else "3") + lines[0][201:]
    for text in (
        "FJC1:",
        "FJC1:Ü",
        "FJC1:00",
        "\n".join([changed, *lines[1:]]),
        "\n".join([lines[0][:90], *lines[1:]]),
    ):
        assert fault_of(lambda text=text: cards.read_card(paper_card.read(text))).code in (
            Code.CARD_INVALID,
            Code.PAPER_PARTS,
        )


def pieces(packed: bytes) -> str:
    """The codes of these bytes, told rightly of how many pieces they are."""
    size = paper_card.PART_BYTES
    parts = [packed[at : at + size] for at in range(0, len(packed), size)]
    mark = hashlib.sha256(packed).digest()[:4]
    return "\n".join("FJC1:" + crockford(mark + bytes([at, len(parts)]) + part) for at, part in enumerate(parts, 1))


def whole() -> bytes:
    """What the codes of a card are made of."""
    raw = [from_crockford(line.removeprefix("FJC1:")) for line in paper_card.qr_texts(FILE)]
    return b"".join(part[6:] for part in raw)


def test_codes_of_our_own_making_are_the_card_too() -> None:
    assert paper_card.read(pieces(whole())) == FILE


@pytest.mark.parametrize("broken", [lambda packed: packed + b"\0", lambda packed: packed[:-1]])
def test_more_or_less_than_its_keys_is_no_card(broken: Callable[[bytes], bytes]) -> None:
    assert fault_of(lambda: paper_card.read(pieces(broken(whole())))).code is Code.CARD_INVALID


def test_text_that_does_not_end_where_it_says_is_no_card() -> None:
    packed = whole()
    size = int.from_bytes(packed[64:66], "big")
    longer = packed[:64] + (size + 3).to_bytes(2, "big") + packed[66 : 66 + size] + b"abc" + packed[66 + size :]
    assert fault_of(lambda: paper_card.read(pieces(longer))).code is Code.CARD_INVALID


@pytest.mark.parametrize("bracket", [b"[", b'{"a":'])
def test_text_nested_beyond_every_parser_is_no_card(bracket: bytes) -> None:
    """A sheet of paper that anybody printed: sixty kilobytes of brackets fit into one code."""
    stream = zlib.compress(bracket * (60_000 // len(bracket)), 9)
    packed = bytes(64) + len(stream).to_bytes(2, "big") + stream
    line = "FJC1:" + crockford(hashlib.sha256(packed).digest()[:4] + b"\1\1" + packed)
    with pytest.raises(Fault) as caught:
        paper_card.read(line)
    assert caught.value.code is Code.CARD_INVALID
