"""Addresses, asking and finding printers."""

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.printing.address import parse
from desktop_app.printing.backend import PrinterState, Sides
from desktop_app.printing.ipp_client import IppClient
from desktop_app.printing.ipp_values import Operation
from desktop_app.printing.media import PaperSize
from desktop_app.printing.printers import ask, cups_address, discover
from tests.support.ipp_printer import A3, A4


@pytest.fixture(autouse=True)
def no_cups(monkeypatch):
    """Port 1 is closed: what CUPS this machine has must not show up in the tests."""
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")


@pytest.mark.parametrize(
    ("uri", "host", "port", "path", "encrypted"),
    [
        ("ipp://printer/ipp/print", "printer", 631, "/ipp/print", False),
        ("ipps://printer.example:8631/p?x=1", "printer.example", 8631, "/p?x=1", True),
        ("http://10.1.2.3/ipp", "10.1.2.3", 80, "/ipp", False),
        (" https://[::1]/ ", "::1", 443, "/", True),
        ("IPP://Printer", "printer", 631, "/", False),
    ],
)
def test_addresses_are_taken_apart(uri, host, port, path, encrypted):
    address = parse(uri)
    assert (address.host, address.port, address.path, address.encrypted) == (host, port, path, encrypted)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "printer",
        "ipp://",
        "ipp:///ipp/print",
        "file:///etc/passwd",
        "socket://printer:9100",
        "ipp://printer:99999/",
        "ipp://printer:0/",
        "ipp://printer:x/",
        "ipp://user:word@printer/",
        "ipp://a..b/",
        "ipp://[::1/",
        "ipp://打印机/",
        "ipp://printer/a b",
        "ipp://printer/a\r\nX: y",
        "ipp://" + "a" * 64 + "/",
    ],
)
def test_other_addresses_are_refused(uri):
    with pytest.raises(Fault) as caught:
        ask(uri)
    assert caught.value.code is Code.PRINTER_ADDRESS


@pytest.mark.parametrize(
    ("uri", "loopback"),
    [
        ("ipp://localhost/", True),
        ("ipp://127.8.9.1/", True),
        ("ipp://[::1]/", True),
        ("ipp://10.0.0.1/", False),
        ("ipp://localhost.example/", False),
    ],
)
def test_what_is_on_this_machine(uri, loopback):
    assert parse(uri).loopback is loopback


def test_a_printer_tells_what_it_is(printers):
    server = printers(media_ready=(A4,))
    printer = ask(server.uri)
    assert printer.uri == server.uri
    assert (printer.name, printer.location, printer.state) == ("回环打印机", "203 室", PrinterState.IDLE)
    assert (printer.media_supported, printer.media_ready) == ((A4, A3), (A4,))
    assert (printer.sides, printer.copies, printer.spooled) == (tuple(Sides), 99, False)
    assert "application/pdf" in printer.formats
    assert (printer.loaded(PaperSize.A4), printer.loaded(PaperSize.A3)) == (True, False)


def test_a_name_that_deceives_the_eye_is_made_harmless(printers):
    assert ask(printers(name="好\u202e打印机\x00\x1b[2J" + "长" * 200).uri).name == ("好打印机[2J" + "长" * 200)[:80]


@pytest.mark.parametrize(
    ("name", "means_a3"),
    [
        ("iso_a3_297x420mm", True),
        ("iso_a3_297x420mm_borderless", True),
        ("custom_a3_420x297mm", True),
        ("oe_a3_11.69x16.54in", True),
        ("iso_a3-extra_322x445mm", False),
        ("jis_b4_257x364mm", False),
        ("na_ledger_11x17in", False),
        ("custom_max_297x420mm", False),
        ("a3", False),
        ("iso_a3_297x420mm ", False),
    ],
)
def test_media_names_are_read_by_their_size(name, means_a3):
    assert PaperSize.A3.is_called(name) is means_a3


def test_http_is_as_good_as_ipp(printers):
    server = printers()
    assert ask(f"http://127.0.0.1:{server.port}/ipp/print").takes(PaperSize.A3)


@pytest.mark.parametrize("status", [301, 401, 404, 500])
def test_other_http_answers_are_refusals(printers, status):
    with pytest.raises(Fault) as caught:
        ask(printers(http_status=status).uri)
    assert (caught.value.code, caught.value.fields["reason"]) == (Code.PRINTER_REFUSED, f"HTTP {status}")


def test_a_host_that_accepts_and_keeps_silent_is_given_up(silent_port):
    client = IppClient(f"ipp://127.0.0.1:{silent_port}/", answer_seconds=0.2)
    with pytest.raises(Fault) as caught:
        client.call(Operation.GET_PRINTER_ATTRIBUTES)
    assert caught.value.code is Code.PRINTER_UNREACHABLE


@pytest.fixture
def silent_port():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_no_printer_is_an_empty_list():
    assert discover(usb_ports=()) == ()


def test_the_queues_of_cups_are_found_by_its_own_address(printers, monkeypatch):
    cups = printers(queues=("甲", "yi"))
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{cups.port}")
    [yi] = [printer for printer in discover(usb_ports=()) if printer.name == "yi"]
    assert yi.uri == f"ipp://127.0.0.1:{cups.port}/printers/yi"
    assert yi.spooled


def test_a_cups_without_queues(printers, monkeypatch):
    empty = printers(queues=())
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{empty.port}")
    assert discover(usb_ports=()) == ()
    assert empty.operations == [Operation.CUPS_GET_PRINTERS]


def test_the_device_behind_a_queue_is_offered_without_the_spool(printers, monkeypatch):
    device = printers(name="直连")
    queue = printers(queues=("queue",), cups_device=device.uri)
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{queue.port}")
    assert [(p.name, p.spooled) for p in discover(usb_ports=())] == [("queue", True), ("直连", False)]


def test_usb_printers_are_found_at_their_ports(printers, silent_port):
    server = printers(name="USB")
    assert [p.name for p in discover(usb_ports=(1, server.port))] == ["USB"]


def test_printers_entered_by_hand_stay_in_the_list(printers):
    server = printers()
    found = discover((server.uri, server.uri, "ipp://127.0.0.1:1/ipp/print", "nonsense"), usb_ports=())
    assert [(p.uri, p.state) for p in found] == [
        (server.uri, PrinterState.IDLE),
        ("ipp://127.0.0.1:1/ipp/print", PrinterState.UNREACHABLE),
        ("nonsense", PrinterState.UNREACHABLE),
    ]
    assert not found[1].takes(PaperSize.A4)


@pytest.mark.parametrize(
    ("variable", "uri"),
    [
        ("", "ipp://localhost:631/"),
        ("/run/cups/cups.sock", "ipp://localhost:631/"),
        ("spool.example:8631", "ipp://spool.example:8631/"),
        ("spool.example:8631/version=1.1", "ipp://spool.example:8631/"),
        ("::bad::", "ipp://localhost:631/"),
    ],
)
def test_where_cups_is(monkeypatch, variable, uri):
    monkeypatch.setenv("CUPS_SERVER", variable)
    address = cups_address()
    assert address.at("/").uri == uri
