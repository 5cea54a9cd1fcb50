"""Packs travel between real desks: signed, checked, kept once, and refused with a sentence for anything else."""

import hashlib
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.crypto import sshsig
from desktop_app.desk import (
    contacts,
    keep,
    kept_packs,
    pack_list,
    pack_reading,
    packs,
    policy_files,
    policy_settings,
    revocations,
)
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.policy import pack_digest
from desktop_app.sealing import canonical, policy_file, signed
from desktop_app.sealing.policy_file import NAMESPACE, PolicyFile

pytestmark = pytest.mark.slow

SHIPPED = resource("policy", "hohhot-2026")


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The shipped pack with another edition and one more day in its senior window."""
    folder = tmp_path / "newer"
    shutil.copytree(SHIPPED, folder)
    _edit(folder / "pack.toml", 'edition = "2026.1"', 'edition = "2026.2"')
    return folder


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@pytest.fixture
def sent(introduced: tuple[Session, Session], newer: Path, tmp_path: Path) -> Path:
    """The committee's signed file of the newer pack."""
    out = tmp_path / "sent.fjpolicy"
    policy_files.export_folder(introduced[1], str(newer), out)
    return out


def refused(session: Session, path: Path) -> Fault:
    """The fault of an import; nothing was kept, and the log says that it was refused."""
    before = [kept.digest for kept, _ in kept_packs.known(session)]
    with pytest.raises(Fault) as caught:
        policy_files.import_(session, path)
    assert [kept.digest for kept, _ in kept_packs.known(session)] == before
    entry = keep.audit(session, 1, 0)[0]
    assert entry.act is Act.POLICY_REFUSED
    assert entry.objects["code"] == caught.value.code.value
    for language in Language:
        words = sentence(caught.value, language)
        assert re.search(r"\{\w+\}", words) is None  # every placeholder was filled; a damaged name may hold a brace
        assert "None" not in words
    return caught.value


def rewritten(sender: Session, path: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Change the signed line and sign it again, as a desk with a faulty program might."""
    tree = json.loads(path.read_bytes().split(b"\n", 1)[0])
    change(tree)
    line = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    path.write_bytes(signed.write(line, contacts.keys(sender).signing_seed, NAMESPACE))


def test_a_pack_goes_from_desk_to_desk(introduced: tuple[Session, Session], sent: Path, newer: Path) -> None:
    unit, committee = introduced
    came = policy_files.import_(unit, sent)
    assert (came.already, came.current) == (False, True)
    assert came.policy.issuer == contacts.own_card(committee).key_id
    assert dict(pack_reading.files(unit, came.policy)) == {
        path.relative_to(newer).as_posix(): path.read_bytes() for path in newer.rglob("*.toml")
    }
    assert unit.pack.version.startswith("hohhot-2026 2026.2")
    entry = keep.audit(unit, 1, 0)[0]
    assert entry.act is Act.POLICY_IMPORTED
    assert entry.objects == {
        "policy": "hohhot-2026",
        "digest": came.policy.digest,
        "issuer": came.policy.issuer,
        "file": hashlib.sha256(sent.read_bytes()).hexdigest(),
    }
    report = keep.check_vault(unit, Progress())
    assert report.sound, report.problems
    assert report.report.policies == 1


def test_the_same_pack_twice_is_said_and_changes_nothing(introduced: tuple[Session, Session], sent: Path) -> None:
    unit, _ = introduced
    policy_files.import_(unit, sent)
    entries = unit.vault.audit.count(Act.POLICY_IMPORTED)
    again = policy_files.import_(unit, sent)
    assert again.already
    assert unit.vault.audit.count(Act.POLICY_IMPORTED) == entries
    assert len(unit.vault.policies.all()) == 1


def test_the_programs_own_pack_is_known_when_it_comes(introduced: tuple[Session, Session], tmp_path: Path) -> None:
    unit, committee = introduced
    out = tmp_path / "own.fjpolicy"
    policy_files.export_folder(committee, "hohhot-2026", out)
    assert policy_files.import_(unit, out).already
    assert unit.vault.policies.all() == []


def test_the_same_pack_by_the_same_desk_is_the_same_file(
    introduced: tuple[Session, Session], sent: Path, newer: Path, tmp_path: Path
) -> None:
    unit, committee = introduced
    policy_settings.set_(committee, "classified_registers_online", True, "市局答复")
    again = tmp_path / "again.fjpolicy"
    policy_files.export_folder(committee, str(newer), again)
    assert again.read_bytes() == sent.read_bytes()
    policy_files.import_(unit, sent)
    handed_on = tmp_path / "on.fjpolicy"
    policy_files.export_kept(unit, pack_list.find(unit, "hohhot-2026"), handed_on)
    first, second = (json.loads(path.read_bytes().split(b"\n", 1)[0]) for path in (sent, handed_on))
    assert first.pop("issuer") != second.pop("issuer")
    assert first == second


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="not installed: ssh-keygen")
def test_public_tools_open_it(introduced: tuple[Session, Session], sent: Path, newer: Path, tmp_path: Path) -> None:
    public = bytes.fromhex(contacts.own_card(introduced[1]).card.signing_key)
    (tmp_path / "allowed").write_text(f'desk namespaces="{NAMESPACE}" {sshsig.public_line(public)}\n')
    line, _, armor = sent.read_bytes().partition(b"\n")
    (tmp_path / "sig").write_bytes(armor)
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "desk", "-n", NAMESPACE, "-s", "sig"]
    done = subprocess.run(command, cwd=tmp_path, input=line + b"\n", capture_output=True)
    assert b'Good "fj-policy@v1"' in done.stdout, done.stderr
    changed = subprocess.run(command, cwd=tmp_path, input=line.replace(b"2026.2", b"2026.3") + b"\n")
    assert changed.returncode != 0
    for part in json.loads(line)["files"]:
        content = part["text"].encode()
        assert content == (newer / part["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == part["sha256"]


# --- refusals ---------------------------------------------------------------------------------------------------


def test_a_changed_byte_anywhere_is_refused(introduced: tuple[Session, Session], sent: Path) -> None:
    """Bytes of the head and of the signature, and bytes all over the content."""
    unit, _ = introduced
    whole = sent.read_bytes()
    chance = random.Random(2026)
    middle = chance.sample(range(400, len(whole) - 500), 16)
    places = [*range(0, 400, 13), *middle, *range(len(whole) - 500, len(whole), 17)]
    codes = set()
    for at in places:
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        sent.write_bytes(changed)
        codes.add(refused(unit, sent).code)
    assert codes <= {
        Code.POLICY_FILE_FORMAT,
        Code.POLICY_SIGNATURE,
        Code.POLICY_FILE_VERSION,
        Code.POLICY_ISSUER_UNKNOWN,
    }
    assert Code.POLICY_SIGNATURE in codes
    sent.write_bytes(whole)
    assert not policy_files.import_(unit, sent).already


@pytest.mark.parametrize("keep_bytes", [0, 1, 40, 5000, -1, -2, -300])
def test_a_file_that_ends_too_early_is_refused(
    introduced: tuple[Session, Session], sent: Path, keep_bytes: int
) -> None:
    sent.write_bytes(sent.read_bytes()[:keep_bytes])
    assert refused(introduced[0], sent).code is Code.POLICY_FILE_FORMAT


def test_other_signed_files_are_not_packs(introduced: tuple[Session, Session], tmp_path: Path) -> None:
    unit, committee = introduced
    card = tmp_path / "card"
    contacts.save_card(committee, card)
    fault = refused(unit, card)
    assert fault.code is Code.POLICY_FILE_FORMAT
    assert "别的内容" in sentence(fault)
    card.write_bytes(b"\0" * (policy_file.MAX_FILE + 5))
    assert refused(unit, card).code is Code.POLICY_FILE_LIMIT
    card.write_bytes(b"")
    assert refused(unit, card).code is Code.POLICY_FILE_FORMAT


def test_a_signature_for_another_use_is_refused(introduced: tuple[Session, Session], sent: Path) -> None:
    unit, committee = introduced
    line = sent.read_bytes().split(b"\n", 1)[0]
    sent.write_bytes(signed.write(line, contacts.keys(committee).signing_seed, "fj-card@v1"))
    assert refused(unit, sent).code is Code.POLICY_SIGNATURE


def test_only_a_verified_desk_is_believed(unit: Session, committee: Session, newer: Path, tmp_path: Path) -> None:
    out, card = tmp_path / "pack.fjpolicy", tmp_path / "card"
    policy_files.export_folder(committee, str(newer), out)
    assert refused(unit, out).code is Code.POLICY_ISSUER_UNKNOWN
    contacts.save_card(committee, card)
    contact = contacts.take_in(unit, card)
    fault = refused(unit, out)
    assert fault.code is Code.POLICY_ISSUER_UNVERIFIED
    assert "测试PWH001" in sentence(fault)
    spoken = contacts.own_card(committee).fingerprint.split()
    contacts.verify(unit, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")
    revocations.say(unit, contact.id, "换人")
    assert refused(unit, out).code is Code.POLICY_ISSUER_REVOKED


def test_a_desk_believes_itself(unit: Session, newer: Path, tmp_path: Path) -> None:
    out = tmp_path / "pack.fjpolicy"
    policy_files.export_folder(unit, str(newer), out)
    assert policy_files.import_(unit, out).policy.issuer == contacts.own_card(unit).key_id


def _files(tree: dict[str, object]) -> list[dict[str, str]]:
    found = tree["files"]
    assert isinstance(found, list)
    return found


def _reverse(tree: dict[str, object]) -> None:
    _files(tree).reverse()


def _double(tree: dict[str, object]) -> None:
    _files(tree).append(_files(tree)[-1])


def _escape(tree: dict[str, object]) -> None:
    _files(tree)[0]["name"] = "../areas.toml"


def _swap(tree: dict[str, object]) -> None:
    _files(tree)[0]["text"], _files(tree)[1]["text"] = _files(tree)[1]["text"], _files(tree)[0]["text"]


def _invisible(tree: dict[str, object]) -> None:
    _files(tree)[0]["text"] += "# \u202e\n"
    _files(tree)[0]["sha256"] = hashlib.sha256(_files(tree)[0]["text"].encode()).hexdigest()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_reverse, Code.POLICY_FILE_FORMAT),
        (_double, Code.POLICY_FILE_FORMAT),
        (_escape, Code.POLICY_FILE_FORMAT),
        (_swap, Code.POLICY_FILE_FORMAT),
        (_invisible, Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(files=[]), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(files={}), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(year=2027), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(edition="2026.9"), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(pack="baotou-2026"), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(digest="0" * 64), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(type="receipt"), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.pop("type"), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.pop("digest"), Code.POLICY_FILE_FORMAT),
        (lambda tree: tree.update(fj=2), Code.POLICY_FILE_VERSION),
        (lambda tree: tree.update(settings={}), Code.POLICY_FILE_VERSION),
        (lambda tree: tree.update(issuer="0" * 16), Code.POLICY_ISSUER_UNKNOWN),
        (lambda tree: tree.update(files=_files(tree) * 10), Code.POLICY_FILE_LIMIT),
    ],
)
def test_a_good_signature_saves_no_bad_content(
    introduced: tuple[Session, Session], sent: Path, change: Callable[[dict[str, object]], None], code: Code
) -> None:
    unit, committee = introduced
    rewritten(committee, sent, change)
    assert refused(unit, sent).code is code


def test_a_signed_pack_is_loaded_strictly_before_it_is_kept(introduced: tuple[Session, Session], sent: Path) -> None:
    unit, committee = introduced

    def change(tree: dict[str, object]) -> None:
        part = next(part for part in _files(tree) if part["name"] == "routes.toml")
        part["text"] = part["text"].replace("[[", "[[no_such_", 1)
        part["sha256"] = hashlib.sha256(part["text"].encode()).hexdigest()
        tree["digest"] = pack_digest.digest({one["name"]: one["text"].encode() for one in _files(tree)})

    rewritten(committee, sent, change)
    fault = refused(unit, sent)
    assert fault.code is Code.POLICY_INVALID
    assert fault.fields["path"] == "routes.toml"
    assert fault.fields["line"]


def test_brackets_by_the_thousand_are_refused(introduced: tuple[Session, Session], sent: Path) -> None:
    unit, committee = introduced

    def change(tree: dict[str, object]) -> None:
        part = next(part for part in _files(tree) if part["name"] == "pack.toml")
        part["text"] = "a = " + "[" * 100_000
        part["sha256"] = hashlib.sha256(part["text"].encode()).hexdigest()
        tree["digest"] = pack_digest.digest({one["name"]: one["text"].encode() for one in _files(tree)})

    rewritten(committee, sent, change)
    assert refused(unit, sent).code is Code.POLICY_INVALID


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("workdays.toml", "# tab\there\n", Code.POLICY_TEXT),
        ("workdays.toml", "# \u200b\n", Code.POLICY_TEXT),
        ("Extra.toml", "", Code.POLICY_FILE_NAME),
        ("a/b/c/extra.toml", "", Code.POLICY_FILE_NAME),
    ],
)
def test_what_others_would_refuse_is_not_signed(
    unit: Session, newer: Path, tmp_path: Path, name: str, content: str, code: Code
) -> None:
    path, out = newer / name, tmp_path / "out.fjpolicy"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(before + content.encode())
    with pytest.raises(Fault) as caught:
        policy_files.export_folder(unit, str(newer), out)
    assert caught.value.code is code
    assert name in sentence(caught.value)
    if code is Code.POLICY_TEXT:
        assert caught.value.fields["line"] == before.count(b"\n") + 1
    assert not out.exists()


def test_a_folder_that_is_no_pack_is_not_signed(unit: Session, newer: Path, tmp_path: Path) -> None:
    _edit(newer / "pack.toml", "schema = 1", "schema = 9")
    with pytest.raises(Fault) as caught:
        policy_files.export_folder(unit, str(newer), tmp_path / "out")
    assert caught.value.code is Code.POLICY_INVALID
    with pytest.raises(Fault) as caught:
        packs.folder_of(str(tmp_path / "nowhere"))
    assert caught.value.code is Code.POLICY_NOT_FOUND
    assert not (tmp_path / "out").exists()


def test_one_spelling_only(introduced: tuple[Session, Session], sent: Path) -> None:
    """The written file is read back to the very value, and to nothing else."""
    line = sent.read_bytes().split(b"\n", 1)[0]
    value = canonical.load(line, PolicyFile, "policy", policy_file.MAX_FILE)
    assert canonical.dump(value) == line
    assert [part.name for part in value.files] == sorted(part.name for part in value.files)
