"""A number of bytes as people read it."""

MIB = 1024 * 1024
_UNITS = ("KB", "MB", "GB", "TB")


def size_words(size: int) -> str:
    """A size in bytes in steps of 1024, as file managers count them: whole KB, then three figures at most.

    Nothing is smaller than 1 KB, since an empty line would read as a file that is not there.
    """
    amount = size / 1024
    for unit in _UNITS:
        if round(amount) < 1024 or unit == _UNITS[-1]:
            break
        amount /= 1024
    if unit == _UNITS[0]:
        return f"{max(1, round(amount))} KB"
    return f"{amount:.1f} {unit}" if round(amount, 1) < 100 else f"{amount:.0f} {unit}"
