"""Small signed files (cards, receipts): one line of canonical JSON, then its SSHSIG armor.

The line's own line feed is signed too, so `head -n 1 FILE | ssh-keygen -Y verify …` checks it as it stands.
"""

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig


def write(text: bytes, seed: bytes, namespace: str) -> bytes:
    """`text` is one line without its line feed."""
    line = text + b"\n"
    return line + sshsig.sign(line, seed, namespace)


def split(untrusted: bytes, limit: int) -> tuple[bytes, bytes]:
    """The line and the armor, neither checked. Raises `Fault(PACKAGE_FORMAT)`."""
    text, line_feed, armor = untrusted.partition(b"\n")
    if not line_feed or len(untrusted) > limit:
        raise Fault(Code.PACKAGE_FORMAT, what="signed", detail="size")
    return text, armor


def check(text: bytes, armor: bytes, public: bytes, namespace: str) -> None:
    """Raises `sshsig.SignatureRefused`."""
    sshsig.verify(text + b"\n", armor, public, namespace)
