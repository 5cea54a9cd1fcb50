"""What this desk knows of the printers it may reach: certificates accepted, authorities of its own, passwords."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from desktop_app.printing.address import Address


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and a password that a printer asks for."""

    user: str
    password: str = field(repr=False)

    def basic(self) -> str:
        """The value of an `Authorization` header (RFC 7617, in UTF-8)."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


@dataclass(frozen=True, slots=True)
class Access:
    """Certificates and credentials by `place`, so that one server's password never goes to another's port."""

    certificates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    credentials: Mapping[str, Credentials] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    authorities: str = ""  # PEM; when there are any, they alone vouch for certificates that nobody has accepted

    def certificate(self, address: Address) -> str:
        """The fingerprint that was accepted for this server; empty when none was."""
        return self.certificates.get(place(address), "")

    def password(self, address: Address) -> Credentials | None:
        """What to sign in with, where it may be sent: never unencrypted over a wire."""
        if not (address.encrypted or address.loopback):
            return None
        return self.credentials.get(place(address))


def place(address: Address) -> str:
    """The server at an address, whatever the resource: host and port."""
    return f"{address.host.lower()}:{address.port}"


NOTHING_KNOWN = Access()
