"""The commands that repeat a proof with public tools, and the signers whose keys they read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.crypto import mldsa, sshsig
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import bag, cards, names
from desktop_app.sealing import reviews as signed
from desktop_app.sealing.checks import SealHead
from desktop_app.sealing.manifest import MANIFEST_NAMESPACE, SEAL_NAMESPACE
from desktop_app.sealing.reviews import SignedReview

#: The file of allowed signers that the commands read.
ALLOWED = "allowed"
#: What a package's sender is called in that file, as in the README on the medium.
DESK = "desk"
#: A key is printed in two pieces: its letters may be wide.
_HALF = 34


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signatures are checked: `fingerprint` is what two people compare, `line` what ssh-keygen reads."""

    name: str
    code: str
    kid: str
    fingerprint: str
    line: str


@dataclass(frozen=True, slots=True)
class Command:
    """One proof to repeat in a shell; `expected` is what it must show."""

    what: Words
    line: str
    expected: str


def signer_of(card: ContactCard, *namespaces: str, principal: str = "") -> Signer:
    """A desk as a signer of these purposes; the commands about a package call it `desk`."""
    kid, key = cards.key_id(card), bytes.fromhex(card.signing_key)
    line = f'{principal or kid} namespaces="{",".join(namespaces)}" {sshsig.public_line(key)}'
    return Signer(card.name, card.code, kid, cards.fingerprint(card), line)


def reviewers(chain: Sequence[SignedReview]) -> tuple[Signer, ...]:
    """Each desk that signed a step, once."""
    found = {step.review.kid: step.card for step in chain}
    return tuple(signer_of(card, signed.NAMESPACE) for card in found.values())


def allowed(chain: Sequence[SignedReview]) -> str:
    """Who may sign a review, as `ssh-keygen -Y verify` reads it."""
    return "".join(f"{one.line}\n" for one in reviewers(chain))


def step_commands(chain: Sequence[SignedReview]) -> tuple[Command, ...]:
    """What proves each step in a folder with its evidence: the signature, then the digest that the next one names."""
    made: list[Command] = []
    for at, step in enumerate(chain, start=1):
        name, kid = step_name(at), step.review.kid
        made.append(
            Command(
                bilingual("第 {at} 步签名", at=at),
                f"head -n 1 {name} | ssh-keygen -Y verify -f {ALLOWED} \\\n"
                f"  -I {kid} -n {signed.NAMESPACE} -s {name}.sig",
                f'Good "{signed.NAMESPACE}" signature for {kid}',
            )
        )
        what = bilingual("第 {at} 步摘要（下一步内的 previous）", at=at)
        made.append(Command(what, f"head -n 1 {name} | sha256sum", step.digest))
    return tuple(made)


def step_name(at: int) -> str:
    """The file of a signed step in a folder with evidence."""
    return f"{at:02d}.review"


def allowed_command(chain: Sequence[SignedReview]) -> tuple[Command, ...]:
    """What shows that the file of keys beside the steps is the one that was written with them."""
    digest = hashlib.sha256(allowed(chain).encode("ascii")).hexdigest()
    what = bilingual("签署单位公钥文件")
    return (Command(what, f"sha256sum {ALLOWED}", digest),)


def package_commands(
    sender: ContactCard, package: str, seal_digest: str, head: SealHead | None = None
) -> tuple[Command, ...]:
    """What proves a package in its folder; what lies inside only its recipient can prove, with `key.txt`.

    `head`: its outside, where it is at hand; otherwise the digests are those that the proved seal says.
    """
    return (*_outer(sender, package, seal_digest, head), *_inner(package, head), *_second(sender, package))


_VERIFY = f"ssh-keygen -Y verify -f {ALLOWED} -I {DESK}"


def _outer(sender: ContactCard, package: str, seal_digest: str, head: SealHead | None) -> tuple[Command, ...]:
    line = signer_of(sender, SEAL_NAMESPACE, MANIFEST_NAMESPACE, principal=DESK).line
    begin, _, key = line.partition(" ssh-ed25519 ")
    volumes = [one.sha256 for one in head.volumes] if head is not None else []
    told = volumes[0] if len(volumes) == 1 else "cipher.volumes … sha256" if not volumes else "见上表各卷"
    return (
        Command(
            bilingual("写下发件方公钥（与名片指纹核对）"),
            f"printf > {ALLOWED} '%s %s %s%s' '{begin}' \\\n  ssh-ed25519 \\\n  {key[:_HALF]} \\\n  {key[_HALF:]}",
            "",
        ),
        Command(
            bilingual("外封签名"),
            f"{_VERIFY} -n {SEAL_NAMESPACE} \\\n  -s {names.SIGNATURE} < {names.SEAL}",
            f'Good "{SEAL_NAMESPACE}" signature for {DESK}',
        ),
        Command(
            bilingual("proof_commands|封条摘要"),
            f"(printf 'FJ1-seal\\0'; cat {names.SEAL}) | sha256sum",
            seal_digest,
        ),
        Command(
            bilingual("各卷摘要"),
            f"sha256sum {package}.age*",
            told,
        ),
    )


def _inner(package: str, head: SealHead | None) -> tuple[Command, ...]:
    return (
        Command(
            bilingual("收件方拆封（key.txt 为其密钥）"),
            f"cat {package}.age* | age -d -i key.txt | tar x",
            "",
        ),
        Command(
            bilingual("清单摘要"),
            f"sha256sum {package}/{bag.MANIFEST}",
            head.manifest_digest if head is not None else "manifest_sha256",
        ),
        Command(
            bilingual("清单签名"),
            f"{_VERIFY} -n {MANIFEST_NAMESPACE} \\\n  -s {package}/{bag.SIGNATURE} \\\n  < {package}/{bag.MANIFEST}",
            f'Good "{MANIFEST_NAMESPACE}" signature for {DESK}',
        ),
        Command(
            bilingual("逐个文件摘要"),
            f"(cd {package}; sha256sum -c manifest-sha256.txt \\\n  tagmanifest-sha256.txt)",
            "OK",
        ),
    )


def _second(sender: ContactCard, package: str) -> tuple[Command, ...]:
    """The signatures beside, where the sender makes them; the key is too long for paper, so its digest stands there."""
    if not sender.signing_key_post_quantum:
        return ()
    pem = mldsa.public_pem(bytes.fromhex(sender.signing_key_post_quantum)) + "\n"
    verify = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin \\\n  -in {0} \\\n  -sigfile {1} \\\n"
    verify += "  -pkeyopt context-string:{2}"
    told = "Signature Verified Successfully"
    inner = (f"{package}/{bag.MANIFEST}", f"{package}/{bag.LATTICE_SIGNATURE}", MANIFEST_NAMESPACE)
    return (
        Command(
            bilingual("从 README 取后量子公钥"),
            f"sed -n '/BEGIN PUB/,/END PUB/p' {names.README} \\\n  | tr -d '\\r' > key.pem; sha256sum key.pem",
            hashlib.sha256(pem.encode("ascii")).hexdigest(),
        ),
        Command(
            bilingual("外封后量子签名（openssl 3.5）"),
            verify.format(names.SEAL, names.LATTICE_SIGNATURE, SEAL_NAMESPACE),
            told,
        ),
        Command(
            bilingual("清单后量子签名（openssl 3.5）"),
            verify.format(*inner),
            told,
        ),
    )
