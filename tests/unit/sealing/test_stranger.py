"""A reader written from FORMAT.md with public tools alone opens every good vector and refuses what was changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.domain.offices import Suite
from desktop_app.sealing import cards
from tests.support.package_vectors import DESKS, FOLDER, PDF, SENDER, Vector, seal
from tests.support.packages import contents, sealed_application, source
from tests.support.recipes import cook
from tests.unit.sealing.test_public_tools import age_command, needs_tools, openssl

pytestmark = pytest.mark.slow

STRANGER = Path(__file__).parents[2] / "support" / "stranger.py"
GOOD = json.loads((FOLDER / "good.json").read_bytes())["packages"]
BAD = {one["name"]: one for one in json.loads((FOLDER / "bad.json").read_bytes())}
OLDEST = json.loads((FOLDER / "expected.json").read_bytes())["packages"]


def read(
    package: Path, tmp_path: Path, sender: str = "sender", reader: str = "recipient"
) -> "subprocess.CompletedProcess[str]":
    """The stranger's answer; isolated, so that nothing of the program can be imported."""
    keys = DESKS[reader].keys
    suite = Suite(json.loads((package / "seal.fengjuan").read_bytes())["suite"])
    (tmp_path / "key.txt").write_text(keys.identity(suite).text() + "\n", encoding="ascii")
    age = age_command(suite, tmp_path)
    if age is None:
        pytest.skip("no public tool for the post-quantum recipient here: age 1.3, or npm's age-encryption")
    environment = {**os.environ, "OPENSSL": openssl(), "AGE": age}
    arguments = [str(package), str(FOLDER / f"{sender}.fjcard"), str(tmp_path / "key.txt")]
    command = [sys.executable, "-I", "-S", str(STRANGER), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=tmp_path)


def test_it_is_short_and_stands_alone() -> None:
    text = STRANGER.read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if line.strip()]) < 150
    assert "desktop_app" not in text


@needs_tools
@pytest.mark.parametrize("name", GOOD)
def test_every_good_vector_opens(name: str, tmp_path: Path) -> None:
    expected = GOOD[name]
    answer = read(FOLDER / name, tmp_path, expected["sender"], expected["reader"])
    assert answer.returncode == 0, answer.stderr
    said = json.loads(answer.stdout)
    assert said["type"] == expected["type"]
    assert said["seal_digest"] == expected["seal_digest"]
    assert said["seal_code"] == expected["seal_code"]


@needs_tools
@pytest.mark.parametrize("name", OLDEST)
def test_the_oldest_packages_open(name: str, tmp_path: Path) -> None:
    answer = read(FOLDER / name, tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["files"] == ["record.json", "学历证书.pdf"]


@needs_tools
def test_a_large_attachment_opens(tmp_path: Path) -> None:
    large = PDF + os.urandom(3_000_000)
    vector = Vector(contents(sealed_application(source("大图.pdf", large), name="示例戊")), volume_bytes=1_000_000)
    package = seal("large", vector, 90, tmp_path).folder
    answer = read(package, tmp_path)
    assert answer.returncode == 0, answer.stderr


@needs_tools
@pytest.mark.parametrize(
    "name",
    [
        "seal_with_a_blank_more",
        "seal_changed_after_signing",
        "signed_by_the_reader",
        "signed_for_a_manifest",
        "seal_names_another_sender",
        "volume_flipped_at_its_end",
        "volumes_swapped",
        "header_mac_flipped",
        "the_only_chunk_flipped",
        "not_the_manifest_of_the_seal",
        "manifest_changed_after_signing",
        "manifest_of_another_desk",
        "manifest_meant_for_others",
        "manifest_with_another_number",
        "manifest_of_a_type_that_holds_something_else",
        "nobody_decided_the_mark",
        "an_entry_more",
        "an_entry_less",
        "a_file_flipped",
        "a_review_changed_on_the_way",
        "an_sm3_less",
        "an_sm3_that_is_not_the_files",
        "no_list_of_sm3",
        "signed_once_only",
        "second_signature_flipped_at_its_end",
        "second_signature_missing",
        "second_signature_by_another_desk",
        "second_signature_for_a_manifest",
        "first_signature_flipped",
        "inner_second_signature_flipped",
        "inner_second_signature_for_a_seal",
        "inner_second_signature_missing",
    ],
)
def test_what_was_tampered_with_is_refused(name: str, tmp_path: Path) -> None:
    base = GOOD[BAD[name]["base"]]
    answer = read(cook(BAD[name], base, tmp_path), tmp_path, base["sender"], base["reader"])
    assert answer.returncode == 1
    assert answer.stderr.startswith("refused: "), answer.stderr


@needs_tools
def test_another_desks_card_is_not_the_senders(tmp_path: Path) -> None:
    answer = read(FOLDER / "classical", tmp_path, sender="school")
    assert (answer.returncode, answer.stderr.strip()) == (1, "refused: the sender's key")
    assert cards.read_card((FOLDER / "sender.fjcard").read_bytes()) == SENDER.card
