"""A reader by somebody who has FORMAT.md and public tools only: `stranger.py PACKAGE CARD IDENTITY-FILE`.

Python's standard library, age, tar, sha256sum, ssh-keygen, OpenSSL 3.5; not a line of the program. Prints what it found
as JSON, or stops with a line that names the check. CARD is the sender's, IDENTITY-FILE the reader's AGE-SECRET-KEY; the
variables AGE and OPENSSL may name other programs that take the same arguments.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
EACH, SOME, ONE = (lambda n, apps: n == apps), (lambda n, apps: n > 0), (lambda n, apps: n == 1)
#: type: (holds applications, {document: may there be n of it for so many applications}, names what it answers)
SHAPES = {
    "application": (True, {"reviews": lambda n, apps: n in (0, apps)}, False),
    "forward": (True, {"reviews": EACH}, False),
    "return": (False, {"notice": SOME}, True),
    "correction": (True, {"correction": EACH, "reviews": lambda n, apps: n in (0, apps)}, None),
    "receipt": (False, {"receipt": ONE}, True),
    "card": (False, {"card": SOME}, False),
    **{name: (False, {name: ONE}, False) for name in ("roster", "experts", "policy")},
}


def must(fact: object, check: str) -> None:
    if not fact:
        sys.exit(f"refused: {check}")


def run(command: list[str], check: str, data: bytes = b"", cwd: Path | None = None) -> bytes:
    done = subprocess.run(command, input=data, capture_output=True, cwd=cwd, check=False)
    must(done.returncode == 0, f"{check}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def canonical(raw: bytes, what: str) -> dict[str, Any]:
    found = json.loads(raw)
    again = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    must(isinstance(found, dict) and again == raw and found.get("fj") == 1, f"{what} is not in its one spelling")
    return found


def verified(message: bytes, armor: bytes, key: str, namespace: str, where: Path) -> None:
    """`ssh-keygen -Y verify` with the key from a card."""
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes.fromhex(key)
    (where / "allowed").write_text(f"desk ssh-ed25519 {base64.b64encode(blob).decode()}\n")
    (where / "armor").write_bytes(armor)
    command = ["ssh-keygen", "-Y", "verify", "-I", "desk", "-n", namespace, "-f", "allowed", "-s", "armor"]
    run(command, f"signature {namespace}", message, where)


def verified_twice(file: Path, card: dict[str, Any], namespace: str, where: Path) -> None:
    """Both signatures beside a file, as many as the card has keys for; the second by OpenSSL 3.5."""
    verified(file.read_bytes(), file.with_name(f"{file.name}.sig").read_bytes(), card["signing_key"], namespace, where)
    if key := card.get("signing_key_post_quantum"):
        (where / "key").write_bytes(bytes.fromhex("308207b2300b0609608648016503040312038207a100" + key))
        command = [*os.environ.get("OPENSSL", "openssl").split(), "pkeyutl", "-verify", "-rawin", "-in", str(file)]
        command += ["-pubin", "-keyform", "DER", "-inkey", "key", "-sigfile", f"{file}.mldsa65"]
        run([*command, "-pkeyopt", f"context-string:{namespace}"], f"second signature {namespace}", cwd=where)


def small_signed(text: bytes, namespace: str, key: str | None, where: Path) -> dict[str, Any]:
    line, _, armor = text.partition(b"\n")
    said = canonical(line, namespace)
    verified(line + b"\n", armor, key or said["signing_key"], namespace, where)
    return said


def key_id(card: dict[str, Any]) -> str:
    keys = bytes.fromhex(card["signing_key"])
    for recipient in filter(None, (card["recipient_classical"], card["recipient_post_quantum"])):
        # Bech32 without its checksum, which is age's business: five bits a character
        bits = "".join(f"{_BECH32.index(c):05b}" for c in recipient.rpartition("1")[2][:-6])
        keys += int(bits[: len(bits) // 8 * 8], 2).to_bytes(len(bits) // 8, "big")
    keys += bytes.fromhex(card.get("signing_key_post_quantum", ""))
    return hashlib.sha256(b"FJ1-key\0" + keys).hexdigest()[:16]


def check_reviews(said: dict[str, Any], manifest: dict[str, Any], where: Path) -> None:
    cards = {key_id(c): c for c in (small_signed(t.encode(), "fj-card@v1", None, where) for t in said["cards"])}
    before, last = None, {}
    for text in said["reviews"]:
        kid = json.loads(text.partition("\n")[0])["kid"]
        last = small_signed(text.encode(), "fj-review@v1", cards[kid]["signing_key"], where)
        must(last["previous"] == before and last["application"] == said["application"], "reviews in their order")
        before = hashlib.sha256(text.partition("\n")[0].encode() + b"\n").hexdigest()
    (entry,) = (one for one in manifest["applications"] if one["id"] == said["application"])
    must((last["kid"], last["digest"]) == (manifest["sender"]["kid"], entry["digest"]), "the sender's review is last")


def check_inside(bag: Path, seal: dict[str, Any], card: dict[str, Any], where: Path) -> dict[str, Any]:
    raw = (bag / "manifest.json").read_bytes()
    must(hashlib.sha256(raw).hexdigest() == seal["manifest_sha256"], "manifest of the seal")
    verified_twice(bag / "manifest.json", card, "fj-manifest@v1", where)
    manifest = canonical(raw, "manifest.json")
    for name in ("package_id", "suite", "sig_suites", "epoch", "seq", "sealed_at"):
        must(manifest[name] == seal[name], f"{name} inside and outside")
    parties = [one["kid"] for one in (manifest["sender"], *manifest["recipients"])]
    must(parties == [seal["sender_kid"], *seal["recipient_kids"]], "sender and recipients inside and outside")
    must(manifest["marking"]["state"] != "undecided", "the mark is decided")
    run(["sha256sum", "--check", "--strict", "--quiet", "tagmanifest-sha256.txt"], "digests of the bag", cwd=bag)
    files = {entry["n"]: entry for entry in manifest["files"]}
    there = sorted(str(path.relative_to(bag)) for path in (bag / "data").rglob("*") if path.is_file())
    must(there == sorted(entry["path"] for entry in files.values()), "exactly the files of the manifest")
    for kind in ("sha256", "sm3") if "sm3" in manifest["files"][0] else ("sha256",):
        lines = [f"{entry.get(kind)}  {entry['path']}\n" for entry in files.values()]
        must((bag / f"manifest-{kind}.txt").read_text() == "".join(lines), f"the list of {kind}")
        for entry in files.values():
            must(hashlib.new(kind, (bag / entry["path"]).read_bytes()).hexdigest() == entry[kind], entry["path"])
    for entry in manifest["applications"]:
        must(entry["digest"] == files[entry["files"][0]]["sha256"], "an application's digest is its record's")
    documents = [(one["name"], files[one["file"]]["path"]) for one in manifest["documents"]]
    applications, wanted, answers = SHAPES[manifest["type"]]
    names, count = [name for name, _ in documents], len(manifest["applications"])
    must((count > 0) is applications and set(names) <= set(wanted), "what its type may hold")
    must(all(fits(names.count(name), count) for name, fits in wanted.items()), "how many documents")
    must(answers in (None, manifest["in_reply_to"] is not None), "whether it answers")
    for name, path in documents:
        said = canonical((bag / path).read_bytes(), path)
        if name == "reviews":
            check_reviews(said, manifest, where)
        elif name == "card":
            small_signed(said["text"].encode(), "fj-card@v1", None, where)
    return manifest


def main(package: Path, card_file: Path, identity: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        where = Path(scratch)
        card = small_signed(card_file.read_bytes(), "fj-card@v1", None, where)
        raw = (package / "seal.fengjuan").read_bytes()
        seal = canonical(raw, "seal.fengjuan")
        must(seal["sender_kid"] == key_id(card), "the sender's key")
        verified_twice(package / "seal.fengjuan", card, "fj-seal@v1", where)
        must(("ml-dsa-65" in seal["sig_suites"]) is ("signing_key_post_quantum" in card), "signed with all keys")
        volumes = seal["cipher"]["volumes"]
        listed = "".join(f"{one['sha256']}  {one['name']}\n" for one in volumes)
        run(["sha256sum", "--check", "--strict", "--quiet"], "volumes", listed.encode(), package)
        sealed = b"".join((package / one["name"]).read_bytes() for one in volumes)
        must(hashlib.sha256(sealed).hexdigest() == seal["cipher"]["sha256"], "digest of the whole")
        stanzas = sealed.partition(b"\n---")[0].count(b"\n-> ")
        must(stanzas == len(seal["recipient_kids"]), "a stanza for each recipient")
        tar = run([*os.environ.get("AGE", "age").split(), "-d", "-i", str(identity)], "age", sealed)
        run(["tar", "-x", "-f", "-", "-C", scratch], "tar", tar)
        manifest = check_inside(where / seal["package_id"], seal, card, where)
        digest = hashlib.sha256(b"FJ1-seal\0" + raw).digest()
        code = int(hashlib.sha256(b"FJ1-code\0" + digest).hexdigest(), 16) % 10**30
        found = {"type": manifest["type"], "files": [entry["name"] for entry in manifest["files"]]}
        return found | {"seal_digest": digest.hex(), "seal_code": " ".join(re.findall(".....", f"{code:030d}"))}


if __name__ == "__main__":
    print(json.dumps(main(*map(Path, sys.argv[1:4])), ensure_ascii=False))
