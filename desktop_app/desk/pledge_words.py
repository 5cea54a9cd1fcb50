"""What a person pledges, to be read on the screen before it is confirmed: the words of the printed pledge."""

from desktop_app.desk import tables
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers import bindings, form
from desktop_app.papers.form_spec import Prose, fill
from desktop_app.policy.pack import Pack


def pledge_words(content: Application, pack: Pack) -> str:
    """Filled in as far as the application is; what is missing stays a gap, as on paper."""
    values = bindings.bind(content, tables.code_tables(pack)).single
    blocks = (block for page in form.load(Document.PLEDGE.value).pages for block in page.blocks)
    return "\n".join(fill(block.text, values) for block in blocks if isinstance(block, Prose))
