"""Where a printer is: `ipp`, `ipps`, `http` or `https` addresses, taken apart and checked once."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from desktop_app.core.errors import Code, Fault

_PORTS = {"ipp": 631, "ipps": 631, "http": 80, "https": 443}
#: Where a printer answers that says nothing else (PWG 5100.14, IPP Everywhere).
_USUAL_PATH = "/ipp/print"


@dataclass(frozen=True, slots=True)
class Address:
    """A printer's address; `path` begins with a slash."""

    uri: str
    host: str
    port: int
    path: str
    encrypted: bool

    @property
    def loopback(self) -> bool:
        """Whether it lies on this machine: what is sent there passes no wire."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def at(self, path: str) -> "Address":
        """Another resource of the same server."""
        scheme = "ipps" if self.encrypted else "ipp"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return Address(f"{scheme}://{host}:{self.port}{path}", self.host, self.port, path, self.encrypted)


def parse(untrusted_uri: str) -> Address:
    """The address that a person or a print server wrote. Raises `PRINTER_ADDRESS`."""
    uri = untrusted_uri.strip()
    refusal = Fault(Code.PRINTER_ADDRESS, printer=untrusted_uri)
    if not uri.isascii() or not uri.isprintable() or " " in uri:
        raise refusal
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")  # what the resolver does with it, and fails at, before any question is asked
    except ValueError:
        raise refusal from None
    if parts.scheme not in _PORTS or not host or port == 0 or parts.username is not None:
        raise refusal
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(uri, host, port or _PORTS[parts.scheme], path, parts.scheme in ("ipps", "https"))


def completed(untrusted_text: str) -> str:
    """The address that is meant by the name or number that stands on the printer. Raises `PRINTER_ADDRESS`."""
    typed = untrusted_text.strip()
    if "://" not in typed:
        host, slash, path = typed.partition("/")
        full = f"ipp://{host}{slash + path if path else _USUAL_PATH}"
        try:
            return parse(full).uri
        except Fault:
            raise Fault(Code.PRINTER_ADDRESS, printer=untrusted_text) from None
    return parse(typed).uri
