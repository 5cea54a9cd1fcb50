"""Packages that each have one thing wrong: every one is refused by its own name, and nothing of it is kept."""

import hashlib
import io
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.crypto import age
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import Trust
from desktop_app.sealing import bag, reader
from desktop_app.sealing.checks import Check, Seen, Sighting, Warned
from desktop_app.sealing.limits import Limits
from tests.support.forge import WHEN, Forge, apart, to
from tests.support.packages import (
    CHANNEL,
    Desks,
    Opening,
    Remembered,
    contents,
    office,
    sealed_application,
    two_desks,
)

Case = Callable[[Desks], tuple[Path, Opening]]
CASES: dict[str, tuple[Case, Code, Check]] = {}


def case(code: Code, check: Check) -> Callable[[Case], Case]:
    def keep(make: Case) -> Case:
        CASES[make.__name__] = (make, code, check)
        return make

    return keep


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def forged(desks: Desks, change: Callable[[Forge], None], **sealing: Any) -> tuple[Path, Opening]:
    forge = apart(desks.seal(**sealing), desks)
    change(forge)
    return forge.write(), desks.opening()


def remade(change: Callable[[dict[str, Any]], None]) -> Callable[[Forge], None]:
    return lambda forge: forge.change_manifest(change)


# --- the folder and the seal -------------------------------------------------------------------------------------


@case(Code.PACKAGE_INCOMPLETE, Check.COMPLETE)
def seal_missing(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    (folder / "seal.fengjuan").unlink()
    return folder, desks.opening()


@case(Code.PACKAGE_INCOMPLETE, Check.COMPLETE)
def signature_missing(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    (folder / "seal.fengjuan.sig").unlink()
    return folder, desks.opening()


@case(Code.PACKAGE_INCOMPLETE, Check.COMPLETE)
def seal_is_a_link(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    (folder / "seal.fengjuan").rename(folder / "elsewhere")
    (folder / "seal.fengjuan").symlink_to(folder / "elsewhere")
    return folder, desks.opening()


@case(Code.PACKAGE_FORMAT, Check.COMPLETE)
def seal_huge(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    (folder / "seal.fengjuan").write_bytes(b" " * (1024 * 1024 + 1))
    return folder, desks.opening()


def seal_text(change: Callable[[bytes], bytes]) -> Callable[[Forge], None]:
    def apply(forge: Forge) -> None:
        forge.change_seal = change

    return apply


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_a_blank_more(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, seal_text(lambda raw: raw.replace(b'"fj":1', b'"fj": 1')))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_a_line_feed(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, seal_text(lambda raw: raw + b"\n"))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_a_name_twice(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, seal_text(lambda raw: raw.replace(b'"fj":1,', b'"fj":1,"fj":1,')))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_a_float(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, seal_text(lambda raw: raw.replace(b'"seq":41', b'"seq":41.5')))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_a_control_character(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(x_note="\u202etxt"))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_decomposed_text(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(x_note="e\u0301"))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_nested_too_deep(desks: Desks) -> tuple[Path, Opening]:
    deep: list[Any] = []
    for _ in range(40):
        deep = [deep]
    return forged(desks, lambda f: f.seal.update(x_deep=deep))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_nested_beyond_the_parser(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, seal_text(lambda raw: b"[" * 100_000))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_not_json(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, seal_text(lambda raw: b"\xff\xfe" + raw))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_without_a_field(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.pop("epoch") and None)


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_names_a_foreign_volume(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, seal_text(lambda raw: raw.replace(b'.age"', b'.agE"')))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_without_recipients(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(recipient_kids=[]))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_a_recipient_twice(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(recipient_kids=[desks.recipient.kid] * 2))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_another_spelling_of_time(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(sealed_at="2026-07-01T10:03:04+08:00"))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_with_fractions_of_a_second(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(sealed_at="2026-07-01T02:03:04.500000Z"))


@case(Code.PACKAGE_VERSION, Check.FORMAT)
def seal_of_a_later_format(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(fj=2))


@case(Code.PACKAGE_VERSION, Check.FORMAT)
def seal_with_an_unknown_field(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(courier="?"))


@case(Code.PACKAGE_VERSION, Check.FORMAT)
def seal_with_an_unknown_signature_kind(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(sig_suites=["ed25519", "sm2"]))


@case(Code.PACKAGE_FORMAT, Check.FORMAT)
def seal_of_an_unknown_suite(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.seal.update(suite=9))


@case(Code.SUITE_DOWNGRADE, Check.SUITE)
def weaker_than_agreed(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal(suite=Suite.CLASSICAL).folder
    return folder, desks.opening(known=desks.knows(desks.sender, minimum=Suite.POST_QUANTUM))


@case(Code.SENDER_UNKNOWN, Check.SENDER)
def unknown_sender(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(known=lambda kid: None)


@case(Code.SENDER_UNKNOWN, Check.SENDER)
def another_card_under_the_senders_id(desks: Desks) -> tuple[Path, Opening]:
    stranger = office("EVIL1", "别人")
    return desks.seal().folder, desks.opening(known=lambda kid: desks.knows(stranger)(stranger.kid))


@case(Code.SENDER_REVOKED, Check.SENDER)
def revoked_sender(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(known=desks.knows(desks.sender, trust=Trust.REVOKED))


@case(Code.SEAL_SIGNATURE, Check.SEAL_SIGNATURE)
def seal_changed_after_signing(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    seal = folder / "seal.fengjuan"
    seal.write_bytes(seal.read_bytes().replace(b'"seq":41', b'"seq":42'))
    return folder, desks.opening()


@case(Code.SEAL_SIGNATURE, Check.SEAL_SIGNATURE)
def signature_flipped(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    flip(folder / "seal.fengjuan.sig", 200)
    return folder, desks.opening()


@case(Code.SEAL_SIGNATURE, Check.SEAL_SIGNATURE)
def signature_empty(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    (folder / "seal.fengjuan.sig").write_bytes(b"")
    return folder, desks.opening()


@case(Code.SEAL_SIGNATURE, Check.SEAL_SIGNATURE)
def signature_by_another_desk(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: setattr(f, "signer", desks.recipient.keys))


@case(Code.SEAL_SIGNATURE, Check.SEAL_SIGNATURE)
def signature_for_another_use(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: setattr(f, "seal_namespace", "fj-manifest@v1"))


@case(Code.LABEL_MISMATCH, Check.LABEL)
def typed_label_of_another_package(desks: Desks) -> tuple[Path, Opening]:
    package, other = desks.seal(), desks.seal()
    group = other.seal_code.split(" ")[3]
    return package.folder, desks.opening(options={"label_groups": {0: package.seal_code[:5], 3: group}})


@case(Code.LABEL_MISMATCH, Check.LABEL)
def no_group_typed(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(options={"label_groups": {}})


@case(Code.LABEL_MISMATCH, Check.LABEL)
def scanned_label_of_another_package(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(options={"label_qr": desks.seal().label_qr})


@case(Code.LABEL_MISMATCH, Check.LABEL)
def scanned_label_with_a_forged_signature(desks: Desks) -> tuple[Path, Opening]:
    package = desks.seal()
    last = "0" if package.label_qr[-1] != "0" else "1"
    return package.folder, desks.opening(options={"label_qr": package.label_qr[:-1] + last})


@case(Code.NOT_FOR_US, Check.ADDRESSED)
def sealed_for_somebody_else(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(recipient=office("OTHER", "别处"))


@case(Code.PACKAGE_DUPLICATE, Check.REPLAY)
def the_same_package_again(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(history=Remembered(Seen(Sighting.DUPLICATE)))


@case(Code.PACKAGE_EQUIVOCATION, Check.REPLAY)
def the_same_id_over_other_content(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(history=Remembered(Seen(Sighting.EQUIVOCATION)))


@case(Code.SEQUENCE_FORK, Check.REPLAY)
def the_same_number_twice(desks: Desks) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(history=Remembered(Seen(Sighting.FORK)))


# --- the volumes -------------------------------------------------------------------------------------------------


def volume(folder: Path, at: int = 0) -> Path:
    return sorted(folder.glob("*.age*"))[at]


@case(Code.VOLUME_MISSING, Check.VOLUMES)
def volume_missing(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal(volume_bytes=50_000).folder
    volume(folder, 1).unlink()
    return folder, desks.opening()


@case(Code.VOLUME_MISSING, Check.VOLUMES)
def volume_renamed(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    volume(folder).rename(folder / "package.AGE")
    return folder, desks.opening()


@case(Code.VOLUME_MISSING, Check.VOLUMES)
def volume_is_a_link(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    volume(folder).rename(folder / "elsewhere")
    (folder / f"{folder.name}").unlink(missing_ok=True)
    name = json.loads((folder / "seal.fengjuan").read_bytes())["cipher"]["volumes"][0]["name"]
    (folder / name).symlink_to(folder / "elsewhere")
    return folder, desks.opening()


@case(Code.ENTRY_UNEXPECTED, Check.VOLUMES)
def volume_too_many(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    (folder / (volume(folder).name + ".002")).write_bytes(b"more")
    return folder, desks.opening()


@case(Code.VOLUME_SIZE, Check.VOLUMES)
def volume_cut_short(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    path = volume(folder)
    path.write_bytes(path.read_bytes()[:-1])
    return folder, desks.opening()


@case(Code.VOLUME_SIZE, Check.VOLUMES)
def volume_with_a_byte_more(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    path = volume(folder)
    path.write_bytes(path.read_bytes() + b"\0")
    return folder, desks.opening()


@case(Code.VOLUME_DIGEST, Check.VOLUMES)
def flipped_in_the_age_header(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal().folder
    flip(volume(folder), 60)
    return folder, desks.opening()


@case(Code.VOLUME_DIGEST, Check.VOLUMES)
def flipped_in_the_last_volume(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal(volume_bytes=50_000).folder
    flip(volume(folder, -1), -1)
    return folder, desks.opening()


@case(Code.VOLUME_DIGEST, Check.VOLUMES)
def volumes_swapped(desks: Desks) -> tuple[Path, Opening]:
    folder = desks.seal(volume_bytes=50_000).folder
    first, second = volume(folder, 0), volume(folder, 1)
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    return folder, desks.opening()


@case(Code.VOLUME_DIGEST, Check.VOLUMES)
def a_volume_of_another_package(desks: Desks) -> tuple[Path, Opening]:
    """Two packages of one desk cut alike: a volume of the one lies among those of the other under its name."""
    mine, other = (
        desks.seal(volume_bytes=50_000),
        desks.seal(volume_bytes=50_000, channel=replace(CHANNEL, sequence=42)),
    )
    volume(mine.folder, 1).write_bytes(volume(other.folder, 1).read_bytes())
    return mine.folder, desks.opening()


@case(Code.SEAL_SIGNATURE, Check.SEAL_SIGNATURE)
def the_signature_of_another_package(desks: Desks) -> tuple[Path, Opening]:
    mine, other = desks.seal(), desks.seal(channel=replace(CHANNEL, sequence=42))
    for name in ("seal.fengjuan.sig", "seal.fengjuan.mldsa65"):
        (mine.folder / name).write_bytes((other.folder / name).read_bytes())
    return mine.folder, desks.opening()


# --- the age file, under a seal that is its own ------------------------------------------------------------------


def sealed_bytes(change: Callable[[bytes], bytes]) -> Callable[[Forge], None]:
    return lambda forge: setattr(forge, "change_age", change)


def flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda raw: raw[:at] + bytes([raw[at] ^ 1]) + raw[at:][1:]


@case(Code.NO_KEY, Check.KEY)
def encrypted_to_another_key(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: setattr(f, "recipients", [to(office("OTHER", "别处"))]))


@case(Code.AGE_HEADER, Check.KEY)
def a_recipient_nobody_named(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.recipients.append(to(office("OTHER", "别处"))))


@case(Code.SUITE_DOWNGRADE, Check.KEY)
def a_weaker_way_in(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.recipients.append(to(office("OTHER", "别处"), Suite.CLASSICAL)))


@case(Code.SUITE_DOWNGRADE, Check.KEY)
def another_suite_than_the_seal_says(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: setattr(f, "recipients", [to(desks.recipient, Suite.CLASSICAL)]))


@case(Code.AGE_HEADER, Check.KEY)
def not_an_age_file(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, sealed_bytes(lambda raw: b"PK\3\4" + raw))


@case(Code.AGE_HEADER, Check.KEY)
def a_passphrase_stanza(desks: Desks) -> tuple[Path, Opening]:
    stanza = b"age-encryption.org/v1\n-> scrypt 3d9y0G+8q1ffPQ0xJJatIQ 10\n" + b"A" * 43 + b"\n"
    return forged(desks, sealed_bytes(lambda raw: raw.replace(b"age-encryption.org/v1\n", stanza)))


@case(Code.AGE_HEADER_MAC, Check.KEY)
def header_mac_wrong(desks: Desks) -> tuple[Path, Opening]:
    def change(raw: bytes) -> bytes:
        at = raw.index(b"\n--- ") + 5
        return raw[:at] + (b"B" if raw[at : at + 1] == b"A" else b"A") + raw[at + 1 :]

    return forged(desks, sealed_bytes(change))


@case(Code.CHUNK_AUTH, Check.MANIFEST)
def first_chunk_changed(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, sealed_bytes(lambda raw: flipped(raw.index(b"\n--- ") + 100)(raw)))


@case(Code.CHUNK_AUTH, Check.PAYLOAD)
def last_chunk_changed(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, sealed_bytes(flipped(-1)))


@case(Code.PACKAGE_TRUNCATED, Check.PAYLOAD)
def cut_at_a_chunk(desks: Desks) -> tuple[Path, Opening]:
    def change(raw: bytes) -> bytes:
        return raw[: raw.index(b"\n--- ") + 49 + 16 + 2 * (65536 + 16)]

    return forged(desks, sealed_bytes(change))


# --- the archive -------------------------------------------------------------------------------------------------


def archive(change: Callable[[bytes], bytes]) -> Callable[[Forge], None]:
    return lambda forge: setattr(forge, "change_tar", change)


@case(Code.ENTRY_UNEXPECTED, Check.MANIFEST)
def manifest_not_first(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.entries.insert(0, f.entries.pop(2)))


@case(Code.ENTRY_UNEXPECTED, Check.MANIFEST)
def not_an_archive(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, archive(lambda tar: b"\0" * len(tar)))


@case(Code.PACKAGE_TRUNCATED, Check.MANIFEST)
def an_empty_archive(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, archive(lambda tar: b""))


@case(Code.PACKAGE_LIMIT, Check.MANIFEST)
def manifest_too_large(desks: Desks) -> tuple[Path, Opening]:
    def change(forge: Forge) -> None:
        header = bag.header(forge.package_id, "manifest.json", 16 * 1024 * 1024 + 1, WHEN)
        forge.change_tar = lambda tar: header + tar[512:]

    return forged(desks, change)


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def an_entry_more(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.entries.append(("data/a0001/f0009.exe", b"MZ")))


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def an_entry_less(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.entries.pop() and None)


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def entries_in_another_order(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.entries.insert(6, f.entries.pop(7)))


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def an_entry_that_climbs_out(desks: Desks) -> tuple[Path, Opening]:
    def change(forge: Forge) -> None:
        forge.entries = [(n.replace("data/a0001/f0001.pdf", "../../../x"), d) for n, d in forge.entries]

    return forged(desks, change)


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def an_entry_that_is_a_link(desks: Desks) -> tuple[Path, Opening]:
    def change(tar: bytes) -> bytes:
        at = tar.index(b"/data/a0001/f0001.pdf\0") // 512 * 512
        block = bytearray(tar[at : at + 512])
        block[156:157] = b"2"
        block[157:168] = b"/etc/passwd"
        block[148:156] = b"        "
        block[148:156] = b"%06o\0 " % sum(block)
        return tar[:at] + bytes(block) + tar[at + 512 :]

    return forged(desks, archive(change))


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def an_entry_of_another_size(desks: Desks) -> tuple[Path, Opening]:
    def change(forge: Forge) -> None:
        forge.put("data/a0001/f0001.pdf", forge.data("data/a0001/f0001.pdf")[:-1])

    return forged(desks, change)


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def padding_that_says_something(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, archive(lambda tar: tar[:-1025] + b"x" + tar[-1024:]))


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def digests_of_the_bag_changed(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.put("manifest-sha256.txt", f.data("manifest-sha256.txt").upper()))


@case(Code.FILE_DIGEST, Check.PAYLOAD)
def a_file_changed(desks: Desks) -> tuple[Path, Opening]:
    def change(forge: Forge) -> None:
        forge.put("data/a0001/f0001.pdf", forge.data("data/a0001/f0001.pdf")[:-1] + b"?")

    return forged(desks, change)


@case(Code.TRAILING_DATA, Check.PAYLOAD)
def something_after_the_end(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, archive(lambda tar: tar + b"\0" * 512))


@case(Code.ENTRY_UNEXPECTED, Check.PAYLOAD)
def an_end_that_is_none(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, archive(lambda tar: tar[:-1] + b"x"))


@case(Code.PACKAGE_TRUNCATED, Check.PAYLOAD)
def an_archive_without_its_end(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, archive(lambda tar: tar[:-512]))


# --- the manifest ------------------------------------------------------------------------------------------------


@case(Code.MANIFEST_MISMATCH, Check.MANIFEST)
def not_the_manifest_of_the_seal(desks: Desks) -> tuple[Path, Opening]:
    def change(forge: Forge) -> None:
        forge.keep_manifest_digest = True
        forge.change_manifest(lambda tree: tree.update(x_more=1))

    return forged(desks, change)


@case(Code.MANIFEST_SIGNATURE, Check.MANIFEST)
def manifest_signature_over_other_bytes(desks: Desks) -> tuple[Path, Opening]:
    def change(forge: Forge) -> None:
        signature = forge.data("manifest.json.sig")
        forge.change_manifest(lambda tree: tree.update(x_more=1))
        forge.put("manifest.json.sig", signature)

    return forged(desks, change)


@case(Code.MANIFEST_SIGNATURE, Check.MANIFEST)
def manifest_signature_for_another_use(desks: Desks) -> tuple[Path, Opening]:
    def change(forge: Forge) -> None:
        forge.inner_namespace = "fj-seal@v1"
        forge.say(forge.data("manifest.json"))

    return forged(desks, change)


@case(Code.MANIFEST_SIGNATURE, Check.MANIFEST)
def manifest_signature_is_none(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.put("manifest.json.sig", b"trust me\n"))


@case(Code.PACKAGE_FORWARDED, Check.MANIFEST)
def another_desks_statement_under_the_senders_seal(desks: Desks) -> tuple[Path, Opening]:
    """A recipient of a package seals its content, signature and all, to a third desk under its own seal."""
    author = office("AUTH1", "作者")
    first = Desks(desks.medium, author, desks.sender)
    forge = apart(first.seal(), Desks(desks.medium, author, desks.sender))
    forge.signer = desks.sender.keys
    forge.seal["sender_kid"] = desks.sender.kid
    forge.seal["recipient_kids"] = [desks.recipient.kid]
    forge.recipients = [to(desks.recipient)]
    return forge.write(), desks.opening()


@case(Code.PACKAGE_FORWARDED, Check.MANIFEST)
def a_statement_meant_for_another_desk(desks: Desks) -> tuple[Path, Opening]:
    other = office("OTHER", "别处")
    elsewhere = Desks(desks.medium, desks.sender, other)
    forge = apart(elsewhere.seal(), elsewhere)
    forge.seal["recipient_kids"] = [desks.recipient.kid]
    forge.recipients = [to(desks.recipient)]
    return forge.write(), desks.opening()


@case(Code.MANIFEST_MISMATCH, Check.MANIFEST)
def another_number_inside(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree.update(seq=42)))


@case(Code.PACKAGE_FORMAT, Check.MANIFEST)
def manifest_in_another_spelling(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, lambda f: f.say(json.dumps(f.manifest).encode()))


@case(Code.PACKAGE_VERSION, Check.MANIFEST)
def manifest_with_an_unknown_field(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree.update(execute="setup.exe")))


@case(Code.PACKAGE_VERSION, Check.MANIFEST)
def manifest_for_a_later_reader(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree["app"].update(min_reader=2)))


@case(Code.PACKAGE_FORMAT, Check.MANIFEST)
def a_path_of_the_senders_choice(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree["files"][1].update(path="data/../../x.pdf")))


@case(Code.PACKAGE_FORMAT, Check.MANIFEST)
def totals_that_do_not_add_up(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree["limits"].update(bytes=1)))


@case(Code.PACKAGE_FORMAT, Check.MANIFEST)
def a_file_of_two_applications(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree["applications"][1]["files"].append(2)))


@case(Code.PACKAGE_FORMAT, Check.MANIFEST)
def a_file_of_no_application(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree["applications"][0]["files"].pop() and None))


@case(Code.PACKAGE_FORMAT, Check.MANIFEST)
def an_application_twice(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda t: t["applications"][1].update(id=t["applications"][0]["id"])))


# --- limits and marks --------------------------------------------------------------------------------------------


def limited(desks: Desks, **tighter: int) -> tuple[Path, Opening]:
    return desks.seal().folder, desks.opening(options={"allowed": Limits(**tighter)})


@case(Code.PACKAGE_LIMIT, Check.LIMITS)
def too_many_entries(desks: Desks) -> tuple[Path, Opening]:
    return limited(desks, entries=3)


@case(Code.PACKAGE_LIMIT, Check.LIMITS)
def too_large_in_all(desks: Desks) -> tuple[Path, Opening]:
    return limited(desks, total=150_000)


@case(Code.PACKAGE_LIMIT, Check.LIMITS)
def an_entry_too_large(desks: Desks) -> tuple[Path, Opening]:
    return limited(desks, entry=150_000)


@case(Code.MARKING_UNDECIDED, Check.LIMITS)
def nobody_decided_the_mark(desks: Desks) -> tuple[Path, Opening]:
    return forged(desks, remade(lambda tree: tree["marking"].update(state="undecided")))


@case(Code.ABOVE_MACHINE_LEVEL, Check.LIMITS)
def marked_above_the_machine(desks: Desks) -> tuple[Path, Opening]:
    mark = marked(SecrecyLevel.SECRET, 120)
    folder = desks.seal(contents(sealed_application(marking=mark), marking=mark)).folder
    return folder, desks.opening(level=SecrecyLevel.CONFIDENTIAL)


@case(Code.ABOVE_MACHINE_LEVEL, Check.LIMITS)
def marked_top_secret(desks: Desks) -> tuple[Path, Opening]:
    change = remade(lambda t: t["marking"].update(state="marked", level="top_secret", term_months=360))
    folder, opening = forged(desks, change)
    opening.level = SecrecyLevel.SECRET
    return folder, opening


def with_record(desks: Desks, raw: bytes, *, digest: str | None = None) -> tuple[Path, Opening]:
    """The first application's record replaced, and everything that names it made to agree."""
    forge = apart(desks.seal(), desks)
    path = "data/a0001/record.json"
    found = hashlib.sha256(raw).hexdigest()

    def change(tree: dict[str, Any]) -> None:
        tree["limits"]["bytes"] += len(raw) - tree["files"][0]["size"]
        tree["files"][0].update(size=len(raw), sha256=found)
        tree["applications"][0].update(digest=digest or found)

    tree = forge.manifest
    change(tree)
    forge.put(path, raw)
    lines = "".join(f"{entry['sha256']}  {entry['path']}\n" for entry in tree["files"])
    forge.put("manifest-sha256.txt", lines.encode())
    info = forge.data("bag-info.txt").decode().rsplit("Payload-Oxum", 1)[0]
    forge.put("bag-info.txt", f"{info}Payload-Oxum: {tree['limits']['bytes']}.{len(tree['files'])}\n".encode())
    forge.say(rfc8785.dumps(tree))
    return forge.write(), desks.opening()


def exchange_tree() -> dict[str, Any]:
    return json.loads(sealed_application().record)


@case(Code.RECORD_SCHEMA, Check.RECORDS)
def record_with_an_unknown_field(desks: Desks) -> tuple[Path, Opening]:
    return with_record(desks, rfc8785.dumps({**exchange_tree(), "bribe": 1}))


@case(Code.RECORD_SCHEMA, Check.RECORDS)
def record_not_json(desks: Desks) -> tuple[Path, Opening]:
    return with_record(desks, b"{")


@case(Code.RECORD_SCHEMA, Check.RECORDS)
def record_in_another_spelling(desks: Desks) -> tuple[Path, Opening]:
    return with_record(desks, json.dumps(exchange_tree()).encode())


@case(Code.RECORD_SCHEMA, Check.RECORDS)
def record_with_another_digest(desks: Desks) -> tuple[Path, Opening]:
    return with_record(desks, sealed_application().record, digest="00" * 32)


@case(Code.ABOVE_MACHINE_LEVEL, Check.RECORDS)
def record_marked_above_the_machine(desks: Desks) -> tuple[Path, Opening]:
    return with_record(desks, sealed_application(marking=marked(SecrecyLevel.CONFIDENTIAL, 12)).record)


@case(Code.ABOVE_MACHINE_LEVEL, Check.RECORDS)
def record_marked_top_secret(desks: Desks) -> tuple[Path, Opening]:
    tree = exchange_tree()
    tree["marking"].update(state="marked", level="top_secret", term_months=360)
    return with_record(desks, rfc8785.dumps(tree))


@case(Code.MARKING_UNDECIDED, Check.RECORDS)
def record_nobody_marked(desks: Desks) -> tuple[Path, Opening]:
    tree = exchange_tree()
    tree["marking"].update(state="undecided")
    return with_record(desks, rfc8785.dumps(tree))


@case(Code.MANIFEST_MISMATCH, Check.RECORDS)
def record_marked_above_its_package(desks: Desks) -> tuple[Path, Opening]:
    folder, opening = with_record(desks, sealed_application(marking=marked(SecrecyLevel.CONFIDENTIAL, 12)).record)
    opening.level = SecrecyLevel.SECRET
    return folder, opening


# --- the verdicts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_refused_by_its_own_name(name: str, tmp_path: Path) -> None:
    make, code, check = CASES[name]
    folder, opening = make(two_desks(tmp_path))
    with pytest.raises(Fault) as caught:
        opening.open(folder)
    assert caught.value.code is code
    # Everything above the failing check has passed, in order; nothing below it was tried.
    order = [one for one in Check if one is not Check.LABEL or "label" in name or "typed" in name]
    assert opening.checks == [(one, True) for one in order[: order.index(check)]] + [(check, False)]
    assert opening.sink.files == {}
    assert opening.sink.discarded == (1 if opening.sink.begun else 0)
    for language in Language:
        assert "{" not in sentence(caught.value, language)


def test_a_whole_forged_package_opens(tmp_path: Path) -> None:
    """The forge itself is sound: what it puts together unchanged is a good package."""
    desks = two_desks(tmp_path)
    folder = apart(desks.seal(), desks).write()
    assert len(desks.opening().open(folder).applications) == 2
    assert reader.verify(folder, desks.sender.card).sequence == 41


def test_an_extension_of_the_seal_is_ignored(tmp_path: Path) -> None:
    desks = two_desks(tmp_path)
    folder, opening = forged(desks, lambda f: f.seal.update(x_note="以后的版本"))
    opening.open(folder)


def _told(opening: Opening, at: Check, act: Callable[[], None]) -> Opening:
    """Somebody's hand on the medium right after a check has passed."""

    class Hand(list[tuple[Check, bool]]):
        def append(self, made: tuple[Check, bool]) -> None:
            super().append(made)
            if made == (at, True):
                act()

    opening.checks = Hand()
    return opening


@pytest.mark.parametrize("at", [Check.SEAL_SIGNATURE, Check.VOLUMES])
@pytest.mark.parametrize("whose", ["the_senders", "anybodys"])
def test_another_package_put_in_its_place_between_two_checks_is_never_taken_in(
    tmp_path: Path, at: Check, whose: str
) -> None:
    """The same sender's next package, or one that somebody else sealed for us: what was proved is not what comes."""
    desks = two_desks(tmp_path)
    changed = contents(sealed_application(name="换来的人"))
    package, other = desks.seal(), desks.seal(changed, channel=replace(CHANNEL, sequence=42))
    if whose == "anybodys":
        stranger = office("OTHER", "别处")
        other = desks.seal(changed, keys=stranger.keys, sender=stranger.card, channel=replace(CHANNEL, sequence=43))

    def swap() -> None:
        volume(package.folder).write_bytes(volume(other.folder).read_bytes())
        for name in ("seal.fengjuan", "seal.fengjuan.sig", "seal.fengjuan.mldsa65"):
            (package.folder / name).write_bytes((other.folder / name).read_bytes())

    opening = _told(desks.opening(), at, swap)
    with pytest.raises(Fault) as caught:
        opening.open(package.folder)
    assert caught.value.code in (Code.VOLUME_SIZE, Code.VOLUME_DIGEST, Code.ENTRY_UNEXPECTED, Code.CHUNK_AUTH)
    assert opening.sink.files == {}


def _announcing(size: int) -> Callable[[dict[str, Any]], None]:
    """A record that calls itself a PDF and is so large."""

    def change(tree: dict[str, Any]) -> None:
        record = tree["files"][tree["applications"][0]["files"][0] - 1]
        tree["limits"]["bytes"] += size - record["size"]
        record.update(size=size, mime="application/pdf")

    return change


@pytest.mark.parametrize(
    ("size", "what", "allowed"),
    [(4 * 1024 * 1024 + 1, "record", Limits()), (3 * 1024 * 1024, "records", Limits(records=3 * 1024 * 1024))],
)
def test_what_is_read_into_memory_is_limited_whatever_it_calls_itself(
    tmp_path: Path, size: int, what: str, allowed: Limits
) -> None:
    desks = two_desks(tmp_path)
    folder, opening = forged(desks, remade(_announcing(size)))
    opening.options["allowed"] = allowed
    with pytest.raises(Fault) as caught:
        opening.open(folder)
    assert (caught.value.code, caught.value.fields["what"]) == (Code.PACKAGE_LIMIT, what)
    assert opening.checks[-1] == (Check.LIMITS, False)


def test_numbers_said_to_be_void_by_the_hundred_thousand_cost_no_time(tmp_path: Path) -> None:
    """Each missing number was looked for in all of them, one by one: two seconds for these."""
    desks = two_desks(tmp_path)
    folder, opening = forged(desks, remade(lambda tree: tree.update(void=list(range(1, 900_000)))))
    opening.history = Remembered(Seen(Sighting.NEW, tuple(range(899_950, 900_050))))
    (gap,) = [one.detail for one in opening.open(folder).warnings if one.kind is Warned.SEQUENCE_GAP]
    assert gap.split(", ") == [str(number) for number in range(900_000, 900_050)]


def test_a_sink_that_fails_is_told_to_discard(tmp_path: Path) -> None:
    desks = two_desks(tmp_path)
    opening = desks.opening()

    def no_room(entry: object) -> object:
        raise Fault(Code.VAULT_FULL)

    opening.sink.file = no_room  # type: ignore[method-assign, assignment]
    with pytest.raises(Fault) as caught:
        opening.open(desks.seal().folder)
    assert caught.value.code is Code.VAULT_FULL
    assert opening.sink.discarded == 1


def test_random_damage_is_always_refused(tmp_path: Path) -> None:
    """Any byte of any file but README.txt: refused, or (in what nobody reads) without effect."""
    desks = two_desks(tmp_path)
    folder = desks.seal(contents(sealed_application())).folder
    dice = random.Random(20260701)
    for path in sorted(folder.iterdir()):
        if path.name == "README.txt":
            continue
        good = path.read_bytes()
        for _ in range(40):
            at = dice.randrange(len(good))
            path.write_bytes(good[:at] + bytes([good[at] ^ (1 << dice.randrange(8))]) + good[at + 1 :])
            with pytest.raises(Fault):
                desks.opening().open(folder)
        path.write_bytes(good)
    desks.opening().open(folder)


def test_age_alone_never_speaks_for_a_sender(tmp_path: Path) -> None:
    """Whoever has the file key can seal another payload under the same header: the signatures refuse it."""
    desks = two_desks(tmp_path)
    package = desks.seal()
    other = io.BytesIO()
    age.encrypt(io.BytesIO(apart(desks.seal(), desks).tar()), other, [to(desks.recipient)])
    volume(package.folder).write_bytes(other.getvalue())
    with pytest.raises(Fault) as caught:
        desks.opening().open(package.folder)
    assert caught.value.code in (Code.VOLUME_SIZE, Code.VOLUME_DIGEST)
