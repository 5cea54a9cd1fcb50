"""A policy pack as it travels (`.fjpolicy`): its files and their digests in one signed line, like cards and receipts.

The office's own settings are no part of it. The same pack by the same desk is the same file, byte for byte.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.crypto import sshsig
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.offices import ContactCard, KeyId
from desktop_app.domain.values import Digest, Short, Value, Year
from desktop_app.policy import pack_digest
from desktop_app.sealing import canonical, signed
from desktop_app.sealing.cards import DeskKeys

NAMESPACE = "fj-policy@v1"
SUFFIX = ".fjpolicy"
#: The shipped pack has a quarter of a mebibyte in thirty files.
MAX_FILE = 4 * 1024 * 1024
MAX_PARTS = 200

#: No name that leads out of a folder, none that two systems would take for different ones.
_NAME = r"^(?:[a-z0-9][a-z0-9_-]{0,59}/){0,2}[a-z0-9][a-z0-9_-]{0,59}\.toml$(?!\n)"
PartName = Annotated[str, msgspec.Meta(pattern=_NAME)]

_PARTS = bilingual("文件数")
_BYTES = bilingual("字节数")
_DETAILS = {
    "signed": bilingual("不是一行内容加签名"),
    "json": bilingual("内容不是规范的 JSON"),
    "spelling": bilingual("内容的写法不规范"),
    "field": bilingual("有一项的值不合要求"),
    "size": bilingual("大小不对"),
}
_OTHER = bilingual("文件装的是别的内容")
_WHOLE = bilingual("政策包的摘要与其中的文件不符")
_LISTED = bilingual("文件清单的顺序或名称不对")


class Part(Value, frozen=True, kw_only=True):
    """One file of the pack; `sha256` is over the text in UTF-8."""

    name: PartName
    sha256: Digest
    text: str


class PolicyFile(Value, frozen=True, kw_only=True):
    """What is signed. `digest` is the pack's own: over the names and contents of all its files."""

    fj: int = canonical.FJ
    type: Literal["policy"] = "policy"
    pack: Short
    year: Year
    edition: Short
    digest: Digest
    issuer: KeyId
    files: tuple[Part, ...]

    def contents(self) -> Mapping[str, bytes]:
        """The files of the pack by name."""
        return {part.name: part.text.encode() for part in self.files}


def parts(files: Mapping[str, bytes]) -> tuple[Part, ...]:
    """The files in the order of their names.

    Raises `Fault(POLICY_FILE_NAME | POLICY_TEXT | POLICY_FILE_LIMIT)` for what may not be signed.
    """
    _require_small(_PARTS, len(files), MAX_PARTS)
    _require_small(_BYTES, sum(map(len, files.values())), MAX_FILE // 2)  # escapes make the text longer
    return tuple(_part(name, files[name]) for name in sorted(files))


def _part(name: str, content: bytes) -> Part:
    if not re.search(_NAME, name):
        raise Fault(Code.POLICY_FILE_NAME, path=name)
    text = content.decode("utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        if unsafe_characters(line) or normal(line) != line:
            raise Fault(Code.POLICY_TEXT, path=name, line=number)
    return Part(name=name, sha256=hashlib.sha256(content).hexdigest(), text=text)


def write(policy: PolicyFile, keys: DeskKeys) -> bytes:
    """The file, signed by the desk that `policy.issuer` names. Raises `Fault(POLICY_FILE_*)`."""
    content = signed.write(canonical.dump(policy), keys.signing_seed, NAMESPACE)
    _require_small(_BYTES, len(content), MAX_FILE)
    load(signed.split(content, MAX_FILE)[0])  # what others would refuse is not written
    return content


def read(untrusted: bytes, issuer: Callable[[str], ContactCard]) -> PolicyFile:
    """The pack in a file, its signature by the desk whose card `issuer` gives for a key id (or refuses to give).

    Raises `Fault` of this file's own codes, each with its sentence.
    """
    _require_small(_BYTES, len(untrusted), MAX_FILE)
    try:
        text, armor = signed.split(untrusted, MAX_FILE)
        sshsig.read(armor)
    except (Fault, sshsig.SignatureRefused) as error:
        raise Fault(Code.POLICY_FILE_FORMAT, detail=_DETAILS["signed"]) from error
    policy = load(text)
    card = issuer(policy.issuer)
    try:
        signed.check(text, armor, bytes.fromhex(card.signing_key), NAMESPACE)
    except sshsig.SignatureRefused as error:
        raise Fault(Code.POLICY_SIGNATURE, name=card.name) from error
    return policy


def load(text: bytes) -> PolicyFile:
    """What a line says, its signature not looked at. Raises `Fault(POLICY_FILE_*)`."""
    try:
        _require_kind(canonical.load_object(text, "policy", MAX_FILE).get("type"))
        policy = canonical.load(text, PolicyFile, "policy", MAX_FILE)
    except Fault as fault:
        raise _own(fault) from fault
    names = [part.name for part in policy.files]
    _require_small(_PARTS, len(names), MAX_PARTS)
    if not names or names != sorted(set(names)):
        raise Fault(Code.POLICY_FILE_FORMAT, detail=_LISTED)
    for part in policy.files:
        if hashlib.sha256(part.text.encode()).hexdigest() != part.sha256:
            wrong = bilingual("“{part}”与清单上的摘要不符", part=part.name)
            raise Fault(Code.POLICY_FILE_FORMAT, detail=wrong)
    if pack_digest.digest(policy.contents()) != policy.digest:
        raise Fault(Code.POLICY_FILE_FORMAT, detail=_WHOLE)
    return policy


def _require_kind(kind: object) -> None:
    """A card or a receipt is told apart from a pack of a later format."""
    if kind != "policy":
        raise Fault(Code.POLICY_FILE_FORMAT, detail=_OTHER)


def _own(fault: Fault) -> Fault:
    """What the common reader says, in the words for a policy pack."""
    if fault.code is Code.PACKAGE_VERSION:
        return Fault(Code.POLICY_FILE_VERSION, found=fault.fields["found"])
    if fault.code is Code.PACKAGE_FORMAT:
        return Fault(Code.POLICY_FILE_FORMAT, detail=_DETAILS[str(fault.fields["detail"])])
    return fault


def _require_small(what: Words, found: int, limit: int) -> None:
    if found > limit:
        raise Fault(Code.POLICY_FILE_LIMIT, what=what, found=found, limit=limit)
