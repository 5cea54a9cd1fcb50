"""A wrapped key opens with its key and its description, and with nothing else."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.crypto.keywrap import UnwrapError, WrappedKey, unwrap, wrap
from desktop_app.crypto.locked import LockedBytes

WRAPPING, KEY, ABOUT = LockedBytes.of(bytes(range(32))), LockedBytes(32), b"vault 1, user 2"


def test_there_and_back() -> None:
    wrapped = wrap(WRAPPING, KEY, ABOUT)
    assert unwrap(WRAPPING, wrapped, ABOUT) == KEY
    assert bytes(KEY.view) not in wrapped.sealed


def test_each_wrapping_has_its_own_nonce() -> None:
    assert wrap(WRAPPING, KEY, ABOUT).nonce != wrap(WRAPPING, KEY, ABOUT).nonce


@given(st.data())
def test_any_changed_bit_is_refused(data: st.DataObject) -> None:
    wrapped = wrap(WRAPPING, KEY, ABOUT)
    parts = [bytes(WRAPPING.view), wrapped.nonce, wrapped.sealed, ABOUT]
    which = data.draw(st.integers(0, 3))
    place = data.draw(st.integers(0, len(parts[which]) * 8 - 1))
    changed = bytearray(parts[which])
    changed[place // 8] ^= 1 << place % 8
    parts[which] = bytes(changed)
    with pytest.raises(UnwrapError):
        unwrap(LockedBytes.of(parts[0]), WrappedKey(parts[1], parts[2]), parts[3])


def test_a_cut_key_is_refused() -> None:
    wrapped = wrap(LockedBytes.random(32), KEY, ABOUT)
    nothing = WrappedKey(wrapped.nonce, AESGCM(WRAPPING.view).encrypt(wrapped.nonce, b"", ABOUT))
    with pytest.raises(UnwrapError):  # authentic, and no key
        unwrap(WRAPPING, nothing, ABOUT)
    for length in (0, 15, 16, len(wrapped.sealed) - 1):
        with pytest.raises(UnwrapError):
            unwrap(WRAPPING, WrappedKey(wrapped.nonce, wrapped.sealed[:length]), ABOUT)
