"""What the three pages of a committee share: showing it as it stands, and doing something to it."""

from desktop_app.desk.committee_view import CommitteeView
from desktop_app.ui.context import Context
from desktop_app.ui.widgets.actingpart import ActingPart


class Page(ActingPart):
    """`show_view` is called whenever the committee was read anew."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view: CommitteeView | None = None

    def show_view(self, view: CommitteeView) -> None:
        """Show the committee as it stands."""
        self.view = view

    @property
    def committee(self) -> str:
        """The committee's id."""
        assert self.view is not None
        return self.view.kept.id
