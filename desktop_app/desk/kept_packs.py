"""Which policy pack holds for what: the year's current one, a draft's, and for a version the one it was filed under."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.records import ApplicationRecord, KeptPolicy, PolicyRef
from desktop_app.policy import office_settings, workday_tables
from desktop_app.policy import pack as packs
from desktop_app.policy.editions import Candidate, Origin, ranked
from desktop_app.policy.pack import Pack
from desktop_app.policy.reading import PackFiles, files_of

#: A digest may be named by its first digits, but not by so few that chance decides.
_SHORTEST = 8
_REMEMBERED = 16
#: What becomes of a pack that an earlier or later program wrote; anything else is the vault's own trouble.
_UNREADABLE = (
    Code.POLICY_INVALID,
    Code.POLICY_NOT_FOUND,
    Code.POLICY_UNREADABLE,
    Code.POLICY_UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack as the list shows it."""

    policy: KeptPolicy
    origin: Origin
    issuer_name: str  # empty for the program's own
    current: bool
    chosen_by: str  # who made it current, empty where the rule did
    chosen_at: datetime | None
    applications: int
    readable: bool  # by this version of the program


@dataclass(frozen=True, slots=True)
class Judged:
    """The pack that an application is judged by. `filed` is what a standing version was filed under.

    `own` is false when that pack cannot be had or read any more, so that the current one stands in.
    """

    pack: Pack
    filed: PolicyRef | None = None
    own: bool = True


def known(session: Session) -> tuple[tuple[KeptPolicy, Origin], ...]:
    """Every pack at this desk, the program's own first."""
    shipped = packs.load_shipped()
    kept = session.vault.policies.all()
    own = next((each for each in kept if each.digest == shipped.digest), _unkept(shipped))
    others = [each for each in kept if each.digest != shipped.digest]
    return (
        (own, Origin.PROGRAM),
        *((each, Origin.IMPORTED if each.issuer else Origin.EARLIER_PROGRAM) for each in others),
    )


def _unkept(pack: Pack) -> KeptPolicy:
    return KeptPolicy(digest=pack.digest, pack=pack.id, year=pack.year, edition=pack.head.edition)


def current(session: Session, year: int) -> Pack | None:
    """The pack for a filing year: the officer's choice, else the newest edition that this program can read."""
    return next((pack for digest in _preferred(session, year) if (pack := _settled(session, digest))), None)


def _preferred(session: Session, year: int) -> Iterator[str]:
    yield from (choice.digest for choice in session.vault.policies.choices() if choice.year == year)
    yield from _by_rule(known(session), year)


def _by_rule(found: Sequence[tuple[KeptPolicy, Origin]], year: int) -> tuple[str, ...]:
    of_year = [(order, *each) for order, each in enumerate(found) if each[0].year == year]
    return ranked(Candidate(kept.digest, kept.pack, kept.edition, origin, order) for order, kept, origin in of_year)


def in_force(session: Session) -> Pack:
    """What a new application is written under: the current pack of the latest year that has begun.

    Next year's notice may come early; until its year begins, this year's stays in force.
    """
    years = sorted({kept.year for kept, _ in known(session)})
    this_year = session.today().year
    begun = [year for year in years if year <= this_year]
    for year in (*reversed(begun), *years):
        if (pack := current(session, year)) is not None:
            return pack
    return packs.load_shipped()


def of_application(session: Session, application: ApplicationId) -> Judged:
    """The pack that an application is judged and shown by."""
    return of_record(session, session.vault.applications.get(application))


def of_record(session: Session, record: ApplicationRecord) -> Judged:
    """The pack of an application that was read already."""
    if record.status.frozen:
        version = session.vault.versions.latest(record.id)
        filed = session.vault.versions.policy_of(version.id) if version else None
        if filed is None:  # another desk's: it does not say what it judged by
            return Judged(_of_year(session, record.draft.year))
        own = _loaded(session, filed.digest, filed.settings)
    else:
        filed, under = None, session.vault.policies.under(record.id)
        if under is None:
            return Judged(_of_year(session, record.draft.year))
        own = _settled(session, under)
    return Judged(own or _of_year(session, record.draft.year), filed, own is not None)


def _of_year(session: Session, year: int) -> Pack:
    return session.pack if session.pack.year == year else current(session, year) or session.pack


def reference(pack: Pack) -> PolicyRef:
    """What is frozen with a version: the pack, and what the office had settled."""
    given = {name: value for name in sorted(pack.given) if (value := pack.settings[name]) is not None}
    plain = {name: office_settings.plain(value) for name, value in given.items()}
    return PolicyRef(pack=pack.id, digest=pack.digest, settings=plain)


def put_under(session: Session, application: ApplicationId, pack: Pack) -> None:
    """Write an application under a pack, inside the caller's act; the program's own pack is kept with it."""
    keep(session, pack.digest)
    session.vault.policies.put_under(application, pack.digest)


def keep(session: Session, digest: str) -> None:
    """Keep the program's own pack, so that a later version of the program can still judge and show by it."""
    shipped = packs.load_shipped()
    if digest != shipped.digest or session.vault.policies.get(digest):
        return
    with session.vault.act(Act.POLICY_KEPT, {"policy": shipped.id, "digest": digest}):
        files = files_of(resource("policy", packs.SHIPPED))
        session.vault.policies.keep(files, pack=shipped.id, year=shipped.year, edition=shipped.head.edition)


def rows(session: Session) -> tuple[PackRow, ...]:
    """Every pack: newest year first, and in a year the current one first, then as they came."""
    found = known(session)
    choices = {choice.year: choice for choice in session.vault.policies.choices()}
    counts = session.vault.policies.counts()
    now = {year: current(session, year) for year in {kept.year for kept, _ in found}}
    made = []
    for kept, origin in found:
        pack, choice = now[kept.year], choices.get(kept.year)
        chosen = choice if choice and choice.digest == kept.digest else None
        made.append(
            PackRow(
                policy=kept,
                origin=origin,
                issuer_name=_issuer_name(session, kept.issuer),
                current=pack is not None and pack.digest == kept.digest,
                chosen_by=chosen.chosen_by if chosen else "",
                chosen_at=chosen.chosen_at if chosen else None,
                applications=counts.get(kept.digest, 0),
                readable=_settled(session, kept.digest) is not None,
            )
        )
    return tuple(sorted(made, key=lambda row: (-row.policy.year, not row.current)))


def _issuer_name(session: Session, key: str) -> str:
    contact = session.vault.contacts.get_by_key(key) if key else None
    if contact is not None:
        return contact.card.name
    return session.office.name if key else ""


def find(session: Session, name: str) -> KeptPolicy:
    """A pack by the first digits of its digest, or by its name (the current one, else the newest edition).

    Raises `Fault(POLICY_UNKNOWN)`.
    """
    listed = rows(session)
    by_digest = [row.policy for row in listed if len(name) >= _SHORTEST and row.policy.digest.startswith(name)]
    if len(by_digest) == 1:
        return by_digest[0]
    of_name = [row for row in listed if row.policy.pack == name]
    if now := [row.policy for row in of_name if row.current]:
        return now[0]
    if not of_name:
        raise Fault(Code.POLICY_UNKNOWN, name=name[:60])
    every = [(row.policy, row.origin) for row in of_name]
    best = _by_rule(every, max(kept.year for kept, _ in every))[0]
    return next(kept for kept, _ in every if kept.digest == best)


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
    if kept is None and digest == packs.load_shipped().digest:
        return files_of(resource("policy", packs.SHIPPED))
    return kept


def _answers(session: Session, pack: str) -> Mapping[str, bool | int | str]:
    return {one.name: one.value for one in session.vault.policy_settings.of(pack)}


def _settled(session: Session, digest: str) -> Pack | None:
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
    shipped = packs.load_shipped()
    plain = shipped if digest == shipped.digest else None
    found = None if plain else _files(session, digest)
    if plain is None:
        if found is None:
            raise Fault(Code.POLICY_UNKNOWN, name=digest[:12])
        plain = packs.load_files(found)
    given = office_settings.restored(plain.head.setting, answers)
    if not given:
        return plain
    return packs.load_files(found, given) if found is not None else packs.load_shipped_with(given)
