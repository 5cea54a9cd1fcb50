"""The one way by which plain text leaves the vault: only with its mark decided, on request, and in the log.

A paper may leave for a printer instead of a file: then it lies on no disk of this machine.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desktop_app.desk import confirmed_acts, direct_print, formal_print, told_files
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.marking import Marking, require_decided


@contextmanager
def writing(
    session: Session,
    path: Path,
    mark: Marking,
    objects: Mapping[str, str],
    *,
    given: Permit | None = None,
) -> Iterator[Callable[[bytes], None]]:
    """The act around writing one file; what it gives back writes it. `objects` are ids and digests for the log.

    No file stays of which the log does not tell (`told_files`).
    `given`: leave that was taken for the act it is part of.
    Raises `Fault(MARKING_UNDECIDED)` and what `confirmed_acts.require` raises.
    """
    require_decided(mark)
    leave = confirmed_acts.require(session, Act.PLAIN_TEXT_WRITTEN, objects, given)
    with session.vault.act(Act.PLAIN_TEXT_WRITTEN, {**objects, **formal_print.noted(leave)}):
        yield lambda content: told_files.put(session, {path: content})


def write(
    session: Session,
    where: Outlet,
    content: bytes,
    mark: Marking,
    objects: Mapping[str, str],
    *,
    given: Permit | None = None,
) -> None:
    """Write a file whose content is at hand, or let a PDF wait for its printer.

    Raises as `writing` does, for a printer what `direct_print.order` raises.
    """
    if isinstance(where, Path):
        with writing(session, where, mark, objects, given=given) as put:
            put(content)
        return
    require_decided(mark)
    direct_print.order(session, where, content, objects, given)
