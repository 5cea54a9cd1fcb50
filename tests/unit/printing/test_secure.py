"""Whom a document and a password go to: certificates compared, vouched for, changed; passwords never in the clear."""

import socket
import ssl

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.printing import secure
from desktop_app.printing.access import Access, Credentials, place
from desktop_app.printing.address import parse
from desktop_app.printing.backend import PrinterState
from desktop_app.printing.jobs import print_pdf
from desktop_app.printing.media import PaperSize
from desktop_app.printing.printers import ask, discover
from tests.support import certificates
from tests.support.ipp_printer import LoopbackPrinter, Setup

USER, PASSWORD = "打印员", "见字如面 100%"
SIGNED_IN = Setup(sign_in=(USER, PASSWORD))


@pytest.fixture(autouse=True)
def far(monkeypatch):
    """The host `far` is not loopback by its looks, and leads to the test's printer. No CUPS shows up."""
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: real("127.0.0.1" if host == "far" else host, *rest, **more)
    )
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")


@pytest.fixture
def own(tmp_path):
    """A certificate of the printer's own making."""
    return certificates.made("printer.local")


def _serving(certificate, tmp_path, setup=None):
    return LoopbackPrinter(setup, tls=certificate.server(tmp_path))


def _far(server, scheme="ipps"):
    return f"{scheme}://far:{server.port}/ipp/print"


def _accepted(server, fingerprint):
    return Access(certificates={f"far:{server.port}": fingerprint})


def _code(uri, access):
    with pytest.raises(Fault) as caught:
        ask(uri, access)
    return caught.value


def test_an_unknown_certificate_is_shown_and_not_believed(own, tmp_path):
    with _serving(own, tmp_path) as server:
        fault = _code(_far(server), Access())
        assert fault.code is Code.PRINTER_CERTIFICATE
        assert fault.fields["fingerprint"] == own.fingerprint
        assert own.fingerprint in sentence(fault)
        assert own.fingerprint in sentence(fault, Language.EN)
        assert server.requests == []


def test_the_one_that_was_compared_is_believed(own, tmp_path, document):
    with _serving(own, tmp_path) as server:
        access = _accepted(server, own.fingerprint)
        assert ask(_far(server), access).takes(PaperSize.A3)
        print_pdf(
            _far(server), pdf := document(3), size=PaperSize.A3, landscape=True, duplex=False, title="FJ-1",
            progress=Progress(), page_count=3, access=access, poll_seconds=0.01,
        )  # fmt: skip
        assert server.jobs[0].pdf == pdf


def test_another_certificate_in_its_place_is_refused_before_a_byte(own, tmp_path, document):
    with _serving(certificates.made("printer.local"), tmp_path, SIGNED_IN) as server:
        access = Access({f"far:{server.port}": own.fingerprint}, {f"far:{server.port}": Credentials(USER, PASSWORD)})
        fault = _code(_far(server), access)
        assert fault.code is Code.PRINTER_CERTIFICATE_CHANGED
        with pytest.raises(Fault) as caught:
            print_pdf(
                _far(server), document(1), size=PaperSize.A3, duplex=False, title="FJ-1", progress=Progress(),
                page_count=1, access=access,
            )  # fmt: skip
        assert caught.value.code is Code.PRINTER_CERTIFICATE_CHANGED
        assert (server.requests, server.signatures) == ([], [])


def test_trust_in_one_port_is_no_trust_in_another(own, tmp_path):
    with _serving(own, tmp_path) as server:
        access = Access(certificates={f"far:{server.port + 1}": own.fingerprint})
        assert _code(_far(server), access).code is Code.PRINTER_CERTIFICATE


def test_even_on_this_machine_a_changed_certificate_is_refused(own, tmp_path):
    with _serving(own, tmp_path) as server:
        assert ask(server.uri).takes(PaperSize.A3)  # no wire is passed: any will do
        other = certificates.made("x").fingerprint
        assert _code(server.uri, Access({place(parse(server.uri)): other})).code is Code.PRINTER_CERTIFICATE_CHANGED


def test_the_offices_own_authority_vouches(tmp_path):
    authority = certificates.made("ca.office", authority=True)
    with _serving(certificates.made("far", authority), tmp_path) as server:
        assert _code(_far(server), Access()).code is Code.PRINTER_CERTIFICATE
        access = Access(authorities=secure.authorities(authority.pem))
        assert ask(_far(server), access).takes(PaperSize.A3)
        stranger = Access(authorities=secure.authorities(certificates.made("CA", authority=True).pem))
        assert _code(_far(server), stranger).code is Code.PRINTER_CERTIFICATE


@pytest.mark.parametrize(("host", "days"), [("other", 1), ("far", -1)])
def test_its_signature_on_another_name_or_one_run_out_does_not(tmp_path, host, days):
    authority = certificates.made("CA", authority=True)
    with _serving(certificates.made(host, authority, days=days), tmp_path) as server:
        access = Access(authorities=secure.authorities(authority.pem))
        assert _code(_far(server), access).code is Code.PRINTER_CERTIFICATE


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_without_an_authority_is_refused(content):
    with pytest.raises(Fault) as caught:
        secure.authorities(content)
    assert caught.value.code is Code.PRINTER_AUTHORITY


def test_a_printers_own_certificate_is_no_authority(own):
    with pytest.raises(Fault) as caught:
        secure.authorities(own.pem)
    assert caught.value.code is Code.PRINTER_AUTHORITY


def test_a_port_that_speaks_plainly_is_told(printers):
    assert _code(_far(printers()), Access()).code is Code.PRINTER_NO_TLS


def test_encryption_of_the_past_is_not_taken(own, tmp_path):
    context = own.server(tmp_path)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with LoopbackPrinter(tls=context) as server:
        assert _code(_far(server), _accepted(server, own.fingerprint)).code is Code.PRINTER_NO_TLS


def test_a_printer_that_wants_encryption_says_so(printers):
    assert _code(printers(http_status=426).uri, Access()).code is Code.PRINTER_NEEDS_TLS


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{lower}", "{plain}", "{spaced}"], ids=["colons", "blanks", "small", "run", "groups"]
)
def test_fingerprints_are_read_as_panels_write_them(own, typed):
    plain = own.fingerprint.replace(":", "")
    spaced = " ".join(plain[at : at + 4] for at in range(0, 64, 4))
    text = typed.format(own.fingerprint, lower=own.fingerprint.lower(), plain=plain, spaced=spaced)
    assert secure.spelled(text) == own.fingerprint


@pytest.mark.parametrize("typed", ["", "AB:CD", "G" * 64, "A" * 40, "A" * 66])
def test_other_texts_are_no_fingerprint(typed):
    assert secure.spelled(typed) == ""


# --- passwords -----------------------------------------------------------------------------------------------------


def _knowing(uri, user=USER, password=PASSWORD):
    return Access(credentials={place(parse(uri)): Credentials(user, password)})


def test_who_gives_name_and_password_prints(printers, document):
    server = printers(sign_in=(USER, PASSWORD))
    assert _code(server.uri, Access()).code is Code.PRINTER_PASSWORD_NEEDED
    print_pdf(
        server.uri, pdf := document(2), size=PaperSize.A3, landscape=True, duplex=False, title="FJ-1",
        progress=Progress(), page_count=2, access=_knowing(server.uri), poll_seconds=0.01,
    )  # fmt: skip
    assert server.jobs[0].pdf == pdf


@pytest.mark.parametrize(("user", "password"), [(USER, "Wrong-1"), ("nobody", PASSWORD)])
def test_a_wrong_password_is_told_from_a_missing_one(printers, user, password):
    server = printers(sign_in=(USER, PASSWORD))
    fault = _code(server.uri, _knowing(server.uri, user, password))
    assert fault.code is Code.PRINTER_PASSWORD_WRONG
    assert password not in sentence(fault) + repr(fault) + repr(_knowing(server.uri))


def test_over_a_wire_no_password_goes_unencrypted(printers):
    server = printers(sign_in=(USER, PASSWORD))
    uri = _far(server, "ipp")
    fault = _code(uri, _knowing(uri))
    assert fault.code is Code.PRINTER_PASSWORD_PLAIN
    assert server.signatures == [""]


def test_a_password_goes_to_its_own_port_only(printers):
    mine, other = printers(sign_in=(USER, PASSWORD)), printers(sign_in=(USER, PASSWORD))
    assert _code(other.uri, _knowing(mine.uri)).code is Code.PRINTER_PASSWORD_NEEDED
    assert other.signatures == [""]


def test_encrypted_and_signed_in(own, tmp_path):
    with _serving(own, tmp_path, SIGNED_IN) as server:
        uri = _far(server)
        access = Access({f"far:{server.port}": own.fingerprint}, {f"far:{server.port}": Credentials(USER, PASSWORD)})
        assert ask(uri, access).takes(PaperSize.A3)
        assert _code(uri, _accepted(server, own.fingerprint)).code is Code.PRINTER_PASSWORD_NEEDED


def test_strangers_stay_in_the_list_and_are_called_so(own, tmp_path, printers):
    closed = printers(sign_in=(USER, PASSWORD))
    with _serving(own, tmp_path) as server:
        found = discover((_far(server), closed.uri, "ipp://127.0.0.1:1/ipp/print"), usb_ports=())
        assert [printer.state for printer in found] == [
            PrinterState.STRANGER,
            PrinterState.STRANGER,
            PrinterState.UNREACHABLE,
        ]
        known = discover((closed.uri,), _knowing(closed.uri), usb_ports=())
    assert [printer.state for printer in known] == [PrinterState.IDLE]
