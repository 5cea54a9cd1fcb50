"""Cards and revocations as they lie in the vectors: read by the program, and by ssh-keygen and a few lines alone."""

import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support import card_vectors
from tests.support.card_vectors import FILE, Sample

KEPT = json.loads(FILE.read_text(encoding="utf-8"))
SAMPLES = [Sample(trusted=KEPT["trusted"], **row) for row in KEPT["samples"]]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_sample_is_read_as_it_says(sample: Sample) -> None:
    assert card_vectors.verdict(sample) == sample.says


def test_the_file_is_what_the_script_makes() -> None:
    """Nothing in it is left to chance, so another byte is another format."""
    assert card_vectors.samples() == SAMPLES
    good = [sample for sample in SAMPLES if sample.says == "good"]
    assert (len(SAMPLES), len(good)) == (35, 10)


def _ssh_public(raw: bytes) -> str:
    def field(data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + data

    return "ssh-ed25519 " + base64.b64encode(field(b"ssh-ed25519") + field(raw)).decode()


def _said(sample: Sample) -> dict[str, str]:
    found: dict[str, str] = json.loads(sample.text.partition("\n")[0])
    return found


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not here")
@pytest.mark.parametrize(
    "sample", [s for s in SAMPLES if s.says == "good" and not s.what.endswith("paper")], ids=lambda sample: sample.name
)
def test_ssh_keygen_alone_checks_the_good_files(sample: Sample, tmp_path: Path) -> None:
    line, _, armor = sample.text.partition("\n")
    signer = sample if sample.what == "card" else Sample("", "", sample.trusted, "", "")
    (tmp_path / "allowed").write_text("desk " + _ssh_public(bytes.fromhex(_said(signer)["signing_key"])) + "\n")
    (tmp_path / "sig").write_text(armor)
    space = {"card": "fj-card@v1", "revocation": "fj-revocation@v1"}[sample.what]
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "desk", "-n", space, "-s", "sig"]
    done = subprocess.run(command, cwd=tmp_path, input=(line + "\n").encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_few_lines_check_that_the_old_keys_signed_the_new_card() -> None:
    """As FORMAT.md says it: the SSHSIG blob over the card without its last field, by the key before."""
    (successor,) = [s for s in SAMPLES if s.name == "a_successor"]
    card = _said(successor)
    raw = bytes.fromhex(card.pop("previous_signature"))
    space = b"fj-succession@v1"
    digest = hashlib.sha512(rfc8785.dumps(card)).digest()
    parts = b"".join(len(part).to_bytes(4, "big") + part for part in (space, b"", b"sha512", digest))
    old = _said(Sample("", "", successor.trusted, "", ""))["signing_key"]
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(old)).verify(raw, b"SSHSIG" + parts)
