"""`sandbox hub` and `sandbox town` as processes of their own, as another client uses them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.hub.https import HubConnection
from counter_app.hub.juki import HttpsJukiNet
from counter_app.hub.parties import Endpoint, load_directory, load_identity
from tests.command_kit import command, refused
from tests.hub_kit import lasting_port


@contextmanager
def running(basedir: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """A part of the sandbox; asked to end as a service manager would."""
    with subprocess.Popen(
        [sys.executable, "-m", "counter_app", "--basedir", str(basedir), "sandbox", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert told == ""


def _first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_client_reaches_hub_and_juki_net_with_what_the_hub_wrote(tmp_path: Path) -> None:
    with running(tmp_path, "hub") as hub:
        url = _first_line(hub)
        folder = tmp_path / "sandbox" / "for-the-town"
        directory = load_directory(folder / "parties.jws", folder / "authority.pem")
        assert load_identity(folder / "identity.json").party == "town.y"
        assert directory.find("gas.midori") is not None
        connection = HubConnection(_endpoint(folder / "hub", url))
        assert connection.state() == "running"
        connection.close()
        refused(command("sandbox", "hub", basedir=tmp_path), "COUNTER_ALREADY_OPEN")
        assert (tmp_path / "sandbox" / "hub.url").read_text("utf-8").strip() == url
        with running(tmp_path, "town") as town:
            juki = HttpsJukiNet(_endpoint(folder / "juki", _first_line(town)))
            assert juki.open()
            assert juki.arrived()
            juki.close()


def _endpoint(folder: Path, url: str) -> Endpoint:
    return Endpoint(url, folder / "ca.pem", folder / "certificate.pem", folder / "key.pem")


def test_the_hub_takes_the_port_it_is_given(tmp_path: Path) -> None:
    port = lasting_port()
    with running(tmp_path, "hub", "--port", str(port)) as hub:
        assert _first_line(hub) == f"https://localhost:{port}"


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("localhost", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = command("sandbox", "hub", "--port", port, basedir=tmp_path)
    assert port in refused(ran, "PORT_UNAVAILABLE")


def test_the_town_needs_a_hub_of_the_same_place(tmp_path: Path) -> None:
    refused(command("sandbox", "town", basedir=tmp_path), "SANDBOX_HUB_MISSING")
    assert list(tmp_path.iterdir()) == []
