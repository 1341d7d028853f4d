"""The sandbox's printers: a cupsd of our own in the foreground, on loopback, with its own folders.

Two printers stand on it. "counter" puts every sheet into a tray, a folder of PDFs. "paper" stands
for real paper: it notes the job's name and lets the sheet go, so it may be sent an individual
number. A file `jam` in the tray's folder makes both stop with a paper jam, as real ones do.
"""

import http.client
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from counter_app.ports import PrintQueue
from forms.ipp import IppPrinter
from forms.printing import FolderQueue, IppQueue

_CUPSD = ("/usr/sbin/cupsd", "/usr/local/sbin/cupsd")
_MEMORY = "/dev/shm"  # noqa: S108  # mkdtemp makes a folder of our own in it
_START_SECONDS = 15.0
_STOP_SECONDS = 5.0

_BACKEND = """#!/bin/sh
# Called by cupsd as: job user title copies options [file]; see backend(7).
[ $# -eq 0 ] && { echo 'direct tray "Sandbox" "Tray"'; exit 0; }
folder="${DEVICE_URI#*:}"
if [ -e "$folder/jam" ]; then
    echo "STATE: +media-jam-error" >&2
    exit 4
fi
echo "STATE: -media-jam-error" >&2
case "$DEVICE_URI" in
paper:*)
    cat ${6:+"$6"} >/dev/null && echo "$3" >>"$folder/paper.log" ;;
*)
    part="$folder/.job-$1"
    umask 077
    cat ${6:+"$6"} >"$part" && mv "$part" "$folder/$3.$1.pdf" ;;
esac
"""

_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TRAY.PPD"
*Manufacturer: "Sandbox"
*Product: "(Tray)"
*ModelName: "Sandbox Tray"
*ShortNickName: "Sandbox Tray"
*NickName: "Sandbox Tray, PDF"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsVersion: 2.2
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
"""

# A town's CUPS keeps printed files for a day (PreserveJobFiles); ours has the same default.
_SERVER = """Listen 127.0.0.1:{port}
LogLevel warn
Browsing Off
DefaultShared No
WebInterface No
PreserveJobHistory 300
MaxLogSize 0
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""

_FILES = """ServerRoot {root}/etc
ServerBin {root}/bin
StateDir {root}/state
CacheDir {root}/cache
RequestRoot {root}/spool
TempDir {root}/temp
AccessLog {root}/access.log
ErrorLog {root}/error.log
PageLog {root}/page.log
Sandboxing relaxed
{identity}
"""

_PRINTER = """<Printer {name}>
Info {name}
DeviceURI {device}:{tray}
State Idle
Accepting Yes
Shared No
ErrorPolicy stop-printer
</Printer>
"""


def cupsd_path() -> str | None:
    """Where cupsd is, or None on a machine without CUPS."""
    return next((path for path in _CUPSD if os.access(path, os.X_OK)), shutil.which("cupsd"))


class PrintServer:
    """A cupsd that lives as long as the `with` block. `tray` is where printed PDFs appear.

    Its configuration, spool and logs lie in `folder`, in memory where the system has `/dev/shm`,
    and go with it.
    Raises FileNotFoundError without CUPS, TimeoutError when cupsd does not answer.
    """

    def __init__(self, tray: Path) -> None:
        self.tray = tray.resolve()
        self.port = 0
        self.folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def tray_url(self) -> str:
        """IPP address of the printer that keeps PDFs in the tray."""
        return f"ipp://127.0.0.1:{self.port}/printers/counter"

    @property
    def paper_url(self) -> str:
        """IPP address of the printer that keeps nothing."""
        return f"ipp://127.0.0.1:{self.port}/printers/paper"

    def sheets(self) -> tuple[Path, ...]:
        """What lies in the tray, oldest first."""
        return tuple(sorted(self.tray.glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns))

    def on_paper(self) -> tuple[str, ...]:
        """Names of the jobs the paper printer has put out, in order."""
        log = self.tray / "paper.log"
        return tuple(log.read_text("utf-8").splitlines()) if log.exists() else ()

    def jam(self) -> None:
        """Let both printers stop at their next job with a paper jam."""
        (self.tray / "jam").touch()

    def clear_jam(self) -> None:
        """Take the paper out and let both printers go on."""
        (self.tray / "jam").unlink(missing_ok=True)
        for url in (self.tray_url, self.paper_url):
            IppPrinter.at(url, _START_SECONDS).resume("sandbox")

    def held_files(self) -> int:
        """How many documents lie in the spool."""
        return len(list((self.folder / "spool").glob("d*")))

    def __enter__(self) -> Self:
        program = cupsd_path()
        if program is None:
            raise FileNotFoundError("cupsd")
        self.tray.mkdir(parents=True, exist_ok=True)
        memory = _MEMORY if os.path.isdir(_MEMORY) else None
        self.folder = Path(tempfile.mkdtemp(prefix="counter-cups-", dir=memory))
        try:
            self.port = _free_port()
            self._write_configuration()
            self._process = subprocess.Popen(
                [
                    program,
                    "-f",
                    "-c",
                    f"{self.folder}/cupsd.conf",
                    "-s",
                    f"{self.folder}/files.conf",
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._wait_until_it_answers(self._process)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    def _write_configuration(self) -> None:
        root = self.folder
        root.chmod(0o755)  # cupsd refuses folders it cannot pass to its filters' user
        for name in ("etc/ppd", "bin/backend", "bin/cgi-bin", "state", "cache", "spool", "temp"):
            (root / name).mkdir(parents=True)
        for name in ("filter", "monitor", "notifier", "daemon", "driver"):
            (root / "bin" / name).symlink_to(Path("/usr/lib/cups") / name)
        for device in ("tray", "paper"):
            backend = root / "bin/backend" / device
            backend.write_text(_BACKEND, "utf-8")
            backend.chmod(stat.S_IRWXU)  # closed to others: cupsd then runs it as itself
        for name in ("counter", "paper"):
            (root / "etc/ppd" / f"{name}.ppd").write_text(_PPD, "ascii")
        (root / "etc/printers.conf").write_text(
            _PRINTER.format(name="counter", device="tray", tray=self.tray)
            + _PRINTER.format(name="paper", device="paper", tray=self.tray),
            "utf-8",
        )
        (root / "cupsd.conf").write_text(_SERVER.format(port=self.port), "utf-8")
        identity = "" if os.geteuid() == 0 else f"User {os.getuid()}\nGroup {os.getgid()}"
        (root / "files.conf").write_text(_FILES.format(root=root, identity=identity), "utf-8")

    def _wait_until_it_answers(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
            try:
                connection.request("GET", "/")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.02)
            else:
                return
            finally:
                connection.close()
        raise TimeoutError("cupsd does not answer")

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # its own session: filters go with it
                process.wait()
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = Path()


@contextmanager
def sandbox_printer(tray: Path, say: Callable[[str], None]) -> Iterator[PrintQueue]:
    """The sandbox's printer: a queue on a cupsd of our own, or the folder where CUPS is missing.

    `say` is told in one line which of the two it is.
    """
    with ExitStack() as stack:
        try:
            server = stack.enter_context(PrintServer(tray))
        except (FileNotFoundError, TimeoutError):
            say(f"印刷: CUPSがないため、フォルダー {tray} に保存します")
            yield FolderQueue(tray)
        else:
            say(f"印刷: {server.tray_url}（トレイ {tray}）")
            yield IppQueue(server.tray_url, keeps_files=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
