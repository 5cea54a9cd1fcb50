"""The bad packages of `tests/vectors/package/bad.json`: `python -m tests.support.bad_vectors` writes it anew.

Each is one step (or the few that one deceit takes) over a good package, with the stage and the error by which a reader
must refuse it. What a reader must know beforehand stands under `desk`.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.support.package_vectors import FOLDER, digest_of
from tests.support.recipes import cook, signs_anew

Row = tuple[str, str, str, str, list[Any], dict[str, Any]]
ROWS: list[Row] = []
_SEAL, _SIGNATURE = "seal.fengjuan", "seal.fengjuan.sig"


def bad(stage: str, code: str, name: str, *steps: list[Any], base: str = "two_recipients", **desk: Any) -> None:
    ROWS.append((name, base, stage, code, list(steps), desk))


# the folder
bad("complete", "incomplete", "seal_missing", [_SEAL, "delete"])
bad("complete", "incomplete", "signature_missing", [_SIGNATURE, "delete"])
bad("complete", "incomplete", "seal_is_a_link", [_SEAL, "link"])
bad("complete", "incomplete", "signature_is_a_link", [_SIGNATURE, "link"])
bad("complete", "format", "seal_huge", [_SEAL, "write", "20", 1024 * 1024 + 1])
bad("complete", "format", "signature_huge", [_SIGNATURE, "write", "20", 4097])
# the seal's text
for name, old, new in (
    ("with_a_blank_more", '"fj":1', '"fj": 1'),
    ("with_a_name_twice", '"fj":1,', '"fj":1,"fj":1,'),
    ("with_a_float", '"fj":1,', '"fj":1.0,'),
    ("with_nan", '"fj":1,', '"fj":1,"x_a":NaN,'),
    ("with_another_escape", '"ed25519"', '"\\u0065d25519"'),
    ("in_another_order", '{"cipher"', '{"x_a":1,"cipher"'),
    ("that_is_a_list", "{", "[{"),
):
    bad("format", "format", f"seal_{name}", ["seal", "replace", old, new])
bad("format", "format", "seal_with_a_line_feed", ["seal", "append", "0a"])
bad("format", "format", "seal_with_a_byte_order_mark", ["seal", "write", "efbbbf7b7d"])
bad("format", "format", "seal_not_utf8", ["seal", "write", "fffe7b"])
bad("format", "format", "seal_nested_beyond_every_parser", ["seal", "write", "5b", 100_000])
bad("format", "format", "seal_a_second_after_eleven_octal_digits", ["seal", "set", "sealed_at", "2242-03-16T12:56:32Z"])
bad("format", "format", "seal_of_the_last_night_of_9999", ["seal", "set", "sealed_at", "9999-12-31T23:59:59Z"])
bad("manifest", "format", "manifest_good_until_9999", ["manifest", "set", "not_after", "9999-12-31T23:59:59Z"])
bad("format", "format", "seal_nested_33_deep", ["seal", "set", "x_deep", json.loads("[" * 33 + "]" * 33)])
bad("format", "format", "seal_with_a_bidirectional_control", ["seal", "set", "x_note", "a\u202eb"])
bad("format", "format", "seal_with_decomposed_text", ["seal", "set", "x_note", "e\u0301"])
for name, character in (
    ("soft_hyphen", "\u00ad"),
    ("line_separator", "\u2028"),
    ("word_joiner", "\u2060"),
    ("noncharacter", "\ufdd0"),
    ("tag_character", "\U000e0041"),
    ("control", "\u0007"),
):
    bad("format", "format", f"seal_with_a_{name}", ["seal", "set", "x_note", f"a{character}b"])
bad("format", "format", "seal_with_a_field_more_further_in", ["seal", "set", "cipher.x_more", 1])
bad("format", "format", "seal_with_a_deceiving_name_of_a_field", ["seal", "set", "x_a\u200bb", 1])
bad("format", "format", "seal_with_a_zero_width_blank", ["seal", "set", "x_note", "a\u200bb"])
for name, path, value in (
    ("of_suite_9", "suite", 9),
    ("of_a_suite_in_words", "suite", "1"),
    ("of_suite_3_in_words", "suite", "3"),
    ("of_suite_true", "suite", True),
    ("of_a_lower_case_id", "package_id", "01kwdpmqy01ckrx4tqqbn30w29"),
    ("of_number_0", "seq", 0),
    ("of_number_1000000", "seq", 1_000_000),
    ("with_an_epoch_of_33", "epoch", "0" * 33),
    ("in_another_zone", "sealed_at", "2026-07-01T10:03:04+08:00"),
    ("with_half_a_second", "sealed_at", "2026-07-01T02:03:04.500000Z"),
    ("of_1970", "sealed_at", "1970-07-01T02:03:04Z"),
    ("for_nobody", "recipient_kids", []),
    ("for_one_desk_twice", "recipient_kids", ["00" * 8] * 2),
    ("for_33_desks", "recipient_kids", [f"{n:016x}" for n in range(33)]),
    ("with_a_short_digest", "manifest_sha256", "ab"),
    ("with_a_volume_elsewhere", "cipher.volumes.0.name", "../x.age"),
    ("with_a_volume_in_capitals", "cipher.volumes.0.name", "X.AGE"),
    ("with_a_volume_numbered_2", "cipher.volumes.0.n", 2),
    ("whose_sizes_do_not_add_up", "cipher.bytes", 1),
    ("without_volumes", "cipher.volumes", []),
    ("with_an_empty_strip", "strip", ""),
    ("with_a_strip_in_small_letters", "strip", "nmg-0083412"),
    ("with_a_strip_of_21", "strip", "A" * 21),
):
    bad("format", "format", f"seal_{name}", ["seal", "set", path, value])
bad("format", "format", "seal_without_epoch", ["seal", "set", "epoch"])
bad("format", "suite_module", "seal_of_suite_3", ["seal", "set", "suite", 3])
bad("format", "version", "seal_of_format_2", ["seal", "set", "fj", 2])
bad("format", "version", "seal_of_format_true", ["seal", "set", "fj", True])
bad("format", "version", "seal_with_an_unknown_field", ["seal", "set", "courier", "x"])
bad("format", "version", "seal_with_an_unknown_signature_suite", ["seal", "set", "sig_suites", ["ed25519", "sm2"]])
bad("format", "version", "seal_without_signature_suites", ["seal", "set", "sig_suites", []])
# who, for whom, again
bad("suite", "suite_downgrade", "weaker_than_agreed", minimum=2)
bad("sender", "unknown_sender", "nobody_knows_the_sender", known=[])
bad("sender", "unknown_sender", "seal_names_another_sender", ["seal", "set", "sender_kid", "00" * 8])
bad("sender", "sender_revoked", "the_sender_was_revoked", trust="revoked")
bad("sender", "sender_revoked", "sealed_on_the_day_of_revocation", trust="revoked", revoked_on="2026-07-01")
bad("sender", "sender_expired", "sealed_after_the_cards_last_day", valid_until="2026-06-30")
bad("sender", "sender_followed", "newer_keys_for_more_than_90_days", ended="2026-06-30")
bad("seal_signature", "seal_signature", "seal_changed_after_signing", [_SEAL, "replace", '"seq":6', '"seq":7'])
bad("seal_signature", "seal_signature", "signature_flipped", [_SIGNATURE, "flip", 200])
bad("seal_signature", "seal_signature", "signature_empty", [_SIGNATURE, "write", ""])
bad("seal_signature", "seal_signature", "signature_without_its_last_line_feed", [_SIGNATURE, "cut", 1])
bad("seal_signature", "seal_signature", "signature_twice", [_SIGNATURE, "append", "2d2d2d2d2d"])
bad("seal_signature", "seal_signature", "signed_by_the_reader", ["seal", "signer", "recipient"])
bad("seal_signature", "seal_signature", "signed_for_a_manifest", ["seal", "namespace", "fj-manifest@v1"])
bad("label", "label_mismatch", "label_group_wrong", label_groups={"0": "00000"})
bad("label", "label_mismatch", "label_without_groups", label_groups={})
bad("label", "label_mismatch", "label_of_another_package", label_of="forward")
bad("label", "label_mismatch", "label_that_is_none", label_qr="HTTPS://EXAMPLE.ORG")
bad("addressed", "not_for_us", "for_another_desk", reader="school")
bad("replay", "duplicate", "the_same_again", history="duplicate")
bad("replay", "equivocation", "the_same_id_over_other_content", history="equivocation")
bad("replay", "sequence_fork", "the_same_number_twice", history="fork")
# the volumes
bad("volumes", "volume_missing", "volume_missing", ["1", "delete"], base="volumes")
bad("volumes", "volume_missing", "volume_renamed", ["0", "rename", "package.AGE"])
bad("volumes", "volume_missing", "volume_is_a_link", ["0", "link"])
bad("volumes", "entry_unexpected", "volume_too_many", ["0", "copy", ".002"])
bad("volumes", "entry_unexpected", "another_age_file_in_capitals", ["0", "copy", ".AGE"])
bad("volumes", "volume_size", "volume_cut", ["0", "cut", 1])
bad("volumes", "volume_size", "volume_with_a_byte_more", ["0", "append", "00"])
bad("volumes", "volume_digest", "volume_flipped_at_its_head", ["0", "flip", 60])
bad("volumes", "volume_digest", "volume_flipped_at_its_end", ["0", "flip", -1])
bad("volumes", "volume_digest", "volumes_swapped", ["0", "swap", 1], base="volumes")
# the age file, sealed as it stands
bad("key", "age_header", "not_an_age_file", ["age", "write", "00", 200])
bad("key", "age_header", "age_of_another_version", ["age", "replace", "encryption.org/v1", "encryption.org/v2"])
bad("key", "suite_downgrade", "a_stanza_of_another_kind", ["age", "replace", "-> X25519", "-> X25518"])
bad("key", "age_header", "a_passphrase_stanza", ["age", "replace", "-> X25519", "-> scrypt"])
bad("key", "age_header_mac", "header_mac_flipped", ["age", "flip_after", "\n--- ", 3])
bad("manifest", "chunk_auth", "the_only_chunk_flipped", ["age", "flip", -1])
bad("manifest", "chunk_auth", "without_the_last_byte_of_the_only_chunk", ["age", "cut", 1])
# the manifest
bad("manifest", "entry_unexpected", "not_an_archive", ["tar", "write", "00", 4096])
bad("manifest", "truncated", "nothing_inside", ["tar", "write", ""])
bad("manifest", "entry_unexpected", "manifest_not_first", ["entries", "move", 0, 1])
bad(
    "manifest",
    "manifest_mismatch",
    "not_the_manifest_of_the_seal",
    ["manifest", "keep", "manifest_sha256"],
    ["manifest", "set", "x_a", 1],
)
bad(
    "manifest",
    "manifest_signature",
    "manifest_changed_after_signing",
    ["manifest", "keep", "manifest.json.sig"],
    ["manifest", "set", "x_a", 1],
)
bad("manifest", "manifest_signature", "manifest_signed_for_a_seal", ["manifest", "namespace", "fj-seal@v1"])
bad(
    "manifest",
    "manifest_signature",
    "manifest_signature_is_none",
    ["entries", "bytes", "manifest.json.sig", "write", "6f6b0a"],
)
bad("manifest", "forwarded", "manifest_of_another_desk", ["manifest", "signer", "school"])
bad("manifest", "forwarded", "manifest_meant_for_others", ["manifest", "set", "recipients.0.kid", "00" * 8])
bad("manifest", "format", "manifest_with_a_blank_more", ["manifest", "replace", '"fj":1', '"fj": 1'])
for name, code, path, value in (
    ("with_another_number", "manifest_mismatch", "seq", 99),
    ("with_another_epoch", "manifest_mismatch", "epoch", "ff"),
    ("of_another_day", "manifest_mismatch", "sealed_at", "2026-07-02T02:03:04Z"),
    ("by_another_sender", "manifest_mismatch", "sender.kid", "00" * 8),
    ("under_another_name", "manifest_mismatch", "sender.name", "市人力资源和社会保障局"),
    ("under_another_code", "manifest_mismatch", "sender.code", "CITYHR"),
    ("of_an_unknown_type", "format", "type", "letter"),
    ("of_a_type_that_holds_something_else", "format", "type", "roster"),
    ("for_a_later_reader", "version", "app.min_reader", 2),
    ("with_an_unknown_field", "version", "execute", "setup.exe"),
    ("with_a_path_that_climbs", "format", "files.1.path", "data/../../x.pdf"),
    ("with_an_absolute_path", "format", "files.1.path", "/etc/passwd"),
    ("with_a_backslash", "format", "files.1.path", "data\\a0001\\f0001.pdf"),
    ("with_a_path_in_capitals", "format", "files.1.path", "data/a0001/F0001.pdf"),
    ("with_a_gap_in_its_numbers", "format", "files.1.n", 9),
    ("whose_totals_do_not_add_up", "format", "limits.bytes", 1),
    ("of_a_terabyte", "format", "files.1.size", 2**47),
    ("with_a_file_of_nobody", "format", "applications.0.files", [1, 2, 3]),
    ("with_a_strange_media_type", "format", "files.1.mime", "text"),
    ("with_a_bidirectional_name", "format", "files.1.name", "a\u202efdp.exe"),
    ("without_recipients", "format", "recipients", []),
    ("with_a_number_0_void", "format", "void", [0]),
):
    bad("manifest", code, f"manifest_{name}", ["manifest", "set", path, value])
bad("limits", "domain.marking_undecided", "nobody_decided_the_mark", ["manifest", "set", "marking.state", "undecided"])
bad("limits", "limit", "more_files_than_the_desk_takes", limits={"entries": 1})
bad("limits", "limit", "more_bytes_than_the_desk_takes", limits={"total": 10})
bad("limits", "limit", "a_larger_file_than_the_desk_takes", limits={"entry": 10})
# the archive
bad("payload", "entry_unexpected", "an_entry_more", ["entries", "add", 7, "data/a0001/f0009.exe", "4d5a"])
bad("payload", "entry_unexpected", "an_entry_less", ["entries", "remove", 7])
bad("payload", "entry_unexpected", "entries_in_another_order", ["entries", "move", 7, 8])
bad(
    "payload",
    "entry_unexpected",
    "an_entry_that_climbs_out",
    ["entries", "rename", "data/a0001/f0001.pdf", "../../x.pdf"],
)
bad(
    "payload",
    "entry_unexpected",
    "an_entry_in_capitals",
    ["entries", "rename", "data/a0001/f0001.pdf", "data/a0001/F0001.PDF"],
)
bad("payload", "entry_unexpected", "an_entry_that_grew", ["entries", "bytes", "data/a0001/f0001.pdf", "append", "00"])
bad("payload", "entry_unexpected", "an_entry_that_shrank", ["entries", "bytes", "data/a0001/f0001.pdf", "cut", 1])
bad("payload", "file_digest", "a_file_flipped", ["entries", "bytes", "data/a0001/f0001.pdf", "flip", -1])
bad(
    "payload",
    "entry_unexpected",
    "another_software_agent",
    ["entries", "bytes", "bag-info.txt", "replace", "fengjuan", "fengjuaN"],
)
bad(
    "payload",
    "entry_unexpected",
    "digests_of_the_bag_in_capitals",
    ["entries", "bytes", "manifest-sha256.txt", "replace", "a", "A"],
)
bad("payload", "entry_unexpected", "padding_that_says_something", ["tar", "flip", -1025])
bad("payload", "entry_unexpected", "an_end_that_is_none", ["tar", "flip", -1])
bad("payload", "truncated", "without_its_end", ["tar", "cut", 512])
bad("payload", "trailing_data", "something_after_the_end", ["tar", "append", "00" * 512])
# the second digest, which the reader's card asks for
_EMPTY, _OTHER = "1ab21d8355cfa17f8e61194831e81a8f", "1ab21d8355cfa17f8e61194831e81a80"
_SM3 = ["entries", "bytes", "manifest-sm3.txt"]
_NONE = [["manifest", "set", f"files.{at}.sm3"] for at in range(4)]
bad("manifest", "second_digest_missing", "no_sm3_though_asked_for", ["entries", "remove", 5], *_NONE, base="sm3")
bad("manifest", "format", "an_sm3_less", ["manifest", "set", "files.1.sm3"], base="sm3")
bad("manifest", "format", "an_sm3_in_capitals", ["manifest", "replace", _EMPTY, _EMPTY.upper()], base="sm3")
bad("payload", "entry_unexpected", "sm3_unlike_the_manifests", [*_SM3, "replace", _EMPTY, _OTHER], base="sm3")
bad("payload", "entry_unexpected", "no_list_of_sm3", ["entries", "remove", 5], base="sm3")
bad("payload", "entry_unexpected", "a_list_of_sm3_that_nobody_announced", ["entries", "add", 5, "manifest-sm3.txt", ""])
bad(
    "payload",
    "file_digest",
    "an_sm3_that_is_not_the_files",
    [*_SM3, "replace", _EMPTY, _OTHER],
    ["manifest", "replace", _EMPTY, _OTHER],
    base="sm3",
)
# the second signature, which the sender's card promises
_LATTICE, _BOTH = "seal.fengjuan.mldsa65", ["ed25519", "ml-dsa-65"]
_INNER = ["entries", "bytes", "manifest.json.mldsa65"]
bad("suite", "signature_downgrade", "signed_once_only", ["seal", "set", "sig_suites", ["ed25519"]], base="ml_dsa")
bad("suite", "signature_downgrade", "signed_twice_by_a_desk_with_one_key", ["seal", "set", "sig_suites", _BOTH])
bad(
    "format",
    "version",
    "signatures_in_another_order",
    ["seal", "set", "sig_suites", list(reversed(_BOTH))],
    base="ml_dsa",
)
for name, step in (
    ("missing", [_LATTICE, "delete"]),
    ("empty", [_LATTICE, "write", ""]),
    ("flipped_at_its_head", [_LATTICE, "flip", 0]),
    ("flipped_at_its_end", [_LATTICE, "flip", -1]),
    ("cut", [_LATTICE, "cut", 1]),
    ("with_a_byte_more", [_LATTICE, "append", "00"]),
    ("by_another_desk", ["lattice_seal", "signer", "library"]),
    ("for_a_manifest", ["lattice_seal", "namespace", "fj-manifest@v1"]),
):
    bad("seal_signature", "seal_signature", f"second_signature_{name}", step, base="ml_dsa")
bad("complete", "format", "second_signature_huge", [_LATTICE, "write", "20", 4097], base="ml_dsa")
bad("complete", "incomplete", "second_signature_is_a_link", [_LATTICE, "link"], base="ml_dsa")
bad("seal_signature", "seal_signature", "first_signature_flipped", [_SIGNATURE, "flip", 200], base="ml_dsa")
bad("seal_signature", "seal_signature", "first_signature_by_another", ["seal", "signer", "library"], base="ml_dsa")
for name, code, *steps in (
    ("missing", "entry_unexpected", ["entries", "remove", 2]),
    ("empty", "manifest_signature", [*_INNER, "write", ""]),
    ("flipped", "manifest_signature", [*_INNER, "flip", 100]),
    ("of_before", "manifest_signature", ["manifest", "keep", _INNER[2]], ["manifest", "set", "x_a", 1]),
    ("by_another_desk", "manifest_signature", ["lattice_manifest", "signer", "library"]),
    ("for_a_seal", "manifest_signature", ["lattice_manifest", "namespace", "fj-seal@v1"]),
    ("that_the_manifest_denies", "manifest_mismatch", ["manifest", "set", "sig_suites", ["ed25519"]]),
):
    bad("manifest", code, f"inner_second_signature_{name}", *steps, base="ml_dsa")
# what it says
_REVIEWS = ["entries", "bytes", "data/d0001.json", "replace"]
bad("payload", "file_digest", "a_review_changed_on_the_way", [*_REVIEWS, "同意推荐", "反对推荐"], base="forward")


def made() -> list[dict[str, Any]]:
    """Every recipe with the digest of what it gives."""
    good = json.loads((FOLDER / "good.json").read_bytes())["packages"]
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, base, stage, code, steps, desk in ROWS:
            recipe = {"name": name, "base": base, "steps": steps, "desk": desk}
            folder = cook(recipe, good[base], Path(scratch))
            full = code if "." in code else f"sealing.{code}"
            found.append(
                {
                    **recipe,
                    "stage": stage,
                    "code": full,
                    "folder_sha256": None if signs_anew(recipe, good[base]) else digest_of(folder),
                }
            )
    return found


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(one, ensure_ascii=True) for one in made())
    (FOLDER / "bad.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
