"""A disk that is full at any step, or read-only: what is said, what is left, and what a plain re-run makes of it once there is room.

    python -m benchmarks.full_disk                       full at the first and last step of each kind, one after the other
    python -m benchmarks.full_disk --at archive switch   full at the first step of these kinds
    python -m benchmarks.full_disk --office FOLDER       a copy of this office instead of one that is made

The office lies on a small file system of its own (tmpfs, in a mount namespace that nobody else sees): needs root or user namespaces.
At a step all room is taken away, so that whatever is written next fails, by Python or by DuckDB; each command has to end in a sentence
with exit code 2. Then the room is given back, and the next run meets the next full disk, on what the one before left; where that has no
such step any more, the office begins anew. At the end a plain run must give what a run without any fault gave.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

_PRIVATE, _REMOUNT, _READ_ONLY, _DETACH = 0x44000, 32, 1, 2
_NEW_MOUNTS, _NEW_USERS = 0x20000, 0x10000000
_SIZE = "size=96m"
_C = ctypes.CDLL(None, use_errno=True)
SKIPPED = 77  # the exit code where no file system can be mounted


def main() -> int:
    """Prints what was said and what was wrong; exit code 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--at", nargs="*", default=None, help="kinds of steps, such as archive, journal, transaction, switch"
    )
    parser.add_argument("--office", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zwgk-full-") as folder:
        scratch = Path(folder)
        (scratch / "trial").mkdir()
        try:
            mount_apart(scratch / "trial")  # before anything starts a thread
        except OSError as refused:
            print(f"no file system of its own: {refused}")
            return SKIPPED
        try:
            told, faults = try_all(scratch, asked.office, asked.at)
        finally:
            _C.umount2(os.fsencode(scratch / "trial"), _DETACH)
    print(json.dumps({"told": told, "faults": faults}, ensure_ascii=False, indent=1))
    return int(bool(faults))


def mount_apart(place: Path) -> None:
    """A small file system at a folder, which this process and its children see. Raises OSError."""
    user, group = os.geteuid(), os.getegid()
    _checked(_C.unshare(_NEW_MOUNTS | (_NEW_USERS if user else 0)))
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    _checked(_C.mount(b"none", b"/", None, _PRIVATE, None))
    _checked(_C.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, _SIZE.encode()))


def remount(place: Path, *, read_only: bool) -> None:
    """Makes the file system read-only, or writable again. Raises OSError."""
    flags = _REMOUNT | (_READ_ONLY if read_only else 0)
    _checked(_C.mount(b"none", os.fsencode(place), None, flags, _SIZE.encode()))


def _checked(answer: int) -> None:
    if answer != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def try_all(scratch: Path, given: Path | None, kinds: list[str] | None) -> tuple[list[list[object]], list[str]]:
    """For each fault: its name, exit code and sentence of the command that it ended. And what was wrong, in sentences."""
    import expectations.gx_suite  # noqa: F401 - forked children need not import it each for itself
    from benchmarks import trials

    trials.take_at_once()
    trials.read_here()
    office = given or scratch / "office"
    if given is None:
        trials.lay_out_office(office)
    trial = trials.copy_office(office, scratch)
    listed = scratch / "steps"
    trials.apart(lambda: _list_steps(trial, listed))
    expected = trials.state_of(trial)
    trial = trials.copy_office(office, scratch)
    told: list[list[object]] = []
    faults: list[str] = []
    for kind, nth in _chosen(listed.read_text().splitlines(), kinds):
        name = f"{kind} {nth}"
        ends = _run(trial, scratch / "told.json", (kind, nth))
        if not _stopped(ends):
            faults += (f"{name}：{fault}" for fault in trials.differences(trials.state_of(trial), expected))
            trial = trials.copy_office(office, scratch)
            ends = _run(trial, scratch / "told.json", (kind, nth))
        _note(name, "磁盘已满", ends, told, faults)
        faults += (f"{name}：{fault}" for fault in (*trials.broken_release(trial), *trials.lost_receipts(trial)))
    remount(trial.parent, read_only=True)
    _note("read-only", "磁盘是只读的", _run(trial, scratch / "told.json", None), told, faults)
    remount(trial.parent, read_only=False)
    trials.apart(lambda: trials.run_all(trial))
    faults += (*trials.broken_release(trial), *trials.lost_receipts(trial))
    faults += trials.differences(trials.state_of(trial), expected)
    return told, faults


def _list_steps(trial: Path, listed: Path) -> None:
    from benchmarks import trials

    steps: list[str] = []
    trials.listen(trial, steps.append)
    trials.run_all(trial)
    listed.write_text("\n".join(steps))


def _chosen(steps: list[str], kinds: list[str] | None) -> list[tuple[str, int]]:
    """Kinds with the number of the step within its kind: the first of those asked for, or of each the first and the last."""
    if kinds is not None:
        return [(kind, 1) for kind in kinds]
    found = Counter(steps)
    return [(kind, place) for kind in dict.fromkeys(steps) for place in sorted({1, found[kind]})]


def _run(trial: Path, told: Path, full_at: tuple[str, int] | None) -> list[tuple[int, str]]:
    from benchmarks import trials

    seen: Counter[str] = Counter()

    def hear(kind: str) -> None:
        seen[kind] += 1
        if (kind, seen[kind]) == full_at:
            _take_all_room(trial.parent)

    def commands() -> None:
        trials.listen(trial, hear)
        trials.commands_to(trial, told)

    trials.apart(commands)
    if full_at is not None:
        (trial.parent / "ballast").unlink(missing_ok=True)
    return [(int(code), str(said)) for code, said in json.loads(told.read_text(encoding="utf-8"))]


def _take_all_room(place: Path) -> None:
    """In ever smaller pieces: one that does not fit leaves nothing, and other threads are writing meanwhile."""
    with (place / "ballast").open("wb") as ballast:
        taken = 0
        for piece in (1 << 20, 1 << 16, 1 << 12):
            with contextlib.suppress(OSError):
                while True:
                    os.posix_fallocate(ballast.fileno(), taken, piece)
                    taken += piece


def _stopped(ends: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [end for end in ends if end[0] not in (0, 1)]


def _note(name: str, expected: str, ends: list[tuple[int, str]], told: list[list[object]], faults: list[str]) -> None:
    """Keeps the first end that is none of a run in order; each such end has to be the sentence about the disk."""
    stopped = _stopped(ends)
    told.append([name, *(stopped[0] if stopped else (ends[-1][0], "went on"))])
    faults += (f"{name}：退出码 {code}：{said}" for code, said in stopped if code != 2 or expected not in said)
    print(*told[-1], file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
