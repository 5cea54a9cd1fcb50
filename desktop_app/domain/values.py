"""The base of all frozen values and the small types they share."""

from typing import Annotated

import msgspec


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A frozen value with slots; unknown fields are refused when it is decoded."""


#: `$` alone would let a last line feed through; `(?!\n)` means the same to Python and to JSON Schema.
#: A month as `YYYY-MM`; sorts as text.
Month = Annotated[str, msgspec.Meta(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$(?!\n)")]
#: A non-negative decimal number as text (`2.5`): canonical JSON here has no floating point.
Decimal = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?$(?!\n)")]
#: A ULID: 26 of Crockford's 32 characters.
Ulid = Annotated[str, msgspec.Meta(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$(?!\n)")]
#: SHA-256 as 64 lower-case hexadecimal digits.
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
#: The same, or nothing.
DigestOrNone = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$(?!\n)")]
Year = Annotated[int, msgspec.Meta(ge=1950, le=2100)]
#: Bytes of one file; canonical JSON holds whole numbers exactly up to 2^53 only.
Size = Annotated[int, msgspec.Meta(ge=0, le=2**40)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Short = Annotated[str, msgspec.Meta(max_length=60)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=4000)]
