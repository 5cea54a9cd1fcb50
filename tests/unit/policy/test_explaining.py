"""Every fact has a name, and what a finding looked at is told in words, with the field where it was entered."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import msgspec

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Fact, Finding, Verdict, Words
from desktop_app.policy.check import findings
from desktop_app.policy.explaining import Explanation, explained
from desktop_app.policy.fact_labels import fact_labels
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.tables import SettingKind

DAY = date(2026, 6, 1)
#: Facts that are worked out beside the vocabulary: the form's own check.
BESIDE = {"length", "row", "count"}
Build = Callable[..., Application]


def why(pack: Pack, application: Application, rule: str) -> Explanation:
    return explained(next(one for one in findings(application, DAY, pack) if one.rule == rule), pack)


def told(explanation: Explanation) -> dict[str, str]:
    return {seen.label.zh: seen.value.zh for seen in explanation.seen}


def test_every_fact_of_every_subject_has_a_name_and_no_name_is_unused() -> None:
    wanted = {subject: set(facts) for subject, facts in TYPES.items()}
    wanted[Subject.APPLICATION] |= BESIDE
    assert {subject: set(rows) for subject, rows in fact_labels().items()} == wanted


def test_every_number_of_the_pack_has_a_name(pack: Pack) -> None:
    names = {row.id: row.name.zh for row in pack.head.parameter if row.name}
    assert set(names) == {row.id for row in pack.head.parameter}
    assert len(set(names.values())) == len(names)


def test_no_two_facts_of_one_subject_share_a_name() -> None:
    for rows in fact_labels().values():
        names = [row.zh for row in rows.values()]
        assert len(names) == len(set(names))


def test_levels_flags_numbers_and_dates_are_told_in_words(pack: Pack, build: Build) -> None:
    application = build({"filing.path": "recognition", "filing.level": "mid", "education.level": "14"})
    explanation = why(pack, application, "R061")
    facts = told(explanation)
    assert facts["申报类型"] == "考核认定"
    assert facts["申报层级"] == "中级"
    assert facts["学历和学位中较高者"] == "硕士（研究生）"
    assert re.fullmatch(r"\d{4} 年 \d+ 月 \d+ 日", facts["年限计算至"])
    nowhere = told(why(pack, build({"filing.path": "recognition", "filing.level": "junior"}), "R060"))
    assert nowhere["在乡镇、村有专业技术岗位"] == "否"
    assert "level" not in " ".join((*facts, *facts.values()))


def test_a_fact_names_the_field_where_it_was_entered(pack: Pack, build: Build) -> None:
    explanation = why(pack, build({"filing.path": "exceptional"}), "R057")
    places = {seen.label.zh: (seen.field, seen.place.zh) for seen in explanation.seen}
    assert places["申报类型"] == ("filing.path", "申报类型")
    assert places["在苏木乡镇从事专业技术工作（满年）"] == ("work", "工作经历")
    assert places["年限计算至"] == ("", "")
    assert "破格：旗县年限" in places


def test_an_open_question_is_told_with_the_setting_that_answers_it(pack: Pack) -> None:
    finding = Finding(
        rule="R041",
        clause="四",
        verdict=Verdict.ASK,
        says=Words(zh="一", en="one"),
        mend=Words(zh="二", en="two"),
        facts=(Fact(name="helinger_centre_due", value=""), Fact(name="local_route", value="unit>district_hr")),
        setting="helinger_centre_due",
    )
    explanation = explained(finding, pack)
    assert explanation.question == next(row for row in pack.head.setting if row.id == finding.setting).asks.words()
    assert [seen.value.zh for seen in explanation.seen] == ["尚未设定", "用人单位 → 旗县区人社部门"]


def test_a_choice_that_an_office_made_is_told_in_its_words(pack: Pack) -> None:
    choices = [row for row in pack.head.setting if row.kind is SettingKind.CHOICE]
    assert choices
    for row in choices:
        for choice, words in zip(row.choices, row.words, strict=True):
            finding = Finding(
                rule="R057",
                clause="五",
                verdict=Verdict.ASK,
                says=Words(zh="一", en="one"),
                mend=Words(),
                facts=(Fact(name=row.id, value=choice),),
            )
            assert [seen.value for seen in explained(finding, pack).seen] == [words.words()]


def test_groups_of_series_are_told_by_their_names(pack: Pack, build: Build) -> None:
    assert [row.id for row in pack.head.group if row.name is None] == []
    doctor = build({"filing.track": "targeted", "filing.series": "04", "filing.series_track": "医"})
    seen = [
        seen.value
        for finding in findings(doctor, DAY, pack)
        for seen in explained(finding, pack).seen
        if "医师" in seen.value.zh and "卫生系列" in seen.value.zh
    ]
    assert seen
    assert "health professionals" in seen[0].en
    nameless = msgspec.structs.replace(
        pack.head, group=tuple(msgspec.structs.replace(row, name=None) for row in pack.head.group)
    )
    finding = next(one for one in findings(doctor, DAY, pack) if any(fact.name == "groups" for fact in one.facts))
    bare = explained(finding, replace(pack, head=nameless))
    assert any("二（四） 所列" in seen.value.zh for seen in bare.seen)


def test_every_finding_of_the_shipped_pack_is_told_without_a_bare_name(pack: Pack, build: Build) -> None:
    raw = {choice for row in pack.head.setting for choice in row.choices if not choice.isdecimal()}
    raw |= {row.id for row in pack.head.group}
    known = {row.id for row in (*pack.head.setting, *pack.head.parameter)} | set(TYPES[Subject.APPLICATION])
    for change in ({}, {"filing.path": "direct", "unit.kind": "private_firm"}, {"filing.track": "targeted"}):
        for finding in findings(build(change), DAY, pack):
            for seen in explained(finding, pack).seen:
                assert seen.label.zh not in known
                assert seen.value.zh
                assert not raw & set(re.split("[、→ ]+", seen.value.zh))
                assert seen.value.en
