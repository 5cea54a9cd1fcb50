"""The map from a font's codes to the characters they stand for, in a PDF (ToUnicode, PDF 32000-1, 9.10.3)."""

from collections.abc import Sequence

_CHUNK = 100  # entries a bfchar section may have (after Adobe note 5014)


def text(name: str, collection: tuple[str, str], codes: tuple[str, str], entries: Sequence[str]) -> str:
    """The whole map. `collection` is registry and ordering; `codes` the first and the last, as written in hex.

    An entry is a code and its text in UTF-16, big end first, both in hex between angle brackets.
    """
    registry, ordering = collection
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({registry}) /Ordering ({ordering}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<{codes[0]}> <{codes[1]}>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _CHUNK):
        part = entries[start : start + _CHUNK]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)
