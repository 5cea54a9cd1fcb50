"""The register of dishonest conduct in title reviews (七（一）): kept for three years, found when that person files."""

from dataclasses import dataclass
from datetime import date

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.core.text import normal
from desktop_app.desk.session import Session
from desktop_app.domain import exchange, identity_number
from desktop_app.domain.audit import Act
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.findings import bilingual
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import RecordKind, not_found


@dataclass(frozen=True, slots=True)
class DishonestyLine:
    """One record, until when it counts, and the filings of this year that it bears on."""

    record: DishonestyRecord
    until: date
    counts: bool
    filings: tuple[tuple[ApplicationId, str], ...]


def register(session: Session) -> tuple[DishonestyLine, ...]:
    """Newest first; what has run out stays, for it was decided once."""
    return tuple(_line(session, one) for one in session.vault.work.dishonesty.all()[::-1])


def _years(session: Session) -> int:
    return int(str(session.pack.parameter("dishonesty_years", session.today())))


def _line(session: Session, record: DishonestyRecord) -> DishonestyLine:
    years, today = _years(session), session.today()
    rows = session.vault.applications.same_year(record.identity_number, session.pack.year, None)
    filings = tuple((row.id, row.title) for row in rows)
    return DishonestyLine(record, record.until(years), record.counts(today, years), filings)


def counting(session: Session, identity_number: str) -> DishonestyRecord | None:
    """The record that stands in this person's way today."""
    years, today = _years(session), session.today()
    found = session.vault.work.dishonesty.all(identity_number) if identity_number else []
    return next((one for one in reversed(found) if one.counts(today, years)), None)


def add(session: Session, record: DishonestyRecord) -> DishonestyRecord:
    """Enter what was decided. Raises `Fault(NOTICE_LACKS)` for what is missing."""
    texts = ("name", "identity_number", "unit", "conduct", "decided_by")
    now = session.clock.now().replace(microsecond=0)
    sound = structs.replace(
        record,
        **{name: normal(getattr(record, name).strip()) for name in texts},
        id=new_id(session.clock.now()),
        by=session.user,
        at=now,
    )
    sound = structs.replace(sound, identity_number=sound.identity_number.replace(" ", "").upper())
    missing = (
        (sound.name, bilingual("dishonesty|姓名")),
        (sound.identity_number, bilingual("dishonesty|证件号码")),
        (sound.conduct, bilingual("失信行为")),
        (sound.decided_by, bilingual("认定部门和文号")),
    )
    for value, what in missing:
        if not value:
            raise Fault(Code.RECORD_LACKS, what=what)
    if identity_number.well_formed(sound.identity_number) and not identity_number.valid(sound.identity_number):
        # one wrong figure, and the record would be found at nobody's filing
        raise Fault(Code.RECORD_LACKS, what=bilingual("校验位正确的证件号码"))
    if sound.recorded_on > session.today():
        raise Fault(Code.RECORD_LACKS, what=bilingual("已经到来的认定日期"))
    exchange.require_sound(sound)
    with session.vault.act(Act.DISHONESTY_RECORDED, {"record": sound.id, "digest": exchange.digest(sound)}):
        session.vault.work.dishonesty.put(sound.id, sound, sound.identity_number)
    return sound


def revoke(session: Session, record: str, reason: str) -> DishonestyRecord:
    """Say why a record counts no longer before its time; it stays in the register."""
    if not reason.strip():
        raise Fault(Code.REASON_MISSING)
    known = session.vault.work.dishonesty.get(record)
    if known is None:
        raise not_found(RecordKind.DISHONESTY)
    done = structs.replace(known, revoked=normal(reason.strip()))
    exchange.require_sound(done)
    with session.vault.act(Act.DISHONESTY_RECORDED, {"record": record, "digest": exchange.digest(done)}):
        session.vault.work.dishonesty.put(record, done, done.identity_number)
    return done


def people(session: Session, text: str) -> list[tuple[str, str, str]]:
    """Name, number and unit of those who file here and are found by `text`, to choose from."""
    rows = session.vault.applications.rows(RowFilter(text=text, limit=20))
    found = {}
    for row in rows:
        person = session.vault.applications.get(row.id).draft.person
        found[person.identity_number] = (person.name, person.identity_number, row.unit)
    return list(found.values())
