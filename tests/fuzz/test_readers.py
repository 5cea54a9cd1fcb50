"""Random damage to everything that comes from outside: each reader answers or refuses with a `Fault`, never otherwise.

Long runs: `python3 tasks.py fuzz`. FENGJUAN_FUZZ_SECONDS sets the time for each reader (60 unless set); a failure
prints its seed.
"""

import hashlib
import io
import os
import random
import shutil
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import (
    blanks,
    contacts,
    draft,
    formal_print,
    office_forms,
    opening,
    policy_files,
    receive,
    scan_view,
    seal,
    submit,
)
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain import sheets
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.papers import form
from desktop_app.policy import workday_tables
from desktop_app.vault import keyslots
from tests.support import blanks as made
from tests.support.damage import bent, mutated
from tests.support.fuzz_targets import CORPUS, TARGETS, corpus

pytestmark = pytest.mark.fuzz

SECONDS = float(os.environ.get("FENGJUAN_FUZZ_SECONDS", "60"))
PASSPHRASE = "camel-hetao-1958-lantern-steppe"
NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)


def beat(good: bytes, read: Callable[[bytes], object]) -> int:
    """Feed damaged versions of `good` to `read` until the time is up. Returns how many."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    end, count = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        untrusted = mutated(good, dice)
        count += 1
        try:
            read(untrusted)
        except Fault:
            continue
    return count


@pytest.fixture
def desks(tmp_path: Path):
    made = []
    for desk, code in ((Desk.UNIT, "UNIT01"), (Desk.COMMITTEE_OFFICE, "PWH001")):
        new = opening.NewVault(
            folder=tmp_path / code,
            passphrase=PASSPHRASE,
            office=Office(desk=desk, code=code, name=code, officer="经办"),
            machine=Machine(number="M", level=SecrecyLevel.SECRET, keeper="保管"),
            user="经办",
        )
        made.append(opening.create(new, FixedClock(NOW), cost=KdfCost.unsafe_small()))
    for here, there in (made, reversed(made)):
        path = tmp_path / f"{there.office.code}.fjcard"
        contacts.save_card(there, path)
        spoken = contacts.own_card(there).fingerprint.split()
        contacts.verify(here, contacts.take_in(here, path).id, dict(enumerate(spoken)), "甲、乙")
    yield made
    for session in made:
        session.close()


@pytest.fixture
def sealed(desks: list[Session], tmp_path: Path) -> Path:
    """A package of the fictional engineer, for the committee's desk."""
    unit = desks[0]
    application = draft.take_in(unit, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(unit, application, kind, resource("demo", "files", name), year)
    submit.submit(unit, application)
    (tmp_path / "stick").mkdir()
    formal_print.confirm(unit, PASSPHRASE)
    return seal.seal(unit, [application], seal.recipients(unit)[0].id, tmp_path / "stick", Progress()).folder


@pytest.mark.parametrize("name", TARGETS)
def test_target(name: str) -> None:
    """Each reader that needs no vault, with bytes damaged and with odd words under a good signature.

    What breaks one is put into the corpus, where every ordinary run tries it.
    """
    target, dice, end = TARGETS[name], random.Random(), time.monotonic() + SECONDS
    good, tree = [*target.samples(), *corpus(name)], target.tree() if target.tree else None
    while time.monotonic() < end:
        said = tree is not None and dice.random() < 0.5
        untrusted = target.spell(bent(tree, dice)) if said else mutated(dice.choice(good), dice)
        try:
            target.feed(untrusted)
        except Exception:
            kept = CORPUS / name / hashlib.sha256(untrusted).hexdigest()[:12]
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(untrusted)
            raise


def test_key_slots(desks: list[Session], tmp_path: Path) -> None:
    desks[0].close()
    folder = tmp_path / "UNIT01"
    target = folder / "keyslots.json"
    good = target.read_bytes()

    def read(raw: bytes) -> None:
        target.write_bytes(raw)
        found = keyslots.read(folder)
        if isinstance(found, keyslots.KeySlots):
            keyslots.open_slot(found, PASSPHRASE)
        else:
            keyslots.converted(found, PASSPHRASE)

    assert beat(good, read) > 100


def test_form_file(tmp_path: Path) -> None:
    source = form.forms_folder() / "submission_form" / "form.toml"
    folder = tmp_path / "submission_form"
    shutil.copytree(source.parent, folder)
    shutil.copy(source.parent.parent / "styles.toml", tmp_path)

    def read(raw: bytes) -> None:
        (folder / "form.toml").write_bytes(raw)
        form.load(folder)

    assert beat(source.read_bytes(), read) > 20


def test_policy_pack_file(desks: list[Session], tmp_path: Path) -> None:
    """Signed by a desk that the reader trusts: what is damaged never gets past the signature or the form."""
    unit, committee = desks
    path = tmp_path / "pack.fjpolicy"
    policy_files.export_folder(unit, str(resource("policy", "hohhot-2026")), path)
    good = path.read_bytes()

    def read(raw: bytes) -> None:
        path.write_bytes(raw)
        policy_files.import_(committee, path)

    assert beat(good, read) > 20
    assert committee.vault.check(Progress()).problems == ()


def test_workday_table() -> None:
    good = "日期,安排\n2027-01-01,休\n2027-02-14,班\n".encode("gb18030")
    assert beat(good, lambda raw: workday_tables.read("workdays.csv", raw)) > 100


def test_copy_numbers() -> None:
    assert beat("1-7、9 000012".encode(), lambda raw: sheets.numbers(raw.decode("utf-8", "replace"))) > 100


def test_package(desks: list[Session], sealed: Path) -> None:
    committee, folder = desks[1], sealed
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    dice = random.Random(int(time.time()))

    def read(raw: bytes) -> None:
        del raw
        name = dice.choice(sorted(whole))
        for path, content in whole.items():
            (folder / path).write_bytes(content)
        damaged = mutated(whole[name], dice)
        (folder / name).write_bytes(damaged)
        if name == "README.txt" or damaged == whole[name]:
            return
        with pytest.raises(Fault):
            receive.open_(committee, folder, None, lambda line: None, Progress())
        assert draft.count(committee, draft.RowFilter()) == 0

    assert beat(b"x", read) > 20
    assert committee.vault.check(Progress()).problems == ()


def test_blank() -> None:
    """Each damaged blank in a process of its own, so that there are fewer of them."""
    assert beat(made.drawn(more=made.with_words), blanks.rebuilt) > SECONDS / 4


@pytest.mark.parametrize("kind", ["pdf", "JPEG", "PNG", "TIFF"])
def test_scan(kind: str) -> None:
    """Each damaged scan in a process of its own, as a user looks at one."""
    out = io.BytesIO()
    if kind == "pdf":
        out.write(resource("demo", "files", "work_summary.pdf").read_bytes())
    else:
        with Image.open(resource("demo", "files", "photo.jpg")) as photo:
            photo.save(out, kind)
    assert beat(out.getvalue(), lambda raw: scan_view.page(scan_view.Scan("x", raw), 0, 300)) > SECONDS / 4


def test_shared_form(tmp_path: Path) -> None:
    file, out = tmp_path / "x.fjform", io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("form.toml", made.HEAD + made.ONE_PAGE)
        packed.writestr("blank.pdf", made.drawn())

    def read(raw: bytes) -> object:
        file.write_bytes(raw)
        return office_forms.read(file, Progress())

    assert beat(out.getvalue(), read) > SECONDS / 4
