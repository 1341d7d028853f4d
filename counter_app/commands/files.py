"""Files a command is given and files it writes: read whole, written whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path

from counter_app.failures import CounterError, FailureCode

_REASONS = {
    errno.ENOENT: "ありません",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EISDIR: "フォルダです",
    errno.ENOTDIR: "フォルダではありません",
    errno.ENOSPC: "空きがありません",
    errno.EROFS: "書き込めない場所です",
}


def read_input(path: Path) -> bytes:
    """The content of a file. Raises INPUT_FILE_UNREADABLE."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, reason(error)) from error


def unreadable(path: Path, why: str) -> CounterError:
    """INPUT_FILE_UNREADABLE for a file; `why` is a short Japanese phrase without its content."""
    return CounterError(FailureCode.INPUT_FILE_UNREADABLE, f"{path.name}：{why}")


def reason(error: OSError) -> str:
    """What an error of the system says, for a person."""
    return _REASONS.get(error.errno or 0, f"入出力の誤り {error.errno}")


def write_output(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there. Raises OUTPUT_FILE_UNWRITABLE.

    An earlier file of that name stays as it was until the new one is whole on the disk.
    """
    draft: Path | None = None
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)  # a device or a pipe takes it as it comes
            return
        path = path.resolve()  # a link stays one, and what it leads to is replaced
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".counter-", delete=False) as file:
            draft = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> CounterError:
    """OUTPUT_FILE_UNWRITABLE for a place, with what the system says."""
    return CounterError(FailureCode.OUTPUT_FILE_UNWRITABLE, f"{path}：{reason(error)}")


def folder_in_use(folder: Path) -> CounterError:
    """Something else lies in a folder that has to be empty."""
    return CounterError(FailureCode.OUTPUT_FOLDER_IN_USE, str(folder))
