"""What a desk does until it is killed; says `ready`, then a number for each time that it is done. Run as a module."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    backups,
    bulk_receiving,
    discs,
    draft,
    formal_print,
    opening,
    policy_files,
    print_,
    receive,
    restoring,
    seal,
    settling,
    successions,
)
from desktop_app.desk.restoring import Wanted
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document

PASSPHRASE = "青山-河套-1958-骆驼"
#: Long enough that a copy, a seal or a climb has a middle.
BULK = 6_000_000


def clock() -> FixedClock:
    return FixedClock(datetime(2026, 7, 6, 2, 0, tzinfo=UTC))


def say(word: object) -> None:
    os.write(1, f"{word}\n".encode())


def take_in(session: Session, world: Path) -> None:
    del world
    draft.take_in(session, resource("demo", "classified_engineer.json"))


def seal_one(session: Session, world: Path) -> None:
    (row,) = session.vault.applications.rows()
    stick = world / f"stick-{len(list(world.glob('stick-*')))}"
    stick.mkdir()
    formal_print.confirm(session, PASSPHRASE)
    seal.seal(session, [row.id], seal.recipients(session)[0].id, stick, Progress())


def open_one(session: Session, world: Path) -> None:
    found = receive.found(world / "stick")[0]
    groups = dict(enumerate((world / "code").read_text(encoding="utf-8").split()))
    receive.open_(session, found.folder, groups, lambda line: None, Progress())


def receive_all(session: Session, world: Path) -> None:
    """Take in whatever waits on the stick, then answer it: a word for each package, and one for each receipt."""
    for one in bulk_receiving.queue(session, receive.found(world / "stick")):
        if not one.done:
            say(bulk_receiving.take(session, one, None, Progress()).sort.value)
    formal_print.confirm(session, PASSPHRASE)
    waiting = bulk_receiving.to_answer(session)
    given = bulk_receiving.leave(session, len(waiting))
    for package in waiting:
        bulk_receiving.answer(session, package, world / "back", Progress(), given)
        say("answered")


def back_up(session: Session, world: Path) -> None:
    backups.back_up(session, world / "backups", Progress())


def import_packs(session: Session, world: Path) -> None:
    """Another of the packs that the other desk signed."""
    here = session.vault.audit.count(Act.POLICY_IMPORTED)
    policy_files.import_(session, sorted((world / "packs").iterdir())[here])


def print_copies(session: Session, world: Path) -> None:
    """One more numbered copy, on the printer whose address lies in a file."""
    (row,) = session.vault.applications.rows()
    formal_print.confirm(session, PASSPHRASE)
    where = (world / "printer").read_text(encoding="utf-8")
    extra = 0 if not session.vault.copies.of(row.id) else 1
    print_.print_missing(session, row.id, Document.REVIEW_FORM, where, Progress(), extra=extra, reason="再要一份")


def export(session: Session, world: Path) -> None:
    """Numbered copies as a plain file, then the filing as such."""
    (row,) = session.vault.applications.rows()
    formal_print.confirm(session, PASSPHRASE)
    number = len(list((world / "plain").glob("*.pdf")))
    path = world / "plain" / f"{number}.pdf"
    extra = 0 if not session.vault.copies.of(row.id) else 1
    print_.print_to_file(session, row.id, Document.REVIEW_FORM, path, Progress(), extra=extra, reason="再要一份")
    draft.give_out(session, row.id, world / "plain" / f"{number}.json")


def change_keys(session: Session, world: Path) -> None:
    del world
    successions.change_keys(session)


def go_on(session: Session, world: Path) -> None:
    """What a pulled stick interrupted is finished."""
    settling.settle(session, world / "half", Progress())


def disc_image(session: Session, world: Path) -> None:
    discs.image(session, world / "stick", world / "disc.iso", Progress())


def bulk(session: Session) -> None:
    """Bytes that nobody can make smaller."""
    session.vault.attachments.staging.drop_all()
    with session.vault.act(Act.SETTINGS_CHANGED, {}):
        session.vault.settings.put("bulk", os.urandom(BULK // 2).hex())


WORKS: dict[str, tuple[str, Callable[[Session, Path], None]]] = {
    "take in": ("unit", take_in),
    "seal": ("unit", seal_one),
    "open": ("committee", open_one),
    "receive": ("committee", receive_all),
    "back up": ("unit", back_up),
    "import packs": ("unit", import_packs),
    "print": ("unit", print_copies),
    "export": ("unit", export),
    "change keys": ("unit", change_keys),
    "go on": ("unit", go_on),
    "disc": ("unit", disc_image),
}

#: How often it can be done; the rest as often as time allows.
ROUNDS = {"open": 1, "receive": 1, "go on": 1, "import packs": 4}


def main(work: str, world: Path) -> None:
    if work == "restore":
        say("ready")
        (source,) = (world / "backups").glob("*.fjb")
        for number in range(1, 100):
            restoring.restore(Wanted(source, world / "unit", PASSPHRASE, reason="for the test"), clock(), Progress())
            say(number)
        return
    if work == "climb":
        say("ready")
        opening.unlock(world / "early", PASSPHRASE, clock())
        say(1)
        return
    where, act = WORKS[work]
    session = opening.unlock(world / where, PASSPHRASE, clock())
    say("ready")
    for number in range(1, ROUNDS.get(work, 1000) + 1):
        act(session, world)
        say(number)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
