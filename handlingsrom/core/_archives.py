"""A careful look at office documents, which are zip archives: the table of contents, within limits, no unpacking."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from typing import IO, Any

MOST_MEMBERS = 5_000
MOST_DIRECTORY_BYTES = 2_000_000
MOST_UNPACKED = 300_000_000
MOST_RATIO = 250
MOST_READ = 200_000

_END = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
_MAIN_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
_UNWANTED = re.compile(r"(vbaproject\.bin|\.(exe|dll|com|scr|bat|cmd|ps1|js|vbs|wsf|jar|msi|hta|zip|7z|rar))$", re.I)


def is_document(file: IO[bytes] | Any, ending: str, size: int, content_type: str) -> bool:
    """Whether the archive is an office document of this kind, without macros, programs, bombs or way out."""
    end = _end_record(file, size)
    if end is None or not _is_modest(end, size):
        return False
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            return _members_are_fine(members, size) and _is_of_kind(archive, members, ending, content_type)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError, zlib.error):
        return False


def ends_as_archive(file: IO[bytes] | Any, size: int) -> bool:
    """Whether something that is no archive can also be opened as one (an image with a program behind it)."""
    return _end_record(file, size) is not None


def _end_record(file: IO[bytes] | Any, size: int) -> tuple[int, int, int] | None:
    """Number of members, bytes and place of the table of contents, from the last record of a zip archive."""
    length = min(size, _LONGEST_COMMENT + 22)
    file.seek(size - length)
    tail = file.read(length)
    place = tail.rfind(_END)
    while place >= 0:
        if len(tail) - place >= 22:
            fields = struct.unpack("<4s4H2LH", tail[place : place + 22])
            if place + 22 + fields[7] <= len(tail):
                return fields[4], fields[5], fields[6]
        place = tail.rfind(_END, 0, place)
    return None


def _is_modest(end: tuple[int, int, int], size: int) -> bool:
    """Decided before the table of contents is read: a table of millions of members would fill the memory."""
    count, directory_bytes, directory_at = end
    return (
        0 < count <= MOST_MEMBERS and directory_bytes <= MOST_DIRECTORY_BYTES and directory_at + directory_bytes <= size
    )


def _members_are_fine(members: list[zipfile.ZipInfo], size: int) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    names = [member.filename for member in members]
    return (
        len(members) <= MOST_MEMBERS
        and len(set(names)) == len(names)
        and packed <= size  # members that overlap are a bomb
        and unpacked <= MOST_UNPACKED
        and unpacked <= max(packed, 1) * MOST_RATIO
        and all(_member_is_fine(member) for member in members)
    )


def _member_is_fine(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    return (
        not member.flag_bits & 0x1  # encrypted
        and member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        and not stat.S_ISLNK(member.external_attr >> 16)
        and not name.startswith(("/", "\\"))
        and "\\" not in name
        and ".." not in name.split("/")
        and ":" not in name
        and not _UNWANTED.search(name)
    )


def _is_of_kind(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], ending: str, content_type: str) -> bool:
    if ending in _MAIN_PARTS:
        part, marker = _MAIN_PARTS[ending]
        names = {member.filename for member in members}
        if "[Content_Types].xml" not in names or part not in names:
            return False
        types = _read_some(archive, "[Content_Types].xml")
        return marker.encode() in types and b"macroEnabled" not in types
    first = members[0]
    return first.filename == "mimetype" and _read_some(archive, "mimetype").strip() == content_type.encode()


def _read_some(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of one small member; never more than a fixed amount, whatever its header claims."""
    with archive.open(name) as member:
        return member.read(MOST_READ)
