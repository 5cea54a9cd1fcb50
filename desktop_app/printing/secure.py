"""Encrypted connections to printers: whose certificate is believed, and its fingerprint for people to compare.

Printers mostly show a certificate of their own making. Three things make one good: an officer compared its fingerprint
and accepted it, this office's own authority signed it, or, without such an authority, the system's authorities did.
"""

import hashlib
import http.client
import ssl
import string

from desktop_app.core.errors import Code, Fault
from desktop_app.printing.access import Access
from desktop_app.printing.address import Address

_DIGITS = 64
#: A file of authorities is some certificates long, not a whole disk.
AUTHORITIES_LIMIT = 1 << 20


def connect(address: Address, access: Access, seconds: float) -> http.client.HTTPConnection:
    """A connection over which nothing has gone yet, to the server that this desk believes to be the printer.

    Raises `PRINTER_CERTIFICATE` with the fingerprint for an officer to compare, `PRINTER_CERTIFICATE_CHANGED`,
    `PRINTER_NO_TLS`, and whatever `OSError` keeps the line from coming about.
    """
    if not address.encrypted:
        plain = http.client.HTTPConnection(address.host, address.port, timeout=seconds)
        plain.connect()
        return plain
    accepted = access.certificate(address)
    context = _any_certificate() if accepted or address.loopback else _vouched_for(access)
    connection = http.client.HTTPSConnection(address.host, address.port, timeout=seconds, context=context)
    try:
        connection.connect()
        if accepted:
            _must_be(accepted, connection, address)
    except ssl.SSLCertVerificationError:
        shown = fingerprint(address, seconds)
        raise Fault(Code.PRINTER_CERTIFICATE, printer=address.uri, fingerprint=shown) from None
    except ssl.SSLError:
        raise Fault(Code.PRINTER_NO_TLS, printer=address.uri) from None
    except Fault:
        connection.close()
        raise
    return connection


def _must_be(accepted: str, connection: http.client.HTTPSConnection, address: Address) -> None:
    shown = _of(connection)
    if shown != accepted:
        raise Fault(Code.PRINTER_CERTIFICATE_CHANGED, printer=address.uri, fingerprint=shown)


def fingerprint(address: Address, seconds: float = 5.0) -> str:
    """The fingerprint of what the server shows now, believed by nobody. Raises what `connect` raises."""
    connection = http.client.HTTPSConnection(address.host, address.port, timeout=seconds, context=_any_certificate())
    try:
        connection.connect()
        return _of(connection)
    except ssl.SSLError:
        raise Fault(Code.PRINTER_NO_TLS, printer=address.uri) from None
    except OSError as error:
        raise Fault(Code.PRINTER_UNREACHABLE, printer=address.uri, reason=type(error).__name__) from error
    finally:
        connection.close()


def spelled(untrusted: str) -> str:
    """A fingerprint as this program writes it, from the ways that people and panels write one; empty if it is none."""
    digits = "".join(c for c in untrusted if c not in " :-\t\n").upper()
    if len(digits) != _DIGITS or not set(digits) <= set(string.hexdigits):
        return ""
    return ":".join(digits[at : at + 2] for at in range(0, _DIGITS, 2))


def authorities(untrusted: bytes) -> str:
    """The authorities in a PEM file, as text. Raises `PRINTER_AUTHORITY` when it holds none or something else."""
    try:
        pem = untrusted.decode("ascii")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        raise Fault(Code.PRINTER_AUTHORITY) from None
    if not context.get_ca_certs():  # a printer's own certificate is not an authority
        raise Fault(Code.PRINTER_AUTHORITY)
    return pem


def _of(connection: http.client.HTTPSConnection) -> str:
    assert isinstance(connection.sock, ssl.SSLSocket)
    certificate = connection.sock.getpeercert(binary_form=True)
    assert certificate is not None  # a server without one fails the handshake
    return spelled(hashlib.sha256(certificate).hexdigest())


def _any_certificate() -> ssl.SSLContext:
    """For one that is compared by its fingerprint, or on loopback, where no wire is passed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _vouched_for(access: Access) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=access.authorities or None)
