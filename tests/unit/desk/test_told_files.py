"""Files outside the vault and the log's word of them: both or neither, whatever fails or kills."""

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    audit_file,
    blanks,
    contacts,
    discs,
    draft,
    evidence,
    home,
    keep,
    manual_file,
    office_forms,
    opening,
    packs,
    paper_receipts,
    people_sheet,
    policy_files,
    print_,
    receive,
    revocations,
    seal,
    told_files,
    wall_sheet,
)
from desktop_app.desk.home import Question, WaitingKind
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.domain.copies import Document
from desktop_app.domain.records import RevocationReason
from desktop_app.host import atomic
from desktop_app.vault import chain
from desktop_app.vault.database import Database
from tests.support import blanks as made
from tests.support import plaintext
from tests.support.verbs import run
from tests.unit.desk.conftest import PASSPHRASE
from tests.unit.desk.test_office_forms import text_for

ROOT = Path(__file__).resolve().parents[3]

Two = tuple[Session, Session]
Export = Callable[[Session, ApplicationId, Path], object]


def _printed(session: Session, application: ApplicationId, path: Path) -> object:
    return print_.print_to_file(session, application, Document.REVIEW_FORM, path, Progress())


def _form(session: Session, _: ApplicationId, path: Path) -> object:
    return office_forms.export(session, session.vault.office_forms.all()[0].id, path)


def _revoked(session: Session, _: ApplicationId, path: Path) -> object:
    return revocations.end_own(session, RevocationReason.LOST, date(2026, 7, 1), path)


EXPORTS: dict[str, Export] = {
    "card": lambda session, _, path: contacts.save_card(session, path),
    "policy": lambda session, _, path: policy_files.export_folder(session, "hohhot-2026", path),
    "form": _form,
    "revocation": _revoked,
    "log": lambda session, _, path: audit_file.export(session, path, Progress()),
    "draft": lambda session, application, path: draft.give_out(session, application, path),
    "numbered copies": _printed,
    "evidence": lambda session, application, path: evidence.write(session, application, path),
}


def outside(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("what", EXPORTS)
def test_no_file_stays_of_which_the_log_cannot_tell(
    unit: Session, submitted: ApplicationId, out: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The vault's disk is full when the entry is written, the very last thing of the act."""
    export = EXPORTS[what]
    contacts.ensure_identity(unit)
    office_forms.save(unit, text_for(Document.PLEDGE), blanks.rebuilt(made.drawn()))

    def full(database: Database, entry: AuditEntry) -> None:
        raise Fault(Code.VAULT_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", full)
        with pytest.raises(Fault) as caught:
            export(unit, submitted, out / "file")
    assert caught.value.code is Code.VAULT_FULL
    assert outside(out) == []
    assert not (unit.vault.folder / "files.begun").exists()
    export(unit, submitted, out / "file")
    assert "file" in outside(out)
    assert not (unit.vault.folder / "files.begun").exists()


def test_a_file_inside_a_larger_act_goes_with_it(
    introduced: Two, submitted: ApplicationId, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt on paper is written in the act that answers the package: its entry is the outer one."""
    unit, committee = introduced
    (out / "stick").mkdir()
    sent = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, out / "stick", Progress())
    package = receive.open_(committee, sent.folder, None, lambda line: None, Progress()).package.id
    real = chain.append

    def full(database: Database, entry: AuditEntry) -> None:
        if entry.act is Act.PLAIN_TEXT_WRITTEN:  # the second of the two
            raise Fault(Code.VAULT_FULL)
        real(database, entry)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", full)
        with pytest.raises(Fault):
            paper_receipts.save(committee, package, out / "receipt.pdf", Progress())
    assert not (out / "receipt.pdf").exists()
    paper_receipts.save(committee, package, out / "receipt.pdf", Progress())


def test_an_image_of_a_disc_goes_with_its_entry(
    introduced: Two, submitted: ApplicationId, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, _ = introduced
    (out / "stick").mkdir()
    seal.seal(unit, [submitted], seal.recipients(unit)[0].id, out / "stick", Progress())

    def full(database: Database, entry: AuditEntry) -> None:
        raise Fault(Code.VAULT_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", full)
        with pytest.raises(Fault):
            discs.image(unit, out / "stick", out / "disc.iso", Progress())
    assert not (out / "disc.iso").exists()
    discs.image(unit, out / "stick", out / "disc.iso", Progress())
    assert (out / "disc.iso").exists()


def test_what_lay_there_with_the_same_content_stays(
    unit: Session, submitted: ApplicationId, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.give_out(unit, submitted, out / "file")

    def full(database: Database, entry: AuditEntry) -> None:
        raise Fault(Code.VAULT_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", full)
        with pytest.raises(Fault):
            draft.give_out(unit, submitted, out / "file")
    assert outside(out) == ["file"]


@pytest.mark.parametrize("what", ["draft", "evidence"])
def test_where_nothing_could_be_written_nothing_is_said_to_be_left(
    unit: Session, submitted: ApplicationId, out: Path, what: str
) -> None:
    with pytest.raises(Fault) as caught:
        EXPORTS[what](unit, submitted, out / "none" / "file")
    assert caught.value.code in (Code.FILE_NOT_FOUND, Code.MEDIUM_GONE)
    assert told_files.left(unit) == ()
    assert not (unit.vault.folder / "files.begun").exists()


@pytest.mark.parametrize("what", ["draft", "card", "log"])
def test_what_was_to_be_replaced_comes_back(
    unit: Session, submitted: ApplicationId, out: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """An export over an earlier one: neither would be there."""
    contacts.ensure_identity(unit)
    for name in ("file", "file.sig"):
        (out / name).write_bytes(b"an earlier export")
    (out / "file").chmod(0o640)

    def full(database: Database, entry: AuditEntry) -> None:
        raise Fault(Code.VAULT_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", full)
        with pytest.raises(Fault):
            EXPORTS[what](unit, submitted, out / "file")
    assert {one.read_bytes() for one in out.iterdir()} == {b"an earlier export"}
    assert outside(out) == ["file", "file.sig"]
    assert sys.platform == "win32" or stat.S_IMODE((out / "file").stat().st_mode) == 0o640
    EXPORTS[what](unit, submitted, out / "file")
    assert (out / "file").read_bytes() != b"an earlier export"


#: Exports in a process of its own, which is killed where it comes to what is named.
_KILLED = """
import errno, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.desk import evidence, formal_print, opening, print_
from desktop_app.domain.copies import Document
from desktop_app.host import atomic
from desktop_app.vault import begun_files, chain
from desktop_app.sealing import disk
folder, passphrase, application, path, what, moment, files = sys.argv[1:]
session = opening.unlock(Path(folder), passphrase, FixedClock(datetime(2026, 7, 6, 2, 0, tzinfo=UTC)))
formal_print.confirm(session, passphrase)
if files == "named":
    opened = os.open
    def refusing(path, flags, *rest, **more):
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "no")
        return opened(path, flags, *rest, **more)
    os.open = refusing
def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def half(handle, piece):
    os.write(handle, piece[: len(piece) // 2])
    killed()
def half_a_file(file, block):
    file._file.write(block[: len(block) // 2])
    killed()
match moment:
    case "noted":
        atomic._filled = disk.PartFile.__init__ = killed
    case "half":
        atomic._write_all, disk.PartFile.write = half, half_a_file
    case "written":
        chain.append = killed
    case "told":
        begun_files.BegunNotes.settled = killed
if what == "copies":
    print_.print_to_file(session, application, Document.REVIEW_FORM, Path(path), Progress())
else:
    evidence.write(session, application, Path(path))
"""


def killed_on_a_stick(unit: Session, submitted: ApplicationId, out: Path) -> Path:
    """The stick on which an export left its half; the vault is closed."""
    folder, stick = unit.vault.folder, out / "stick"
    stick.mkdir()
    unit.close()
    killed(folder, submitted, stick / "file", "copies", "half", "named")
    return stick


def killed(folder: Path, application: str, path: Path, *how: str) -> None:
    if sys.platform == "win32":
        pytest.skip("no such signal")
    command = [sys.executable, "-c", _KILLED, str(folder), PASSPHRASE, application, str(path), *how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def waits(session: Session, kind: WaitingKind) -> list[str]:
    return [one.name for one in home.overview(session).waiting if one.kind is kind]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize("files", ["unnamed", "named"])
@pytest.mark.parametrize("moment", ["noted", "half", "written", "told"])
@pytest.mark.parametrize("what", ["copies", "evidence"])
def test_killed_at_each_moment(
    unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock, what: str, moment: str, files: str
) -> None:
    if (what, files) == ("evidence", "named"):
        pytest.skip("a folder's files have names everywhere")
    folder, path = unit.vault.folder, out / "file"
    entries = unit.vault.audit.count(Act.PLAIN_TEXT_WRITTEN)
    name = draft.load(unit, submitted).draft.person.name
    unit.close()
    killed(folder, submitted, path, what, moment, files)
    assert plaintext.traces([folder], [name, str(out)]) == [], "nor in the note of what was being written"
    if moment == "written":
        assert path.exists(), "the file has its name, and the log does not tell of it"
    again = opening.unlock(folder, PASSPHRASE, clock)
    came = moment == "told"
    assert path.exists() is came
    assert len(outside(out)) == (0 if not came else len(outside(path)) + 1)
    assert again.vault.audit.count(Act.PLAIN_TEXT_WRITTEN) == entries + came
    assert waits(again, WaitingKind.EXPORT_INTERRUPTED) == ([] if came else [str(path)])
    assert home.question(WaitingKind.EXPORT_INTERRUPTED) is Question.WRONG
    assert again.vault.audit.count(Act.FILES_SETTLED) == (not came)
    assert len(again.vault.copies.of(submitted)) == (2 if came and what == "copies" else 0)
    assert keep.check_vault(again, Progress()).sound
    again.close()
    last = opening.unlock(folder, PASSPHRASE, clock)
    assert waits(last, WaitingKind.EXPORT_INTERRUPTED) == []
    assert path.exists() is came
    last.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such calls")
def test_a_stick_pulled_meanwhile_is_cleaned_though_the_export_was_done_again_elsewhere(
    unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place in the log that the first was to have is the second's."""
    folder, stick = unit.vault.folder, out / "stick"
    stick.mkdir()
    opened, real = os.open, os.write

    def named(path: Path, flags: int, *rest: int) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "no")
        return opened(path, flags, *rest)

    def pulled(handle: int, piece: memoryview) -> int:
        real(handle, piece[:500])
        stick.rename(out / "pulled")
        raise OSError(errno.ENODEV, "gone")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", named)
        patched.setattr(atomic, "_write_all", pulled)
        with pytest.raises(Fault) as caught:
            draft.give_out(unit, submitted, stick / "file")
    assert caught.value.code is Code.MEDIUM_GONE
    assert waits(unit, WaitingKind.EXPORT_LEFT) == [str(stick / "file")], "said in this sitting already"
    draft.give_out(unit, submitted, out / "file")
    (left,) = (out / "pulled").iterdir()
    (out / "pulled").rename(stick)
    unit.close()
    again = opening.unlock(folder, PASSPHRASE, clock)
    assert list(stick.iterdir()) == [], left
    assert (out / "file").exists()
    assert waits(again, WaitingKind.EXPORT_INTERRUPTED) == [str(stick / "file")]
    again.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_stick_that_is_away_is_told_until_it_is_back(
    unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock
) -> None:
    folder, stick = unit.vault.folder, killed_on_a_stick(unit, submitted, out)
    (left,) = stick.iterdir()
    assert left.stat().st_size > 1000
    stick.rename(out / "pulled")
    for _ in range(2):
        again = opening.unlock(folder, PASSPHRASE, clock)
        assert waits(again, WaitingKind.EXPORT_LEFT) == [str(stick / "file")]
        assert again.vault.audit.count(Act.FILES_SETTLED) == 1
        again.close()
    (out / "pulled").rename(stick)
    back = opening.unlock(folder, PASSPHRASE, clock)
    assert list(stick.iterdir()) == []
    assert waits(back, WaitingKind.EXPORT_LEFT) == []
    assert waits(back, WaitingKind.EXPORT_INTERRUPTED) == [str(stick / "file")]
    back.close()


@pytest.mark.slow
def test_a_verb_tells_it_too(unit: Session, submitted: ApplicationId, out: Path) -> None:
    folder, stick = unit.vault.folder, killed_on_a_stick(unit, submitted, out)
    stick.rename(out / "pulled")
    listed = partial(run, "application", "list", "--vault", folder, passphrase=PASSPHRASE)
    assert f"“{stick / 'file'}”时程序中断，而它的介质现在不在" in listed().err
    (out / "pulled").rename(stick)
    assert f"“{stick / 'file'}”时程序中断，没写完的已清除" in listed().err
    assert listed().err == ""
    assert list(stick.iterdir()) == []


@pytest.mark.slow
def test_a_stick_that_never_comes_back_is_told_for_a_month(
    unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock
) -> None:
    folder, stick = unit.vault.folder, killed_on_a_stick(unit, submitted, out)
    stick.rename(out / "pulled")
    opening.unlock(folder, PASSPHRASE, clock).close()
    clock.advance(days=31)
    late = opening.unlock(folder, PASSPHRASE, clock)
    assert told_files.left(late) == ()
    late.close()


@pytest.mark.slow
def test_a_note_that_somebody_changed_removes_nothing(
    unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock
) -> None:
    folder, path = unit.vault.folder, out / "file"
    unit.close()
    killed(folder, submitted, path, "copies", "written", "unnamed")
    note = folder / "files.begun"
    raw = bytearray(note.read_bytes())
    raw[-1] ^= 1
    note.write_bytes(raw)
    opening.unlock(folder, PASSPHRASE, clock).close()
    assert path.exists()


@pytest.mark.slow
def test_a_file_that_somebody_put_in_its_place_stays(
    unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock
) -> None:
    folder, path = unit.vault.folder, out / "file"
    unit.close()
    killed(folder, submitted, path, "copies", "written", "unnamed")
    path.write_bytes(b"somebody else's")
    opening.unlock(folder, PASSPHRASE, clock).close()
    assert path.read_bytes() == b"somebody else's"


PRIVATE_TO_THE_WRITER = {"log": 0o600, "draft": 0o600, "numbered copies": 0o600, "evidence": 0o700}
FOR_EVERYBODY = ("card", "policy", "form", "revocation")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")
@pytest.mark.parametrize("mask", [0, 0o077])  # the second is the program's own
def test_who_may_read_what_was_written(introduced: Two, submitted: ApplicationId, out: Path, mask: int) -> None:
    """What tells of somebody, or of the office's work, is for its writer; what is made to be handed out for all."""
    unit, _ = introduced
    office_forms.save(unit, text_for(Document.PLEDGE), blanks.rebuilt(made.drawn()))
    before = os.umask(mask)
    try:
        for what, export in EXPORTS.items():
            if what != "revocation":  # the end of these keys: last
                export(unit, submitted, out / what)
        people_sheet.save_template(unit.pack, out / "people.xlsx")
        manual_file.write(out / "manual.pdf", Language.EN)
        wall_sheet.save(wall_sheet.of_pack(unit.pack, Progress()), out / "wall.pdf")
        packs.start("hohhot-2026", 2031, out / "pack")
        (out / "stick").mkdir()
        seal.seal(unit, [submitted], seal.recipients(unit)[0].id, out / "stick", Progress())
        discs.image(unit, out / "stick", out / "disc.iso", Progress())
        EXPORTS["revocation"](unit, submitted, out / "revocation")
    finally:
        os.umask(before)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in out.iterdir()}
    assert modes.pop("log.sig") == 0o600, "nothing without its log"
    assert modes.pop("pack") == 0o777 & ~mask, "its keeper works on it"
    (package,) = (out / "stick").iterdir()
    assert modes.pop("stick") == 0o777 & ~mask
    assert stat.S_IMODE(package.stat().st_mode) == 0o755, "sealed: for whoever carries it on"
    assert {stat.S_IMODE(one.stat().st_mode) for one in package.iterdir()} == {0o644}
    public = dict.fromkeys((*FOR_EVERYBODY, "disc.iso", "people.xlsx", "manual.pdf", "wall.pdf"), 0o644)
    assert modes == {**PRIVATE_TO_THE_WRITER, **public}


def _pulled_after(stick: Path, away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The medium goes just after the files have their names."""
    real = atomic.write_together

    def pulled(files: Mapping[Path, bytes], *, mode: int = atomic.PRIVATE) -> None:
        real(files, mode=mode)
        stick.rename(away)
        raise Fault(Code.MEDIUM_GONE)

    monkeypatch.setattr(atomic, "write_together", pulled)


@pytest.mark.parametrize("seen", ["in this sitting", "in the next"])
def test_what_was_written_again_where_it_was_interrupted_stays(
    unit: Session, out: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, seen: str
) -> None:
    """A card has the same bytes each time: the note of the first export would take the second away."""
    contacts.ensure_identity(unit)
    folder, stick, away = unit.vault.folder, out / "stick", out / "away"
    stick.mkdir()
    with monkeypatch.context() as patched:
        _pulled_after(stick, away, patched)
        with pytest.raises(Fault):
            contacts.save_card(unit, stick / "card")
    if seen == "in the next":
        unit.close()
        unit = opening.unlock(folder, PASSPHRASE, clock)
        assert told_files.left(unit) == (str(stick / "card"),)
    (away / "card").unlink()
    away.rename(stick)
    contacts.save_card(unit, stick / "card")
    assert told_files.left(unit) == ()
    unit.close()
    again = opening.unlock(folder, PASSPHRASE, clock)
    assert (stick / "card").exists()
    assert told_files.interrupted(again) == ()
    again.close()


@pytest.mark.slow
def test_what_a_full_disk_kept_from_being_settled_is_settled_later(
    unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export in between would note itself over it, and take its place in the log."""
    folder, stick, away = unit.vault.folder, out / "stick", out / "away"
    stick.mkdir()
    unit.close()
    killed(folder, submitted, stick / "file", "copies", "written", "unnamed")
    stick.rename(away)

    real = chain.append

    def full(database: Database, entry: AuditEntry) -> None:
        if entry.act is Act.FILES_SETTLED:
            raise Fault(Code.VAULT_FULL)
        real(database, entry)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", full)
        between = opening.unlock(folder, PASSPHRASE, clock)
    assert told_files.left(between) == (str(stick / "file"),)
    draft.give_out(between, submitted, out / "other")
    between.close()
    away.rename(stick)
    opening.unlock(folder, PASSPHRASE, clock).close()
    assert outside(out) == ["other", "stick"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_folder_whose_name_is_no_text(unit: Session, submitted: ApplicationId, out: Path, clock: FixedClock) -> None:
    """As an archive from an older Windows leaves it, with the letters of GBK."""
    folder, odd = unit.vault.folder, Path(os.fsdecode(os.fsencode(out / "x") + "封卷".encode("gbk")))
    odd.mkdir()
    draft.give_out(unit, submitted, odd / "first")
    unit.close()
    killed(folder, submitted, odd / "file", "copies", "written", "unnamed")
    assert (odd / "file").exists()
    again = opening.unlock(folder, PASSPHRASE, clock)
    assert [one.name for one in odd.iterdir()] == ["first"]
    (told,) = waits(again, WaitingKind.EXPORT_INTERRUPTED)
    assert told.encode().endswith(b"/file")
    again.close()


def test_a_long_note_is_read_whole(unit: Session) -> None:
    """Thousands of files at one place: nothing of a note that was read in part would be taken away."""
    wanted = {f"/media/{'x' * 90}/{number}": "0" * 64 for number in range(9000)}
    with unit.vault.act(Act.PLAIN_TEXT_WRITTEN, {}):
        unit.vault.begun.note(wanted)
        (found,) = unit.vault.begun.left()
    assert found.files == wanted


@pytest.mark.parametrize("behind", ["BEGIN IMMEDIATE", "COMMIT"])
def test_a_signal_beside_the_commit(
    unit: Session, submitted: ApplicationId, out: Path, monkeypatch: pytest.MonkeyPatch, behind: str
) -> None:
    """Python hears of a signal when the statement is over: behind the commit the log tells of the file."""
    entries, real = unit.vault.audit.count(Act.PLAIN_TEXT_WRITTEN), Database.run

    def interrupted(database: Database, sql: str, parameters: Sequence[object] = ()) -> int:
        found = real(database, sql, parameters)
        if sql == behind:
            signal.raise_signal(signal.SIGINT)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Database, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            draft.give_out(unit, submitted, out / "file")
    told = unit.vault.audit.count(Act.PLAIN_TEXT_WRITTEN) - entries
    assert told == (behind == "COMMIT")
    assert outside(out) == ["file"] * told
    assert not (unit.vault.folder / "files.begun").exists()


@pytest.fixture
def mounted(out: Path) -> Iterator[Callable[[bool], Path]]:
    """A stick whose folder stays when it is taken out, as one that the system's own table names: in, or out."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount")
    held, stick = out / "held", out / "stick"
    held.mkdir()
    stick.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", held], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")

    def put(there: bool) -> Path:
        command = ["mount", "--bind", held, stick] if there else ["umount", stick]
        subprocess.run(command, check=True)
        return stick

    yield put
    if stick.is_mount():
        put(False)
    subprocess.run(["umount", held], check=True)


@pytest.mark.slow
def test_the_folder_of_a_stick_that_is_out_is_not_the_stick(
    unit: Session, submitted: ApplicationId, clock: FixedClock, mounted: Callable[[bool], Path]
) -> None:
    """Nothing lies there: that was called cleaned, while the stick in somebody's pocket had it."""
    folder, stick = unit.vault.folder, mounted(True)
    unit.close()
    killed(folder, submitted, stick / "file", "copies", "written", "unnamed")
    assert (stick / "file").exists()
    mounted(False)
    out = opening.unlock(folder, PASSPHRASE, clock)
    assert waits(out, WaitingKind.EXPORT_INTERRUPTED) == []
    assert waits(out, WaitingKind.EXPORT_LEFT) == [str(stick / "file")]
    out.close()
    mounted(True)
    back = opening.unlock(folder, PASSPHRASE, clock)
    assert waits(back, WaitingKind.EXPORT_INTERRUPTED) == [str(stick / "file")]
    assert list(stick.iterdir()) == []
    back.close()


def test_an_earlier_export_is_not_put_back_where_the_stick_is_out(
    unit: Session, submitted: ApplicationId, mounted: Callable[[bool], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would lie in plain on the machine's own disk."""
    stick = mounted(True)
    draft.give_out(unit, submitted, stick / "file")

    def pulled(database: Database, entry: AuditEntry) -> None:
        mounted(False)
        raise Fault(Code.VAULT_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", pulled)
        with pytest.raises(Fault):
            _printed(unit, submitted, stick / "file")
    assert list(stick.iterdir()) == []
    assert told_files.left(unit) == (str(stick / "file"),)
