"""Python imports this as it starts, where its folder is on PYTHONPATH: whoever asks for another machine is written down.

Of every process that inherits the environment, Prefect's server, worker and runs too. `ZWGK_TEST_AUDIT` names the folder for the records.
"""

import os
import sys
from pathlib import Path

_OURS = ("127.", "::1", "localhost", "::ffff:127.")


def _is_foreign(event: str, details: tuple[object, ...]) -> bool:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        place = details[1]
        return isinstance(place, tuple) and not str(place[0]).startswith(_OURS)
    asked = details[0].decode() if isinstance(details[0], bytes) else details[0]
    return bool(asked) and not str(asked).startswith((*_OURS, "0.0.0.0"))


def _install(folder: Path) -> None:
    record = folder / f"{os.getpid()}.txt"
    record.write_text(f"started {' '.join(sys.orig_argv)}\n", encoding="utf-8")
    watched = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")

    def hear(event: str, details: tuple[object, ...]) -> None:
        if event in watched and _is_foreign(event, details):
            with (folder / f"{os.getpid()}.txt").open("a", encoding="utf-8") as out:
                out.write(f"asked {event} {details[:3]}\n")

    sys.addaudithook(hear)


if "ZWGK_TEST_AUDIT" in os.environ:
    _install(Path(os.environ["ZWGK_TEST_AUDIT"]))
