"""A small HTTPS service on the loopback: mutual TLS 1.3, JSON in and out, a thread a connection."""

import contextlib
import logging
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from counter_app.hub.canonical import (
    CanonicalJsonError,
    JsonObject,
    canonical_bytes,
    read_loose_object,
)
from counter_app.sandbox.pki import PARTY_NAME, TlsFiles

BODY_LIMIT: Final = 256 * 1024
SECONDS_TO_WAIT: Final = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose sender's certificate was verified; `peer` is the party id it carries."""

    peer: str
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """HTTP status and JSON body."""

    status: int
    body: JsonObject


Handle = Callable[[Request], Reply]


def refuse(status: int, reason: str) -> Reply:
    """A refusal with its reason word, e.g. `unknown_party`."""
    return Reply(status, {"reason": reason})


class HttpsService:
    """Runs one `Handle` on a loopback port; can be stopped and started again on the same port."""

    def __init__(self, handle: Handle, tls: TlsFiles, port: int = 0) -> None:
        self._handle = handle
        self._tls = tls
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"https://localhost:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    @property
    def running(self) -> bool:
        return self._server is not None

    def start(self) -> None:
        if self._server is not None:
            return
        server = _Server(("127.0.0.1", self._port), self._handle, server_context(self._tls))
        self._port = server.server_address[1]
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop at once, kept-open connections included, as an outage does."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        server.shutdown()
        thread.join()
        server.drop_connections()
        server.server_close()


def server_context(tls: TlsFiles) -> ssl.SSLContext:
    """TLS 1.3 alone; a client without a certificate of our authority is turned away."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(tls.authority)
    context.load_cert_chain(tls.certificate, tls.key)
    return context


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handle: Handle, context: ssl.SSLContext) -> None:
        self.handle_json = handle
        self._context = context
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        raw, address = self.socket.accept()
        raw.settimeout(SECONDS_TO_WAIT)
        # The handshake happens in the connection's own thread, so a slow one delays nobody.
        wrapped = self._context.wrap_socket(
            raw, server_side=True, do_handshake_on_connect=False, suppress_ragged_eofs=True
        )
        with self._changed:
            self._open.add(wrapped)
        return wrapped, address

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def drop_connections(self) -> None:
        """End every connection and wait for its thread, so that nothing works on after a stop."""
        with self._changed:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._open, timeout=SECONDS_TO_WAIT)

    def handle_error(self, request: Any, client_address: Any) -> None:
        _log.info("a connection ended early", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    sys_version = ""
    timeout = SECONDS_TO_WAIT
    wbufsize = -1
    disable_nagle_algorithm = True

    server: _Server
    connection: ssl.SSLSocket

    def setup(self) -> None:
        self.request.do_handshake()
        super().setup()

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            self.close_connection = True
            self._write(refuse(413, "too_large"))
            return
        try:
            self._answer(read_loose_object(self.rfile.read(int(length)), BODY_LIMIT))
        except CanonicalJsonError:
            self._write(refuse(400, "not_json"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library refuses before we are asked: in JSON too, and as no fault of ours."""
        self.close_connection = True
        unknown = code == HTTPStatus.NOT_IMPLEMENTED
        self._write(refuse(405, "no_such_method") if unknown else refuse(400, "not_http"))

    def _answer(self, body: JsonObject) -> None:
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        peer = peer_party(self.connection)
        try:
            reply = self.server.handle_json(Request(peer, self.command, address.path, query, body))
        except Exception:
            # The edge of this thread: the fault is ours, the client learns only that.
            _log.exception("the service failed")
            reply = refuse(500, "our_fault")
        self._write(reply)

    def _write(self, reply: Reply) -> None:
        data = canonical_bytes(reply.body)
        self.send_response(reply.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        if self.close_connection:
            self.send_header("connection", "close")
        if reply.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("allow", "GET, POST")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are in the service's own ledger; addresses with numbers need no second log."""


def peer_party(connection: ssl.SSLSocket) -> str:
    """The party id in the client's verified certificate, "" when it carries none."""
    certificate = connection.getpeercert() or {}
    names = certificate.get("subjectAltName", ())
    for kind, value in names if isinstance(names, tuple) else ():
        if kind == "URI" and str(value).startswith(PARTY_NAME):
            return str(value).removeprefix(PARTY_NAME)
    return ""
