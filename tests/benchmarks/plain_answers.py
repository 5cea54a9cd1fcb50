"""What the hand-written policy of `plain_policy` answers with: the pack's sentences, filled, and the facts shown."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any

from desktop_app.core.messages import Language
from desktop_app.domain.findings import Fact, Finding, Verdict, Words
from desktop_app.domain.words import word
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import Both
from desktop_app.policy.vocabulary import FACTS

FIELDS = {name: fact.field for name, fact in FACTS.items()}
KEPT = -1
_GRAVITY = {
    verdict: place
    for place, verdict in enumerate(
        (Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN, Verdict.INFO, Verdict.PASS),
    )
}


class Answers:
    """The catalogue of sentences: by rule and by the number of the answer in it."""

    def __init__(self, pack: Pack) -> None:
        self._made: dict[tuple[str, int], tuple[Finding, Both, Both]] = {}
        for each in pack.rules[Subject.APPLICATION]:
            rows = [(n, case.row.verdict, case.row.says, case.row.mend) for n, case in enumerate(each.cases)]
            if each.kept is not None:
                rows.append((KEPT, Verdict.PASS, each.kept, pack.head.pass_mend))
            for number, verdict, says, mend in rows:
                row = each.cases[number].row if number != KEPT else None
                empty = Finding(
                    rule=each.rule.id,
                    clause=each.rule.clause,
                    verdict=verdict,
                    says=says.words(),
                    mend=mend.words(),
                    field=row.field if row else "",
                    setting=row.setting if row else "",
                )
                self._made[each.rule.id, number] = (empty, says, mend)

    def say(self, rule: str, number: int, facts: dict[str, Any], **told: Any) -> Finding:
        """One finding; `told` fills the sentences."""
        empty, says, mend = self._made[rule, number]
        return Finding(
            rule=empty.rule,
            clause=empty.clause,
            verdict=empty.verdict,
            says=filled(says, told) if told else empty.says,
            mend=filled(mend, told) if told else empty.mend,
            facts=tuple(
                Fact(name=name, value=shown(value), field=FIELDS.get(name, "")) for name, value in facts.items()
            ),
            field=empty.field,
            setting=empty.setting,
        )


def gravest_first(found: Iterator[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: _GRAVITY[finding.verdict])


def filled(text: Both, told: dict[str, Any]) -> Words:
    zh = {name: word(value, Language.ZH) if isinstance(value, Enum) else value for name, value in told.items()}
    en = {name: word(value, Language.EN) if isinstance(value, Enum) else value for name, value in told.items()}
    return Words(zh=text.zh.format(**zh), en=text.en.format(**en))


def shown(value: Any) -> str:
    """A fact as a finding shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
