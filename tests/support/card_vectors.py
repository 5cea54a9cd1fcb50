"""Makes `tests/vectors/package/cards.json`: cards and revocations as files and on paper, good ones and bad ones.

`python -m tests.support.card_vectors`. Keys come from the seeds of the package vectors and Ed25519 signatures hold no
randomness, so everything here is the same every time; a difference is a change of the format.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785
from msgspec import UNSET, structs

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import RevocationReason
from desktop_app.sealing import canonical, cards, paper_card, revocations, signed, succession
from tests.support.package_vectors import FOLDER, SENDER, office
from tests.support.packages import Office

FILE = FOLDER / "cards.json"
#: The sender's next keys, and a stranger who would like to be them.
NEXT = office("sender, the next keys", "UNIT01", "示例单位", Desk.UNIT)
STRANGER = office("somebody else", "UNIT01", "示例单位", Desk.UNIT)
DAY = date(2026, 7, 1)


@dataclass(frozen=True)
class Sample:
    """`what` is `card`, `revocation`, `card_paper` or `revocation_paper`; `says` is `good` or the error's code."""

    name: str
    what: str
    text: str
    says: str
    trusted: str  # the card the reader knows beforehand, as its file


def verdict(sample: Sample) -> str:
    """What a reader says who trusts that card: the whole way, as a desk goes it."""
    known = cards.read_card(sample.trusted.encode())
    try:
        if sample.what.startswith("card"):
            paper = sample.what == "card_paper"
            card = cards.read_card(paper_card.read(sample.text) if paper else sample.text.encode())
            if card.previous:
                succession.check(card, known)
        else:
            paper = sample.what == "revocation_paper"
            came = revocations.read_paper(sample.text) if paper else revocations.read(sample.text.encode())
            came.check(known)
    except Fault as fault:
        return fault.code.value
    return "good"


def _resigned(desk: Office, **changes: Any) -> str:
    """A card that says something else and is signed all the same."""
    tree = {**json.loads(canonical.dump(desk.card)), **changes}
    return signed.write(rfc8785.dumps(tree), desk.keys.signing_seed, cards.NAMESPACE).decode()


def _file(card: ContactCard, desk: Office) -> str:
    return cards.card_file(card, desk.keys).decode()


def _cards() -> Iterator[tuple[str, str, str, str]]:
    follows = succession.signed_by(NEXT.card, SENDER.card, SENDER.keys)
    stolen = succession.signed_by(STRANGER.card, SENDER.card, STRANGER.keys)
    whole = structs.replace(NEXT.card, officer="其其格", valid_until=date(2027, 12, 31))
    yield "a_card_from_before_all_this", "card", _file(structs.replace(SENDER.card), SENDER), "good"
    yield "an_officers_card_with_a_last_day", "card", _file(whole, NEXT), "good"
    yield "a_successor", "card", _file(follows, NEXT), "good"
    yield "a_successor_signed_by_itself", "card", _file(stolen, STRANGER), Code.CARD_SUCCESSION.value
    renamed = structs.replace(follows, name="另一单位")
    yield "a_successor_under_another_name", "card", _file(renamed, NEXT), Code.CARD_SUCCESSION.value
    elsewhere = structs.replace(follows, previous=cards.key_digest(STRANGER.card).hex())
    yield "a_successor_of_keys_nobody_knows", "card", _file(elsewhere, NEXT), Code.CARD_SUCCESSION.value
    half = structs.replace(follows, previous_signature=UNSET)
    yield "names_keys_without_their_signature", "card", _file(half, NEXT), Code.CARD_INVALID.value
    yield (
        "follows_itself",
        "card",
        _resigned(NEXT, previous=cards.key_digest(NEXT.card).hex(), previous_signature="00" * 64),
        Code.CARD_INVALID.value,
    )
    for name, changes in (
        ("ends_before_it_begins", {"valid_until": "2025-12-31"}),
        ("a_last_day_that_is_none", {"valid_until": "2027-02-29"}),
        ("no_last_day_said_twice", {"valid_until": None}),
        ("an_officer_without_a_name", {"officer": ""}),
        ("an_officer_of_blanks", {"officer": "　"}),
        ("an_officer_on_two_lines", {"officer": "甲\n乙"}),
        ("an_officer_of_twenty_one_characters", {"officer": "甲" * 21}),
    ):
        yield name, "card", _resigned(NEXT, **changes), Code.CARD_INVALID.value
    yield from _papers(_file(follows, NEXT).encode())


def _papers(file: bytes) -> Iterator[tuple[str, str, str, str]]:
    lines, rows = paper_card.qr_texts(file), paper_card.typed_rows(file)
    other = paper_card.qr_texts(cards.card_file(STRANGER.card, STRANGER.keys))
    yield "scanned_in_any_order", "card_paper", "\n".join(reversed(lines)), "good"
    yield "typed_by_hand", "card_paper", "\n".join(rows), "good"
    yield "a_piece_is_missing", "card_paper", "\n".join(lines[1:]), Code.PAPER_PARTS.value
    yield "pieces_of_two_cards", "card_paper", "\n".join([*other[:1], *lines[1:]]), Code.PAPER_MIXED.value
    swapped = rows[1], rows[0], *rows[2:]
    yield "rows_in_another_order", "card_paper", "\n".join(swapped), Code.PAPER_ROW.value
    yield "the_last_row_left_out", "card_paper", "\n".join(rows[:-1]), Code.CARD_INVALID.value
    wrong = lines[2][:300] + ("2" if lines[2][300] != "2" else "3") + lines[2][301:]
    yield "a_sign_read_wrongly", "card_paper", "\n".join([*lines[:2], wrong, *lines[3:]]), Code.CARD_INVALID.value


def _revocations() -> Iterator[tuple[str, str, str, str]]:
    said = revocations.sign(
        SENDER.card, SENDER.card, SENDER.keys, made_on=DAY, revoked_on=DAY, reason=RevocationReason.LOST
    )
    spare = revocations.sign(SENDER.card, SENDER.card, SENDER.keys, made_on=DAY)
    forged = revocations.sign(SENDER.card, SENDER.card, STRANGER.keys, made_on=DAY, revoked_on=DAY)
    strangers = revocations.sign(SENDER.card, STRANGER.card, STRANGER.keys, made_on=DAY, revoked_on=DAY)
    invalid, file = Code.REVOCATION_INVALID.value, revocations.file(said, SENDER.card).decode()
    yield "a_revocation", "revocation", file, "good"
    yield "a_revocation_for_the_safe", "revocation", revocations.file(spare, SENDER.card).decode(), "good"
    yield "by_another_hand", "revocation", revocations.file(forged, SENDER.card).decode(), invalid
    yield "by_keys_that_nobody_trusts", "revocation", revocations.file(strangers, STRANGER.card).decode(), invalid
    yield (
        "an_earlier_day",
        "revocation",
        file.replace('"revoked_on":"2026-07-01"', '"revoked_on":"2020-07-01"'),
        invalid,
    )
    yield "a_reason_that_is_none", "revocation", file.replace('"lost"', '"bored"'), invalid
    yield (
        "under_a_cards_namespace",
        "revocation",
        signed.write(canonical.dump(said.said), SENDER.keys.signing_seed, cards.NAMESPACE).decode(),
        invalid,
    )
    line = revocations.qr_text(said)
    yield "a_revocation_scanned", "revocation_paper", line, "good"
    yield "a_revocation_typed", "revocation_paper", "\n".join(revocations.ROWS.written(line)), "good"
    yield "the_spare_scanned", "revocation_paper", revocations.qr_text(spare), "good"
    yield "a_forged_one_scanned", "revocation_paper", revocations.qr_text(forged), invalid
    yield "cut_off", "revocation_paper", line[:-2], invalid
    rows = revocations.ROWS.written(line)
    yield "a_row_left_out", "revocation_paper", "\n".join([*rows[:3], *rows[4:]]), Code.PAPER_ROW.value


def samples() -> list[Sample]:
    """All of them, in the order of the file."""
    trusted = _file(SENDER.card, SENDER)
    return [Sample(*row, trusted) for row in (*_cards(), *_revocations())]


def make() -> None:
    rows = [{"name": s.name, "what": s.what, "text": s.text, "says": s.says} for s in samples()]
    said = {
        "note": "Fictional desks. `trusted` is the card the reader knows beforehand; `says` is good, or the error.",
        "trusted": _file(SENDER.card, SENDER),
        "samples": rows,
    }
    FILE.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
