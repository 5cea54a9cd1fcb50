"""kill -9 at random moments: the vault opens, what was committed is there, and nothing is half done."""

import io
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import MaterialKind
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.moments import moments
from tests.support.vaults import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
OTHER = "蓝月 orchard 58 velvet 石"

CHILD = (
    """
import io, os, sys
from datetime import UTC, datetime
from pathlib import Path
from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import MaterialKind
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.moments import moments

work, folder, clock = sys.argv[1], Path(sys.argv[2]), FixedClock(datetime(2026, 7, 6, tzinfo=UTC))
OTHER = "%s"

def say(word):
    os.write(1, f"{word}\\n".encode())

if work == "create":
    say("ready")
    vaults.made(folder, clock)
    say("1")
    raise SystemExit
vault = Vault.open(folder, vaults.PASSPHRASE, clock=clock)
where = vault.applications.rows()[0].id
say("ready")
for number in range(1, 100_000):
    if work == "edit":
        with vault.act(Act.APPLICATION_EDITED, {"application": where}):
            vault.applications.save_draft(where, vaults.filing(f"云曦{number}"))
            vault.settings.put("n", number)
    elif work == "attach":
        vault.attachments.staging.stage(f"t{number}", "a", io.BytesIO(os.urandom(1_500_000)), Progress())
        with vault.act(Act.ATTACHMENT_ADDED, {"application": where}):
            vault.attachments.adopt(f"t{number}", "a", where, MaterialKind.OTHER, "a", "x")
            vault.settings.put("n", number)
    elif work == "passphrase":
        old, new = (vaults.PASSPHRASE, OTHER) if number == 1 else (f"{OTHER} {number - 1}", f"{OTHER} {number}")
        if number == 1:
            new = f"{OTHER} 1"
        vault.change_passphrase(old, new)
    elif work == "rekey":
        vault.access.rekey(vaults.PASSPHRASE)
    say(number)
"""  # noqa: UP031
    % OTHER
)


def killed(work: str, folder: Path, chance: random.Random, longest: float) -> int:
    """Run the child and kill it; the last number of which it said that it was done."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, work, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == b"ready\n", child.stderr.read()
        time.sleep(chance.uniform(0, longest))
        child.kill()
        said = child.stdout.read().split()
    return int(said[-1]) if said else 0


@pytest.fixture
def folder(tmp_path: Path, fixed_clock: FixedClock) -> Path:
    with vaults.made(tmp_path / "vault", fixed_clock) as vault:
        vaults.entered(vault, vaults.filing("云曦0"))
    return tmp_path / "vault"


def reopened(folder: Path, clock: FixedClock, check: Callable[[Vault], None], passphrase: str = PASSPHRASE) -> None:
    with Vault.open(folder, passphrase, clock=clock) as vault:
        check(vault)
        report = vault.check(Progress())
        assert report.sound, report.problems


@pytest.mark.parametrize("moment", moments(4, 40))
def test_small_edits(folder: Path, fixed_clock: FixedClock, moment: int) -> None:
    last = killed("edit", folder, random.Random(moment), 0.06)

    def check(vault: Vault) -> None:
        number = vault.settings.get("n", 0)
        assert number >= last
        (row,) = vault.applications.rows()
        assert row.name == vault.applications.get(row.id).draft.person.name == f"云曦{number}"
        assert vault.audit.count(Act.APPLICATION_EDITED) == number

    reopened(folder, fixed_clock, check)


@pytest.mark.parametrize("moment", moments(3, 20))
def test_attachments_and_quarantine(folder: Path, fixed_clock: FixedClock, moment: int) -> None:
    last = killed("attach", folder, random.Random(moment), 0.15)

    def check(vault: Vault) -> None:
        number = vault.settings.get("n", 0)
        assert number >= last
        (row,) = vault.applications.rows()
        assert len(vault.attachments.of(row.id)) == number
        assert not any(vault.attachments.staging.files(f"t{n}") for n in range(number + 3))

    reopened(folder, fixed_clock, check)


@pytest.mark.parametrize("moment", moments(3, 20))
def test_passphrase_changes(folder: Path, fixed_clock: FixedClock, moment: int) -> None:
    """The passphrase that was told to be set opens it, or the next one, on which the child was working."""
    last = killed("passphrase", folder, random.Random(moment), 0.05)
    known = [PASSPHRASE if last == 0 else f"{OTHER} {last}", f"{OTHER} {last + 1}"]
    for passphrase in known:
        try:
            reopened(folder, fixed_clock, lambda vault: None, passphrase)
        except Fault as fault:
            # killed between the commit and the rename: the change is finished then, and the new one opens
            assert fault.code in (Code.VAULT_WRONG_PASSPHRASE, Code.VAULT_CHANGE_FINISHED)  # noqa: PT017
        else:
            return
    pytest.fail("neither passphrase opens the vault")


@pytest.mark.parametrize("moment", moments(4, 25))
def test_new_database_keys(folder: Path, fixed_clock: FixedClock, moment: int) -> None:
    """Old key or new, whichever the kill left: the passphrase opens it, and every page is of one key."""
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as vault, vault.act(Act.ATTACHMENT_ADDED, {}):
        where = vault.applications.rows()[0].id
        content = io.BytesIO(random.Random(moment).randbytes(4_000_000))
        vault.attachments.add(where, MaterialKind.OTHER, "a", "application/pdf", content, Progress())
    last = killed("rekey", folder, random.Random(moment), 0.9)

    def check(vault: Vault) -> None:
        assert vault.audit.count(Act.REKEYED) >= last
        assert vault.audit.count(Act.REKEY_BEGUN) == vault.audit.count(Act.REKEYED) + vault.audit.count(
            Act.REKEY_DROPPED
        )
        assert not vault.access.key_file.current().slots[0].upcoming
        assert vault.applications.rows()[0].name == "云曦0"

    reopened(folder, fixed_clock, check)
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as vault:
        vault.access.rekey(PASSPHRASE)
    reopened(folder, fixed_clock, lambda vault: None)


@pytest.mark.parametrize("moment", moments(2, 15))
def test_creation(tmp_path: Path, fixed_clock: FixedClock, moment: int) -> None:
    """Either there is a whole vault or there is none, and then one can be made."""
    folder = tmp_path / "new"
    if not killed("create", folder, random.Random(moment), 0.05):
        try:
            reopened(folder, fixed_clock, lambda vault: None)
        except Fault as fault:
            assert fault.code is Code.VAULT_NOT_FOUND  # noqa: PT017
            vaults.made(folder, fixed_clock).close()
    reopened(folder, fixed_clock, lambda vault: None)
