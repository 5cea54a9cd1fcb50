"""Bech32 (BIP 173) without its length limit: how age writes keys as text."""

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def _terms(top: int) -> int:
    """What the five bits shifted out of the checksum put back into it."""
    terms = 0
    for bit, term in enumerate(_GENERATOR):
        if top >> bit & 1:
            terms ^= term
    return terms


_TERMS = tuple(_terms(top) for top in range(32))


def encode(prefix: str, payload: bytes) -> str:
    """`payload` under the lower-case `prefix`, in lower case."""
    words = _regroup(payload, 8, 5, pad=True)
    remainder = _polymod(_expanded(prefix) + words + [0] * _CHECKSUM) ^ 1
    words += [remainder >> 5 * (_CHECKSUM - 1 - i) & 31 for i in range(_CHECKSUM)]
    return f"{prefix}1{''.join(_ALPHABET[word] for word in words)}"


def decode(text: str) -> tuple[str, bytes]:
    """Prefix (lower case) and payload. Raises `ValueError` for mixed case, a foreign character, a wrong checksum."""
    if text not in (text.lower(), text.upper()) or not text.isascii():
        raise ValueError("mixed case")
    prefix, mark, rest = text.lower().rpartition("1")
    if not mark or not prefix or len(rest) < _CHECKSUM or any(not "!" <= c <= "~" for c in prefix):
        raise ValueError("not bech32")
    words = [_ALPHABET.find(character) for character in rest]
    if min(words) < 0 or _polymod(_expanded(prefix) + words) != 1:
        raise ValueError("checksum")
    return prefix, bytes(_regroup(words[:-_CHECKSUM], 5, 8, pad=False))


def _polymod(words: list[int]) -> int:
    check = 1
    for word in words:
        check = (check & 0x1FFFFFF) << 5 ^ word ^ _TERMS[check >> 25]
    return check


def _expanded(prefix: str) -> list[int]:
    codes = [ord(character) for character in prefix]
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _regroup(units: bytes | list[int], width: int, wanted: int, *, pad: bool) -> list[int]:
    held = bits = 0
    out: list[int] = []
    for unit in units:
        held = held << width | unit
        bits += width
        while bits >= wanted:
            bits -= wanted
            out.append(held >> bits & (1 << wanted) - 1)
        held &= (1 << bits) - 1
    if pad and bits:
        out.append(held << (wanted - bits))
    elif not pad and (bits >= width or held):
        raise ValueError("padding")
    return out
