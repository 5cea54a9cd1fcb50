"""The head of the log under the desk's own key: signed at every lock, seal and export."""

from functools import partial

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.desk import contacts
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act, AuditSignature
from desktop_app.vault.signatures import NAMESPACE


def sign(session: Session) -> AuditSignature | None:
    """Inside an act: sign the entry before it. A desk that has made no keys yet signs nothing."""
    try:
        keys = contacts.keys(session)
    except Fault as fault:
        if fault.code is not Code.NO_KEY:
            raise
        return None
    signed = partial(sshsig.sign, seed=keys.signing_seed, namespace=NAMESPACE)
    return session.vault.signatures.add(signed, keys.public_signing_key())


def lock(session: Session) -> None:
    """The last act before a vault is closed: sign how far the log has come."""
    with session.vault.act(Act.LOCKED, {}) as scope:
        signed = sign(session)
        scope.note(user=session.vault.user_id, **({"signed": str(signed.head.sequence)} if signed else {}))
