"""kill -9 while a desk takes in, seals, opens, backs up, restores, climbs: it opens, and nothing is half done."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    backups,
    contacts,
    discs,
    draft,
    formal_print,
    keep,
    kept_packs,
    opening,
    own_keys,
    packs,
    policy_files,
    receive,
    restoring,
    seal,
    settling,
    submit,
)
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.backups import BackupHabits
from desktop_app.domain.copies import CopyFate
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.records import Direction, PackageState
from desktop_app.policy.editions import Origin
from desktop_app.sealing import reader
from tests.support import founded, killed_desk, plaintext, pulled_stick, vaults
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.killed_desk import PASSPHRASE, clock
from tests.support.moments import moments

ROOT = Path(__file__).resolve().parents[2]


def desk(folder: Path, which: Desk, code: str) -> Session:
    office = Office(desk=which, code=code, name=f"测试{code}", officer="经办人")
    machine = Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="保管人")
    new = opening.NewVault(folder=folder, passphrase=PASSPHRASE, office=office, machine=machine, user="经办人")
    return founded.session(new, clock())


def introduce(here: Session, there: Session, folder: Path) -> None:
    path = folder / f"{there.office.code}.fjcard"
    contacts.save_card(there, path)
    contact = contacts.take_in(here, path)
    spoken = contacts.own_card(there).fingerprint.split()
    contacts.verify(here, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two desks that know one another, a sealed package between them, a backup, and a vault of an early release."""
    made = tmp_path_factory.mktemp("template")
    unit, committee = (
        desk(made / "unit", Desk.UNIT, "UNIT01"),
        desk(made / "committee", Desk.COMMITTEE_OFFICE, "PWH001"),
    )
    introduce(unit, committee, made)
    introduce(committee, unit, made)
    application = draft.take_in(unit, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(unit, application, kind, resource("demo", "files", name), year)
    submit.submit(unit, application)
    (made / "stick").mkdir()
    formal_print.confirm(unit, PASSPHRASE)
    outcome = seal.seal(unit, [application], seal.recipients(unit)[0].id, made / "stick", Progress())
    (made / "code").write_text(seal.seal_code(outcome.record), encoding="utf-8")
    killed_desk.bulk(unit)
    (made / "backups").mkdir()
    backups.set_habits(unit, BackupHabits(keep=1000))
    backups.back_up(unit, made / "backups", Progress())
    unit.close()
    committee.close()
    with vaults.made(made / "early", clock(), passphrase=PASSPHRASE) as early:
        vaults.entered(early, vaults.filing("云曦"))
    session = opening.unlock(made / "early", PASSPHRASE, clock())
    killed_desk.bulk(session)
    vaults.made_early(session.vault, PASSPHRASE)
    return made


@pytest.fixture
def world(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy, on a machine that has seen none of these vaults."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    shutil.copytree(template, tmp_path / "world")
    yield tmp_path / "world"
    shutil.rmtree(tmp_path / "world")


def killed(work: str, world: Path, seed: int, longest: float) -> int:
    """Run the work and kill it; the last number of which it said that it was done."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.killed_desk", work, str(world)],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == b"ready\n", child.stderr.read()
        time.sleep(random.Random(seed).uniform(0, longest))
        child.kill()
        said = child.stdout.read().split()
        assert b"Traceback" not in child.stderr.read()
    return int(said[-1]) if said else 0


def opened(folder: Path) -> Session:
    """The vault, which must be sound."""
    session = opening.unlock(folder, PASSPHRASE, clock())
    health = keep.check_vault(session, Progress())
    assert health.sound, health.problems
    return session


@pytest.mark.parametrize("moment", moments(2, 20))
def test_taking_in(world: Path, moment: int) -> None:
    last = killed("take in", world, moment, 0.3)
    session = opened(world / "unit")
    assert last + 1 <= session.vault.applications.count() <= last + 2
    session.close()


@pytest.mark.parametrize("moment", moments(2, 15))
def test_sealing(world: Path, moment: int) -> None:
    last = killed("seal", world, moment, 1.5)
    session = opened(world / "unit")
    sent = session.vault.packages.all(Direction.OUT)
    whole = [one for one in sent if one.state is PackageState.VERIFIED]
    assert last + 1 <= len(whole) <= last + 2
    assert len(sent) - len(whole) <= 1, "at most the one that was under way, and home names it"
    card = world / "own.fjcard"
    contacts.save_card(session, card)
    finished = {one.id for one in whole}
    for number in range(last):
        (found,) = receive.found(world / f"stick-{number}")
        assert receive.verify(found.folder, card).package_id in finished
    (row,) = session.vault.applications.rows()
    again = world / "stick-again"
    again.mkdir()
    formal_print.confirm(session, PASSPHRASE)
    seal.seal(session, [row.id], seal.recipients(session)[0].id, again, Progress())
    session.close()


@pytest.mark.parametrize("moment", moments(2, 15))
def test_opening(world: Path, moment: int) -> None:
    killed("open", world, moment, 0.8)
    session = opened(world / "committee")
    taken = session.vault.packages.all(Direction.IN)
    assert [one.state for one in taken] in ([], [PackageState.IMPORTED])
    rows = session.vault.applications.rows()
    assert len(rows) == len(taken)
    if not taken:
        killed_desk.open_one(session, world)
        rows = session.vault.applications.rows()
    (row,) = rows
    assert len(session.vault.attachments.of(row.id)) == len(SCANS)
    session.close()


@pytest.mark.parametrize("moment", moments(3, 25))
def test_backing_up(world: Path, moment: int) -> None:
    last = killed("back up", world, moment, 1.2)
    session = opened(world / "unit")
    folder = world / "backups"
    rows = backups.found(folder)
    assert last + 1 <= len(rows) <= last + 2
    assert len(rows) == len(list(folder.glob("*.fjb"))), "what has the name is whole"
    assert all(backups.is_whole(Path(row.path)) for row in rows)
    assert last + 1 <= session.vault.audit.count(Act.VAULT_BACKED_UP) <= len(rows)
    backups.back_up(session, folder, Progress())
    assert [one for one in folder.iterdir() if one.suffix != ".fjb"] == []
    assert not (world / "unit" / "vault.db.backup").exists()
    session.close()


@pytest.mark.parametrize("moment", moments(2, 15))
def test_restoring_in_place(world: Path, moment: int) -> None:
    killed("restore", world, moment, 1.0)
    (source,) = (world / "backups").glob("*.fjb")
    assert opening.is_vault(world / "unit")
    before = len([one for one in world.iterdir() if one.name.startswith("unit-2026")])
    try:
        session = opened(world / "unit")
    except Fault as fault:  # between the last rename and the note beside it
        assert fault.code in (Code.VAULT_OLDER, Code.VAULT_FORKED)  # noqa: PT017
        session = opening.unlock(world / "unit", PASSPHRASE, clock(), older="killed while restoring")
    assert session.vault.applications.count() == 1
    assert session.vault.audit.count(Act.VAULT_RESTORED) == (1 if before else 0)
    session.close()
    for kept in world.glob("unit-2026*"):
        assert opening.is_vault(kept), "nothing that was replaced is lost"
    wanted = restoring.Wanted(source, world / "unit", PASSPHRASE, reason="once more")
    restoring.restore(wanted, clock(), Progress())
    assert not (world / "unit.restoring").exists()
    assert not (world / "unit.restored").exists()
    opened(world / "unit").close()


@pytest.mark.parametrize("moment", moments(3, 15))
def test_climbing(world: Path, moment: int) -> None:
    done = killed("climb", world, moment, 0.6)
    session = opened(world / "early")
    assert [row.name for row in session.vault.applications.rows()] == ["云曦"]
    assert session.vault.audit.count(Act.VAULT_MIGRATED) == 1
    assert done <= 1
    (saved,) = (world / "early").glob("before-format-*.fjb")
    assert backups.is_whole(saved)
    assert [one.name for one in (world / "early").iterdir() if one.name.endswith((".part", ".backup"))] == []
    session.close()


def left_in_plain(world: Path) -> list[str]:
    """Where the filing's name stands outside what was asked to be plain."""
    folders = [one for one in world.iterdir() if one.is_dir() and one.name != "plain"]
    return plaintext.traces(folders, ["沈砚舟"])


@pytest.mark.parametrize("moment", moments(2, 15))
def test_importing_policy_packs(world: Path, moment: int) -> None:
    (world / "packs").mkdir()
    committee = opening.unlock(world / "committee", PASSPHRASE, clock())
    for year in range(2031, 2035):
        packs.start("hohhot-2026", year, world / f"hohhot-{year}")
        policy_files.export_folder(committee, str(world / f"hohhot-{year}"), world / "packs" / f"{year}.fjpolicy")
    committee.close()
    last = killed("import packs", world, moment, 0.8)
    session = opened(world / "unit")
    came = [pack for pack, origin in kept_packs.known(session) if origin is Origin.IMPORTED]
    assert last <= len(came) <= last + 1
    assert session.vault.audit.count(Act.POLICY_IMPORTED) == len(came)
    for path in sorted((world / "packs").iterdir()):
        policy_files.import_(session, path)
    assert {kept_packs.of_year(session, year).year for year in range(2031, 2035)} == set(range(2031, 2035))
    session.close()


@pytest.mark.parametrize("moment", moments(3, 25))
def test_printing_numbered_copies(world: Path, moment: int) -> None:
    """Each number that a printer may have seen is in the register, once."""
    with LoopbackPrinter() as printer:
        (world / "printer").write_text(printer.uri, encoding="utf-8")
        last = killed("print", world, moment, 1.5)
        session = opened(world / "unit")
        (row,) = session.vault.applications.rows()
        copies = session.vault.copies.of(row.id)
        numbers = sorted(one.number for one in copies)
        assert numbers == list(range(1, len(copies) + 1)), "no number is given twice, none is missing"
        jobs = [entry.objects["numbers"].split("-") for entry in session.vault.audit.entries(act=Act.PRINTED)]
        assert sum(int(end) - int(begin) + 1 for begin, end in jobs) == len(copies), "the log tells of each"
        under_way = {one.number for one in copies if one.fate is CopyFate.SENT}
        assert under_way <= set(range(int(jobs[0][0]), int(jobs[0][1]) + 1)) if jobs else not copies
        assert last <= len(printer.jobs) <= len(jobs), "no sheet without its number"
        killed_desk.print_copies(session, world)
        assert len({one.number for one in session.vault.copies.of(row.id)}) > len(copies)
        session.close()
    assert left_in_plain(world) == []


@pytest.mark.parametrize("moment", moments(3, 25))
def test_exporting_plain_files(world: Path, moment: int) -> None:
    """A file is there with its entry, or not at all."""
    (world / "plain").mkdir()
    last = killed("export", world, moment, 1.2)
    session = opened(world / "unit")
    files = list((world / "plain").iterdir())
    assert session.vault.audit.count(Act.PLAIN_TEXT_WRITTEN) == len(files)
    assert 2 * last <= len(files) <= 2 * last + 2
    assert all(one.suffix in (".pdf", ".json") for one in files)
    (row,) = session.vault.applications.rows()
    assert session.vault.audit.count(Act.PRINTED) == len([one for one in files if one.suffix == ".pdf"])
    assert all(one.fate is CopyFate.IN_HAND for one in session.vault.copies.of(row.id))
    killed_desk.export(session, world)
    session.close()
    assert left_in_plain(world) == []


@pytest.mark.parametrize("moment", moments(2, 15))
def test_changing_the_keys_of_the_desk(world: Path, moment: int) -> None:
    last = killed("change keys", world, moment, 0.3)
    session = opened(world / "unit")
    changes = session.vault.audit.count(Act.KEYS_CHANGED)
    assert last <= changes <= last + 1
    assert len(own_keys.past(session)) == changes, "the log tells of each generation, and each is kept"
    contacts.save_card(session, world / "own.fjcard")
    (found,) = receive.found(world / "stick")
    assert reader.inspect(found.folder).sender in own_keys.key_ids(session)
    session.close()


@pytest.mark.parametrize("moment", moments(2, 15))
def test_going_on_with_a_pulled_stick(world: Path, moment: int) -> None:
    session = opening.unlock(world / "unit", PASSPHRASE, clock())
    (row,) = session.vault.applications.rows()
    (world / "half").mkdir()
    formal_print.confirm(session, PASSPHRASE)
    with pulled_stick.pulled(world / "half", 150_000), pytest.raises(Fault) as caught:
        seal.seal(session, [row.id], seal.recipients(session)[0].id, world / "half", Progress())
    assert caught.value.code is Code.MEDIUM_PULLED
    session.close()
    killed("go on", world, moment, 0.5)
    session = opened(world / "unit")
    package = session.vault.packages.all(Direction.OUT)[0]
    if package.state is PackageState.SEALING:
        settling.settle(session, world / "half", Progress())
    assert session.vault.packages.get(package.id).state is PackageState.VERIFIED
    contacts.save_card(session, world / "own.fjcard")
    (found,) = receive.found(world / "half")
    assert receive.verify(found.folder, world / "own.fjcard").package_id == package.id
    assert [one.name for one in found.folder.iterdir() if one.suffix == ".part"] == []
    session.close()
    assert left_in_plain(world) == []


@pytest.mark.parametrize("moment", moments(2, 15))
def test_writing_the_image_of_a_disc(world: Path, moment: int) -> None:
    """No half of one stays hidden once it is asked for again."""
    last = killed("disc", world, moment, 0.6)
    session = opened(world / "unit")
    assert last <= session.vault.audit.count(Act.DISC_IMAGE_WRITTEN) <= last + 1
    killed_desk.disc_image(session, world)
    assert [one.name for one in world.iterdir() if one.name.endswith(".part")] == []
    contacts.save_card(session, world / "own.fjcard")
    assert [one.head.package_id for one in discs.check(session, world / "disc.iso", Progress())]
    session.close()
