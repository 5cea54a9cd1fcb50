"""The same two desks as for sealing; here the window's desk follows what is on its way."""

from tests.ui.sealing.conftest import clock, introduced, other, stick

__all__ = ["clock", "introduced", "other", "stick"]
