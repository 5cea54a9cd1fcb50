"""Answers about an application that lies as an exchange file: for scripts, policy keepers and tests; no vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import check, explain, paper, tables
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.copies import OF_ONE_FILING, Document
from desktop_app.domain.findings import Finding
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.host import atomic
from desktop_app.papers import raster
from desktop_app.papers import render as papers_render
from desktop_app.papers.issues import Issue
from desktop_app.papers.render import PaperRequest
from desktop_app.policy import could_file
from desktop_app.policy import coverage as policy_coverage
from desktop_app.policy import pack as packs
from desktop_app.policy.could_file import Ground, Openness
from desktop_app.policy.coverage import CoverageRow
from desktop_app.policy.pack import Pack

__all__ = ["CoverageRow", "Ground", "OpenFile", "Openness", "Proof", "coverage", "read", "render"]

#: Documents that make sense without a package or a register.
PROOFS = OF_ONE_FILING


@dataclass(frozen=True, slots=True)
class OpenFile:
    """An application from a file, with the pack it is judged by."""

    application: Application
    pack: Pack

    @property
    def pack_version(self) -> str:
        return self.pack.version

    def assess(self, day: date) -> check.Assessment:
        """All answers of the policy on one day."""
        return check.assess(self.application, day, self.pack)

    def grounds(self, day: date) -> Sequence[Ground]:
        """What this person could file for next, on one day."""
        return could_file.grounds(self.application, day, self.pack)

    def explain(self, finding: Finding) -> explain.Explanation:
        """What one of the findings looked at."""
        return explain.explain(finding, self.pack)


def read(path: Path, policy: Path | None) -> OpenFile:
    """The file's application and the pack (the shipped one unless a folder is named)."""
    return OpenFile(exchange.read(path), _pack(policy))


def _pack(folder: Path | None) -> Pack:
    return packs.load(folder) if folder else packs.load_shipped()


def coverage(folder: Path | None) -> Sequence[CoverageRow]:
    """Where each rule of the notice is carried out by a pack."""
    return policy_coverage.coverage(_pack(folder))


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was written: how many pages, and what does not fit."""

    pages: int
    issues: Sequence[Issue]


def render(opened: OpenFile, document: Document, out: Path, progress: Progress) -> Proof:
    """Write a proof of one document as plain PDF."""
    if document not in PROOFS:
        raise Fault(Code.FORM_NOT_FOUND, form=document.value)
    application = opened.application
    rendered = papers_render.render(
        PaperRequest(
            document=document,
            application=application,
            tables=tables.code_tables(opened.pack),
            version_number=None,
            version_digest="",
            application_id="",
            marking=whole_mark(application),
            copies=(),
            total_copies=0,
            photo=None,
            extra=paper.found_extra(opened.pack, application, document),
            rows=tables.listed(document, application, opened.pack),
        ),
        progress,
    )
    atomic.write_atomic(out, rendered.pdf)
    return Proof(raster.page_count(rendered.pdf), rendered.issues)
