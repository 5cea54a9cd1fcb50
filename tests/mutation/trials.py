"""Tries mutants inside one warm test session: a pytest plugin that forks for each, and never runs in the working tree.

The session collects the tests once. A fork records which test reaches which line; then each mutant gets a fork in
which its code is exchanged and the tests that reach it run, quickest first, until one fails. A change that cannot be
exchanged in a running program (a table of a module) is written into the copy and tried in a session of its own.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.reached import Entered, Recorder
from tests.mutation.swap import Exchange, NotByExchange, forget

PLAN = "FENGJUAN_MUTANTS"
#: A mutant that runs this many times longer than its tests, plus a second, is caught by the clock.
PATIENCE = 10
#: Tests of more seconds are left out: what they do in many rounds, smaller ones do too.
LONGEST = 8.0
CAUGHT, MISSED, UNREACHED, SLOW = "caught", "survived", "unreached", "caught by the clock"


class Trials:
    """The session's loop."""

    def __init__(self, session: pytest.Session) -> None:
        plan = json.loads(Path(os.environ[PLAN]).read_text(encoding="utf-8"))
        self.session = session
        self.package: str = plan["package"]
        self.folder = Path(*self.package.split(".")).resolve()
        self.mutants: list[dict[str, Any]] = plan["mutants"]
        self.out = Path(plan["out"])
        self.budget: float = plan["budget"]
        self.single: bool = plan["single"]
        self.items = {item.nodeid: item for item in session.items}
        self.exchanges: dict[str, Exchange] = {}

    def run(self) -> None:
        if self.single:
            self._run_items(list(self.items.values()))
            return
        importing = self._importing()
        reached = self._reached()
        sure = {tuple(each) for each in reached["loading"]}
        seconds: dict[str, float] = reached["seconds"]
        by_function: dict[tuple[str, int], set[str]] = {}
        for test, entered in reached["tests"].items():
            for module, line in entered:
                by_function.setdefault((module, line), set()).add(test)
        with self.out.open("a", encoding="utf-8") as out:
            for mutant in self.mutants:
                place = (mutant["module"], mutant["entered"])
                fresh = mutant["entered"] == 0 or place in importing
                loading = fresh or place in sure
                chosen = self._chosen(by_function.get(place, set()), loading, seconds)
                outcome, by = self._tried(mutant, chosen, seconds, fresh, loading) if chosen else (UNREACHED, "")
                out.write(json.dumps({"name": mutant["name"], "outcome": outcome, "by": by}, ensure_ascii=False) + "\n")
                out.flush()

    def _chosen(self, tests: set[str], loading: bool, seconds: dict[str, float]) -> list[str]:
        """Quickest first, within the budget; what is used by loading may show in any test."""
        first = sorted(tests, key=lambda test: seconds[test])
        then = sorted(seconds.keys() - tests, key=lambda test: seconds[test]) if loading else []
        chosen, total = [], 0.0
        for test in [*first, *then]:
            total += seconds[test]
            if total > self.budget and chosen:
                break
            chosen.append(test)
        return chosen

    # ---- recording

    def _importing(self) -> set[tuple[str, int]]:
        command = [sys.executable, "-m", "tests.mutation.reached", str(self.folder), self.package]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return {(module, int(line)) for module, line in (row.split() for row in told.splitlines())}

    def _reached(self) -> dict[str, Any]:
        """As recorded; a recording that is there from an earlier run is only added to."""
        file = self.out.with_name("reached.json")
        known: dict[str, Any] = {"loading": [], "tests": {}, "seconds": {}}
        if file.exists():
            known = json.loads(file.read_text(encoding="utf-8"))
        missing = [item for name, item in self.items.items() if name not in known["tests"]]
        if missing:
            child = os.fork()
            if child == 0:
                with contained():
                    file.write_text(json.dumps(self._recorded(missing, known)), encoding="utf-8")
            os.waitpid(child, 0)
            known = json.loads(file.read_text(encoding="utf-8"))
        for part in ("tests", "seconds"):
            known[part] = {name: value for name, value in known[part].items() if name in self.items}
        return known

    def _recorded(self, items: list[pytest.Item], known: dict[str, Any]) -> dict[str, Any]:
        recorder = Recorder(self.folder)
        loading: Entered = set()
        forget(("desktop_app",))
        with recorder.into(loading):
            load_everything()
        tests, seconds = known["tests"], known["seconds"]
        for item in items:
            entered: Entered = set()
            start = spent()
            with recorder.into(entered), at_most(LONGEST):
                passed = self._run_items([item])
            if passed and spent() - start < LONGEST:
                tests[item.nodeid] = sorted(entered)
                seconds[item.nodeid] = spent() - start
        return {"loading": sorted(loading), "tests": tests, "seconds": seconds}

    # ---- trying

    def _tried(
        self, mutant: dict[str, Any], tests: list[str], seconds: dict[str, float], fresh: bool, loading: bool
    ) -> tuple[str, str]:
        limit = 2 + PATIENCE * sum(seconds[test] for test in tests)
        limit = min(limit, 30 + 2 * self.budget)
        if not fresh:
            with contextlib.suppress(NotByExchange):
                return self._exchanged(mutant, tests, limit, loading)
        return self._afresh(mutant, tests, limit + 20)

    def _exchanged(self, mutant: dict[str, Any], tests: list[str], limit: float, loading: bool) -> tuple[str, str]:
        path = self.folder / f"{mutant['module']}.py"
        if mutant["module"] not in self.exchanges:
            self.exchanges[mutant["module"]] = Exchange(path)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            with contained():
                resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
                try:
                    self.exchanges[mutant["module"]].put(mutated(path, mutant))
                except NotByExchange:
                    os.write(write, b"?")
                    return "", ""
                if loading:
                    forget(("desktop_app", "tests"))
                for test in tests:
                    if not self._run_items([self.items[test]]):
                        os.write(write, test.encode())
                        break
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            told = pipe.read().decode()
        _, status = os.waitpid(child, 0)
        if told == "?":
            raise NotByExchange
        if os.WIFSIGNALED(status):
            return SLOW, ""
        return (CAUGHT, told) if told else (MISSED, "")

    def _afresh(self, mutant: dict[str, Any], tests: list[str], limit: float) -> tuple[str, str]:
        """In a session of its own, with the mutant in the copy's file."""
        path = self.folder / f"{mutant['module']}.py"
        source = path.read_bytes()
        plan = self.out.with_suffix(".single.json")
        told = self.out.with_suffix(".single.txt")
        chosen = {"package": self.package, "mutants": [], "out": str(told), "budget": self.budget, "single": True}
        plan.write_text(json.dumps(chosen), encoding="utf-8")
        told.unlink(missing_ok=True)
        try:
            path.write_bytes(mutant_bytes := mutated(path, mutant))
            compiled = Path(path.parent, "__pycache__").glob(f"{path.stem}.*.pyc")
            for each in compiled:
                each.unlink()
            assert mutant_bytes != source
            files = sorted({test.split("::")[0] for test in tests})
            command = [sys.executable, "-B", "-m", "pytest", *OPTIONS, "-x", *files]
            environment = os.environ | {PLAN: str(plan), "FENGJUAN_TESTS": json.dumps(tests)}
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False, timeout=limit * 20
            )
        except subprocess.TimeoutExpired:
            return SLOW, ""
        finally:
            path.write_bytes(source)
        return (MISSED, "") if done.returncode == 0 else (CAUGHT, told.read_text() if told.exists() else "at import")

    def _run_items(self, items: list[pytest.Item]) -> bool:
        """Whether all pass; stops at the first that does not."""
        for item in items:
            before = self.session.testsfailed
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if self.session.testsfailed != before:
                if self.single:
                    self.out.write_text(item.nodeid, encoding="utf-8")
                return False
        return True


OPTIONS = ("-q", "-p", "tests.mutation.trials", "-p", "no:cacheprovider", "--no-header", "--tb=no")


class TooLong(BaseException):
    """Not an `Exception`, so that nothing in a test goes on after it."""


@contextlib.contextmanager
def at_most(seconds: float) -> Generator[None, None, None]:
    """Stop a test that works longer."""

    def stop(signum: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def spent() -> float:
    """Seconds of work of this process and of those it started."""
    return sum(os.times()[:4])


def mutated(path: Path, mutant: dict[str, Any]) -> bytes:
    source = path.read_bytes()
    return source[: mutant["start"]] + mutant["after"].encode() + source[mutant["end"] :]


@contextlib.contextmanager
def contained() -> Generator[None, None, None]:
    """The child's life: whatever happens in it, it ends here and prints nothing."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    try:
        yield
    finally:
        os._exit(0)


def load_everything() -> None:
    """What a session makes once and every test may use."""
    from desktop_app.policy.fact_labels import fact_labels
    from desktop_app.policy.labels import labels
    from desktop_app.policy.pack import load_shipped

    load_shipped()
    labels()
    fact_labels()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    wanted = os.environ.get("FENGJUAN_TESTS")
    if wanted:
        order = {test: place for place, test in enumerate(json.loads(wanted))}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])


def pytest_runtestloop(session: pytest.Session) -> bool:
    if session.testsfailed:
        raise session.Interrupted("the tests cannot be collected")
    load_everything()
    Trials(session).run()
    return True
