"""What is different between two packs, in words: for officers who must know what changed and for whom."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from desktop_app.core.messages import Language
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.kinds import Path
from desktop_app.domain.values import Value
from desktop_app.domain.words import word, words_of
from desktop_app.policy import tables
from desktop_app.policy.condition_words import condition_words
from desktop_app.policy.fact_labels import fact_labels
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.tilts import TiltAnswer


class Difference(Value, frozen=True, kw_only=True):
    """One thing that changed: which part of the pack, whom or what it is about, its clause, before and after in words.

    `id` is the row's own, for programs; `about` is empty where before and after say what it is.
    """

    part: Words
    id: str
    about: Words
    clause: str
    before: Words
    after: Words


Say = Callable[[Any, Words], Words]

NOTHING = Words()
_NONE = bilingual("无")
_WINDOW = bilingual("申报期")
_DEADLINE = bilingual("报送期限")
_OFFICE_DAY = bilingual("部门期限")
_NUMBER = bilingual("数值")
_SETTING = bilingual("待定事项")
_RULE = bilingual("differences|规则")
_TILT = bilingual("倾斜政策")
_ROUTE = bilingual("报送路线")
_PAPER = bilingual("differences|材料")
_OFFICE = bilingual("收件部门")


def differences(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """All differences, in the order in which people ask: when, until when, how much, through whom, what is checked."""
    whom = partial(_whom, new)
    return (
        *_compared(_WINDOW, (each.row for each in old.windows), (each.row for each in new.windows), _window, whom),
        *_compared(
            _DEADLINE, (each.row for each in old.deadlines), (each.row for each in new.deadlines), _deadline, whom
        ),
        *_compared(
            _OFFICE_DAY, old.office_days, new.office_days, lambda row, _: _same(row.on.isoformat()), _office_day
        ),
        *_compared(_NUMBER, _numbers(old), _numbers(new), lambda row, _: _same(row.value), _named),
        *_compared(
            _ROUTE, (each.row for each in old.routes.rows), (each.row for each in new.routes.rows), _route, whom
        ),
        *_compared(_PAPER, _papers(old), _papers(new), _paper),
        *_compared(_SETTING, old.head.setting, new.head.setting, _setting),
        *_compared(_RULE, _rules(old), _rules(new), _rule, _ruled),
        *_compared(_TILT, _tilts(old), _tilts(new), _rule, _tilted),
        *_compared(_OFFICE, _offices(old), _offices(new), lambda row, _: _same(f"{row.name} {row.phone}".strip())),
    )


def _compared(
    part: Words, old: Iterable[Any], new: Iterable[Any], say: Say, about: Callable[[Any], Words] = lambda _: NOTHING
) -> Iterator[Difference]:
    before, after = _by_id(old), _by_id(new)
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        said = [say(row, _condition(was, now, row, about)) if row is not None else _NONE for row in (was, now)]
        row = next(row for row in (now, was) if row is not None)
        yield Difference(part=part, id=key, about=about(row), clause=row.clause, before=said[0], after=said[1])


def _whom(pack: Pack, row: Any) -> Words:
    """For whom a window, a due day or a route is, from its condition."""
    zh, en = (condition_words(row.when, pack, language) for language in (Language.ZH, Language.EN))
    return Words(zh=zh, en=en)


def _office_day(row: Any) -> Words:
    return Words(zh=row.says.zh, en=row.says.en)


def _named(row: "NumberText") -> Words:
    """A number's own name, or that of the fact by which rules read it."""
    if row.zh:
        return Words(zh=row.zh, en=row.en)
    found = (labels[row.id] for labels in fact_labels().values() if row.id in labels)
    label = next(found, None)
    return Words(zh=label.zh, en=label.en) if label else _same(row.id)


def _ruled(row: "RuleText") -> Words:
    subject, _, rule = row.id.partition("/")
    return bilingual("{subject} {rule}", subject=words_of(Subject(subject)), rule=rule)


def _tilted(row: "RuleText") -> Words:
    path, _, rule = row.id.partition("/")
    return Words(zh=f"{word(Path(path))} {rule}".strip(), en=f"{word(Path(path), Language.EN)} {rule}".strip())


def _condition(was: Any, now: Any, row: Any, whom: Callable[[Any], Words]) -> Words:
    """A row's condition in brackets, where it is part of what changed."""
    same = was is not None and now is not None and getattr(was, "when", "") == getattr(now, "when", "")
    if same or not getattr(row, "when", ""):
        return NOTHING
    said = whom(row)
    return bilingual("（{said}）", said=said)


def _by_id(rows: Iterable[Any]) -> Mapping[str, Any]:
    return {row.id: row for row in rows}


def _same(text: str) -> Words:
    return Words(zh=text, en=text)


def _window(row: tables.WindowRow, condition: Words) -> Words:
    if row.first and row.last:
        return bilingual("{first} 至 {last}{condition}", first=row.first, last=row.last, condition=condition)
    return bilingual("另行通知{condition}", condition=condition)


def _deadline(row: tables.DeadlineRow, condition: Words) -> Words:
    if row.on:
        return bilingual("{on}{condition}", on=row.on, condition=condition)
    return bilingual("另行通知{condition}", condition=condition)


def _route(row: tables.RouteRow, condition: Words) -> Words:
    zh, en = (" > ".join(word(stop.station, language) for stop in row.stops) for language in (Language.ZH, Language.EN))
    return Words(zh=zh + condition.zh, en=en + condition.en)


def _setting(row: tables.Setting, _: Words) -> Words:
    default = "" if row.default is None else f" = {row.default}"
    return bilingual("{asks}{default}", asks=row.asks, default=default)


def _rule(row: "RuleText", _: Words) -> Words:
    return Words(zh="；".join(row.zh), en="; ".join(row.en))


def _paper(row: "PaperText", _: Words) -> Words:
    return bilingual("{row} {counts}", row=row, counts=row.counts)


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
    zh: str = ""
    en: str = ""


def _numbers(pack: Pack) -> Iterator[NumberText]:
    """The number in force at the pack's last day: a later period of the same number replaces the earlier."""
    latest = {row.id: row for row in sorted(pack.head.parameter, key=lambda row: row.valid_from)}
    for row in latest.values():
        zh, en = (row.name.zh, row.name.en) if row.name else ("", "")
        yield NumberText(row.id, row.clause, str(row.value), zh, en)


def _rules(pack: Pack) -> Iterator[RuleText]:
    for subject, rules in pack.rules.items():
        for each in rules:
            yield RuleText(
                f"{subject.value}/{each.rule.id}",
                each.rule.clause,
                tuple(_case(case, pack, subject, Language.ZH) for case in each.cases),
                tuple(_case(case, pack, subject, Language.EN) for case in each.cases),
            )


def _case(case: Any, pack: Pack, subject: Subject, language: Language) -> str:
    when = condition_words(case.when.text, pack, language, subject)
    said, says = word(case.row.verdict, language), case.row.says
    return f"{said}（{when}）：{says.zh}" if language is Language.ZH else f"{said} ({when}): {says.en}"


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
