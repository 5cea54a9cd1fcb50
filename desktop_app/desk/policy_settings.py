"""What the notice leaves open, and what this office has settled: listed, set on a stated ground, opened again."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, told
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Station, Words, bilingual, listed
from desktop_app.domain.records import SettledQuestion
from desktop_app.domain.words import word, words_of
from desktop_app.policy import office_settings
from desktop_app.policy.office_settings import MOST, stations
from desktop_app.policy.pack import Pack
from desktop_app.policy.tables import Scalar, Setting, SettingKind

__all__ = ["GROUND_LIMIT", "MOST", "Row", "SettingKind", "all_", "clear", "one", "read", "route_of", "said", "set_"]

#: As long as a line that is kept may be.
GROUND_LIMIT = 200
_YES = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
_YES_NO = {True: bilingual("是"), False: bilingual("否")}


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the pack with the answer in force: the office's, else the pack's own, else none."""

    name: str
    kind: SettingKind
    clause: str
    asks: Words
    ambiguity: str
    choices: tuple[tuple[str, Words], ...]
    default: Scalar | None
    value: Scalar | None
    settled: bool  # by this office
    set_by: str = ""
    set_at: datetime | None = None
    ground: str = ""
    unfit: bool = False  # what was settled no longer fits the question and is not used

    @property
    def open(self) -> bool:
        """Whether nothing answers it, not even the pack's own reading."""
        return self.value is None


def all_(session: Session) -> tuple[Row, ...]:
    """Every question of the pack: open ones first, then those that stand on the pack's reading, then the settled."""
    kept = {one.name: one for one in session.vault.policy_settings.of(session.pack.id)}
    rows = [_row(session.pack, setting, kept.get(setting.id)) for setting in session.pack.head.setting]
    return tuple(sorted(rows, key=lambda row: (row.settled, not row.open)))


def one(session: Session, name: str) -> Row:
    """One question. Raises `Fault(POLICY_SETTING_UNKNOWN)`."""
    setting = _setting(session.pack, name)
    kept = {each.name: each for each in session.vault.policy_settings.of(session.pack.id)}
    return _row(session.pack, setting, kept.get(name))


def _row(pack: Pack, setting: Setting, kept: SettledQuestion | None) -> Row:
    said_words = [both.words() for both in setting.words] or [Words(zh=c, en=c) for c in setting.choices]
    return Row(
        name=setting.id,
        kind=setting.kind,
        clause=setting.clause,
        asks=setting.asks.words(),
        ambiguity=setting.ambiguity,
        choices=tuple(zip(setting.choices, said_words, strict=True)),
        default=setting.default,
        value=pack.settings[setting.id],
        settled=setting.id in pack.given,
        set_by=kept.set_by if kept else "",
        set_at=kept.set_at if kept else None,
        ground=kept.ground if kept else "",
        unfit=kept is not None and setting.id not in pack.given,
    )


def said(row: Row, value: Scalar | None, language: Language) -> str:
    """A value of this question as a person reads it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return told(_YES_NO[value], language)
    if row.kind is SettingKind.ROUTE:
        return " → ".join(word(station, language) for station in stations(value))
    found = next((words for choice, words in row.choices if choice == value), None)
    return told(found, language) if found else str(value)


def route_of(value: Scalar | None) -> tuple[Station, ...]:
    """The stations of a route's value, in order."""
    return stations(value)


def read(row: Row, typed: str) -> Scalar:
    """What was typed as a value: a day year-month-day, yes or no, a choice, stations joined by `>`, a number.

    Raises `Fault(POLICY_SETTING_VALUE)`.
    """
    clean = normal(typed.strip())
    try:
        match row.kind:
            case SettingKind.DATE:
                return _day(clean)
            case SettingKind.FLAG:
                return _YES[clean.lower()]
            case SettingKind.NUMBER:
                return _number(clean)
    except (ValueError, KeyError):
        raise _not_a_value(row) from None
    return clean


def _day(clean: str) -> date:
    day = date.fromisoformat(clean)
    if day.isoformat() != clean:  # other ways of writing a day are easily misread
        raise ValueError(clean)
    return day


def _number(clean: str) -> int:
    if not (clean.isascii() and clean.isdecimal() and len(clean) <= len(str(MOST))):
        raise ValueError(clean)
    return int(clean)


def set_(session: Session, name: str, value: Scalar, ground: str) -> Row:
    """Settle a question on a ground; it holds from now on, for everything judged here.

    Raises `Fault(POLICY_SETTING_UNKNOWN | POLICY_SETTING_VALUE | POLICY_SETTING_ORDER | POLICY_SETTING_GROUND)`.
    """
    setting = _setting(session.pack, name)
    why = _ground(ground)
    if office_settings.problem(setting, value) or _year_is_off(session.pack, value):
        raise _not_a_value(one(session, name))
    with session.vault.act(Act.SETTINGS_CHANGED, {"policy": session.pack.id, "setting": name}):
        session.vault.policy_settings.put(session.pack.id, name, office_settings.plain(value), why)
        renewed = session.pack_as_settled()
        _require_order(renewed, name)
    session.use(renewed)
    return one(session, name)


def clear(session: Session, name: str) -> Row:
    """Open a question again: the pack's own reading holds. Nothing is written where nothing was settled."""
    _setting(session.pack, name)
    if any(kept.name == name for kept in session.vault.policy_settings.of(session.pack.id)):
        with session.vault.act(Act.SETTINGS_CHANGED, {"policy": session.pack.id, "setting": name}):
            session.vault.policy_settings.remove(session.pack.id, name)
            renewed = session.pack_as_settled()
        session.use(renewed)
    return one(session, name)


def _setting(pack: Pack, name: str) -> Setting:
    found = next((setting for setting in pack.head.setting if setting.id == name), None)
    if found is None:
        raise Fault(Code.POLICY_SETTING_UNKNOWN, name=name[:GROUND_LIMIT])
    return found


def _ground(ground: str) -> str:
    why = normal(ground.strip())
    if not why or len(why) > GROUND_LIMIT or unsafe_characters(why):
        raise Fault(Code.POLICY_SETTING_GROUND, limit=GROUND_LIMIT)
    return why


def _year_is_off(pack: Pack, value: Scalar) -> bool:
    """A day of a yearly notice lies in its year or, at the latest, in the next: anything else is a slip."""
    return isinstance(value, date) and value.year not in (pack.year, pack.year + 1)


def _require_order(pack: Pack, name: str) -> None:
    for window in (each.row for each in pack.windows):
        if name in (window.first_setting, window.last_setting):
            first, last = pack.setting_date(window.first_setting), pack.setting_date(window.last_setting)
            if first and last and first > last:
                raise Fault(Code.POLICY_SETTING_ORDER, first=first, last=last)


def _not_a_value(row: Row) -> Fault:
    return Fault(Code.POLICY_SETTING_VALUE, asks=row.asks, expects=_expected(row))


def _expected(row: Row) -> Words:
    match row.kind:
        case SettingKind.DATE:
            return bilingual("本年度或次年的日期（年-月-日）")
        case SettingKind.FLAG:
            return bilingual("“是”或“否”")
        case SettingKind.NUMBER:
            return bilingual("0 至 {most} 的整数", most=MOST)
        case SettingKind.CHOICE:
            words = [bilingual("{choice}（{said}）", choice=choice, said=said) for choice, said in row.choices]
        case SettingKind.ROUTE:
            words = [
                bilingual("{choice}（{choice_2}）", choice=choice.value, choice_2=words_of(choice))
                for choice in Station
            ]
    choices = listed(words)
    if row.kind is SettingKind.ROUTE:
        return bilingual("用 > 依次连接、不重复的部门：{choices}", choices=choices)
    return bilingual("其中之一：{choices}", choices=choices)
