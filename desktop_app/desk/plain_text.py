"""The one way by which plain text leaves the vault: only with its mark decided, on request, and in the log."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.marking import Marking, require_decided
from desktop_app.host import atomic


@contextmanager
def writing(
    session: Session, path: Path, mark: Marking, objects: Mapping[str, str], *, undecided: bool = False
) -> Iterator[Callable[[bytes], None]]:
    """The act around writing one file; what it gives back writes it. `objects` are ids and digests for the log.

    `undecided`: the file says itself that its mark is open. Raises `Fault(MARKING_UNDECIDED)`.
    """
    if not undecided:
        require_decided(mark)
    with session.vault.act(Act.PLAIN_TEXT_WRITTEN, objects):
        yield lambda content: atomic.write_atomic(path, content)


def write(
    session: Session,
    path: Path,
    content: bytes,
    mark: Marking,
    objects: Mapping[str, str],
    *,
    undecided: bool = False,
) -> None:
    """Write a file whose content is at hand. Raises `Fault(MARKING_UNDECIDED)`."""
    with writing(session, path, mark, objects, undecided=undecided) as put:
        put(content)
