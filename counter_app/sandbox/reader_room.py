"""The closed room in which the sandbox's PC/SC service runs: own mounts, network, processes.

Started by `virtual_reader` as `unshare … python reader_room.py FD DIR`. The virtual reader driver
(vpcd) listens on every interface and knows only one port, and pcscd knows only `/run/pcscd`; in
here neither can meet another pcscd or be reached from the network. The outside gets in by two
doors: the socket `DIR/pcscd.comm`, and connections to the reader handed out over `FD`.

Uses the standard library alone, so that it starts in milliseconds.
"""

import contextlib
import ctypes
import errno
import os
import signal
import socket
import struct
import subprocess
import sys
import time

VPCD_PORT = 35963
_IPC_DIRECTORY = "/run/pcscd"
_MS_REC, _MS_PRIVATE = 0x4000, 0x40000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1

CONFIGURATION = f"""FRIENDLYNAME "{{name}}"
DEVICENAME /dev/null:{VPCD_PORT}
LIBPATH {{driver}}
CHANNELID {VPCD_PORT}
"""


def raise_loopback() -> None:
    """A new network namespace has its loopback interface down (netdevice(7))."""
    import fcntl  # this module is also read where there is none, for its configuration

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        flags = struct.unpack(
            "16sh", fcntl.ioctl(control, _SIOCGIFFLAGS, struct.pack("16sh", b"lo", 0))
        )
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", flags[1] | _IFF_UP))


def keep_mounts_private() -> None:
    """What is mounted in here shows nowhere else (mount_namespaces(7)).

    In a chroot the root is no mount point, and only a mount point can be made private: it is
    looked for above, which this namespace alone sees changed.
    """
    try:
        _make_private(b"/")
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        root = os.open("/", os.O_RDONLY | os.O_DIRECTORY)
        os.chroot(os.path.dirname(__file__))  # so that the way up from `root` is open
        os.fchdir(root)
        while not os.path.samefile(".", ".."):
            os.chdir("..")
        _make_private(b".")
        os.fchdir(root)
        os.chroot(".")
        os.close(root)


def _make_private(path: bytes) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(None, path, None, _MS_REC | _MS_PRIVATE, None) != 0:
        raise OSError(ctypes.get_errno(), "mount")


def mount_ipc_directory(directory: str) -> None:
    """Put `directory` where pcscd keeps its socket; only this mount namespace sees it."""
    if not os.path.isdir(_IPC_DIRECTORY):
        subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
        os.mkdir(_IPC_DIRECTORY)
    subprocess.run(["mount", "--bind", directory, _IPC_DIRECTORY], check=True)


def start_pcscd(pcscd: str, configuration: str) -> "subprocess.Popen[bytes]":
    """Never with --debug or --apdu: those write PINs in clear."""
    for left_behind in ("pcscd.comm", "pcscd.pid"):  # else it takes an earlier pcscd to be alive
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(_IPC_DIRECTORY, left_behind))
    return subprocess.Popen(
        [pcscd, "--foreground", "--critical", "--config", configuration],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def connect(seconds: float) -> socket.socket:
    """A connection to the virtual reader, waiting for it to listen."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", VPCD_PORT), timeout=seconds)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def serve(door: socket.socket, directory: str, pcscd: str) -> None:
    """Answer one-byte requests until the other side closes the door.

    `s` starts the service, `k` ends it, `h` freezes it and `t` lets it go on (for the proof that
    a hanging service does not hang the counter), `c` hands out a connection to the reader.
    """
    service: subprocess.Popen[bytes] | None = None
    while request := door.recv(1):
        try:
            if request == b"s" and service is None:
                service = start_pcscd(pcscd, os.path.join(directory, "reader.conf.d"))
            elif request == b"k" and service is not None:
                service.send_signal(signal.SIGCONT)
                service.terminate()
                service.wait()
                service = None
            elif request == b"h" and service is not None:
                service.send_signal(signal.SIGSTOP)
            elif request == b"t" and service is not None:
                service.send_signal(signal.SIGCONT)
            elif request == b"c":
                with connect(20.0) as connection:
                    socket.send_fds(door, [b"+"], [connection.fileno()])
                continue
            door.sendall(b"+")
        except OSError as error:
            door.sendall(b"-" + str(error).encode()[:200])


def main() -> None:
    descriptor, directory, pcscd = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    keep_mounts_private()
    raise_loopback()
    mount_ipc_directory(directory)
    with socket.socket(fileno=descriptor) as door:
        door.sendall(b"+")
        serve(door, directory, pcscd)


if __name__ == "__main__":
    main()
