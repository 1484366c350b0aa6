"""Fetching a document from the web, within limits of time, size and redirects.

Nothing is sent but the request: no cookies, no credentials; and no proxy is used, since a proxy would resolve names
itself, and could be led where a redirect must not lead.
"""

import os
import queue
import socket
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from ipcheck import __version__
from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator, reason
from ipcheck.importing.readers.kinds import MOST_BYTES
from ipcheck.importing.readers.pieces import Progress
from ipcheck.importing.readers.web.addresses import Address, is_public, read_address, resolve

if TYPE_CHECKING:
    from ssl import SSLContext

_CHUNK = 64 * 1024  # bytes
_STEP = 0.1  # seconds between two reports of progress
_REDIRECTS = (301, 302, 303, 307, 308)
_PACKINGS = {"gzip": (47,), "x-gzip": (47,), "deflate": (47, -15)}  # window bits, as zlib takes them

_BY_BROWSER = N_("save the page with a browser, and import the file")
_NO_HOST = N_("there is no host {host}, or no network")
_NO_CONNECTION = N_("no connection with {host}: {reason}")
_NOT_SECURE = N_("no secure connection with {host}: {reason}")
_NO_HTTP = N_("{host} does not answer like a web server")
_LATE = N_("not fetched within {n} seconds")
_STATUS = N_("the server answers {status}")
_CUT_OFF = N_("the transfer was cut off")
_PACKED = N_("the server compresses it as {packing}, which cannot be read")
_TOO_LARGE = N_("larger than {n} MB; no plan is that large")
_TOO_MANY = N_("more than {n} redirects")
_INSIDE = N_("it redirects to {url}, which is not on the public internet; import that address itself if it is meant")


class Limits(NamedTuple):
    """The limits of fetching: seconds in all, bytes (also when unpacked), and redirects."""

    seconds: float = 30
    size: int = MOST_BYTES
    redirects: int = 5


LIMITS = Limits()


class Fetched(NamedTuple):
    """A document from the web: its content, the address that it came from in the end, and its type and charset as the
    server states them."""

    data: bytes
    url: str
    media_type: str | None
    charset: str | None


class _FetchError(Exception):
    """The document cannot be fetched. `message` is untranslated, with the fields `values`."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def _late(limits: Limits) -> _FetchError:
    return _FetchError(_LATE, n=round(limits.seconds))


def _too_large(limits: Limits) -> _FetchError:
    return _FetchError(_TOO_LARGE, n=limits.size // 1024 // 1024)


def fetch(
    url: str,
    _: Translator,
    progress: Progress,
    limits: Limits = LIMITS,
    may_lead_to: Callable[[str], bool] = is_public,
) -> Fetched:
    """Fetch the document at an address.

    A redirect is followed to IP addresses of which `may_lead_to` is true; the user may name any address. Raises
    UsageError, which says what to do, where there is no network, no answer in time, or none that is a document.
    """
    first = read_address(url, _)
    results: queue.SimpleQueue[Fetched | Exception] = queue.SimpleQueue()
    download = _Download(_, limits, may_lead_to)

    def run() -> None:
        try:
            results.put(download.run(first))
        except Exception as error:
            results.put(error)

    # In a thread, since looking up a name and shaking hands can take longer than any time that is set for them.
    threading.Thread(target=run, daemon=True).start()
    result: Fetched | Exception = _late(limits)
    while (left := download.end - time.monotonic()) > 0:
        try:
            result = results.get(timeout=min(left, _STEP))
            break
        except queue.Empty:
            progress(download.received, download.expected or limits.size)
    if isinstance(result, _FetchError):
        advice = [] if result.message == _INSIDE else [_hint(_)]
        explanation = _("; ").join([_(result.message).format(**result.values), *advice])
        raise UsageError(_("{path}: {reason}").format(path=first.text, reason=explanation))
    if isinstance(result, Exception):
        raise result
    return result


def _hint(_: Translator) -> str:
    """What a user can do instead; where a proxy is set, that it is not used."""
    if any(os.environ.get(name) or os.environ.get(name.upper()) for name in ("http_proxy", "https_proxy", "all_proxy")):
        return _("proxies are not used: {advice}").format(advice=_(_BY_BROWSER))
    return _(_BY_BROWSER)


class _Download:
    """One document on its way: what has been received so far, what is expected in all (bytes, or 0), and when its time
    ends."""

    def __init__(self, _: Translator, limits: Limits, may_lead_to: Callable[[str], bool]) -> None:
        self._ = _
        self._limits = limits
        self._may_lead_to = may_lead_to
        self.end = time.monotonic() + limits.seconds
        self.received = self.expected = 0

    def run(self, address: Address) -> Fetched:
        """Fetch the document at an address, through redirects."""
        for redirects in range(self._limits.redirects + 1):
            ips = self._resolve(address, is_redirect=redirects > 0)
            connection = _Connection(address, ips, self._seconds_left())
            try:
                with self._ask(connection, address) as response:
                    location = response.headers.get("Location") if response.status in _REDIRECTS else None
                    if location is None:
                        return self._document(response, address)
            finally:
                connection.close()
            address = read_address(_joined(address, location), self._)
        raise _FetchError(_TOO_MANY, n=self._limits.redirects)

    def _seconds_left(self) -> float:
        left = self.end - time.monotonic()
        if left <= 0:
            raise _late(self._limits)
        return left

    def _resolve(self, address: Address, is_redirect: bool) -> Sequence[str]:
        """The IP addresses to connect to. A connection is made to no others, so that a host cannot change them between
        this check and the connection."""
        try:
            ips = resolve(address)
        except (OSError, UnicodeError):
            raise _FetchError(_NO_HOST, host=address.host) from None
        if is_redirect and not all(map(self._may_lead_to, ips)):
            raise _FetchError(_INSIDE, url=address.text)
        return ips

    def _ask(self, connection: "_Connection", address: Address) -> HTTPResponse:
        """Send the request, and return the answer, of which only the headers have been received."""
        headers = {"User-Agent": f"ipcheck/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
        try:
            connection.request("GET", address.target, headers=headers)
            response = connection.getresponse()
        except TimeoutError:
            raise _late(self._limits) from None
        except OSError as error:
            message = _NOT_SECURE if connection.is_shaking_hands else _NO_CONNECTION
            raise _FetchError(message, host=address.host, reason=_describe(error, self._)) from None
        except HTTPException:
            raise _FetchError(_NO_HTTP, host=address.host) from None
        return response

    def _document(self, response: HTTPResponse, address: Address) -> Fetched:
        """Receive the document, and unpack it where it is packed."""
        if response.status not in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
            raise _FetchError(_STATUS, status=_status(response.status))
        self.expected = response.length or 0
        data = self._receive(response)
        packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if packing in _PACKINGS:
            data = self._unpack(data, packing)
        elif packing != "identity":
            raise _FetchError(_PACKED, packing=packing[:20])
        is_typed = response.headers.get("Content-Type") is not None
        media_type = response.headers.get_content_type() if is_typed else None
        return Fetched(data, address.text, media_type, response.headers.get_content_charset())

    def _receive(self, response: HTTPResponse) -> bytes:
        if self.expected > self._limits.size:
            raise _too_large(self._limits)
        chunks = []
        try:
            while chunk := response.read(_CHUNK):
                chunks.append(chunk)
                self.received += len(chunk)
                if self.received > self._limits.size:
                    raise _too_large(self._limits)
                self._seconds_left()
        except TimeoutError:
            raise _late(self._limits) from None
        except (OSError, HTTPException):
            raise _FetchError(_CUT_OFF) from None
        if self.received < self.expected:
            raise _FetchError(_CUT_OFF)
        return b"".join(chunks)

    def _unpack(self, data: bytes, packing: str) -> bytes:
        for window_bits in _PACKINGS[packing]:
            unpacker = zlib.decompressobj(window_bits)
            try:
                unpacked = unpacker.decompress(data, self._limits.size + 1)
            except zlib.error:
                continue
            if len(unpacked) > self._limits.size:
                raise _too_large(self._limits)
            if unpacker.eof:
                return unpacked
        raise _FetchError(_CUT_OFF)


class _Connection(HTTPConnection):
    """A connection with a host at the first of its IP addresses that answers. `is_shaking_hands` says that it is being
    made secure, or could not be."""

    def __init__(self, address: Address, ips: Sequence[str], seconds: float) -> None:
        super().__init__(address.host, address.port, timeout=seconds)
        self.default_port = 443 if address.scheme == "https" else 80  # another one is written in the header Host
        self._context = _secure_context() if address.scheme == "https" else None
        self._ips = ips
        self.is_shaking_hands = False

    def connect(self) -> None:
        """Connect. Raises the OSError of the last IP address where none answers."""
        self.sock = self._connected()
        if self._context:
            self.is_shaking_hands = True
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
            self.is_shaking_hands = False

    def _connected(self) -> socket.socket:
        *others, last = self._ips
        for ip in others:
            try:
                return socket.create_connection((ip, self.port), self.timeout)
            except OSError:
                continue
        return socket.create_connection((last, self.port), self.timeout)


def _secure_context() -> "SSLContext":
    import ssl  # imported here because it takes long, and only https needs it

    return ssl.create_default_context()


def _joined(address: Address, location: str) -> str:
    """The address that a header Location means. Headers are read as Latin-1, but servers write addresses in UTF-8."""
    written = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    try:
        return urljoin(address.text, written)
    except ValueError:
        return written


def _status(status: int) -> str:
    """A status with its standard name: 404 Not Found."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _describe(error: OSError, _: Translator) -> str:
    """What went wrong with a connection, in words."""
    words = getattr(error, "verify_message", None) or getattr(error, "reason", None)
    return str(words) if words else reason(error, _)
