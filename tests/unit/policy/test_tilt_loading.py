"""A decision table is refused, with file and line, for every way in which it can be wrong."""

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource
from desktop_app.policy.pack import load_files
from desktop_app.policy.reading import PackFiles, files_of
from tests.support.approved import approve_line, refusal

SHIPPED = files_of(resource("policy", "hohhot-2026"))
EARLY = "tilts/one-year-early.toml"
EXCEPTIONAL = "tilts/exceptional.toml"
RECOGNITION = "tilts/recognition.toml"
DIRECT = "tilts/direct.toml"

_SHORT_EARLY = '    { id = "short", below = "early_service_years" },'
_FULL_EARLY = '    { id = "full", at_least = "early_service_years" },'
_VAIN_BAND = '    { id = "no", at_least = "early_service_years", below = "recognition_years_master" },'
_FLAG_BANDS = 'band = [{ id = "a", words = ["yes"] }, { id = "b", words = ["no"] }]'
_SENIOR_BAND = '{ id = "senior", words = ["associate_senior", "full_senior"] }'
_JUNIOR_BAND = '    { id = "junior", words = ["junior"] },'

#: What is wrong; the file; the text replaced and by what; what the refusal says; the text of the line it points to
#: ("[[axis]]" and "[[row]]" mean the one that was edited; none: another file is named).
REFUSED = [
    ("unknown fact", EARLY, 'fact = "contribution"', 'fact = "contributed"', "unknown fact contributed", "[[axis]]"),
    (
        "a number as a fact",
        EARLY,
        'fact = "contribution"',
        'fact = "early_service_years"',
        "number of the notice",
        "[[axis]]",
    ),
    ("a text as a fact", EARLY, 'fact = "contribution"', 'fact = "specialty"', "no bands", "[[axis]]"),
    ("a date as a fact", EARLY, 'fact = "contribution"', 'fact = "filing_day"', "no bands", "[[axis]]"),
    ("axis twice", EARLY, 'id = "proof"', 'id = "contribution"', "contribution twice", "[[axis]]"),
    (
        "axis that no row asks",
        EARLY,
        "[[axis]]",
        '[[axis]]\nid = "spare"\nfact = "senior"\n\n[[axis]]',
        "no row asks axis spare",
        "[[axis]]",
    ),
    (
        "member that a list never has",
        EARLY,
        'has = "contribution_proof"',
        'has = "contribution_prof"',
        "contribution_prof",
        "[[axis]]",
    ),
    ("list without a member", EARLY, 'has = "contribution_proof"\n', "", "names what the list has", "[[axis]]"),
    ("member of a flag", EARLY, 'fact = "contribution"', 'fact = "contribution"\nhas = "x"', "no members", "[[axis]]"),
    (
        "bands of a flag",
        EARLY,
        'fact = "contribution"',
        f'fact = "contribution"\n{_FLAG_BANDS}',
        "yes and no",
        "[[axis]]",
    ),
    ("one band", EARLY, f"{_FULL_EARLY}\n", "", "two bands", "[[axis]]"),
    ("band twice", EARLY, _FULL_EARLY, _SHORT_EARLY, "band twice", "[[axis]]"),
    (
        "words for a number",
        EARLY,
        _SHORT_EARLY,
        '    { id = "short", words = ["0"] },',
        "parameters as its ends",
        "[[axis]]",
    ),
    ("number for a parameter", EARLY, 'below = "early_service_years"', "below = 3", "str", "[[axis]]"),
    (
        "unknown parameter",
        EARLY,
        'below = "early_service_years"',
        'below = "early_years"',
        "no parameter early_years",
        "[[axis]]",
    ),
    (
        "parameter that is a day",
        EARLY,
        'below = "early_service_years"',
        'below = "office_notice_due"',
        "no parameter office_notice_due",
        "[[axis]]",
    ),
    (
        "bands with a gap",
        EARLY,
        _SHORT_EARLY,
        '    { id = "short", below = "recognition_years_master" },',
        "gap: axis service",
        "[[axis]]",
    ),
    (
        "bands that overlap",
        EARLY,
        _SHORT_EARLY,
        '    { id = "short", below = "direct_mid_bachelor" },',
        "short and full of axis service overlap",
        "[[axis]]",
    ),
    (
        "band never reached",
        EARLY,
        _SHORT_EARLY,
        f"{_SHORT_EARLY}\n{_VAIN_BAND}",
        "band no of axis service is never reached",
        "[[axis]]",
    ),
    (
        "word that a fact never is",
        RECOGNITION,
        _JUNIOR_BAND,
        '    { id = "junior", words = ["jr"] },',
        'level never is "jr"',
        "[[axis]]",
    ),
    (
        "parameter for a word",
        RECOGNITION,
        _JUNIOR_BAND,
        '    { id = "junior", at_least = "recognition_years_master" },',
        "only words",
        "[[axis]]",
    ),
    (
        "words with a gap",
        RECOGNITION,
        _SENIOR_BAND,
        '{ id = "senior", words = ["associate_senior"] }',
        "gap: axis level",
        "[[axis]]",
    ),
    (
        "words that overlap",
        RECOGNITION,
        _JUNIOR_BAND,
        '    { id = "junior", words = ["junior", "mid"] },',
        "junior and mid of axis level overlap",
        "[[axis]]",
    ),
    ("member of a word", RECOGNITION, 'fact = "level"', 'fact = "level"\nhas = "mid"', "over no list", "[[axis]]"),
    (
        "unknown axis",
        EARLY,
        'when = { service = "short" }',
        'when = { servise = "short" }',
        "unknown axis servise",
        "[[row]]",
    ),
    (
        "unknown band",
        EARLY,
        'when = { service = "short" }',
        'when = { service = "brief" }',
        "axis service has no band brief",
        "[[row]]",
    ),
    ("no band", EARLY, 'when = { service = "short" }', "when = { service = [] }", "length", "[[row]]"),
    (
        "a band named twice",
        EARLY,
        'when = { service = "short" }',
        'when = { service = ["short", "short"] }',
        "twice",
        "[[row]]",
    ),
    ("flag for a band", EARLY, 'when = { service = "short" }', "when = { service = true }", "bool", "[[row]]"),
    ("unknown outcome", EARLY, 'outcome = "to_prove"', 'outcome = "perhaps"', "perhaps", "[[row]]"),
    ("unknown ground", EARLY, 'path = "one_year_early"', 'path = "two_years_early"', "two_years_early", "path = "),
    (
        "second table for a ground",
        EARLY,
        'path = "one_year_early"',
        'path = "exceptional"',
        "second table for exceptional",
        "path = ",
    ),
    (
        "no clause",
        EARLY,
        'clause = "五（四）6"\nfield = "materials.contribution_proof"',
        'field = "materials.contribution_proof"',
        "clause",
        "[[row]]",
    ),
    (
        "empty clause",
        EARLY,
        'clause = "五（四）6"\nfield = "materials.contribution_proof"',
        'clause = ""\nfield = "materials.contribution_proof"',
        "length",
        "[[row]]",
    ),
    (
        "no rule",
        EARLY,
        'outcome = "to_prove"\nrule = "R066"',
        'outcome = "to_prove"',
        "says mend, rule, says",
        "[[row]]",
    ),
    ("open without what remains", EARLY, "remains = {", "mend = {", "says remains, rule, says", "[[row]]"),
    ("silent that speaks", EARLY, 'outcome = "to_prove"', 'outcome = "silent"', "nothing but its clause", "[[row]]"),
    (
        "rule that stands among the rules",
        EARLY,
        'outcome = "to_prove"\nrule = "R066"',
        'outcome = "to_prove"\nrule = "R058"',
        "R058",
        "[[row]]",
    ),
    (
        "rule that is not listed",
        EARLY,
        'outcome = "to_prove"\nrule = "R066"',
        'outcome = "to_prove"\nrule = "R999"',
        "R999",
        None,
    ),
    ("unclear without a question", EXCEPTIONAL, 'setting = "service_years_add_up"\n', "", "names a setting", "[[row]]"),
    (
        "closed with a question",
        EARLY,
        'field = "materials.contribution_proof"',
        'field = "materials.contribution_proof"\nsetting = "service_years_add_up"',
        "names a setting",
        "[[row]]",
    ),
    (
        "unknown setting",
        EXCEPTIONAL,
        'setting = "service_years_add_up"',
        'setting = "years_add_up"',
        "no setting years_add_up",
        "[[row]]",
    ),
    (
        "unknown field to go to",
        EARLY,
        'field = "materials.contribution_proof"',
        'field = "materials.contribution"',
        "unknown field materials.contribution",
        "[[row]]",
    ),
    (
        "unknown fact in a sentence",
        EARLY,
        "{early_service_years} 年，填写",
        "{early_years} 年，填写",
        "unknown fact early_years",
        "[[row]]",
    ),
    (
        "unknown fact to show",
        EXCEPTIONAL,
        'facts = ["service_counted_to"]',
        'facts = ["service_counted"]',
        "unknown fact service_counted",
        "facts =",
    ),
    ("unknown key", EARLY, 'outcome = "to_prove"', 'outcome = "to_prove"\nverdict = "todo"', "verdict", "[[row]]"),
    ("no English", EARLY, ', en = "Add the proof."', "", "en", "[[row]]"),
    (
        "rows with a gap",
        EARLY,
        'contribution = "no" }',
        'contribution = "no", proof = "no" }',
        "gap: no row for service full, contribution no, proof yes",
        "path =",
    ),
    (
        "row never reached",
        DIRECT,
        'township_bachelor = "short" }',
        'township_bachelor = "short", township_college = "full" }',
        "never reached",
        "[[row]]",
    ),
]


def edited(file: str, old: str, new: str) -> PackFiles:
    text = SHIPPED[file].decode("utf-8")
    assert old in text
    return {**SHIPPED, file: text.replace(old, new, 1).encode("utf-8")}


@pytest.mark.parametrize(("name", "file", "old", "new", "says", "at"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(name: str, file: str, old: str, new: str, says: str, at: str | None) -> None:
    files = edited(file, old, new)
    with pytest.raises(Fault) as caught:
        load_files(files)
    assert caught.value.code is Code.POLICY_INVALID
    assert says in str(caught.value.fields["detail"])
    if at is not None:
        assert caught.value.fields["path"] == file.rpartition("/")[2]
        assert caught.value.fields["line"] in part(SHIPPED[file].decode("utf-8"), files[file].decode("utf-8"), at)
        approve_line("refusals-tilts", name, refusal(caught.value.fields, files[file].decode("utf-8")))


def part(before: str, after: str, at: str) -> range:
    """The lines of the axis or row that was edited, or the one line that begins with `at`."""
    rows = after.splitlines()
    if not at.startswith("[["):
        found = next(number for number, row in enumerate(rows, 1) if row.startswith(at))
        return range(found, found + 1)
    wrong = next(n for n, (was, now) in enumerate(zip(before.splitlines(), rows, strict=False), 1) if was != now)
    opened = max(number for number, row in enumerate(rows[:wrong], 1) if row == at)
    closed = next((number for number, row in enumerate(rows, 1) if number > opened and row.startswith("[[")), len(rows))
    return range(opened, closed)


def test_rows_that_overlap_are_refused_at_the_second_and_name_the_first() -> None:
    files = edited(EARLY, 'when = { service = "full", contribution = "no" }', 'when = { service = "full" }')
    with pytest.raises(Fault) as caught:
        load_files(files)
    rows = files[EARLY].decode("utf-8").splitlines()
    opened = [number for number, row in enumerate(rows, 1) if row == "[[row]]"]
    assert caught.value.fields["line"] == opened[2]
    said = str(caught.value.fields["detail"])
    assert f"line {opened[1]}" in said
    assert said.endswith("service full, contribution yes, proof no")


def test_numbers_are_checked_as_they_stand_together_in_each_period() -> None:
    """A number of a later period that turns two bands about is refused though this year's would do."""
    text = SHIPPED["pack.toml"].decode("utf-8")
    period = 'value = 9\nvalid_from = 2027-01-01\nvalid_to = 2027-12-31\nclause = "五（四）6"\n'
    parameter = f'[[parameter]]\nid = "early_service_years"\n{period}\n[[parameter]]\nid = "notice_minimum_workdays"'
    longer = '    { id = "full", at_least = "early_service_years", below = "direct_mid_bachelor" },'
    most = '    { id = "most", at_least = "direct_mid_bachelor" },'
    table = SHIPPED[EARLY].decode("utf-8").replace(_FULL_EARLY, f"{longer}\n{most}")
    table = table.replace('service = "full"', 'service = ["full", "most"]')
    load_files({**SHIPPED, EARLY: table.encode("utf-8")})
    later = text.replace('[[parameter]]\nid = "notice_minimum_workdays"', parameter, 1)
    with pytest.raises(Fault) as caught:
        load_files({**SHIPPED, EARLY: table.encode("utf-8"), "pack.toml": later.encode("utf-8")})
    assert "band full of axis service is never reached" in str(caught.value.fields["detail"])
