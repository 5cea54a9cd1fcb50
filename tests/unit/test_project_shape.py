"""The shape of the tree: layers, sizes, where broad catches may stand, what lies at the top, how text is stored."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = sorted((ROOT / "desktop_app").rglob("*.py"))

#: One more name here is one more thing that every newcomer must understand first.
TOP_LEVEL = {
    ".ci", ".gitattributes", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
    "README.zh-CN.md", "SECURITY.md", "build.spec", "desktop_app", "forms", "pyproject.toml", "requirements.lock",
    "resources", "tasks.py", "tests",
}  # fmt: skip
#: The task runner turns any failure of a job into a report; the crash hook is the last stop.
BROAD_CATCHES = {"desktop_app/ui/tasks.py", "desktop_app/__main__.py"}
MODULE_LINES = 400
FUNCTION_LINES = 50


def tracked_files() -> list[Path]:
    """What the project ships: git's list, or every file where the tree came without git."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    if (ROOT / ".git").exists() and shutil.which("git"):
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        return [path for name in listing.decode().split("\0") if name and (path := ROOT / name).is_file()]
    made = {
        ".git",
        ".venv",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        "build",
        "dist",
    }
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if not made & set(path.relative_to(ROOT).parts)]


def text_files() -> Iterator[tuple[str, str]]:
    """Path and content of every tracked file that is text; vectors and what fuzzing found are bytes on purpose."""
    bytes_on_purpose = ("tests/vectors/", "tests/fuzz/corpus/")
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        content = path.read_bytes()
        if not name.startswith(bytes_on_purpose) and b"\0" not in content[:8192] and path.suffix not in {".pdf"}:
            yield name, content.decode("utf-8")  # a decoding error names the byte; the file is in the traceback


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@pytest.mark.slow
def test_imports_point_one_way() -> None:
    """Run as the command, in a process of its own: import-linter silences other loggers of its process."""
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "5 kept, 0 broken" in result.stdout


@pytest.mark.slow
def test_no_ring_of_modules() -> None:
    """Also where a function imports: a ring is one module in several files. What only a type names is no tie."""
    graph = grimp.build_graph("desktop_app", exclude_type_checking_imports=True)
    ties = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(ties) > 500
    TopologicalSorter(ties).prepare()  # a CycleError names the ring


def test_every_folder_of_modules_is_a_package() -> None:
    """Without `__init__.py` import-linter would not see the folder at all."""
    folders = {path.parent for path in PROGRAM}
    assert not [folder for folder in folders if not (folder / "__init__.py").is_file()]


def unreadable(path: Path) -> Iterator[str]:
    """What makes the module at `path` hard to read: too long, a function too long, or nothing that says its job."""
    tree = parsed(path)
    name = path.relative_to(ROOT).as_posix()
    if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES:
        yield f"{name}: {lines} lines: split it"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name}: {node.name}: {length} lines"
    if not ast.get_docstring(tree):
        yield f"{name}: the first line must say the one job of the module"


@pytest.mark.slow
def test_every_module_stays_readable() -> None:
    assert len(PROGRAM) > 500
    assert [fault for path in PROGRAM for fault in unreadable(path)] == []


def raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def broad_handlers(tree: ast.AST) -> list[int]:
    """Lines of handlers that would also swallow a bug; one that cleans up and raises again swallows nothing."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and not raises_again(node):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {kind.id if isinstance(kind, ast.Name) else kind for kind in kinds}
            if names & {"Exception", "BaseException", None}:
                found.append(node.lineno)
    return found


def test_the_finder_of_broad_catches_finds_each_spelling() -> None:
    for clause in ("except:", "except Exception:", "except BaseException as e:", "except (OSError, Exception):"):
        assert broad_handlers(ast.parse(f"try:\n    x()\n{clause}\n    y()"))
    for clause in ("except (OSError, ValueError):\n    y()", "except BaseException:\n    y()\n    raise"):
        assert not broad_handlers(ast.parse(f"try:\n    x()\n{clause}"))


@pytest.mark.slow
def test_bugs_are_caught_in_few_places_only() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in PROGRAM if broad_handlers(parsed(path))}
    assert found <= BROAD_CATCHES


def test_nothing_else_lies_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked_files()} <= TOP_LEVEL


def test_text_is_utf8_with_newlines_of_one_kind() -> None:
    faults = [name for name, text in text_files() if "\r" in text or text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")]
    assert not faults


def test_text_names_no_registry_and_no_place_outside_the_tree() -> None:
    """A checkout must build anywhere: no host to fetch from, no neighbour folder, no path of one machine."""
    # Written in halves, or this file would be its own find.
    halves = [("pypi.", "org"), ("pythonhosted.", "org"), ("deb.", "debian.org"), ("registry.", "npmjs")]
    halves += [("../", "shared"), ("/wo", "rk/")]
    pieces = ["".join(half) for half in halves]
    faults = [(name, piece) for name, text in text_files() for piece in pieces if piece in text]
    assert not faults


#: What asks how late it is, or lets time pass.
CLOCKS = {"monotonic", "perf_counter", "qWait", "sleep", "wait_for", "Timer"}
#: Whoever kills something at a random moment, and whoever waits for what other programs do.
MAY_WAIT = {
    "tests/support/patience.py", "tests/support/prompt.py", "tests/support/screen_reader.py",
    "tests/support/typing_window.py", "tests/faults/test_bulk_kill.py", "tests/faults/test_desk_kill.py",
    "tests/faults/test_ended_window.py",
    "tests/faults/test_vault_kill.py", "tests/journeys/test_kept_packs_verbs.py",
    "tests/journeys/test_killed_while_editing.py", "tests/unit/sealing/test_direct.py",
}  # fmt: skip
#: They measure, photograph or run for as long as they are told.
MEASURING = ("tests/benchmarks/", "tests/fuzz/", "tests/mutation/", "tests/pictures.py")


def clocks(source: str) -> list[str]:
    """Where a test asks the clock, lets time pass, or has a window wait for so many milliseconds."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        asks = node.func.attr in CLOCKS
        waits = node.func.attr == "wait" and isinstance(node.func.value, ast.Name) and node.func.value.id == "qtbot"
        bounded = node.func.attr == "waitUntil" and any(one.arg == "timeout" for one in node.keywords)
        if asks or waits or bounded:
            found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
    return found


def test_the_finder_of_clocks_finds_each() -> None:
    bounded = "qtbot.waitUntil(done, timeout=5000)"
    for text in (
        "time.sleep(1)",
        "time.monotonic()",
        "qtbot.wait(5)",
        "QTest.qWait(5)",
        "threading.Timer(1, f)",
        bounded,
    ):
        assert clocks(text), text
    assert clocks("qtbot.waitUntil(done)\nevent.wait(AT_MOST_S)\ntime.process_time()") == []


def test_no_test_asks_how_fast_the_machine_is() -> None:
    """What must come is waited for (`waitUntil`, `patience.until`); what passes is held (`support/holding.py`)."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name not in MAY_WAIT and not name.startswith(MEASURING):
            found[name] = clocks(path.read_text(encoding="utf-8"))
    assert {name: where for name, where in found.items() if where} == {}
