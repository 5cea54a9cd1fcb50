"""Every text of the program stands in its catalogue, in Chinese and in English, and none anywhere else in the code."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.catalogue import BAR, Compiled, phrase
from desktop_app.core.messages import Language
from desktop_app.domain.findings import Words, bilingual, listed
from tests.support import catalogue
from tests.support.catalogue import Said

pytestmark = pytest.mark.slow  # reads every module of the program

#: Modules with Chinese of their own beside the catalogue, by the reason. What is printed, filed or handed over is
#: Chinese whatever language the desk speaks; what is read may be written in Chinese.
ITS_OWN = {
    "stands on papers, in files and in records": """
        cli/carriers.py desk/audit_paper.py desk/batch_papers.py desk/carrier_media.py desk/carrier_registers.py
        desk/carriers.py desk/courier.py desk/covers.py desk/demo.py desk/draw_paper.py desk/examples.py
        desk/expert_sheet.py desk/form_entries.py desk/form_trial.py desk/inventory.py desk/letters.py
        desk/manual_file.py desk/meeting_groups.py desk/meeting_paper_parts.py desk/meeting_papers.py
        desk/meetings.py desk/notice_papers.py desk/office_forms.py desk/office_papers.py desk/own_unit.py
        desk/paper.py desk/paper_files.py desk/paper_receipts.py desk/people_sheet.py desk/proof_commands.py
        desk/receive.py desk/recovery.py desk/recovery_paper.py desk/rosters_in.py desk/scheme.py desk/seal.py
        desk/sending.py desk/system_data.py desk/votes.py desk/wall_sheet.py desk/word_paper.py desk/words.py
        desk/workbook.py desk/year_papers.py domain/exchange.py domain/marking.py domain/public_notices.py
        papers/bindings.py papers/cells.py papers/flow.py papers/layout.py papers/listings.py papers/marks.py
        papers/prose.py papers/summaries.py papers/wording.py papers/workbook_cells.py ui/review/returning.py
    """,
    "is recognised in what people write": """
        desk/confirming.py desk/mending.py desk/office_findings.py desk/people_columns.py desk/policy_settings.py
        desk/scan_folder.py desk/typed_sheet.py domain/application.py domain/sheets.py papers/breaking.py
        policy/claim_facts.py policy/condition_words.py policy/office_settings.py policy/online_compare.py
        policy/online_fields.py policy/online_radicals.py policy/person_facts.py policy/starting.py
        policy/workday_tables.py sealing/digits.py ui/unlock/first.py ui/widgets/formats.py
    """,
    "is said where the catalogue may not be reached, or in place of another program's English": """
        cli/grammar.py core/crash.py core/reasons.py desk/evidence.py sealing/readme.py sealing/suites.py
    """,
}
OWN_MODULES = {name for names in ITS_OWN.values() for name in names.split()}
#: The program's name, and a language's name in itself.
NAMES = {"封卷", "中文", "字", "字…"}


#: The numerals of clauses, which English text cites as they are printed.
NUMERALS = "一二三四五六七八九十"
#: Texts whose English quotes what is typed or looked for in Chinese.
QUOTES = {
    "编号，没有填“无”",
    "是或否",
    "是或否，空为否",
    "初级、中级、副高级或正高级",
    "示例为虚构人物，姓名前标有“示例”，可以提交、打印着试，不会报送出去；看过以后在申请的“更多”里移除。",
}


def han(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def left_in(path: str, tree: ast.Module) -> Iterator[str]:
    """Chinese literals of a module that are neither a text of the catalogue nor a docstring."""
    apart = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            apart.add(catalogue.text_of(node, path))
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            apart.add(first.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in apart and han(node.value):
            yield f"{path}:{node.lineno}: {node.value}"


def test_no_text_is_left_in_the_code() -> None:
    left = {path: list(left_in(path, tree)) for path, tree in catalogue.sources().items()}
    strange = [line for path, lines in left.items() if path not in OWN_MODULES for line in lines]
    assert [line for line in strange if line.partition(": ")[2] not in NAMES] == []
    assert {path for path in OWN_MODULES if not left.get(path)} == set()


def test_every_text_has_its_english_and_every_blank_is_filled() -> None:
    assert list(catalogue.faults(catalogue.kept_english())) == []


def test_a_fault_of_each_kind_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text without English, one put together, a blank that nothing fills in either language."""
    code = 'say("甲")\nsay(f"乙{x}")\nbilingual("丙 {a}", b=1)\nsay("丁 {a}", a=1)\n'
    monkeypatch.setattr(catalogue, "said", lambda: tuple(catalogue.said_in({"ui/one.py": ast.parse(code)})))
    found = list(catalogue.faults({"丙 {a}": "C {b}", "丁 {a}": "D {z}"}))
    assert [line.split(": ")[1] for line in found] == [
        "no English",
        "put together in code",
        "nothing fills a",
        "nothing fills z",
    ]


def test_the_catalogue_holds_what_the_code_says_and_nothing_else() -> None:
    assert catalogue.kept_english().keys() == {each.text for each in catalogue.said()}


def test_what_is_compiled_and_written_is_the_catalogue() -> None:
    assert catalogue.MO.read_bytes() == catalogue.compiled(catalogue.catalogue())
    assert catalogue.PO.read_bytes() == catalogue.written(catalogue.renewed(catalogue.kept_english()))


def test_no_english_holds_chinese_but_a_clause_or_what_is_typed() -> None:
    """Desks without Chinese read it."""
    english = catalogue.kept_english().items()
    assert {text for text, said in english if han("".join(c for c in said if c not in NUMERALS))} == QUOTES


#: Marks as wide as a Chinese letter, of which the spaces between two facts stay.
WIDE = set("（）：；，。、？！／")


def wide_in(path: str, tree: ast.Module) -> Iterator[str]:
    """Texts put together with such marks outside the catalogue, so that English has them too."""
    for node in ast.walk(tree):
        joined = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join"
        parts = node.values if isinstance(node, ast.JoinedStr) else [node.func.value] if joined else []
        for part in parts:
            if isinstance(part, ast.Constant) and set(str(part.value)) & WIDE:
                yield f"{path}:{part.lineno}: {part.value}"


def test_no_english_has_marks_as_wide_as_a_chinese_letter() -> None:
    """But in a clause as the notice numbers it; what is offered to be typed on is written as it is printed."""
    english = {
        text: re.sub(f"[{NUMERALS}]*（[{NUMERALS}]+）", "", said) for text, said in catalogue.kept_english().items()
    }
    assert [text for text, said in english.items() if set(said) & WIDE] == []
    typed = {"ui/committees/pool.py", "ui/committees/approval.py", "ui/review/returning.py", "cli/grammar.py"}
    windows = {path: tree for path, tree in catalogue.sources().items() if path.startswith(("ui/", "cli/"))}
    found = {path: list(wide_in(path, tree)) for path, tree in windows.items()}
    assert [line for path, lines in found.items() if path not in typed for line in lines] == []
    assert all(found[path] for path in typed)


def test_texts_are_single_lines_of_one_reading() -> None:
    """A word before the bar is for telling apart, so a text has one bar at most."""
    assert [each for each in catalogue.said() if each.text.count(BAR) > 1] == []


def test_what_is_searched_is_what_gettext_reads() -> None:
    with catalogue.MO.open("rb") as stream:
        whole = gettext.GNUTranslations(stream)
    read = Compiled(catalogue.MO.read_bytes())
    texts = [*catalogue.kept_english(), "没有这一条", "\uffff"]
    assert [read.gettext(text) for text in texts] == [whole.gettext(text) for text in texts]


def test_a_text_is_said_in_both_languages_with_its_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Words(zh="单位", en="unit")
    monkeypatch.setattr("desktop_app.core.catalogue._compiled", lambda _: _Swap())
    assert phrase("甲 {what} {n}", Language.ZH, {"what": both, "n": 2}) == "甲 单位 2"
    assert phrase("甲 {what} {n}", Language.EN, {"what": both, "n": 2}) == "2 of unit"
    assert bilingual("词|甲 {what} {n}", what="x", n=1) == Words(zh="甲 x 1", en="of x, 1")
    assert phrase("留着 {braces}", Language.ZH) == "留着 {braces}"
    assert listed(["甲", both]) == Words(zh="甲、单位", en="甲, unit")


class _Swap:
    def gettext(self, text: str) -> str:
        return {"甲 {what} {n}": "{n} of {what}", "词|甲 {what} {n}": "of {what}, {n}"}[text]


def test_the_extractor_sees_what_python_joins() -> None:
    tree = ast.parse('call.say(\n    "一"\n    "二 {x}",\n    x=1,\n)\n')
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    text = catalogue.text_of(call, "cli/x.py")
    assert isinstance(text, ast.Constant)
    assert Said("p", 1, text.value, frozenset()).text == "一二 {x}"


def test_a_further_language_has_a_catalogue_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins as an empty file, may lack texts, and is brought in step with what is translated already."""
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)
    english, own = (tmp_path / name / "LC_MESSAGES" / "fengjuan.po" for name in ("en", "mn"))
    for path in (english, own):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"")
    (told,) = catalogue.further()
    count = len(catalogue.kept_english())
    assert told == f"mn: {count} of {count} texts are not translated"
    own.write_text(own.read_text().replace('msgid "申请"\nmsgstr ""', 'msgid "申请"\nmsgstr "Өргөдөл"'))
    (told,) = catalogue.further()
    assert told == f"mn: {count - 1} of {count} texts are not translated"
    read = Compiled(own.with_suffix(".mo").read_bytes())
    assert (read.gettext("申请"), read.gettext("工作台")) == ("Өргөдөл", "工作台")
    assert english.read_bytes() == b""


def test_the_chore_writes_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "PO", tmp_path / "x.po")
    monkeypatch.setattr(catalogue, "MO", tmp_path / "x.mo")
    kept = catalogue.written(catalogue.renewed({"取消": "Cancel"}))
    (tmp_path / "x.po").write_bytes(kept)
    catalogue.catalogue.cache_clear()
    try:
        assert catalogue.main() == 1  # most texts have no English here
        assert catalogue.kept_english()["取消"] == "Cancel"
        once = (tmp_path / "x.po").read_bytes()
        catalogue.main()
        assert (tmp_path / "x.po").read_bytes() == once
    finally:
        catalogue.catalogue.cache_clear()
