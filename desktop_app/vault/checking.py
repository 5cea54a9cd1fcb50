"""The examination of a vault: pages, structure, chain, head, marks, digests, orphans. Findings, never exceptions."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.carriers import CarrierEvent, replayed
from desktop_app.domain.comparison import ComparisonResult
from desktop_app.domain.vault_report import UNREAD, CheckReport, Problem, ProblemKind
from desktop_app.vault import chain, files, keyslots, pages, signatures
from desktop_app.vault.carriers import all_carriers, all_events
from desktop_app.vault.database import Database
from desktop_app.vault.kept_values import TABLES
from desktop_app.vault.migrations import statements
from desktop_app.vault.office_forms import digest_of
from desktop_app.vault.policies import kept_whole

#: A badly damaged file yields a finding for every page; nobody reads more than this many.
_MOST_PROBLEMS_A_STAGE = 100
#: Of each stage, for whoever shows how far the whole is.
_PARTS = 1000


class Examination:
    """One pass over an open vault; changes nothing but folding the write-ahead log into the file."""

    def __init__(self, database: Database, key: LockedBytes, progress: Progress, folder: Path | None = None) -> None:
        """Without its folder, the key file is not looked at."""
        self._folder = folder
        self._key = key
        self._stage = 0
        self._database = database
        self._progress = progress
        self._problems: list[Problem] = []
        self._head = (0, chain.BEGINNING)
        self._counts = {"audit": 0, "versions": 0, "attachments": 0, "policies": 0}

    def report(self) -> CheckReport:
        stages: tuple[tuple[str, ProblemKind, Callable[[], Iterator[Problem]]], ...] = (
            ("pages", ProblemKind.PAGE, self._pages),
            ("structure", ProblemKind.STRUCTURE, self._structure),
            ("schema", ProblemKind.SCHEMA, self._schema),
            ("references", ProblemKind.REFERENCE, self._references),
            ("chain", ProblemKind.CHAIN, self._chain),
            ("signatures", ProblemKind.SIGNATURE, self._signatures),
            ("key file", ProblemKind.KEYSLOTS, self._key_file),
            ("marks", ProblemKind.MARK, self._marks),
            ("drafts", ProblemKind.DRAFT, self._drafts),
            ("versions", ProblemKind.VERSION, self._versions),
            ("attachments", ProblemKind.ATTACHMENT, self._attachments),
            ("comparisons", ProblemKind.COMPARISON, self._comparisons),
            ("policies", ProblemKind.POLICY, self._policies),
            ("forms", ProblemKind.FORM, self._forms),
            ("fonts", ProblemKind.FONT, self._fonts),
            ("office work", ProblemKind.OFFICE_WORK, self._office_work),
            ("draws", ProblemKind.DRAW, self._draws),
            ("carriers", ProblemKind.CARRIER, self._carriers),
            ("orphans", ProblemKind.ORPHAN, self._orphans),
        )
        self._stages = len(stages)
        for self._stage, (name, kind, stage) in enumerate(stages):
            self._far(0, 1, name)
            self._gather(name, kind, stage)
        self._progress.step(_PARTS * self._stages, _PARTS * self._stages, "done")
        return CheckReport(
            entries=self._counts["audit"],
            versions=self._counts["versions"],
            attachments=self._counts["attachments"],
            policies=self._counts["policies"],
            head=self._head[1],
            problems=tuple(self._problems),
        )

    def _far(self, done: int, total: int, name: str) -> None:
        """How far a stage is, as part of the whole."""
        self._progress.step(_PARTS * self._stage + _PARTS * done // max(total, 1), _PARTS * self._stages, name)

    def _gather(self, name: str, kind: ProblemKind, stage: Callable[[], Iterator[Problem]]) -> None:
        """A page that cannot be read ends its stage with a finding; the others still run."""
        found = 0
        try:
            with self._database.stoppable(self._progress, name):
                for problem in stage():
                    self._problems.append(problem)
                    found += 1
                    if found >= _MOST_PROBLEMS_A_STAGE:
                        return
        except Fault:
            self._problems.append(Problem(kind=kind, where=UNREAD))

    def _pages(self) -> Iterator[Problem]:
        # pages still in the log are not in the file yet
        self._database.fold()
        far = Progress(lambda done, total, what: self._far(done, total, what))
        for number in pages.altered(self._database.path, self._key, far, "pages"):
            yield Problem(kind=ProblemKind.PAGE, where=f"page {number}")

    def _structure(self) -> Iterator[Problem]:
        for (finding,) in self._database.rows(f"PRAGMA integrity_check({_MOST_PROBLEMS_A_STAGE})"):
            if finding != "ok":
                yield Problem(kind=ProblemKind.STRUCTURE, where=str(finding))

    def _schema(self) -> Iterator[Problem]:
        script = resource("schema.sql").read_text(encoding="utf-8")
        wanted = {_one_line(statement) for statement in statements(script)}
        rows = self._database.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = {_one_line(sql + ";"): name for name, sql in rows}
        for sql, name in found.items():
            if sql not in wanted:
                yield Problem(kind=ProblemKind.SCHEMA, where=name)
        for sql in wanted - set(found):
            yield Problem(kind=ProblemKind.SCHEMA, where=" ".join(sql.split()[:3]))

    def _references(self) -> Iterator[Problem]:
        for table, _, parent, _ in self._database.rows("PRAGMA foreign_key_check"):
            yield Problem(kind=ProblemKind.REFERENCE, where=f"{table} -> {parent}")

    def _chain(self) -> Iterator[Problem]:
        """Each entry against its digest and the entry before; the last against the separate head."""
        walk = chain.Walk()
        for row in chain.raw_entries(self._database):
            sequence, expected = int(row[0]), walk.sequence + 1
            try:
                sound = chain.entry_digest(chain.decoded(row)) == row[6]
            except (ValueError, msgspec.DecodeError):
                sound = False
            for wrong in walk.step(sequence, row[5], row[6], sound=sound):
                where = expected if wrong == "missing" else sequence
                yield Problem(kind=ProblemKind.CHAIN, where=wrong, sequence=where)
            self._counts["audit"] += 1
            self._progress.step(0, 0, "chain")
        self._head = (walk.sequence, walk.digest)
        stored = chain.stored_head(self._database)
        if stored != self._head:
            yield Problem(kind=ProblemKind.HEAD, where="audit_head", sequence=stored[0])

    def _signatures(self) -> Iterator[Problem]:
        """Each signed head against the chain, and its signature."""
        ((vault,),) = self._database.rows("SELECT vault_id FROM identity")
        for sequence in signatures.unproved(self._database, vault):
            yield Problem(kind=ProblemKind.SIGNATURE, where="audit_signatures", sequence=sequence)

    def _key_file(self) -> Iterator[Problem]:
        """The file against the database's copy of it; each slot against the users, and each user against the slots."""
        ((kept, digest),) = self._database.rows("SELECT content, digest FROM key_file")
        if keyslots.file_digest(bytes(kept)) != digest:
            yield Problem(kind=ProblemKind.KEYSLOTS, where="key_file")
        if self._folder is not None and keyslots.read_raw(self._folder) != bytes(kept):
            yield Problem(kind=ProblemKind.KEYSLOTS, where=files.KEYSLOTS)
        slots = keyslots.decoded(bytes(kept), "")
        holders = {slot.user for slot in slots.slots}
        users = {user for (user,) in self._database.rows("SELECT id FROM users")}
        for user in sorted(holders - users):
            yield Problem(kind=ProblemKind.KEYSLOTS, where=f"slot {user}")
        for user in sorted(users - holders):
            yield Problem(kind=ProblemKind.KEYSLOTS, where=f"user {user}")

    def _marks(self) -> Iterator[Problem]:
        """Rows of each business table against the count and sum that the acts left, and none newer than the log."""
        marks = {
            name: (count, total)
            for name, count, total in self._database.rows("SELECT name, row_count, total FROM audit_marks")
        }
        last = self._head[0]
        for table in _business_tables(self._database):
            row = self._database.row(
                f"SELECT count(*), coalesce(sum(audit_seq), 0), coalesce(max(audit_seq), 0) FROM {table}"
            )
            assert row is not None
            if (row[0], row[1]) != marks.pop(table, (0, 0)):
                yield Problem(kind=ProblemKind.MARK, where=table)
            if row[2] > last:
                yield Problem(kind=ProblemKind.MARK, where=table, sequence=row[2])
        for table in marks:
            yield Problem(kind=ProblemKind.MARK, where=table)
        kept = self._database.rows("SELECT status, year, applications FROM application_counts WHERE applications <> 0")
        if set(kept) != set(self._database.rows("SELECT status, year, count(*) FROM applications GROUP BY 1, 2")):
            yield Problem(kind=ProblemKind.MARK, where="application_counts")
        astray = self._database.row(
            "SELECT 1 FROM (SELECT value, packages.id FROM packages, json_each(applications) EXCEPT "
            "SELECT application_id, package_id FROM package_filings) UNION ALL "
            "SELECT 1 FROM (SELECT application_id, package_id FROM package_filings EXCEPT "
            "SELECT value, packages.id FROM packages, json_each(applications)) LIMIT 1"
        )
        if astray is not None:
            yield Problem(kind=ProblemKind.MARK, where="package_filings")

    def _drafts(self) -> Iterator[Problem]:
        for application, content, digest in self._database.each("SELECT application_id, content, digest FROM drafts"):
            if hashlib.sha256(content).hexdigest() != digest:
                yield Problem(kind=ProblemKind.DRAFT, where=application)

    def _versions(self) -> Iterator[Problem]:
        for version, content, digest in self._database.each("SELECT id, content, digest FROM versions"):
            self._counts["versions"] += 1
            self._progress.step(0, 0, "versions")
            if hashlib.sha256(content).hexdigest() != digest:
                yield Problem(kind=ProblemKind.VERSION, where=version)
        # An application from another desk may come as its third version first: how many there are says nothing,
        # and a row that was taken away shows in the marks.
        rows = self._database.rows(
            "SELECT a.id FROM applications a LEFT JOIN versions v ON v.application_id = a.id "
            "GROUP BY a.id HAVING coalesce(max(v.number), 0) <> a.latest_version"
        )
        for (application,) in rows:
            yield Problem(kind=ProblemKind.VERSION, where=application)

    def _attachments(self) -> Iterator[Problem]:
        rows = self._database.rows("SELECT id, blob_id, size, digest FROM attachments ORDER BY id")
        for done, (attachment, blob, size, digest) in enumerate(rows):
            self._counts["attachments"] += 1
            self._far(done, len(rows), "attachments")
            if not self._blob_matches(blob, size, digest):
                yield Problem(kind=ProblemKind.ATTACHMENT, where=attachment)

    def _blob_matches(self, blob: int, size: int, digest: str) -> bool:
        running, length = hashlib.sha256(), 0
        try:
            for (data,) in self._database.each(
                "SELECT bytes FROM blob_chunks WHERE blob_id = ? ORDER BY number", [blob]
            ):
                running.update(data)
                length += len(data)
                self._progress.step(0, 0, "attachments")
        except Fault:
            return False
        return (length, running.hexdigest()) == (size, digest)

    def _comparisons(self) -> Iterator[Problem]:
        """Each comparison and ruling against its digest, and the row's columns against what the comparison says."""
        for comparison, content, digest, record, file in self._database.each(
            "SELECT id, content, digest, content_digest, file_digest FROM comparisons"
        ):
            try:
                said = msgspec.json.decode(content, type=ComparisonResult)
                same = (said.record, said.file) == (record, file)
            except msgspec.DecodeError:
                same = False
            if not same or hashlib.sha256(content).hexdigest() != digest:
                yield Problem(kind=ProblemKind.COMPARISON, where=comparison)
        for ruling, content, digest in self._database.each("SELECT id, content, digest FROM comparison_rulings"):
            if hashlib.sha256(content).hexdigest() != digest:
                yield Problem(kind=ProblemKind.COMPARISON, where=ruling)

    def _policies(self) -> Iterator[Problem]:
        """Each kept pack against its digest; each version's pack must be kept, for it is judged by that one."""
        for digest, content in self._database.each("SELECT digest, content FROM policies ORDER BY digest"):
            self._counts["policies"] += 1
            self._progress.step(0, 0, "policies")
            if not kept_whole(content, digest):
                yield Problem(kind=ProblemKind.POLICY, where=digest)
        rows = self._database.rows(
            "SELECT version_id FROM version_policies WHERE digest NOT IN (SELECT digest FROM policies)"
        )
        for (version,) in rows:
            yield Problem(kind=ProblemKind.POLICY, where=f"version {version}")

    def _forms(self) -> Iterator[Problem]:
        """Each form of the office against its digest."""
        for name, form, blank, digest in self._database.each("SELECT id, form, blank, digest FROM office_forms"):
            self._progress.step(0, 0, "forms")
            if digest_of(form, blank) != digest:
                yield Problem(kind=ProblemKind.FORM, where=name)

    def _office_work(self) -> Iterator[Problem]:
        """Each row of the office's own tables against its digest; meetings, votes and results against the log too."""
        from desktop_app.vault import meeting_proof  # on use, as with the draws

        found = [
            f"{table} {id_}"
            for table in TABLES
            for id_, content, digest in self._database.each(f"SELECT id, content, digest FROM {table}")
            if hashlib.sha256(content).hexdigest() != digest
        ]
        for where in dict.fromkeys((*found, *meeting_proof.altered(self._database))):
            yield Problem(kind=ProblemKind.OFFICE_WORK, where=where)

    def _draws(self) -> Iterator[Problem]:
        """Each draw by its own record, its signatures and what the log says of it."""
        from desktop_app.vault import draw_proof  # on use: it repeats draws, and the door needs none of that

        for draw, doubt in draw_proof.unproved(self._database):
            yield Problem(kind=ProblemKind.DRAW, where=f"{draw} {doubt.value}")

    def _fonts(self) -> Iterator[Problem]:
        """Each added font against its digest, which is its name."""
        for digest, content in self._database.each("SELECT id, content FROM added_fonts"):
            self._progress.step(0, 0, "fonts")
            if hashlib.sha256(content).hexdigest() != digest:
                yield Problem(kind=ProblemKind.FONT, where=digest)

    def _carriers(self) -> Iterator[Problem]:
        """Each carrier's state against the steps that led there; each step against the carrier or the copy it is of."""
        lives: dict[str, list[CarrierEvent]] = {}
        for event in all_events(self._database):
            lives.setdefault(event.carrier, []).append(event)
        for carrier in all_carriers(self._database):
            try:
                state = replayed(carrier.number, lives.get(carrier.id, []))
            except Fault:
                state = None
            if state is not carrier.state:
                yield Problem(kind=ProblemKind.CARRIER, where=carrier.id)

    def _orphans(self) -> Iterator[Problem]:
        """What no row leads to: bytes without an attachment, list rows without a draft, people without a filing."""
        queries = {
            "blob": "SELECT id FROM blobs WHERE id NOT IN "
            "(SELECT blob_id FROM attachments UNION ALL SELECT blob_id FROM staged)",
            "chunk": "SELECT id FROM blob_chunks WHERE blob_id NOT IN (SELECT id FROM blobs)",
            "application": "SELECT id FROM applications WHERE id NOT IN (SELECT application_id FROM drafts) "
            "OR id NOT IN (SELECT application_id FROM application_search)",
            "comparison": "SELECT id FROM comparisons WHERE application_id NOT IN (SELECT id FROM applications)",
            "ruling": "SELECT id FROM comparison_rulings WHERE comparison_id NOT IN (SELECT id FROM comparisons)",
            "carrier step": "SELECT id FROM carrier_events WHERE carrier_id NOT IN "
            "(SELECT id FROM carriers UNION ALL SELECT id FROM copies)",
            "making": "SELECT carrier_id FROM makings WHERE carrier_id NOT IN "
            "(SELECT id FROM carriers UNION ALL SELECT id FROM copies)",
            "person": "SELECT id FROM people WHERE id NOT IN "
            "(SELECT person_id FROM applications WHERE person_id IS NOT NULL)",
        }
        for kind, query in queries.items():
            for (row,) in self._database.rows(query):
                yield Problem(kind=ProblemKind.ORPHAN, where=f"{kind} {row}")


def _business_tables(database: Database) -> list[str]:
    rows = database.rows(
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND c.name = 'audit_seq' ORDER BY m.name"
    )
    return [row[0] for row in rows]


def _one_line(sql: str) -> str:
    return " ".join(sql.split())
