"""The pack's code tables in the form that the papers layer prints from."""

from collections.abc import Mapping, Sequence

from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers.wording import CodeTables
from desktop_app.policy.pack import Pack
from desktop_app.policy.papers import papers

Lists = Mapping[str, Sequence[Mapping[str, str]]]

#: The tables that forms print words from.
_PRINTED = ("ethnic", "education", "degree", "political")


def code_tables(pack: Pack) -> CodeTables:
    """Code -> printed word for each table of the pack."""
    tables = {name: {code: pack.codes[name].label(code) for code in pack.codes[name].rows} for name in _PRINTED}
    tables["area"] = {key: area.name.zh for key, area in pack.areas.items()}
    tables["series"] = {code: row.name.zh for code, row in pack.series.items()}
    return CodeTables(tables)


def listed(document: Document, content: Application, pack: Pack) -> Lists:
    """The lists that a filing's paper prints from what the notice says, beside the application's own."""
    return _LISTED[document](content, pack) if document in _LISTED else {}


def _material_rows(content: Application, pack: Pack) -> Lists:
    """Annex 1 as the list of materials prints it."""
    return {
        "materials": [
            {
                "number": str(paper.number),
                "name": paper.name.zh,
                "size": paper.form.zh,
                "copies": str(paper.copies) if paper.copies else "",
                "present": str(paper.present) if paper.present else "",
                "note": paper.note.zh,
            }
            for paper in papers(content, pack)
        ]
    }


#: Paper -> what makes its lists.
_LISTED = {Document.LIST_OF_MATERIALS: _material_rows}
