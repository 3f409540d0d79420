"""A reader that dies, hangs or fills the memory where a file says so; by itself, since a child imports what it is to call."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from flows.reading import read_path
from transforms.submission import FileReading


def read_or_die(path: Path) -> FileReading:
    content = path.read_bytes()
    if content == b"kills":
        os.kill(os.getpid(), signal.SIGKILL)
    if content == b"hangs":
        time.sleep(60)
    if content == b"fills":
        return FileReading(media_type=str(len(bytearray(4 << 30))))
    return read_path(path)
