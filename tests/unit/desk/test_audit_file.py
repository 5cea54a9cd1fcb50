"""The exported log: public tools check it, a change is found with its place, and the vault's own heads are signed."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import audit_file, audit_paper, contacts, direct_print, keep, opening, printer_choice
from desktop_app.desk.audit_view import Wish
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.pdf_words import pages
from tests.support.verbs import one_clear_line, run
from tests.unit.desk.conftest import PASSPHRASE

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def exported(unit: Session, tmp_path: Path) -> Path:
    contacts.ensure_identity(unit)
    for number in range(8):
        with unit.vault.act(Act.SETTINGS_CHANGED, {"n": str(number), "说明": "换行\n“引号”\\"}):
            unit.vault.settings.put("n", number)
    return audit_file.export(unit, tmp_path / "log.jsonl", Progress()).path


def place(path: Path) -> tuple[int, int, str] | None:
    found = audit_file.check(path, Progress()).broken
    return (found.line, found.sequence, found.what) if found else None


def test_the_export_holds_and_is_in_the_log(unit: Session, exported: Path) -> None:
    found = audit_file.check(exported, Progress())
    assert (found.broken, found.key_known, found.head.code) == (None, False, "UNIT01")
    entry = unit.vault.audit.head()
    assert entry is not None
    assert entry.act is Act.AUDIT_EXPORTED
    assert entry.objects == {
        "entries": str(found.head.entries),
        "file": hashlib.sha256(exported.read_bytes()).hexdigest(),
    }
    assert entry.sequence == found.head.entries + 1
    signed = unit.vault.signatures.last()
    assert signed is not None
    assert (signed.head.sequence, signed.head.digest) == (found.head.entries, found.head.head)


def edit(lines: list[bytes]) -> None:
    lines[5] = lines[5].replace("经办人".encode(), "另一人".encode())


def forge(lines: list[bytes]) -> None:
    """Edited with its digest made anew: the next entry tells."""
    entry = json.loads(lines[5])
    entry["user"] = "另一人"
    del entry["digest"]
    spelled = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    entry["digest"] = hashlib.sha256(spelled).hexdigest()
    lines[5] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def swap(lines: list[bytes]) -> None:
    lines[4], lines[5] = lines[5], lines[4]


def respell(lines: list[bytes]) -> None:
    lines[5] = lines[5].replace(b'"act"', b' "act"')


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (edit, (6, 5, "altered")),
        (forge, (7, 6, "unlinked")),
        (swap, (5, 4, "missing")),
        (respell, (6, 5, "altered")),
        (lambda lines: lines.pop(5), (6, 5, "missing")),
        (lambda lines: lines.pop(1), (2, 1, "missing")),
        (lambda lines: lines.insert(6, lines[5]), (7, 5, "order")),
        (lambda lines: lines.pop(-2), None),
        (lambda lines: lines.pop(-1), None),
    ],
    ids=["edited", "forged", "swapped", "respelled", "cut", "first cut", "twice", "last cut", "no line feed"],
)
def test_a_change_is_found_with_its_place(
    exported: Path, change: Callable[[list[bytes]], object], where: tuple[int, int, str] | None
) -> None:
    lines = exported.read_bytes().split(b"\n")
    count = len(lines) - 2
    change(lines)
    exported.write_bytes(b"\n".join(lines))
    found = place(exported)
    assert found is not None
    assert found == where if where else found[2] == "short"
    if not where:
        assert found[1] in (count, count + 1)


def test_a_log_made_anew_as_a_whole_does_not_bear_the_signature(unit: Session, exported: Path) -> None:
    lines = exported.read_bytes().splitlines()
    head, kept, previous = json.loads(lines[0]), [], "0" * 64
    for number, line in enumerate(lines[1:4] + lines[5:], start=1):
        entry = json.loads(line) | {"sequence": number, "previous": previous}
        del entry["digest"]
        spelled = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        entry["digest"] = previous = hashlib.sha256(spelled.encode()).hexdigest()
        kept.append(entry)
    head |= {"entries": len(kept), "head": previous}
    whole = [json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for one in (head, *kept)]
    exported.write_bytes(("\n".join(whole) + "\n").encode())
    with pytest.raises(Fault) as caught:
        audit_file.check(exported, Progress())
    assert caught.value.code is Code.AUDIT_FILE_SIGNATURE


def test_the_signer_is_whoever_the_card_names(
    unit: Session, committee: Session, exported: Path, tmp_path: Path
) -> None:
    contacts.save_card(unit, tmp_path / "own.json")
    contacts.save_card(committee, tmp_path / "other.json")
    assert audit_file.check(exported, Progress(), card=tmp_path / "own.json").key_known
    with pytest.raises(Fault) as caught:
        audit_file.check(exported, Progress(), card=tmp_path / "other.json")
    assert caught.value.code is Code.AUDIT_FILE_SIGNATURE


@pytest.mark.parametrize("junk", [b"", b"\n", b"{}\n", b"[1]\n", b"\xff\xfe\n", b"{" * 5000, b'{"fj":1e999}\n'])
def test_what_is_no_log_is_named_with_its_line(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "x").write_bytes(junk)
    with pytest.raises(Fault) as caught:
        audit_file.check(tmp_path / "x", Progress())
    assert (caught.value.code, caught.value.fields["line"]) == (Code.AUDIT_FILE, 1)


@pytest.mark.parametrize("line", [b"7", b'{"sequence":1}', b'{"act":null}', b'"\\ud800"', b"{" * 70_000])
def test_a_line_that_is_no_entry_is_named(exported: Path, line: bytes) -> None:
    lines = exported.read_bytes().split(b"\n")
    lines[3] = line
    exported.write_bytes(b"\n".join(lines))
    with pytest.raises(Fault) as caught:
        audit_file.check(exported, Progress())
    assert (caught.value.code, caught.value.fields["line"]) == (Code.AUDIT_FILE, 4)


# --- as the note on the format says --------------------------------------------------------------------------------

NOTE = (ROOT / "desktop_app" / "vault" / "FORMAT.md").read_text(encoding="utf-8")


def test_the_notes_own_script_agrees(exported: Path, tmp_path: Path) -> None:
    (script,) = (one for one in re.findall(r"```python\n(.*?)```", NOTE, re.DOTALL) if "the log holds" in one)
    (tmp_path / "check.py").write_text(re.sub(r"(?m)^   ", "", script), encoding="utf-8")

    def said() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(tmp_path / "check.py"), str(exported)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert said().stdout.startswith("the log holds")
    lines = exported.read_bytes().split(b"\n")
    edit(lines)
    exported.write_bytes(b"\n".join(lines))
    assert (said().returncode, said().stderr.strip()) == (1, "entry 5 was altered")


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
def test_ssh_keygen_takes_the_signature_and_no_other(unit: Session, exported: Path, tmp_path: Path) -> None:
    key = json.loads(exported.read_bytes().split(b"\n")[0])["key"]
    (tmp_path / "allowed").write_text(f'desk namespaces="fj-audit@v1" {key}\n', encoding="utf-8")

    def taken(content: bytes, signature: Path, purpose: str) -> bool:
        command = ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "allowed", "-I", "desk", "-n", purpose]
        done = subprocess.run([*command, "-s", signature], input=content, capture_output=True, check=False)
        return done.returncode == 0

    beside = exported.with_name("log.jsonl.sig")
    assert taken(exported.read_bytes(), beside, "fj-audit@v1")
    assert not taken(exported.read_bytes() + b"\n", beside, "fj-audit@v1")
    paper = tmp_path / "log.pdf"
    assert taken(b"", beside, "fj-audit@v1") is False
    signature = audit_paper.save(unit, Wish(), paper, Progress())
    assert signature == paper.with_name("log.pdf.sig")
    assert taken(paper.read_bytes(), signature, "fj-audit@v1")
    assert not taken(paper.read_bytes(), beside, "fj-audit@v1")


def test_the_log_goes_to_a_printer_from_memory_and_bears_a_head_that_can_be_compared(
    unit: Session, exported: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with LoopbackPrinter() as printer:
        where = direct_print.ready(unit, Document.AUDIT_LOG, printer_choice.Place(printer.uri))
        assert audit_paper.save(unit, Wish(), where, Progress()) is None
        sent = direct_print.send(where, Progress())
    assert sorted(tmp_path.rglob("*")) == before
    (job,) = printer.jobs
    assert (sent.pages, sent.proved) == (len(pages(job.pdf)), True)
    entry, signed = unit.vault.audit.head(), unit.vault.signatures.last()
    assert entry is not None
    assert signed is not None
    assert entry.act is Act.AUDIT_EXPORTED
    assert (entry.objects["printer"], entry.objects["file"]) == (printer.uri, hashlib.sha256(job.pdf).hexdigest())
    text = "".join("".join(pages(job.pdf)).split())
    assert signed.head.digest in text
    assert "".join(signed.signature.split("-----")[2].split()) in text


# --- signed heads ---------------------------------------------------------------------------------------------------


def test_every_lock_signs_how_far_the_log_has_come(unit: Session, clock: FixedClock) -> None:
    contacts.ensure_identity(unit)
    folder = unit.vault.folder
    before = unit.vault.signatures.head()
    unit.close()
    again = opening.unlock(folder, PASSPHRASE, clock)
    signed = again.vault.signatures.last()
    assert signed is not None
    assert (signed.head.sequence, signed.head.digest) == (before.sequence, before.digest)
    locked = [one for one in again.vault.audit.entries() if one.act is Act.LOCKED]
    assert [one.objects["signed"] for one in locked] == [str(before.sequence)]
    assert keep.check_vault(again, Progress()).sound
    again.close()


# --- the verbs ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_verbs_export_verify_and_find(unit: Session, exported: Path, tmp_path: Path) -> None:
    folder, out = unit.vault.folder, tmp_path / "all.jsonl"
    unit.close()
    done = run("audit", "export", "--vault", folder, "--out", out, "--json", passphrase=PASSPHRASE)
    assert (done.code, done.data["sha256"]) == (0, hashlib.sha256(out.read_bytes()).hexdigest()), done.err
    good = run("audit", "verify", out)
    assert (good.code, "签名有效" in good.out) == (0, True)
    lines = out.read_bytes().split(b"\n")
    edit(lines)
    out.write_bytes(b"\n".join(lines))
    bad = run("audit", "verify", out)
    assert (bad.code, "第 6 行，第 5 条内容被改动" in bad.out) == (1, True)
    assert "没有核验" in one_clear_line(run("audit", "verify", Path(__file__)))
    arguments = ("audit", "list", "--vault", folder, "--act", "settings_changed", "--limit", "3", "--json")
    listed = run(*arguments, passphrase=PASSPHRASE)
    assert listed.data["found"] == 8
    assert [one["objects"]["n"] for one in listed.data["entries"]] == ["7", "6", "5"]
    on_paper = run("audit", "paper", "--vault", folder, "--out", tmp_path / "p.pdf", passphrase=PASSPHRASE)
    assert on_paper.code == 0, on_paper.err
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
