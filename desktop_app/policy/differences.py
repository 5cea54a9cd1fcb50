"""What is different between two packs, in words: for officers who must know what changed and for whom."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from desktop_app.core.messages import Language
from desktop_app.domain.findings import Words
from desktop_app.domain.values import Value
from desktop_app.domain.words import word
from desktop_app.policy import tables
from desktop_app.policy.pack import Pack
from desktop_app.policy.tilts import TiltAnswer


class Difference(Value, frozen=True, kw_only=True):
    """One thing that changed: which part of the pack, its id and clause, and before and after in words."""

    part: Words
    id: str
    clause: str
    before: Words
    after: Words


Say = Callable[[Any, str], Words]

_NONE = Words(zh="无", en="none")
_WINDOW = Words(zh="申报期", en="filing window")
_DEADLINE = Words(zh="报送期限", en="due day")
_OFFICE_DAY = Words(zh="部门期限", en="offices' own day")
_NUMBER = Words(zh="数值", en="number")
_SETTING = Words(zh="待定事项", en="setting")
_RULE = Words(zh="规则", en="rule")
_TILT = Words(zh="倾斜政策", en="tilt")
_ROUTE = Words(zh="报送路线", en="route")
_PAPER = Words(zh="材料", en="paper")
_OFFICE = Words(zh="收件部门", en="office")


def differences(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """All differences, in the order in which people ask: when, until when, how much, through whom, what is checked."""
    return (
        *_compared(_WINDOW, (each.row for each in old.windows), (each.row for each in new.windows), _window),
        *_compared(_DEADLINE, (each.row for each in old.deadlines), (each.row for each in new.deadlines), _deadline),
        *_compared(_OFFICE_DAY, old.office_days, new.office_days, lambda row, _: _same(row.on.isoformat())),
        *_compared(_NUMBER, _numbers(old), _numbers(new), lambda row, _: _same(row.value)),
        *_compared(_ROUTE, (each.row for each in old.routes.rows), (each.row for each in new.routes.rows), _route),
        *_compared(_PAPER, _papers(old), _papers(new), _paper),
        *_compared(_SETTING, old.head.setting, new.head.setting, _setting),
        *_compared(_RULE, _rules(old), _rules(new), _rule),
        *_compared(_TILT, _tilts(old), _tilts(new), _rule),
        *_compared(_OFFICE, _offices(old), _offices(new), lambda row, _: _same(f"{row.name} {row.phone}".strip())),
    )


def _compared(part: Words, old: Iterable[Any], new: Iterable[Any], say: Say) -> Iterator[Difference]:
    before, after = _by_id(old), _by_id(new)
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        said = [say(row, _condition(was, now)(row)) if row is not None else _NONE for row in (was, now)]
        clause = next(row.clause for row in (now, was) if row is not None)
        yield Difference(part=part, id=key, clause=clause, before=said[0], after=said[1])


def _condition(was: Any, now: Any) -> Callable[[Any], str]:
    """A row's condition in brackets, where it is part of what changed."""
    if was is not None and now is not None and getattr(was, "when", "") == getattr(now, "when", ""):
        return lambda _: ""
    return lambda row: f" ({row.when})" if getattr(row, "when", "") else ""


def _by_id(rows: Iterable[Any]) -> Mapping[str, Any]:
    return {row.id: row for row in rows}


def _same(text: str) -> Words:
    return Words(zh=text, en=text)


def _window(row: tables.WindowRow, condition: str) -> Words:
    if row.first and row.last:
        return Words(zh=f"{row.first} 至 {row.last}{condition}", en=f"{row.first} to {row.last}{condition}")
    return Words(zh=f"另行通知{condition}", en=f"by a notice of its own{condition}")


def _deadline(row: tables.DeadlineRow, condition: str) -> Words:
    zh, en = (str(row.on), str(row.on)) if row.on else ("另行通知", "by a notice of its own")
    return Words(zh=f"{zh}{condition}", en=f"{en}{condition}")


def _route(row: tables.RouteRow, condition: str) -> Words:
    zh, en = (" > ".join(word(stop.station, language) for stop in row.stops) for language in (Language.ZH, Language.EN))
    return Words(zh=f"{zh}{condition}", en=f"{en}{condition}")


def _setting(row: tables.Setting, _: str) -> Words:
    default = "" if row.default is None else f" = {row.default}"
    return Words(zh=f"{row.asks.zh}{default}", en=f"{row.asks.en}{default}")


def _rule(row: "RuleText", _: str) -> Words:
    return Words(zh="；".join(row.zh), en="; ".join(row.en))


def _paper(row: "PaperText", _: str) -> Words:
    return Words(zh=f"{row.zh} {row.counts}", en=f"{row.en} {row.counts}")


class RuleText(Value, frozen=True):
    """A rule as it can be compared: what it says when."""

    id: str
    clause: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


class PaperText(Value, frozen=True):
    id: str
    clause: str
    zh: str
    en: str
    counts: str


class OfficeText(Value, frozen=True):
    id: str
    clause: str
    name: str
    phone: str


class NumberText(Value, frozen=True):
    id: str
    clause: str
    value: str


def _numbers(pack: Pack) -> Iterator[NumberText]:
    """The number in force at the pack's last day: a later period of the same number replaces the earlier."""
    latest = {row.id: row for row in sorted(pack.head.parameter, key=lambda row: row.valid_from)}
    for row in latest.values():
        yield NumberText(row.id, row.clause, str(row.value))


def _rules(pack: Pack) -> Iterator[RuleText]:
    for subject, rules in pack.rules.items():
        for each in rules:
            cases = [(case.row.verdict.value, case.when.text, case.row.says) for case in each.cases]
            yield RuleText(
                f"{subject.value}/{each.rule.id}",
                each.rule.clause,
                tuple(f"[{verdict}] {when}: {says.zh}" for verdict, when, says in cases),
                tuple(f"[{verdict}] {when}: {says.en}" for verdict, when, says in cases),
            )


def _tilts(pack: Pack) -> Iterator[RuleText]:
    """The rows of the tilts' tables, those of one ground and rule together; rows without a rule by their ground."""
    for path, table in pack.tilts.items():
        for rule in dict.fromkeys(each.row.rule for each in table.rows):
            rows = [each for each in table.rows if each.row.rule == rule]
            yield RuleText(
                f"{path.value}/{rule}" if rule else path.value,
                rows[0].row.clause,
                tuple(_tilt_row(each, "zh") for each in rows),
                tuple(_tilt_row(each, "en") for each in rows),
            )


def _tilt_row(each: TiltAnswer, language: str) -> str:
    said = (each.row.says, each.row.remains or each.row.mend)
    return f"[{each.row.outcome.value}] {each.when.text}: {' '.join(getattr(one, language) for one in said if one)}"


def _papers(pack: Pack) -> Iterator[PaperText]:
    for each in pack.papers:
        counts = ", ".join(f"{count} ({when.text})" for when, count in each.copies)
        yield PaperText(each.row.kind.value, each.row.clause, each.row.name.zh, each.row.name.en, counts)


def _offices(pack: Pack) -> Iterator[OfficeText]:
    for key, area in pack.areas.items():
        yield OfficeText(key, area.clause, area.office, area.phone)
