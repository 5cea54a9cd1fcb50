"""The evidence of an application: its own commands, run by a shell, prove every step without the program."""

import json
import subprocess
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, evidence, receive, reviews, seal
from desktop_app.desk.session import Session
from desktop_app.domain.application import Opinion
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.vault import chain
from desktop_app.vault.database import Database
from tests.unit.sealing.test_public_tools import needs_tools, sh

pytestmark = pytest.mark.slow

Two = tuple[Session, Session]


@pytest.fixture
def written(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> evidence.Evidence:
    """Signed at the unit, sent, signed at the committee's office; the evidence is made there."""
    unit, committee = introduced
    reviews.sign(unit, submitted, reviews.Said(opinion=Opinion(text="同意推荐。", reviewer="甲")))
    (tmp_path / "stick").mkdir()
    sent = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "stick", Progress())
    receive.open_(committee, sent.folder, None, lambda line: None, Progress())
    reviews.sign(committee, submitted, reviews.Said(opinion=Opinion(text="复核通过。", reviewer="乙")))
    return evidence.write(committee, submitted, tmp_path / "evidence")


def test_no_plain_folder_stays_of_which_the_log_does_not_tell(
    written: evidence.Evidence, introduced: Two, submitted: ApplicationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vault's disk is full when the entry is written, the very last thing of the act."""
    unit, _ = introduced

    def full(database: Database, entry: AuditEntry) -> None:
        raise Fault(Code.VAULT_FULL)

    other = written.folder.with_name("other")
    with monkeypatch.context() as patched:
        patched.setattr(chain, "append", full)
        with pytest.raises(Fault) as caught:
            evidence.write(unit, submitted, other)
    assert caught.value.code is Code.VAULT_FULL
    assert not other.exists()
    evidence.write(unit, submitted, other)


def _commands(folder: Path) -> list[str]:
    lines = (folder / "evidence.txt").read_text(encoding="utf-8-sig").splitlines()
    return [line for line in lines if line.startswith("head -n 1 ")]


@needs_tools
def test_the_sheets_own_commands_prove_every_step(written: evidence.Evidence, introduced: Two) -> None:
    assert (written.steps, written.packages) == (2, 1)
    output = sh("\n".join(_commands(written.folder)), written.folder)
    assert output.count('Good "fj-review@v1" signature') == 2
    digests = [line.split()[0] for line in output.splitlines() if line.endswith("-")]
    said = [json.loads((written.folder / f"0{at}.review").read_bytes().split(b"\n")[0]) for at in (1, 2)]
    assert said[0]["previous"] is None
    assert said[1]["previous"] == digests[0]
    assert said[1]["opinion"]["text"] == "复核通过。"
    sheet = (written.folder / "evidence.txt").read_text(encoding="utf-8-sig")
    for session in introduced:
        assert contacts.own_card(session).fingerprint in sheet
    assert seal.seal_code(introduced[1].vault.packages.all()[0]) in sheet
    head = introduced[1].vault.audit.head()
    assert head is not None
    assert head.act is Act.PLAIN_TEXT_WRITTEN


@needs_tools
def test_a_word_changed_afterwards_is_seen_by_ssh_keygen(written: evidence.Evidence) -> None:
    step = written.folder / "01.review"
    step.write_bytes(step.read_bytes().replace("同意".encode(), "反对".encode()))
    command = _commands(written.folder)[0]
    done = subprocess.run(["sh", "-ec", command], cwd=written.folder, capture_output=True, check=False)
    assert done.returncode != 0


def test_nothing_is_written_over(written: evidence.Evidence, introduced: Two, submitted: ApplicationId) -> None:
    before = {path.name: path.read_bytes() for path in written.folder.iterdir()}
    with pytest.raises(Fault) as caught:
        evidence.write(introduced[1], submitted, written.folder)
    assert caught.value.code is Code.MEDIUM_NOT_EMPTY
    assert {path.name: path.read_bytes() for path in written.folder.iterdir()} == before
