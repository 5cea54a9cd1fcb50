"""The chapter of the notice's rules, made from the policy pack that the program ships: days, papers, then each rule."""

import re
from collections.abc import Iterator, Sequence

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language, told
from desktop_app.domain.findings import Verdict, Words
from desktop_app.domain.prose import Block, Heading, Items, Note, Paragraph, Rows, Run, Runs, Style
from desktop_app.domain.words import word
from desktop_app.policy import pack as packs
from desktop_app.policy.calendar_days import CalendarKind, year_calendar
from desktop_app.policy.compiling import CompiledRule
from desktop_app.policy.coverage import coverage
from desktop_app.policy.fact_labels import fact_labels
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import Both

#: Not rules of the notice.
_DAYS_OFF = (CalendarKind.HOLIDAY, CalendarKind.MADE_UP)
_BLANK = re.compile(r"\{(\w+)[^}]*\}")


def blocks(language: Language) -> tuple[Block, ...]:
    """The shipped pack in words."""
    return tuple(_Told(packs.load_shipped(), language).chapter())


def _text(words: str) -> Runs:
    return (Run(words),)


def _table(rows: Sequence[tuple[str, ...]]) -> Rows:
    return Rows(tuple(tuple(_text(cell) for cell in row) for row in rows))


class _Told:
    """One pack told in one language."""

    def __init__(self, pack: Pack, language: Language) -> None:
        self._pack = pack
        self._language = language
        self._numbers = {row.id: row.value for row in sorted(pack.head.parameter, key=lambda row: row.valid_from)}

    def _say(self, text: str, /, **fields: object) -> str:
        return phrase(text, self._language, fields)

    def _in(self, both: Both | Words) -> str:
        return told(both, self._language)

    def chapter(self) -> Iterator[Block]:
        pack = self._pack
        yield Heading(1, _text(self._say("通知的规定")))
        name = self._in(pack.head.name)
        yield Paragraph(
            _text(
                self._say(
                    "本章由程序执行的政策包生成：{name}，版次 {edition}。括号里是条款号；"
                    "原文以{issued_by}印发的通知为准。",
                    name=name,
                    edition=pack.head.edition,
                    issued_by=pack.head.notice.issued_by,
                )
            )
        )
        yield Note(
            _text(
                self._say(
                    "结论分六种：不得申报、待补充、需核定、请注意、提示、符合。前两种处理完才能提交；“需核定”由审核人员或本单位在“政策”中的设定回答。"
                )
            )
        )
        yield from self._days()
        yield from self._papers()
        for subject, rules in pack.rules.items():
            yield Heading(2, _text(self._say("核对：") + word(subject, self._language)))
            for each in rules:
                yield from self._rule(each, subject)
        yield from self._tilts()
        yield from self._clauses()

    def _clauses(self) -> Iterator[Block]:
        """Clause by clause, what sort of rule it is and where the program sees to it."""
        yield Heading(2, _text(self._say("逐条对照")))
        say = self._say
        rows = [(say("条款"), say("规则"), say("性质"), say("在哪里办"))]
        rows += [
            (row.clause, row.rule, word(row.kind, self._language), word(row.home, self._language))
            for row in coverage(self._pack)
        ]
        yield _table(rows)

    def _days(self) -> Iterator[Block]:
        year = year_calendar(self._pack)
        yield Heading(2, _text(self._say("全年日程")))
        rows = [(self._say("日期"), self._say("事项"), self._say("条款"))]
        rows += [
            (day.day.isoformat(), self._in(day.words), day.clause) for day in year.days if day.kind not in _DAYS_OFF
        ]
        yield _table(rows)
        if year.unsettled:
            yield Paragraph(_text(self._say("以下日期通知没有写明，等另行通知后由本单位在“政策”中设定：")))
            asked = [(self._in(one.words), one.clause) for one in year.unsettled]
            yield Items(False, tuple((Run(asks + "　"), Run(clause, Style.STRONG)) for asks, clause in asked))

    def _papers(self) -> Iterator[Block]:
        yield Heading(2, _text(self._say("附件1：材料和份数")))
        say = self._say
        heads = (say("材料"), say("条款"), say("纸张"), say("manual_rules|份数"))
        rows: list[tuple[str, ...]] = [heads]
        for each in self._pack.papers:
            sizes = {"original": self._say("原件"), "copy": self._say("复印件"), "": "—"}
            counts = sorted({count for _, count in each.copies}, reverse=True)
            rows.append(
                (self._in(each.row.name), each.row.clause, sizes.get(each.row.size, each.row.size),
                 self._say(" 或 ").join(map(str, counts)) or "—")
            )  # fmt: skip
        yield _table(rows)

    def _rule(self, each: CompiledRule, subject: Subject) -> Iterator[Block]:
        yield Heading(3, _text(f"{each.rule.id}　{each.rule.clause}"))
        if each.kept is not None:
            yield Paragraph(_text(self._filled(self._in(each.kept), subject)))
        points = []
        for case in each.cases:
            says, mend = (self._filled(self._in(one), subject) for one in (case.row.says, case.row.mend))
            points.append(self._point(case.row.verdict, says, mend))
        if points:
            yield Items(False, tuple(dict.fromkeys(points)))  # cases that differ in their condition alone say the same

    def _point(self, verdict: Verdict, says: str, mend: str) -> Runs:
        needless = verdict in (Verdict.PASS, Verdict.INFO)
        return (
            Run(word(verdict, self._language), Style.STRONG),
            Run(self._say("：") + says + ("" if needless or not mend else self._say("gap|") + mend)),
        )

    def _tilts(self) -> Iterator[Block]:
        for path, table in self._pack.tilts.items():
            said = [
                (each.row.clause, self._in(each.row.says), self._in(each.row.mend or each.row.remains or each.row.says))
                for each in table.rows
                if each.row.says
            ]
            if said:
                yield Heading(2, _text(self._say("申报类型：") + word(path, self._language)))
                yield Items(
                    False,
                    tuple(
                        (
                            Run(clause, Style.STRONG),
                            Run(
                                "　"
                                + self._filled(says, Subject.APPLICATION)
                                + ("" if mend == says else self._say("gap|") + self._filled(mend, Subject.APPLICATION))
                            ),
                        )
                        for clause, says, mend in dict.fromkeys(said)
                    ),
                )

    def _filled(self, words: str, subject: Subject) -> str:
        """A sentence of the pack with what its blanks stand for: the notice's number, or the fact's name."""
        labels = fact_labels()[subject]

        def blank(found: re.Match[str]) -> str:
            name = found[1]
            if name in self._numbers:
                return str(self._numbers[name])
            label = labels.get(name)
            return f"〔{told(label, self._language)}〕" if label else "…"

        return _BLANK.sub(blank, words)
