"""Files that people upload: what is let in, and how they are handed out again.

Let in: a short list of types, where the name's ending and the content agree. Nothing is unpacked; the table of contents
of an archive is read within limits before anything else. Handed out: always as a download, in a sandbox.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shlex
import subprocess
import tempfile
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from handlingsrom.core import _archives
from handlingsrom.core.clock import now
from handlingsrom.core.errors import DomainError
from handlingsrom.core.norwegian import filesize

logger = logging.getLogger(__name__)

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "pptx": f"{OOXML}.presentationml.presentation",
    "odt": f"{ODF}.text",
    "ods": f"{ODF}.spreadsheet",
    "txt": "text/plain",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
ACCEPT = ",".join(f".{ending}" for ending in TYPES)

_SIGNATURES = {
    "pdf": rb"%PDF-[12]\.",
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpg": rb"\xff\xd8\xff",
    "webp": rb"RIFF....WEBPVP8",
}
_MARKUP = re.compile(rb"^(\xef\xbb\xbf)?\s*<[!?a-z]", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class CheckedFile:
    """An uploaded file that was let in."""

    name: str
    content_type: str
    size: int
    sha256: str


def check_upload(uploaded: UploadedFile) -> CheckedFile:
    """Let a file in, or raise DomainError that says why not and what to do."""
    name = shown_name(uploaded.name or "")
    ending = PurePosixPath(name).suffix[1:].lower()
    if ending not in TYPES:
        raise DomainError(
            _("“%(name)s” is of a type that cannot be added here. Save it as PDF, Word, Excel, text or an image.")
            % {"name": name}
        )
    size = uploaded.size or 0
    if size == 0:
        raise DomainError(_("“%(name)s” is empty. Choose another file.") % {"name": name})
    if size > settings.UPLOAD_MAX_BYTES:
        raise DomainError(
            _("“%(name)s” is larger than %(limit)s. Make it smaller, for example with smaller images.")
            % {"name": name, "limit": filesize(settings.UPLOAD_MAX_BYTES)}
        )
    if not _content_agrees(uploaded, ending, size):
        raise DomainError(
            _("The content of “%(name)s” is not what its name says. Open it, save it anew, and try again.")
            % {"name": name}
        )
    sha256 = _sha256(uploaded)
    _scan(uploaded, name)
    uploaded.seek(0)
    return CheckedFile(name, TYPES[ending], size, sha256)


def storage_name() -> str:
    """Where a new file is kept: nothing of the name it came with."""
    return f"{now():%Y/%m}/{uuid.uuid4()}"


def shown_name(name: str) -> str:
    """The name as people see it: no folders, no control characters, no tricks with direction, not too long."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(each for each in base if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = " ".join(re.sub(r'[<>:"|?*]', "_", kept).split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:_LONGEST_NAME] or "fil"
    return f"{stem.strip()[: _LONGEST_NAME - 6].strip() or 'fil'}.{ending[:5].strip()}"


def attachment_response(file_field: FieldFile, name: str, content_type: str) -> FileResponse:
    """A download: never shown inside the site, never guessed at, never stored on the way."""
    response = FileResponse(file_field.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def scanner_is_set() -> bool:
    """Whether there is a virus scanner; without one, the status page says so."""
    return bool(settings.VIRUS_SCANNER)


def _content_agrees(uploaded: UploadedFile, ending: str, size: int) -> bool:
    uploaded.seek(0)
    head = uploaded.read(4096)
    if ending in ("txt", "csv"):
        return _is_text(uploaded)
    if ending in ("docx", "xlsx", "pptx", "odt", "ods"):
        return head.startswith(b"PK\x03\x04") and _archives.is_document(uploaded, ending, size, TYPES[ending])
    kind = "jpg" if ending == "jpeg" else ending
    if not re.match(_SIGNATURES[kind], head, re.DOTALL) or TYPES[ending] not in _guesses(head):
        return False
    return not _archives.ends_as_archive(uploaded, size)


def _guesses(head: bytes) -> set[str]:
    """What an independent table of signatures thinks that this is."""
    try:
        return {guess.mime_type for guess in puremagic.magic_string(head)}
    except puremagic.PureError:
        return set()


def _is_text(uploaded: UploadedFile) -> bool:
    """UTF-8 (or UTF-16 with its mark, or the old Windows letters), without control characters and not markup."""
    uploaded.seek(0)
    content = uploaded.read()
    if _MARKUP.match(content):
        return False
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _NOT_TEXT.search(text) and not _MARKUP.match(text[:200].encode("utf-8", "replace"))
    return False


def _sha256(uploaded: UploadedFile) -> str:
    uploaded.seek(0)
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _scan(uploaded: UploadedFile, name: str) -> None:
    """Ask the virus scanner, if there is one: 0 is clean, 1 is found, anything else means that it does not work."""
    if not settings.VIRUS_SCANNER:
        return
    with tempfile.NamedTemporaryFile(prefix="scan-") as copy:
        _copy(uploaded, copy)
        command = [*shlex.split(settings.VIRUS_SCANNER), copy.name]
        try:
            code = subprocess.run(command, capture_output=True, timeout=60, check=False).returncode
        except (OSError, subprocess.TimeoutExpired):
            code = -1
    if code == 1:
        logger.warning("the virus scanner refused a file")
        raise DomainError(_("The virus scanner found something in “%(name)s”. The file was not kept.") % {"name": name})
    if code != 0:
        logger.error("the virus scanner does not work")
        raise DomainError(_("Files cannot be checked for viruses just now, so none are let in. Try again later."))


def _copy(uploaded: UploadedFile, to: IO[bytes]) -> None:
    uploaded.seek(0)
    for chunk in uploaded.chunks():
        to.write(chunk)
    to.flush()
