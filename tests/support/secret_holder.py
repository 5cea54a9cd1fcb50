"""A program of its own for the test of memory: opens a vault with what is typed, works with its keys, and locks it.

It says on one line how far it is, and goes on when a line comes.
"""

import os
import sys
from pathlib import Path

from desktop_app.core.clock import SystemClock
from desktop_app.core.progress import Progress
from desktop_app.crypto.locked import overwrite
from desktop_app.desk.passphrases import typed
from desktop_app.ui.unlock import jobs
from desktop_app.vault import snapshots


def line() -> str:
    """What was typed, as a field hands it out: nothing else has it."""
    raw = os.read(0, 1024)
    text = raw.rstrip(b"\n").decode()
    overwrite(raw)
    return text


def say(how_far: str) -> None:
    print(how_far, flush=True)


def main(folder: Path) -> None:
    passphrase = line()
    say("typed")
    line()
    opened = jobs.unlocked(folder, passphrase, SystemClock(), Progress())
    say("open")
    own = line()
    session = opened.session
    with typed(own):
        session.vault.prove_passphrase(own)
        begun = session.vault.begin_backup()
        snapshots.copied(begun, Progress())
        session.vault.end_backup()
        snapshots.proved(begun, Progress())
        snapshots.discard(begun)
        session.vault.access.rekey(own)
    say("rekeyed")
    line()
    session.close()
    say("locked")
    line()


main(Path(sys.argv[1]))
