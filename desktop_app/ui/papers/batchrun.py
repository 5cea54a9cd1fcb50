"""A batch from its first job to its last: one print after another, paused, resumed, stopped; it belongs to the context.

A lock ends it after the job at the printer: what is left is found as missing when the vault is opened again.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk.batch import STOPPING, Batch, Step
from desktop_app.desk.printer_ready import Access
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.run import Order, PrintRun


@dataclass(frozen=True, slots=True)
class Refusal:
    """A job of which nothing was printed, and why."""

    step: Step
    fault: Fault


class BatchRun(QObject):
    told = Signal()
    halted = Signal()  # a printer's trouble: it waits for an officer
    ended = Signal()

    def __init__(self, batch: Batch, access: Access, context: Context) -> None:
        super().__init__(context)
        self.batch = batch
        self.at = 0
        self.copies = 0  # in hand, as far as the printer counted
        self.why = ""  # why it waits for an officer; empty while it runs or was paused on purpose
        self.paused = False
        self.refused: list[Refusal] = []
        self.doubtful: dict[ApplicationId, str] = {}
        self.inner = (0, 0, "ready")
        self._access = access
        self._context = context
        self._run: PrintRun | None = None
        self._stopped = False
        self._over = False
        self._began = time.monotonic()
        self._begun_at = 0

    @classmethod
    def running(cls, context: Context) -> "BatchRun | None":
        """The one that is under way or paused; there is never more than one."""
        found = (child for child in context.children() if isinstance(child, cls))
        return next((run for run in found if not run._over), None)

    @property
    def step(self) -> Step | None:
        return self.batch.steps[self.at] if self.at < len(self.batch.steps) else None

    @property
    def busy(self) -> bool:
        """Whether a job is at the printer or on its way there."""
        return self._run is not None

    @property
    def seconds_left(self) -> int | None:
        """By what the jobs took since the last pause; unknown before the first is over."""
        done = self.at - self._begun_at
        if done <= 0:
            return None
        return round((time.monotonic() - self._began) / done * (len(self.batch.steps) - self.at))

    def start(self) -> None:
        self._began, self._begun_at = time.monotonic(), self.at
        self._next()

    def pause(self) -> None:
        """After the job that is under way."""
        self.paused = True
        self.told.emit()

    def resume(self) -> None:
        """Go on; the job that stopped is tried again, and prints what is missing of it by then."""
        self.paused, self.why = False, ""
        if self._run is None:
            self.start()
        else:
            self.told.emit()

    def cancel(self) -> None:
        """Call the job at the printer back, and begin no other."""
        self._stopped = True
        if self._run is not None:
            self._run.cancel()
        else:
            self._end()

    def _next(self) -> None:
        step = self.step
        if step is None or self._stopped:
            self._end()
            return
        if self.paused:
            self.told.emit()
            return
        place, accepted = self.batch.places[step.size], tuple(self.batch.accepts(step.size))
        order = Order(
            step.application,
            step.document,
            place.printer,
            tray=place.tray,
            access=self._access,
            accepted=accepted,
            permit=self.batch.permit,
            making=self.batch.making,
        )
        self._run = run = PrintRun(order, self._context, quiet=True)
        run.told.connect(self._heard)
        run.ended.connect(self._stepped)
        run.start()

    def _heard(self, done: int, total: int, what: str) -> None:
        self.inner = (done, total, what)
        self.told.emit()

    def _stepped(self) -> None:
        run, self._run = self._run, None
        step = self.step
        assert run is not None
        assert step is not None
        if run.why:
            self.doubtful[step.application] = run.why
        elif run.outcome is not None:
            self.copies += len(run.outcome.copies)
        elif run.fault is not None and run.fault.code not in STOPPING | {Code.NOTHING_MISSING}:
            self.refused.append(Refusal(step, run.fault))
        if run.fault is not None and run.fault.code in STOPPING and not self._stopped:
            self.paused, self.why = True, sentence(run.fault)
        else:
            self.at += 1
        self.inner = (0, 0, "ready")
        self._next()
        if self.why:
            self.halted.emit()

    def _end(self) -> None:
        if self._over:
            return
        self._over = True
        left = len(self.batch.steps) - self.at
        parts = [
            say("批量打印结束：印好 {copies} 份编号件", copies=self.copies),
            say("未印 {refused} 件", refused=len(self.refused)) if self.refused else "",
            say("待清点 {doubtful} 人", doubtful=len(self.doubtful)) if self.doubtful else "",
            say("未轮到 {left} 件", left=left) if left else "",
        ]
        self._context.note(say("，").join(part for part in parts if part) + say("。"))
        self.ended.emit()
        self.deleteLater()


def names(batch: Batch) -> Mapping[ApplicationId, str]:
    """Whose the copies are."""
    return {step.application: step.name for step in batch.steps}
