"""Printing over IPP: against a real cupsd, and against printers that misbehave."""

import http.server
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import counter_app.sandbox.print_server as print_server
from counter_app.failures import CounterError, FailureCode
from counter_app.sandbox.print_server import PrintServer, cupsd_path, sandbox_printer
from forms.ipp import Attribute, IppError, Operation, decode_answer, encode_request
from forms.overlay import carries_number, draw_number
from forms.printing import IppQueue
from tests.sealing_samples import NUMBER_BOX, document

SHEET = "8F3KQ7T2-03-1"
needs_cups = pytest.mark.skipif(cupsd_path() is None, reason="CUPS is not installed")


def numbered() -> bytes:
    return draw_number(document(), (NUMBER_BOX,), memoryview(b"123456789018"))


def eventually(condition: "object") -> bool:
    assert callable(condition)
    tick = threading.Event()
    return any(condition() or tick.wait(0.02) for _ in range(500))


# --- a real cupsd -----------------------------------------------------------------------------

queue_of = partial(IppQueue, wait=120, timeout=60)  # also for a machine with other work


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrintServer]:
    with PrintServer(tmp_path_factory.mktemp("tray")) as running:
        yield running


@needs_cups
def test_a_sheet_comes_out_as_it_was_sent(server: PrintServer) -> None:
    outcome = queue_of(server.tray_url).print(document("paper"), SHEET)
    assert (outcome.state, outcome.where) == ("printed", server.tray_url)
    sheet = server.sheets()[-1]
    assert sheet.name == f"{SHEET}.{outcome.job}.pdf"
    assert sheet.read_bytes() == document("paper")


@needs_cups
def test_a_printed_document_does_not_stay_in_the_spool(server: PrintServer) -> None:
    assert queue_of(server.paper_url).print(numbered(), SHEET).state == "printed"
    assert server.on_paper()[-1] == SHEET
    assert eventually(lambda: server.held_files() == 0)


@needs_cups
def test_no_file_of_the_print_server_holds_a_sheet_with_a_number(tmp_path: Path) -> None:
    def holders(*folders: Path) -> list[Path]:
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return [path for path in files if carries_number(path.read_bytes())]

    planted = tmp_path / "planted" / "sheet.pdf"
    planted.parent.mkdir()
    planted.write_bytes(numbered())
    assert holders(tmp_path) == [planted]
    with PrintServer(tmp_path / "tray") as server:
        for _ in range(20):
            assert queue_of(server.paper_url).print(numbered(), SHEET).state == "printed"
        assert eventually(lambda: server.held_files() == 0)
        assert holders(server.folder, server.tray) == []
        assert server.on_paper() == (SHEET,) * 20


@needs_cups
def test_a_queue_that_does_not_exist_refuses(server: PrintServer) -> None:
    with pytest.raises(CounterError) as caught:
        queue_of(server.tray_url + "-2").print(document(), SHEET)
    assert caught.value.code is FailureCode.PRINTER_REFUSED
    assert caught.value.detail == "プリンターの返事 0x0406"  # client-error-not-found


@needs_cups
def test_a_jam_is_told_and_the_job_is_taken_back(tmp_path: Path) -> None:
    with PrintServer(tmp_path / "tray") as server:
        queue = queue_of(server.tray_url, patience=0)
        server.jam()
        with pytest.raises(CounterError) as caught:
            queue.print(document("jammed"), SHEET)
        assert caught.value.code is FailureCode.PRINTER_STOPPED
        assert "紙づまり" in caught.value.detail
        assert eventually(lambda: server.held_files() == 0)
        server.clear_jam()
        assert queue_of(server.tray_url).print(document("after"), SHEET).state == "printed"
        assert [sheet.read_bytes() for sheet in server.sheets()] == [document("after")]


@needs_cups
def test_two_servers_live_side_by_side_and_leave_nothing(tmp_path: Path) -> None:
    with PrintServer(tmp_path / "a") as one, PrintServer(tmp_path / "b") as other:
        assert one.port != other.port
        queue_of(other.tray_url).print(document(), SHEET)
        assert (len(one.sheets()), len(other.sheets())) == (0, 1)
        ports = (one.port, other.port)
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


@needs_cups
def test_the_sandbox_prints_on_its_own_server_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    with sandbox_printer(tmp_path / "tray", said.append) as queue:
        assert queue.keeps_files
        assert queue.print(document(), SHEET).state == "printed"
        with pytest.raises(CounterError) as caught:
            queue.print(numbered(), SHEET)
    assert caught.value.code is FailureCode.NUMBER_NEEDS_PRINTER
    assert len(list((tmp_path / "tray").glob("*.pdf"))) == 1
    assert len(said) == 1
    assert "ipp://127.0.0.1" in said[0]


def test_without_cups_the_sandbox_prints_into_the_folder_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_server, "cupsd_path", lambda: None)
    said: list[str] = []
    with sandbox_printer(tmp_path / "tray", said.append) as queue:
        assert queue.print(document(), SHEET).state == "printed"
    assert (tmp_path / "tray" / f"{SHEET}.pdf").read_bytes() == document()
    assert said == [f"印刷: CUPSがないため、フォルダー {tmp_path / 'tray'} に保存します"]


def test_a_cupsd_that_does_not_start_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_server, "cupsd_path", lambda: "/bin/false")
    said: list[str] = []
    with sandbox_printer(tmp_path / "tray", said.append) as queue:
        assert queue.print(document(), SHEET).state == "printed"
    assert len(said) == 1


# --- printers that misbehave ------------------------------------------------------------------


class Printer:
    """A printer of a few lines: what it answers to each operation, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bytes]] = []
        self.status = 0
        self.job_state = 5
        self.printer_state = 4
        self.reasons: tuple[str, ...] = ("none",)
        self.http_status = 200
        self.silent_after_print = False
        self.raw: bytes | None = None

    def answer(self, body: bytes) -> bytes | None:
        operation = int(struct.unpack_from(">BBHL", body)[2])
        self.asked.append((operation, body))
        if self.silent_after_print and operation != Operation.PRINT_JOB:
            return None
        if self.raw is not None:
            return self.raw
        groups = b"\x02" + _attribute(0x21, "job-id", struct.pack(">l", 7))
        groups += _attribute(0x23, "job-state", struct.pack(">l", self.job_state))
        groups += b"\x04" + _attribute(0x23, "printer-state", struct.pack(">l", self.printer_state))
        for place, reason in enumerate(self.reasons):
            name = "printer-state-reasons" if place == 0 else ""
            groups += _attribute(0x44, name, reason.encode())
        return struct.pack(">BBHL", 2, 0, self.status, 1) + groups + b"\x03"

    def operations(self) -> list[int]:
        return [operation for operation, _ in self.asked]


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    head = struct.pack(">BH", tag, len(name)) + name.encode()
    return head + struct.pack(">H", len(value)) + value


@contextmanager
def at_port(printer: Printer) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = printer.answer(self.rfile.read(int(self.headers["Content-Length"])))
            if answer is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(printer.http_status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the test's output clean."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"ipp://127.0.0.1:{listening.server_port}/ipp/print"
        finally:
            listening.shutdown()
            thread.join()


def failure_of(printer: Printer, wait: float = 0.0) -> CounterError:
    with at_port(printer) as url, pytest.raises(CounterError) as caught:
        IppQueue(url, wait=wait).print(document(), SHEET)
    return caught.value


def test_a_printer_that_is_off_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        url = f"ipp://127.0.0.1:{taken.getsockname()[1]}/ipp/print"
        with pytest.raises(CounterError) as caught:
            IppQueue(url).print(document(), SHEET)
    assert caught.value.code is FailureCode.PRINTER_UNREACHABLE
    assert caught.value.detail == "127.0.0.1 から返事がありません"


def test_a_printer_that_never_answers_is_unreachable() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        url = f"ipp://127.0.0.1:{deaf.getsockname()[1]}/ipp/print"
        with pytest.raises(CounterError) as caught:
            IppQueue(url, timeout=0.1).print(document(), SHEET)
    assert caught.value.code is FailureCode.PRINTER_UNREACHABLE


@pytest.mark.parametrize("raw", [b"", b"<html>login</html>", b"\x02\x00\x00\x00\x00\x00\x00\x01"])
def test_something_else_at_the_printers_address_is_unreachable(raw: bytes) -> None:
    printer = Printer()
    printer.raw = raw
    assert failure_of(printer).code is FailureCode.PRINTER_UNREACHABLE


def test_a_printer_behind_a_login_page_is_unreachable() -> None:
    printer = Printer()
    printer.http_status = 401
    assert failure_of(printer).code is FailureCode.PRINTER_UNREACHABLE


@pytest.mark.parametrize("status", [0x0400, 0x0406, 0x040A, 0x0506])
def test_a_refusal_names_the_printers_answer_and_asks_no_further(status: int) -> None:
    printer = Printer()
    printer.status = status
    failure = failure_of(printer)
    assert failure.code is FailureCode.PRINTER_REFUSED
    assert failure.detail.endswith(f"0x{status:04X}")
    assert printer.operations() == [Operation.PRINT_JOB]


def test_a_substituted_attribute_is_no_refusal() -> None:
    printer = Printer()
    printer.status, printer.job_state = 0x0001, 9
    with at_port(printer) as url:
        assert IppQueue(url).print(document(), SHEET).state == "printed"


def test_a_job_the_printer_gave_up_has_failed() -> None:
    for state in (7, 8):
        printer = Printer()
        printer.job_state = state
        with at_port(printer) as url:
            assert IppQueue(url).print(document(), SHEET).state == "failed"


def test_a_busy_printer_leaves_the_job_pending_and_it_can_be_taken_back() -> None:
    printer = Printer()
    printer.reasons = ("media-low-report", "toner-low-warning", "marker-supply-low-warning")
    with at_port(printer) as url:
        queue = IppQueue(url, wait=0)
        outcome = queue.print(document(), SHEET)
        assert (outcome.job, outcome.state) == ("7", "pending")
        assert Operation.CANCEL_JOB not in printer.operations()
        assert queue.cancel(outcome.job)
    operation, body = printer.asked[-1]
    assert operation == Operation.CANCEL_JOB
    assert _attribute(0x21, "job-id", struct.pack(">l", 7)) in body


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        (("media-jam-error",), "紙づまり"),
        (("media-empty", "cover-open-error"), "用紙切れ、カバーが開いている"),
        (("paused",), "一時停止中"),
        (("spool-area-full",), "一時停止中"),
    ],
)
def test_a_stopped_printer_says_why_in_the_clerks_words(
    reasons: tuple[str, ...], words: str
) -> None:
    printer = Printer()
    printer.printer_state, printer.reasons = 5, reasons
    failure = failure_of(printer)
    assert (failure.code, failure.detail) == (FailureCode.PRINTER_STOPPED, words)
    assert printer.operations()[-1] == Operation.CANCEL_JOB


def test_a_running_printer_without_paper_is_given_the_whole_wait() -> None:
    printer = Printer()
    printer.reasons = ("media-empty-error",)
    clock = iter(range(100))
    paused: list[float] = []
    with at_port(printer) as url, pytest.raises(CounterError) as caught:
        IppQueue(
            url, wait=5, patience=2, monotonic=lambda: float(next(clock)), pause=paused.append
        ).print(document(), SHEET)
    assert caught.value.detail == "用紙切れ"
    assert len(paused) == 4


def test_a_printer_that_falls_silent_after_taking_the_job_leaves_it_pending() -> None:
    printer = Printer()
    printer.silent_after_print = True
    with at_port(printer) as url:
        assert IppQueue(url).print(document(), SHEET).state == "pending"


def test_the_job_carries_the_sheet_number_the_paper_and_no_scaling() -> None:
    printer = Printer()
    printer.job_state = 9
    with at_port(printer) as url:
        IppQueue(url).print(document(), SHEET)
    _, body = printer.asked[0]
    head = body[: body.index(b"%PDF")]
    for tag, name, value in (
        (0x42, "job-name", SHEET),
        (0x49, "document-format", "application/pdf"),
        (0x44, "media", "iso_a4_210x297mm"),
        (0x44, "print-scaling", "none"),
        (0x48, "attributes-natural-language", "ja"),
    ):
        assert _attribute(tag, name, value.encode()) in head
    assert body.endswith(document())


@pytest.mark.parametrize("name", ["渡邉 髙志", "", "a b", "x" * 60, "../8F3K", "123 456"])
def test_a_job_is_named_by_a_sheet_number_alone(name: str) -> None:
    with pytest.raises(ValueError, match="sheet number"):
        IppQueue("ipp://127.0.0.1:1/x").print(document(), name)


@pytest.mark.parametrize("url", ["", "printer", "file:///dev/lp0", "ftp://host/x"])
def test_an_address_that_is_no_printers_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="ipp://"):
        IppQueue(url)


def test_a_queue_that_keeps_files_gets_no_number() -> None:
    printer = Printer()
    printer.job_state = 9
    with at_port(printer) as url:
        with pytest.raises(CounterError) as caught:
            IppQueue(url, keeps_files=True).print(numbered(), SHEET)
        assert IppQueue(url).print(numbered(), SHEET).state == "printed"
    assert caught.value.code is FailureCode.NUMBER_NEEDS_PRINTER
    assert printer.operations().count(Operation.PRINT_JOB) == 1


# --- the encoding -----------------------------------------------------------------------------


def test_a_request_is_encoded_as_the_standard_shows() -> None:
    request = encode_request(
        0x000B, "ipp://p/", (Attribute(0x44, "requested-attributes", ("a", "b")),)
    )
    assert request == (
        b"\x02\x00\x00\x0b\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x02ja"
        b"\x45\x00\x0bprinter-uri\x00\x08ipp://p/"
        b"\x44\x00\x14requested-attributes\x00\x01a"
        b"\x44\x00\x00\x00\x01b\x03"
    )


@given(st.binary(max_size=200))
def test_any_answer_is_read_or_refused(tail: bytes) -> None:
    for data in (tail, b"\x02\x00\x00\x00\x00\x00\x00\x01" + tail):
        try:
            answer = decode_answer(data)
        except IppError:
            continue
        answer.number("job-id")
        answer.words("printer-state-reasons")
