"""Packs of this desk loaded from the vault or the program, with what the office settled and its imported workdays."""

from collections.abc import Mapping

from desktop_app.core.errors import Code, Fault
from desktop_app.desk.session import Session
from desktop_app.domain.records import KeptPolicy, PolicyRef
from desktop_app.policy import office_settings, workday_tables
from desktop_app.policy import pack as packs
from desktop_app.policy.pack import Pack
from desktop_app.policy.reading import PackFiles

_REMEMBERED = 16
#: What becomes of a pack that an earlier or later program wrote; anything else is the vault's own trouble.
_UNREADABLE = (
    Code.POLICY_INVALID,
    Code.POLICY_NOT_FOUND,
    Code.POLICY_UNREADABLE,
    Code.POLICY_UNKNOWN,
)


def as_filed(session: Session, filed: PolicyRef) -> Pack | None:
    """The pack that a version was filed under, with the answers of then; `None` when it cannot be had or read."""
    return _loaded(session, filed.digest, filed.settings)


def pack_of(session: Session, policy: KeptPolicy) -> Pack:
    """A listed pack with this office's answers. Raises `Fault(POLICY_*)` where this program cannot read it."""
    return _load(session, policy.digest, _answers(session, policy.pack))


def files(session: Session, policy: KeptPolicy) -> PackFiles:
    """The files of a listed pack."""
    found = _files(session, policy.digest)
    if found is None:
        raise Fault(Code.POLICY_UNKNOWN, name=policy.digest[:12])
    return found


def _files(session: Session, digest: str) -> PackFiles | None:
    kept = session.vault.policies.files(digest)
    shipped = packs.load_shipped()
    return shipped.files if kept is None and digest == shipped.digest else kept


def _answers(session: Session, pack: str) -> Mapping[str, bool | int | str]:
    return {one.name: one.value for one in session.vault.policy_settings.of(pack)}


def settled(session: Session, digest: str) -> Pack | None:
    """A pack with this office's answers as they are now; `None` when it cannot be had or read."""
    kept = session.vault.policies.get(digest)
    name = kept.pack if kept else packs.load_shipped().id
    return _loaded(session, digest, _answers(session, name))


def _loaded(session: Session, digest: str, answers: Mapping[str, bool | int | str]) -> Pack | None:
    try:
        return _load(session, digest, answers)
    except Fault as fault:
        if fault.code not in _UNREADABLE:
            raise
    return None


def _load(session: Session, digest: str, answers: Mapping[str, bool | int | str]) -> Pack:
    """Loading takes a sixth of a second, so a session remembers the packs it asked for last, and why one failed.

    Imported tables of workdays say what is, not what the rules are: they count for every pack, filed under or not.
    """
    workdays = tuple(kept.content for kept in session.vault.workday_years.all())
    key = (digest, tuple(sorted(answers.items())), workdays)
    remembered = session.packs_read
    if key not in remembered:
        try:
            pack = _read(session, digest, answers)
            imported = [workday_tables.restored(content) for content in workdays]
            remembered[key] = pack.with_workdays(imported) if imported else pack
        except Fault as fault:
            remembered[key] = fault
        while len(remembered) > _REMEMBERED:
            del remembered[next(iter(remembered))]
    found = remembered[key]
    if isinstance(found, Fault):
        raise found
    return found


def _read(session: Session, digest: str, answers: Mapping[str, bool | int | str]) -> Pack:
    plain = packs.load_shipped()
    if plain.digest != digest:
        found = _files(session, digest)
        if found is None:
            raise Fault(Code.POLICY_UNKNOWN, name=digest[:12])
        plain = packs.load_files(found)
    given = office_settings.restored(plain.head.setting, answers)
    return plain.with_settings(given) if given else plain
