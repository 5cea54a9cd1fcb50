"""What lies in the vault's folder tells nothing, and an older copy of a part of it is noticed."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import MaterialKind
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.plaintext import traces
from tests.support.vaults import PASSPHRASE, entered, filing

ROOT = Path(__file__).resolve().parents[2]
NAME, UNIT, MARKER = "欧阳𬭚曦", "第九〇三研究室", "canary-5d1f8c30-attachment"


def test_no_file_of_an_open_or_closed_vault_shows_what_is_in_it(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = tmp_path / "vault"
    vault = vaults.made(folder, fixed_clock)
    where = entered(vault, filing(NAME, 4711, unit=UNIT))
    with vault.act(Act.ATTACHMENT_ADDED, {}):
        content = io.BytesIO(MARKER.encode() * 1000)
        vault.attachments.add(where, MaterialKind.OTHER, f"{NAME}.pdf", "application/pdf", content, Progress())
        vault.versions.add(where, filing(NAME, 4711, unit=UNIT), "苏日娜")
        vault.secrets.put("key", MARKER.encode())
    vault.attachments.staging.stage("t", "a", io.BytesIO(MARKER.encode()), Progress())
    secrets = [NAME, UNIT, MARKER, vaults.number(4711), PASSPHRASE, "苏日娜", vaults.OFFICE.name, where]
    assert (folder / "vault.db-wal").stat().st_size > 10_000
    assert traces([tmp_path], secrets) == []
    vault.close()
    assert traces([tmp_path], secrets) == []
    assert sorted(path.name for path in folder.iterdir()) == ["keyslots.json", "vault.db", "vault.lock"]
    with vaults.raw(folder) as database:  # the search finds what is there: one plain copy, and it hits
        database.execute("ATTACH DATABASE ? AS plain KEY ''", [str(tmp_path / "plain.db")])
        database.execute("SELECT sqlcipher_export('plain')")
    assert len({trace.split(": ", 1)[1] for trace in traces([tmp_path], secrets)}) == len(secrets) - 1


def test_one_old_page_put_back_is_noticed_whichever_it_is(tmp_path: Path, fixed_clock: FixedClock) -> None:
    """SQLCipher authenticates pages, not their age: the log, its head and the tables' marks do."""
    folder = tmp_path / "vault"
    with vaults.made(folder, fixed_clock) as vault:
        where = entered(vault, filing("云曦", unit="甲" * 60))
        with vault.act(Act.SETTINGS_CHANGED, {}):
            vault.settings.put("a", 1)
    database = folder / "vault.db"
    before = database.read_bytes()
    # without this, the index of changes would hold the same entries before and after: an equal page is no older one
    fixed_clock.advance(hours=1)
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as vault:
        with vault.act(Act.APPLICATION_EDITED, {"application": where}):
            vault.applications.save_draft(where, filing("白云", unit="乙" * 60))
        with vault.act(Act.SETTINGS_CHANGED, {}):
            vault.settings.put("a", 2)
    after = database.read_bytes()
    pages = [p for p in range(len(before) // 4096) if before[p * 4096 :][:4096] != after[p * 4096 :][:4096]]
    newest, noticed = contents(folder), 0
    for page in pages[1:]:  # the first page holds no rows
        database.write_bytes(after[: page * 4096] + before[page * 4096 :][:4096] + after[(page + 1) * 4096 :])
        with vaults.opened_unlogged(folder) as examination:
            sound = examination.report().sound
        noticed += not sound
        # a page may be written again with what it held before: only then is there nothing to notice
        assert not sound or contents(folder) == newest, f"page {page + 1} is old and nobody noticed"
    assert noticed >= 10


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with vaults.raw(folder) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: sorted(database.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}


def test_a_second_process_is_kept_out_and_a_dead_one_is_not_in_the_way(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = tmp_path / "vault"
    vaults.made(folder, fixed_clock).close()
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom desktop_app.core.clock import SystemClock\n"
        "from desktop_app.vault.store import Vault\n"
        "vault = Vault.open(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())\nprint('open', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder), PASSPHRASE], cwd=ROOT, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdout.readline().strip() == b"open"
        with pytest.raises(Fault) as caught:
            Vault.open(folder, PASSPHRASE, clock=fixed_clock)
        assert caught.value.code is Code.VAULT_IN_USE
        child.kill()
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as vault:
        assert vault.check(Progress()).sound


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permission there")
def test_a_folder_that_cannot_be_written_is_named_as_such(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = tmp_path / "vault"
    vaults.made(folder, fixed_clock).close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom desktop_app.core.clock import SystemClock\n"
        "from desktop_app.core.errors import Fault\nfrom desktop_app.vault.store import Vault\n"
        "import desktop_app.vault.founding, cryptography.hazmat.primitives.kdf.argon2\n"
        "if os.geteuid() == 0:\n    os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try:\n    Vault.open(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())\n"
        "except Fault as fault:\n    print(fault.code.value)\n"
    )
    parents = [tmp_path, *tmp_path.parents]
    modes = {path: path.stat().st_mode for path in parents if path.owner() == tmp_path.owner() and path.parent != path}
    try:
        for path in (*folder.iterdir(), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        for path in modes:
            path.chmod(modes[path] | 0o005)
        result = subprocess.run(
            [sys.executable, "-c", code, str(folder), PASSPHRASE], cwd=ROOT, capture_output=True, text=True, check=False
        )
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
        folder.chmod(0o700)
    assert result.stdout.strip() == "vault.read_only", result.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_open_vault_has_its_log_beside_it_and_no_shared_memory(tmp_path: Path, fixed_clock: FixedClock) -> None:
    vaults.made(tmp_path / "vault", fixed_clock).close()
    for _ in range(2):
        with Vault.open(tmp_path / "vault", PASSPHRASE, clock=fixed_clock) as vault:
            entered(vault, filing("云曦"))
            names = sorted(path.name for path in (tmp_path / "vault").iterdir())
            assert names == ["keyslots.json", "vault.db", "vault.db-wal", "vault.lock"]


def test_a_copied_folder_is_the_same_vault(tmp_path: Path, fixed_clock: FixedClock) -> None:
    vaults.made(tmp_path / "vault", fixed_clock).close()
    shutil.copytree(tmp_path / "vault", tmp_path / "moved" / "金库")
    with Vault.open(tmp_path / "moved" / "金库", PASSPHRASE, clock=fixed_clock) as vault:
        assert vault.check(Progress()).sound
