"""`check` finds what somebody with the key, or a bad disk, did to the file; and finds nothing in a good one."""

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.vault_report import CheckReport, ProblemKind
from desktop_app.vault import chain, pages
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import PASSPHRASE, entered, filing


@pytest.fixture(scope="module")
def lived_in_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with a little of everything, and more than one page of log: made once, and never opened again."""
    folder = tmp_path_factory.mktemp("once") / "vault"
    with vaults.made(folder, FixedClock(datetime(2026, 7, 6, 2, 0, tzinfo=UTC))) as vault:
        where = entered(vault, filing("云曦"))
        with vault.act(Act.ATTACHMENT_ADDED, {"application": where}):
            stream = io.BytesIO(bytes(3_000_000))
            vault.attachments.add(where, MaterialKind.OTHER, "a.pdf", "application/pdf", stream, Progress())
        with vault.act(Act.APPLICATION_SUBMITTED, {"application": where}):
            vault.versions.add(where, filing("云曦"), "x")
        for number in range(20):
            with vault.act(Act.SETTINGS_CHANGED, {"n": str(number)}):
                vault.settings.put("n", number)
    return folder


@pytest.fixture
def lived_in(folder: Path, lived_in_once: Path) -> Path:
    """A copy of that vault which a test may spoil."""
    return Path(shutil.copytree(lived_in_once, folder))


def examined(folder: Path, clock: FixedClock) -> CheckReport:
    with Vault.open(folder, PASSPHRASE, clock=clock) as vault:
        return vault.check(Progress())


def test_a_good_vault_is_sound(lived_in: Path, fixed_clock: FixedClock) -> None:
    steps: list[tuple[int, int, str]] = []
    with Vault.open(lived_in, PASSPHRASE, clock=fixed_clock) as vault:
        report = vault.check(Progress(lambda *step: steps.append(step)))
        head = vault.audit.head()
    assert report.sound, report.problems
    assert head
    assert (report.entries, report.versions, report.attachments, report.head) == (26, 1, 1, head.digest)
    assert steps[-1][2] == "done"
    told = [done for done, total, _ in steps if total]
    assert told == sorted(told)  # it only ever goes on
    assert {total for _, total, _ in steps if total} == {steps[-1][0]}


def test_it_can_be_cancelled(lived_in: Path, fixed_clock: FixedClock) -> None:
    progress = Progress()
    progress.cancel()
    with Vault.open(lived_in, PASSPHRASE, clock=fixed_clock) as vault, pytest.raises(Cancelled):
        vault.check(progress)


def test_one_long_statement_can_be_cancelled_in_its_middle(lived_in: Path) -> None:
    """The examination of a large file's structure is one statement of minutes."""
    endless = "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    heard: list[str] = []

    def stop(done: int, total: int, what: str) -> None:
        heard.append(what)
        if len(heard) == 3:
            progress.cancel()

    progress = Progress(stop)
    with vaults.opened_unlogged(lived_in) as examination:
        database = examination._database
        with pytest.raises(Cancelled), database.stoppable(progress, "structure"):
            database.rows(endless)
        assert heard == ["structure"] * 3
        assert database.rows("SELECT 1") == [(1,)]  # and is of use afterwards


def test_an_examination_of_large_rows_can_be_cancelled_in_its_middle(lived_in: Path) -> None:
    """Rows of scans are many pages, and SQLite counts a few steps for each."""
    heard: list[str] = []

    def stop(done: int, total: int, what: str) -> None:
        heard.append(what)
        progress.cancel()

    progress = Progress(stop)
    with vaults.opened_unlogged(lived_in) as examination:
        database = examination._database
        database.run("CREATE TABLE scans (content BLOB)")
        for _ in range(20):
            database.run("INSERT INTO scans VALUES (zeroblob(1000000))")
        with pytest.raises(Cancelled), database.stoppable(progress, "structure"):
            database.rows("PRAGMA integrity_check")
    assert heard == ["structure"]


@pytest.mark.parametrize("spoilt", [(), (5,), (2, 9), "cut", "swapped"])
def test_pages_are_judged_as_sqlcipher_judges_them(lived_in: Path, spoilt: tuple[int, ...] | str) -> None:
    path, size = lived_in / "vault.db", pages.SIZE
    content = bytearray(path.read_bytes())
    if spoilt == "cut":
        del content[-100:]
    elif spoilt == "swapped":
        content[3 * size : 4 * size], content[4 * size : 5 * size] = (
            content[4 * size : 5 * size],
            content[3 * size : 4 * size],
        )
    else:
        for page in spoilt:
            content[page * size - 1000] ^= 1  # type: ignore[operator]
    key = vaults.database_key(lived_in, PASSPHRASE)
    path.write_bytes(content)
    with vaults.raw_by(lived_in, key) as connection:
        said = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    steps: list[tuple[int, int, str]] = []
    found = list(pages.altered(path, key, Progress(lambda *step: steps.append(step)), "pages"))
    assert found == {(): [], "cut": [len(content) // size + 1], "swapped": [4, 5]}.get(spoilt, list(spoilt))
    assert len(said) == len(found)
    assert steps[0][1] == len(content)


NO_GUARD = "DROP TRIGGER audit_is_never_altered; DROP TRIGGER audit_is_never_cut; "


@pytest.mark.parametrize(
    ("sql", "kind", "where", "sequence"),
    [
        (NO_GUARD + "UPDATE audit SET user = '别人' WHERE sequence = 7", ProblemKind.CHAIN, "altered", 7),
        (NO_GUARD + "UPDATE audit SET objects = 'junk' WHERE sequence = 7", ProblemKind.CHAIN, "altered", 7),
        (NO_GUARD + "UPDATE audit SET act = 'made_up' WHERE sequence = 7", ProblemKind.CHAIN, "altered", 7),
        (NO_GUARD + "UPDATE audit SET at = '2020' WHERE sequence = 7", ProblemKind.CHAIN, "altered", 7),
        (NO_GUARD + "DELETE FROM audit WHERE sequence = 9", ProblemKind.CHAIN, "missing", 9),
        (NO_GUARD + "DELETE FROM audit WHERE sequence = 1", ProblemKind.CHAIN, "missing", 1),
        ("UPDATE audit_head SET digest = 'x'", ProblemKind.HEAD, "audit_head", 25),
        ("DELETE FROM audit_head", ProblemKind.HEAD, "audit_head", 0),
        ("DROP TRIGGER audit_is_never_cut", ProblemKind.SCHEMA, "CREATE TRIGGER audit_is_never_cut", None),
        ("CREATE TABLE extra (a)", ProblemKind.SCHEMA, "extra", None),
        ("DELETE FROM settings", ProblemKind.MARK, "settings", None),
        ("INSERT INTO settings VALUES ('forged', '1', 3)", ProblemKind.MARK, "settings", None),
        ("UPDATE settings SET audit_seq = 999", ProblemKind.MARK, "settings", 999),
        ("UPDATE drafts SET content = CAST('{}' AS BLOB)", ProblemKind.DRAFT, "", None),
        ("UPDATE versions SET content = CAST('{}' AS BLOB)", ProblemKind.VERSION, "", None),
        ("UPDATE applications SET latest_version = 3", ProblemKind.VERSION, "", None),
        ("UPDATE blob_chunks SET bytes = zeroblob(5) WHERE number = 1", ProblemKind.ATTACHMENT, "", None),
        ("DELETE FROM blob_chunks WHERE number = 2", ProblemKind.ATTACHMENT, "", None),
        ("INSERT INTO blob_chunks (blob_id, number, bytes) VALUES (77, 0, x'00')", ProblemKind.ORPHAN, "chunk", None),
        ("UPDATE versions SET application_id = 'gone'", ProblemKind.REFERENCE, "versions -> applications", None),
        ("DELETE FROM application_search", ProblemKind.ORPHAN, "application", None),
        ("UPDATE audit_marks SET name = 'ghosts' WHERE name = 'settings'", ProblemKind.MARK, "ghosts", None),
        ("INSERT INTO users VALUES ('nobody', '某人', 'owner', 3)", ProblemKind.KEYSLOTS, "user nobody", None),
        ("UPDATE users SET id = 'other'", ProblemKind.KEYSLOTS, "slot ", None),
        (
            "INSERT INTO audit_signatures VALUES (3, 'x', '2026-07-06T02:00:00+00:00', '00', 'junk', 3)",
            ProblemKind.SIGNATURE,
            "audit_signatures",
            3,
        ),
        (
            "INSERT INTO added_fonts VALUES ('x', '字', 'a.ttf', '', '', 1, 0, '', '', x'00', '', '', 3, 3)",
            ProblemKind.FONT,
            "x",
            None,
        ),
    ],
)
def test_edits_behind_the_programs_back_are_found(
    lived_in: Path, sql: str, kind: ProblemKind, where: str, sequence: int | None
) -> None:
    with vaults.raw(lived_in) as database:
        for statement in sql.split("; "):
            database.execute(statement)
    with vaults.opened_unlogged(lived_in) as examination:
        report = examination.report()
    hits = [p for p in report.problems if p.kind is kind and p.sequence == sequence and where in p.where]
    assert hits, report.problems


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET previous = 'x' WHERE sequence = 7",
        "UPDATE audit SET previous = 'x' WHERE sequence = 1",
        "UPDATE audit SET digest = 'x' WHERE sequence = 7",
        "DELETE FROM audit WHERE sequence = 9",
        "DELETE FROM audit WHERE sequence > 20",
        "UPDATE audit_head SET digest = 'x'",
        "UPDATE audit_head SET sequence = sequence + 1",
        "DELETE FROM audit_head",
        "DELETE FROM audit",
    ],
)
def test_a_chain_is_joined_only_while_every_link_and_the_head_hold(lived_in: Path, sql: str) -> None:
    with vaults.opened_unlogged(lived_in) as examination:
        assert chain.joined(examination._database)
    with vaults.raw(lived_in) as database:
        for statement in (*NO_GUARD.split("; ")[:-1], sql):
            database.execute(statement)
    with vaults.opened_unlogged(lived_in) as examination:
        assert not chain.joined(examination._database)


def test_a_cut_tail_is_found_by_the_head(lived_in: Path) -> None:
    with vaults.raw(lived_in) as database:
        database.execute("DROP TRIGGER audit_is_never_cut")
        database.execute("DELETE FROM audit WHERE sequence > 20")
    with vaults.opened_unlogged(lived_in) as examination:
        kinds = {problem.kind for problem in examination.report().problems}
    assert {ProblemKind.HEAD, ProblemKind.MARK, ProblemKind.SCHEMA} <= kinds


def test_a_tail_cut_together_with_its_head_is_found_by_the_rows(lived_in: Path) -> None:
    with vaults.raw(lived_in) as database:
        (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_is_never_cut'").fetchone()
        database.execute("DROP TRIGGER audit_is_never_cut")
        database.execute("DELETE FROM audit WHERE sequence > 20")
        database.execute("UPDATE audit_head SET sequence = 20, digest = (SELECT digest FROM audit WHERE sequence = 20)")
        database.execute(sql)
    with vaults.opened_unlogged(lived_in) as examination:
        problems = examination.report().problems
    assert [(p.kind, p.where, p.sequence) for p in problems] == [(ProblemKind.MARK, "settings", 24)]


def test_an_entry_forged_with_a_right_digest_breaks_the_link(lived_in: Path) -> None:
    with vaults.raw(lived_in) as database:
        database.execute("DROP TRIGGER audit_is_never_altered")
        row = database.execute(
            "SELECT sequence, at, user, act, objects, previous, digest FROM audit WHERE sequence = 7"
        ).fetchone()
        forged = msgspec.structs.replace(chain.decoded(row), user="别人")
        digest = chain.entry_digest(forged)
        database.execute("UPDATE audit SET user = '别人', digest = ? WHERE sequence = 7", [digest])
    with vaults.opened_unlogged(lived_in) as examination:
        problems = examination.report().problems
    assert (ProblemKind.CHAIN, "unlinked", 8) in [(p.kind, p.where, p.sequence) for p in problems]


def test_the_log_cannot_be_edited_through_the_schema(lived_in: Path) -> None:
    with vaults.raw(lived_in) as database:
        for sql in ("UPDATE audit SET user = 'x'", "DELETE FROM audit"):
            with pytest.raises(Exception, match="append-only"):
                database.execute(sql)


@pytest.mark.slow
def test_a_flipped_bit_in_any_page_is_found(lived_in: Path, fixed_clock: FixedClock) -> None:
    path = lived_in / "vault.db"
    good = path.read_bytes()
    pages = len(good) // 4096
    for page in range(1, pages, max(1, pages // 25)):
        place = page * 4096 + 1000
        path.write_bytes(good[:place] + bytes([good[place] ^ 4]) + good[place + 1 :])
        with vaults.opened_unlogged(lived_in) as examination:
            report = examination.report()
        assert any(problem.kind is ProblemKind.PAGE for problem in report.problems), page
    path.write_bytes(good)
    assert examined(lived_in, fixed_clock).sound


def test_the_key_file_is_compared_with_users_and_with_what_lies_in_the_folder(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    with vaults.made(tmp_path / "vault", fixed_clock) as vault:
        path = tmp_path / "vault" / "keyslots.json"
        kept = path.read_bytes()
        assert vault.check(Progress()).sound
        path.write_bytes(kept[:-1] + b" ")
        assert [(one.kind, one.where) for one in vault.check(Progress()).problems] == [
            (ProblemKind.KEYSLOTS, "keyslots.json")
        ]
        path.write_bytes(kept)
        vault._database.run("INSERT INTO users VALUES ('01KWDFKD00R2JK7HHEJHQX99KD', '无钥', 'owner', 1)")
        found = [one.where for one in vault.check(Progress()).problems if one.kind is ProblemKind.KEYSLOTS]
        assert found == ["user 01KWDFKD00R2JK7HHEJHQX99KD"]
        vault._database.run("UPDATE key_file SET digest = ?", ["0" * 64])
        found = [one.where for one in vault.check(Progress()).problems if one.kind is ProblemKind.KEYSLOTS]
        assert found == ["key_file", "user 01KWDFKD00R2JK7HHEJHQX99KD"]
