"""The label's digits and its QR text."""

import pytest
import segno

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.sealing import label
from tests.support.packages import NOW, office

ONE = office("UNIT01", "第一小学")
DIGEST = "5a" * 32
ID = new_id(NOW)
TO = "0011223344556677"


def test_the_digits_of_a_known_seal() -> None:
    """Printed on labels: must be the same in every version."""
    assert label.code(DIGEST) == "73810 87866 76871 39289 29708 26108"


def test_signed_and_unsigned_come_back() -> None:
    plain = label.read_qr(label.qr_text(ID, ONE.kid, TO, 41, DIGEST))
    assert (plain.package_id, plain.sender, plain.recipient, plain.sequence, plain.seal_digest, plain.signature) == (
        ID,
        ONE.kid,
        TO,
        41,
        DIGEST,
        b"",
    )
    signed = label.read_qr(label.qr_text(ID, ONE.kid, TO, 41, DIGEST, ONE.keys))
    assert len(signed.signature) == 64
    label.check(signed, DIGEST, ONE.card)
    label.check(plain, DIGEST, ONE.card)


def test_small_enough_for_a_label() -> None:
    signed = label.qr_text(ID, ONE.kid, TO, 41, DIGEST, ONE.keys)
    assert len(signed) == 216
    assert int(segno.make(signed, error="q", boost_error=False, micro=False).version) <= 11
    assert len(label.qr_text(ID, ONE.kid, TO, 41, DIGEST)) == 113


def test_as_a_hand_scanner_types_it() -> None:
    text = label.qr_text(ID, ONE.kid, TO, 41, DIGEST, ONE.keys)
    assert set(text) <= set("FJ1:0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert label.read_qr(text.lower() + "\r\n") == label.read_qr(text)
    assert label.read_qr(text.replace(":", "\uff1a")) == label.read_qr(text)  # through a Chinese input method


@pytest.mark.parametrize("text", ["", "FJ1:", "FJ2:" + "0" * 109, "FJ1:" + "0" * 108, "FJ1:" + "U" * 109, "封条"])
def test_anything_else_is_no_label(text: str) -> None:
    with pytest.raises(Fault) as caught:
        label.read_qr(text)
    assert caught.value.code is Code.LABEL_MISMATCH


def test_a_label_of_another_seal_or_hand_is_refused() -> None:
    signed = label.read_qr(label.qr_text(ID, ONE.kid, TO, 41, DIGEST, ONE.keys))
    for digest, card in (("5b" * 32, ONE.card), (DIGEST, office("OTHER", "别处").card)):
        with pytest.raises(Fault) as caught:
            label.check(signed, digest, card)
        assert caught.value.code is Code.LABEL_MISMATCH


@pytest.mark.parametrize("raw", [b"", b"\0", b"\xff", bytes(range(200)), b"\0" * 16])
def test_crockford_round_trip(raw: bytes) -> None:
    assert label.from_crockford(label.crockford(raw)) == raw


def test_an_id_is_sixteen_bytes() -> None:
    assert label.crockford(label.from_crockford(ID, 16), 26) == ID
    with pytest.raises(ValueError, match="large"):
        label.from_crockford("Z" * 26, 16)
