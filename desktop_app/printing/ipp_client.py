"""One IPP request over HTTP (RFC 8010 section 4): from memory to the wire, back comes an answer or a `Fault`."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count

from desktop_app.core.errors import Code, Fault
from desktop_app.printing import secure
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.address import parse
from desktop_app.printing.ipp_reader import MAX_MESSAGE, MalformedError, decode
from desktop_app.printing.ipp_values import Attribute, AttributeGroup, Message, Operation, Tag
from desktop_app.printing.ipp_writer import encode, standard_operation_group

#: What printers and spools write into their logs as the owner; the officer's own account name is nobody's business.
REQUESTING_USER = "fengjuan"
_PIECE = 64 << 10

#: Called with bytes sent and bytes in all; may raise to stop the sending.
Sending = Callable[[int, int], None]

_request_ids = count(1)


class IppClient:
    """Talks to one address. A connection per request: printers drop idle ones at will."""

    def __init__(
        self, uri: str, access: Access = NOTHING_KNOWN, *, connect_seconds: float = 5.0, answer_seconds: float = 30.0
    ) -> None:
        self.address = parse(uri)
        self._credentials = access.password(self.address)
        self._access = access
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds

    def call(
        self,
        operation: Operation,
        *attributes: Attribute,
        groups: tuple[AttributeGroup, ...] = (),
        document: bytes = b"",
        sending: Sending | None = None,
    ) -> Message:
        """The printer's answer, whatever its status.

        Raises `PRINTER_UNREACHABLE`, what `secure.connect` raises, `PRINTER_PASSWORD_…`, `PRINTER_NEEDS_TLS`,
        `PRINTER_FORBIDDEN`, `PRINTER_ANSWER`, `PRINTER_REFUSED` (by HTTP).
        """
        target = Attribute("printer-uri", Tag.URI, (self._printer_uri(),))
        user = Attribute("requesting-user-name", Tag.NAME, (REQUESTING_USER,))
        first = standard_operation_group(target, *attributes, user)
        request = Message(operation, next(_request_ids), (first, *groups))
        untrusted = self._exchange(encode(request), document, sending)
        try:
            answer = decode(untrusted)
        except MalformedError:
            raise self._fault(Code.PRINTER_ANSWER) from None
        if answer.request_id != request.request_id:
            raise self._fault(Code.PRINTER_ANSWER)
        return answer

    def _printer_uri(self) -> str:
        return self.address.at(self.address.path).uri

    def _exchange(self, head: bytes, document: bytes, sending: Sending | None) -> bytes:
        try:
            connection = secure.connect(self.address, self._access, self._connect_seconds)
        except OSError as error:
            raise self._fault(Code.PRINTER_UNREACHABLE, reason=_reason(error)) from error
        try:
            if connection.sock is not None:
                connection.sock.settimeout(self._answer_seconds)
            return self._post(connection, head, document, sending)
        except (OSError, http.client.HTTPException) as error:
            raise self._fault(Code.PRINTER_UNREACHABLE, reason=_reason(error)) from error
        finally:
            connection.close()

    def _post(
        self, connection: http.client.HTTPConnection, head: bytes, document: bytes, sending: Sending | None
    ) -> bytes:
        # The length is known, so it is said: old print servers cope badly with chunked bodies.
        headers = {"Content-Type": "application/ipp", "Content-Length": str(len(head) + len(document))}
        if self._credentials is not None:
            headers["Authorization"] = self._credentials.basic()
        # A printer that refuses at once answers and hangs up before reading everything: read it.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", self.address.path, _pieces(head, document, sending), headers)
        with connection.getresponse() as response:  # one that was not read to its end would keep the line
            if response.status != http.client.OK:
                raise self._refused(response)
            body = response.read(MAX_MESSAGE + 1)
        return bytes(body)

    def _refused(self, response: http.client.HTTPResponse) -> Fault:
        """What an HTTP status other than OK means; the page that comes with it is not read."""
        status = response.status
        if status == http.client.UPGRADE_REQUIRED:
            return self._fault(Code.PRINTER_NEEDS_TLS)
        if status == http.client.FORBIDDEN:
            return self._fault(Code.PRINTER_FORBIDDEN)
        offers = response.msg.get_all("WWW-Authenticate", [])
        if status == http.client.UNAUTHORIZED and any(offer.lower().startswith("basic") for offer in offers):
            return self.password_fault()
        return self._fault(Code.PRINTER_REFUSED, reason=f"HTTP {status}")

    def password_fault(self) -> Fault:
        """Why the printer does not know who is asking."""
        if not (self.address.encrypted or self.address.loopback):
            return self._fault(Code.PRINTER_PASSWORD_PLAIN)
        return self._fault(Code.PRINTER_PASSWORD_WRONG if self._credentials else Code.PRINTER_PASSWORD_NEEDED)

    def _fault(self, code: Code, **fields: object) -> Fault:
        return Fault(code, printer=self.address.uri, **fields)


def _pieces(head: bytes, document: bytes, sending: Sending | None) -> Iterator[bytes]:
    yield head
    view = memoryview(document)
    for start in range(0, len(document), _PIECE):
        if sending is not None:
            sending(start, len(document))
        yield bytes(view[start : start + _PIECE])
    if sending is not None and document:
        sending(len(document), len(document))


def _reason(error: Exception) -> str:
    """The operating system's word for it, never the other side's."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
