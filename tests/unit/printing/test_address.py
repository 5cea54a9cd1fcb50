"""What people type as a printer's address."""

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.printing.address import completed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.168.1.5", "ipp://192.168.1.5/ipp/print"),
        (" printer.local ", "ipp://printer.local/ipp/print"),
        ("printer:8631", "ipp://printer:8631/ipp/print"),
        ("[fe80::1]", "ipp://[fe80::1]/ipp/print"),
        ("printer/", "ipp://printer/ipp/print"),
        ("printer/ipp/print/tray2", "ipp://printer/ipp/print/tray2"),
        ("ipps://printer/ipp/print", "ipps://printer/ipp/print"),
        ("http://printer:631/", "http://printer:631/"),
    ],
)
def test_a_name_or_number_is_enough(typed: str, meant: str) -> None:
    assert completed(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "打印机", "a b", "printer:port", "user@printer", "smb://printer/queue", "/ipp/print"]
)
def test_what_is_no_address_is_refused_as_it_was_typed(typed: str) -> None:
    with pytest.raises(Fault) as refused:
        completed(typed)
    assert refused.value.code is Code.PRINTER_ADDRESS
    assert refused.value.fields["printer"] == typed
