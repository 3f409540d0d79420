"""Packages that are small on disk and enormous inflated, or that lie about their size: A01 to A05, and what is no package at all."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tests.hostile.case import Hostile
from tests.unit.transforms.packages import SHEET, packed, plain_workbook, repacked, unpacked, with_rows

CHUNK = 1 << 20
HEAD, TAIL = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
    b"</sheetData></worksheet>",
)


class Entry(NamedTuple):
    """A member as it is written: its deflated bytes, and what its headers say of them."""

    name: str
    packed: bytes
    size: int
    crc: int


def entry(name: str, data: bytes) -> Entry:
    return Entry(name, _deflated(data), len(data), zlib.crc32(data))


def repeated(name: str, chunk: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> Entry:
    """head + chunk × times + tail without ever holding it: a chunk behind a full flush deflates to the same bytes each time."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    first = squeeze.compress(head) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(chunk) + squeeze.flush(zlib.Z_FULL_FLUSH)
    last = squeeze.compress(tail) + squeeze.flush()
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(chunk, crc)
    size = len(head) + len(chunk) * times + len(tail)
    return Entry(name, first + again * times + last, size, zlib.crc32(tail, crc))


def archive(entries: Sequence[Entry], shared: Mapping[str, str] | None = None) -> bytes:
    """A zip of the entries. `shared` gives members that have no bytes of their own but lie where another one lies."""
    body, directory, starts = b"", b"", {}
    for one in entries:
        starts[one.name] = len(body)
        body += _header(one) + one.packed
    known = {one.name: one for one in entries}
    listed = [(one, starts[one.name]) for one in entries]
    listed += [(known[where]._replace(name=name), starts[where]) for name, where in (shared or {}).items()]
    for one, start in listed:
        directory += _listing(one, start)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(listed), len(listed), len(directory), len(body), 0)
    return body + directory + end


def with_entry(one: Entry) -> bytes:
    """A plain workbook with a member replaced or added."""
    others = {name: data for name, data in unpacked(plain_workbook()).items() if name != one.name}
    return archive([*(entry(name, data) for name, data in others.items()), one])


def _deflated(data: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()


def _header(one: Entry) -> bytes:
    name = one.name.encode()
    sizes = (one.crc, len(one.packed), one.size & 0xFFFFFFFF, len(name), 0)
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, *sizes) + name


def _listing(one: Entry, start: int) -> bytes:
    name = one.name.encode()
    sizes = (one.crc, len(one.packed), one.size & 0xFFFFFFFF, len(name), 0, 0, 0, 0, 0, start)
    return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes) + name


def spaces(gigabytes: float) -> bytes:
    """A sheet of nothing but spaces: 2 GiB of XML in 2 MB."""
    return with_entry(repeated(SHEET, b" " * CHUNK, int(gigabytes * 1024), HEAD, TAIL))


def one_long_string() -> bytes:
    head, tail = b"<sst><si><t>", b"</t></si></sst>"
    return with_entry(repeated("xl/sharedStrings.xml", b"x" * CHUNK, 1024, head, tail))


def many_strings() -> bytes:
    return with_entry(repeated("xl/sharedStrings.xml", b"<si/>" * 200_000, 150, b"<sst>", b"</sst>"))


def string_by_reference() -> bytes:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    text = b"<sst><si><t>" + b"x" * CHUNK + b"</t></si></sst>"
    return repacked(with_rows(cells), {"xl/sharedStrings.xml": text})


def says_little() -> bytes:
    """A member of 1 GiB whose headers say 1,000 bytes."""
    return with_entry(repeated(SHEET, b" " * CHUNK, 1024, HEAD, TAIL)._replace(size=1000))


def says_much() -> bytes:
    return with_entry(entry(SHEET, HEAD + TAIL)._replace(size=1 << 31))


def overlapping() -> bytes:
    """A thousand members that are one and the same 100 MiB."""
    one = repeated("xl/media/0.bin", bytes(CHUNK), 100)
    others = [entry(name, data) for name, data in unpacked(plain_workbook()).items()]
    return archive([*others, one], {f"xl/media/{n}.bin": one.name for n in range(1, 1000)})


def many_members(count: int) -> bytes:
    return repacked(plain_workbook(), {f"xl/media/{n}.bin": b"" for n in range(count)})


def twins() -> bytes:
    members = unpacked(plain_workbook())
    return archive([*(entry(name, data) for name, data in members.items()), entry(SHEET, HEAD + TAIL)])


BOMBS = (
    Hostile("A01", "2 GiB of spaces as a sheet", lambda: spaces(2), "Z01"),
    Hostile("A02", "one shared string of 1 GiB", one_long_string, "Z01"),
    Hostile("A02", "30 million shared strings", many_strings, "Z01"),
    Hostile("A03", "a string of 1 MiB that 20,000 cells refer to", string_by_reference, "X03"),
    Hostile("A04", "1 GiB that says it is 1,000 bytes", says_little, "Z03"),
    Hostile("A04", "a sheet that says it is 2 GiB", says_much, "Z01"),
    Hostile("A05", "1,000 members that share their bytes", overlapping, "Z02"),
    Hostile("A05", "a member twice", twins, "Z02"),
    Hostile("A05", "20,000 empty members", lambda: many_members(20_000), "Z02"),
    Hostile("A05", "a member outside the package", lambda: packed({"../../etc/cron.d/x": b"x"}), "Z02"),
)
