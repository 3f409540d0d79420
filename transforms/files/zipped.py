"""The members of a zip file, each inflated once within bounds and compared with its checksum.

Read here and not by `zipfile`: that trusts the sizes that a file states of itself and costs a third of the time of a reading.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import NamedTuple

from transforms.errors import FileError

MOST_MEMBERS = 2_000
LARGEST_MEMBER = 64 << 20
LARGEST_TOTAL = 200 << 20
HIGHEST_RATIO, RATIO_COUNTS_ABOVE = 200, 4 << 20
_END, _END_SIZE = b"PK\x05\x06", 22
_DIRECTORY = struct.Struct("<4s4xHH4xIIIHHH8xI")
_LOCAL = struct.Struct("<4s22xHH")
_LONGEST_COMMENT = 0xFFFF
_LONGEST_SHOWN = 80
_ENCRYPTED = 1
_STORED, _DEFLATED = 0, 8
_OUTSIDE = re.compile(r"^[/\\]|\.\.|:", re.MULTILINE)


class Member(NamedTuple):
    """One entry of the central directory."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


def read_members(content: bytes) -> dict[str, bytes]:
    """Every member by name, inflated to its end. Raises FileError Z00 to Z03, and F02 for a locked file."""
    members = _directory(content)
    _check_layout(members)
    if sum(member.size for member in members) > LARGEST_TOTAL:
        raise FileError("Z01", f"总计超过 {LARGEST_TOTAL >> 20} MB")
    return {member.name: _inflate(content, member) for member in members}


def shown_name(name: str) -> str:
    """A member's name fit for a sentence: whoever made the file chose it."""
    return "".join(letter if letter.isprintable() else "�" for letter in name[:_LONGEST_SHOWN])


def _directory(content: bytes) -> list[Member]:
    end = content.rfind(_END, max(0, len(content) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0 or end + _END_SIZE > len(content):
        raise FileError("Z00")
    count, size, at, comment = struct.unpack_from("<HIIH", content, end + 10)
    if end + _END_SIZE + comment != len(content) or at + size > end:
        raise FileError("Z00")
    if count > MOST_MEMBERS:
        raise FileError("Z02", f"内部文件多达 {count} 个")
    members, listed_to = [], at + size
    for _ in range(count):
        if at + _DIRECTORY.size > end:
            raise FileError("Z00")
        mark, flags, method, crc, packed, size, name, extra, remark, local = _DIRECTORY.unpack_from(content, at)
        if mark != b"PK\x01\x02":
            raise FileError("Z00")
        if flags & _ENCRYPTED:
            raise FileError("F02")
        at += _DIRECTORY.size
        text = content[at : at + name].decode("utf-8", errors="replace")
        members.append(Member(text, method, crc, packed, size, _start(content, local, packed)))
        at += name + extra + remark
    if at != listed_to:  # more entries than are counted: other readers might see those
        raise FileError("Z00")
    return members


def _start(content: bytes, local: int, packed: int) -> int:
    """Where the member's bytes begin: behind its own header, whose name and extra field have lengths of their own."""
    if local + _LOCAL.size > len(content):
        raise FileError("Z00")
    mark, name, extra = _LOCAL.unpack_from(content, local)
    start: int = local + _LOCAL.size + name + extra
    if mark != b"PK\x03\x04" or start + packed > len(content):
        raise FileError("Z00")
    return start


def _check_layout(members: list[Member]) -> None:
    names = [member.name.casefold() for member in members]
    if len(set(names)) != len(names):
        raise FileError("Z02", "内部文件重名")
    if _OUTSIDE.search("\n".join(names)):
        raise FileError("Z02", "内部文件路径异常")
    reached = 0
    for member in sorted(members, key=lambda member: member.start):
        if member.start < reached:
            raise FileError("Z02", "内部文件互相重叠")
        reached = member.start + member.packed


def _inflate(content: bytes, member: Member) -> bytes:
    """The member's bytes. It never takes more memory than the size that its headers state, and that size is bounded first."""
    limit = min(LARGEST_MEMBER, max(RATIO_COUNTS_ABOVE, member.packed * HIGHEST_RATIO))
    if member.size > limit:
        raise FileError("Z01", f"{shown_name(member.name)} 超过 {limit >> 20} MB")
    packed = content[member.start : member.start + member.packed]
    data = packed if member.method == _STORED else _unpacked(packed, member)
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise FileError("Z03", shown_name(member.name))
    return data


def _unpacked(packed: bytes, member: Member) -> bytes:
    if member.method != _DEFLATED:
        raise FileError("Z02", f"{shown_name(member.name)} 的压缩方法 {member.method} 不受支持")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = inflater.decompress(packed, member.size + 1)
    except zlib.error as broken:
        raise FileError("Z03", shown_name(member.name)) from broken
    if not inflater.eof or inflater.unused_data:
        raise FileError("Z03", shown_name(member.name))
    return data
