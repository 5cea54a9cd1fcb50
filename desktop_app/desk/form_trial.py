"""A form tried on fictional people: an ordinary one, one with everything at its fullest, one with a rare name."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from msgspec import structs

from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import blanks, tables
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Words
from desktop_app.papers import render
from desktop_app.papers.form import of_office
from desktop_app.papers.issues import Issue
from desktop_app.papers.raster import RasterPage
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.policy.pack import Pack

_DIGEST = "0" * 64
_EACH = 6  # times that a crowded person has every entry
_LONG_NAME = "孛儿只斤·阿拉坦苏和·巴雅尔图门德力格尔玛"
_EXTRA = {"workdays": "，共5个工作日", "reader": "示例", "phone": "0471-0000000"}


class Trial(Enum):
    """Whose values are tried."""

    ORDINARY = "ordinary"
    CROWDED = "crowded"
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class Tried:
    """The paper as this person's would print, and what does not fit."""

    rendered: Rendered

    @property
    def issues(self) -> tuple[Issue, ...]:
        return self.rendered.issues

    @property
    def not_archival(self) -> tuple[Words, ...]:
        return tuple(fault.words() for fault in self.rendered.not_archival)


def tried(pack: Pack, text: str, blank: bytes, who: Trial, progress: Progress) -> Tried:
    """The whole paper; needs no vault. Raises `Fault(FORM_*)`."""
    form = of_office(text, blank)
    document = Document(form.file.document)
    application = person(who)
    asked = PaperRequest(
        document=document,
        form=form,
        application=application,
        tables=tables.code_tables(pack),
        application_id="0" * 26,
        marking=application.marking,
        version_number=1,
        version_digest=_DIGEST,
        copies=(1,),
        total_copies=1,
        photo=resource("demo", "files", "photo.jpg").read_bytes(),
        extra={name: _EXTRA.get(name, "") for name in form.file.extra},
        rows=tables.listed(document, application, pack),
    )
    return Tried(render.render(asked, progress))


def page(made: Tried, index: int, dpi: int, progress: Progress) -> RasterPage:
    """One page of it as pixels."""
    return blanks.picture(made.rendered.pdf, index, dpi, progress)


def person(who: Trial) -> Application:
    name = "rare_name.json" if who is Trial.RARE else "classified_engineer.json"
    found = exchange.read(resource("demo", name))
    return _crowded(found) if who is Trial.CROWDED else found


def _crowded(base: Application) -> Application:
    """Lists many times over, names and texts at their longest."""
    changes: dict[str, Any] = {
        field.name: getattr(base, field.name) * _EACH
        for field in structs.fields(base)
        if isinstance(getattr(base, field.name), tuple)
    }
    long = (base.work_summary or "业绩材料") * 40
    steps = base.opinions
    filled = {
        field.name: structs.replace(getattr(steps, field.name), text=long[:1500])
        for field in structs.fields(steps)
        if hasattr(getattr(steps, field.name), "text")
    }
    changes["work_summary"] = long[:4000]
    changes["opinions"] = structs.replace(steps, **filled)
    changes["person"] = structs.replace(base.person, name=_LONG_NAME, birthplace=("内蒙古自治区" * 12)[:60])
    changes["unit"] = structs.replace(base.unit, name=(base.unit.name * 8)[:60])
    return structs.replace(base, **changes)
