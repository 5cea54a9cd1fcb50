"""Which policy pack holds for what: the year's current one, a draft's, and for a version the one it was filed under."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import pack_reading
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.records import ApplicationRecord, ApplicationRow, KeptPolicy, PolicyRef
from desktop_app.policy import office_settings
from desktop_app.policy import pack as packs
from desktop_app.policy.editions import Candidate, Origin, ranked
from desktop_app.policy.pack import Pack

__all__ = [
    "Judged", "Pack", "by_rule", "compared", "current", "in_force", "keep", "known", "of_application", "of_record",
    "of_rows", "put_under", "reference",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """The pack that an application is judged by. `filed` is what a standing version was filed under.

    `own` is false when that pack cannot be had or read any more, so that the current one stands in.
    """

    pack: Pack
    filed: PolicyRef | None = None
    own: bool = True
    current: Pack | None = None  # what a new application of this year would be written under, where that is another


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
    return next((pack for digest in _preferred(session, year) if (pack := pack_reading.settled(session, digest))), None)


def _preferred(session: Session, year: int) -> Iterator[str]:
    yield from (choice.digest for choice in session.vault.policies.choices() if choice.year == year)
    yield from by_rule(known(session), year)


def by_rule(found: Sequence[tuple[KeptPolicy, Origin]], year: int) -> tuple[str, ...]:
    """The digests of one year's packs, the one that is current unless an officer chose another first."""
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


def compared(session: Session, application: ApplicationId) -> Judged:
    """The same, with the current pack of its year beside it where that is another."""
    judged = of_application(session, application)
    now = current(session, judged.pack.year)
    return replace(judged, current=now) if now is not None and now.digest != judged.pack.digest else judged


def of_record(session: Session, record: ApplicationRecord) -> Judged:
    """The pack of an application that was read already."""
    if record.status.frozen:
        return as_filed(session, session.vault.versions.latest_policy(record.id), record.draft.year)
    under = session.vault.policies.under(record.id)
    return _settled(session, under, record.draft.year)


def _settled(session: Session, under: str | None, year: int) -> Judged:
    """The pack of a draft of that year, which is written `under` this one here."""
    if under is None:
        return Judged(of_year(session, year))
    own = pack_reading.settled(session, under)
    return Judged(own or of_year(session, year), None, own is not None)


def of_rows(session: Session, rows: Sequence[ApplicationRow]) -> list[Pack]:
    """The packs of a list's rows, as `of_record` finds each; a pack that many share is looked up once."""
    filed = session.vault.versions.latest_policies([row.id for row in rows if row.status.frozen])
    under = session.vault.policies.under_each([row.id for row in rows if not row.status.frozen])
    found: dict[tuple[object, ...], Pack] = {}
    made = []
    for row in rows:
        ref, digest = filed.get(row.id), under.get(row.id)
        key = (row.year, digest, ref and (ref.digest, *sorted(ref.settings.items())))
        if key not in found:
            found[key] = _settled(session, digest, row.year).pack if digest else as_filed(session, ref, row.year).pack
        made.append(found[key])
    return made


def as_filed(session: Session, filed: PolicyRef | None, year: int) -> Judged:
    """The pack of a version of that year, which was filed under `filed`."""
    if filed is None:  # another desk's: it does not say what it judged by
        return Judged(of_year(session, year))
    own = pack_reading.as_filed(session, filed)
    return Judged(own or of_year(session, year), filed, own is not None)


def of_year(session: Session, year: int) -> Pack:
    """The pack by which a year is judged; the one in force where none of that year can be read."""
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
    """Keep the program's own pack, so that a later version of the program can still judge and show by it.

    Raises `Fault(POLICY_UNKNOWN)` for a pack that is neither the program's nor kept.
    """
    if session.vault.policies.get(digest):
        return
    shipped = packs.load_shipped()
    if digest != shipped.digest:
        raise Fault(Code.POLICY_UNKNOWN, name=digest[:12])
    with session.vault.act(Act.POLICY_KEPT, {"policy": shipped.id, "digest": digest}):
        # as it was read: the program may have been replaced under its own feet since
        session.vault.policies.keep(shipped.files, pack=shipped.id, year=shipped.year, edition=shipped.head.edition)
