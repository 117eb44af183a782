"""What is let in and what is not: a corpus of honest and hostile files."""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from handlingsrom.core import _archives, files
from handlingsrom.core.errors import DomainError


def zipped(members, *, first_stored=False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(members):
            how = zipfile.ZIP_STORED if first_stored and number == 0 else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=how)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_heading("Behov")
    document.save(out)
    return out.getvalue()


def types(main: str) -> str:
    content_type = f"application/vnd.openxmlformats-officedocument.{main}"
    return f'<Types><Override PartName="/x" ContentType="{content_type}"/></Types>'


SHEET_TYPES, SLIDE_TYPES = types("spreadsheetml.sheet.main+xml"), types("presentationml.presentation.main+xml")
WORD_TYPES = types("wordprocessingml.document.main+xml")
WORD_PARTS = [("[Content_Types].xml", WORD_TYPES), ("word/document.xml", "<w/>")]
ODT = "application/vnd.oasis.opendocument.text"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
JPG = bytes.fromhex("ffd8ffe000104a46494600010101004800480000") + b"\0" * 40 + b"\xff\xd9"
WEBP = b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8 " + b"\0" * 22
XLSX = zipped([("[Content_Types].xml", SHEET_TYPES), ("xl/workbook.xml", "<w/>")])
PPTX = zipped([("[Content_Types].xml", SLIDE_TYPES), ("ppt/presentation.xml", "<p/>")])
ODT_FILE = zipped([("mimetype", ODT), ("content.xml", "<o/>")], first_stored=True)
ODS_FILE = zipped([("mimetype", ODT.replace("text", "spreadsheet")), ("content.xml", "<o/>")], first_stored=True)


def check(name: str, content: bytes):
    return files.check_upload(SimpleUploadedFile(name, content, content_type="text/html"))


HONEST = [
    ("behov.pdf", PDF),
    ("behov.PDF", PDF),
    ("behov.docx", word()),
    ("tall.xlsx", XLSX),
    ("lysark.pptx", PPTX),
    ("notat.odt", ODT_FILE),
    ("tall.ods", ODS_FILE),
    ("bilde.png", PNG),
    ("bilde.jpg", JPG),
    ("bilde.jpeg", JPG),
    ("bilde.webp", WEBP),
    ("notat.txt", "Behov på Voss: «trygge netter»\n".encode()),
    ("notat.txt", "BMI og andre ord som ligner på signaturer".encode()),
    ("gammelt.txt", "Behov på Voss".encode("cp1252")),
    ("utf16.txt", "Behov på Voss".encode("utf-16")),
    ("tall.csv", "Måned;Antall\nmai;3\n".encode("utf-8-sig")),
    ("sámi.txt", "čđŋšŧž".encode()),
]

HTML, SVG = b"<!DOCTYPE html><script>alert(1)</script>", b'<svg xmlns="http://www.w3.org/2000/svg"/>'
HOSTILE = [
    ("html named pdf", "a.pdf", HTML),
    ("html named txt", "a.txt", HTML),
    ("html after a mark", "a.txt", b"\xef\xbb\xbf \n" + HTML),
    ("html in utf-16", "a.txt", HTML.decode().encode("utf-16")),
    ("html named csv", "a.csv", b"  <html>"),
    ("svg", "a.svg", SVG),
    ("svg named png", "a.png", SVG),
    ("svg named txt", "a.txt", SVG),
    ("xml named txt", "a.txt", b'<?xml version="1.0"?><x/>'),
    ("html", "a.html", HTML),
    ("no ending", "a", PDF),
    ("only an ending", ".pdf", b""),
    ("double ending", "a.pdf.exe", PDF),
    ("pdf named docx", "a.docx", PDF),
    ("docx named pdf", "a.pdf", word()),
    ("docx named xlsx", "a.xlsx", word()),
    ("xlsx named docx", "a.docx", XLSX),
    ("ods named odt", "a.odt", ODS_FILE),
    ("png named jpg", "a.jpg", PNG),
    ("jpg named png", "a.png", JPG),
    ("zip", "a.zip", zipped([("a", "b")])),
    ("zip named docx", "a.docx", zipped([("a.txt", "b")])),
    ("binary named txt", "a.txt", b"abc\x00def"),
    ("program named txt", "a.txt", b"MZ\x90\x00\x03\x00"),
    ("pdf after html", "a.pdf", HTML + PDF),
    ("pdf that is also a zip", "a.pdf", PDF + zipped([("a.js", "x")])),
    ("png that is also a zip", "a.png", PNG + zipped([("a.jar", "x")])),
    ("word with macros", "a.docx", zipped([*WORD_PARTS, ("word/vbaProject.bin", "x")])),
    ("word of macro type", "a.docx", zipped([("[Content_Types].xml", WORD_TYPES + "macroEnabled"), WORD_PARTS[1]])),
    ("word with a program", "a.docx", zipped([*WORD_PARTS, ("word/embeddings/a.exe", "x")])),
    ("word with a zip", "a.docx", zipped([*WORD_PARTS, ("word/a.zip", "x")])),
    ("word that slips out", "a.docx", zipped([*WORD_PARTS, ("../../etc/passwd", "x")])),
    ("word from the root", "a.docx", zipped([*WORD_PARTS, ("/etc/passwd", "x")])),
    ("word with a drive", "a.docx", zipped([*WORD_PARTS, ("C:/a", "x")])),
    ("bomb", "a.docx", zipped([*WORD_PARTS, ("word/a.xml", b"\0" * 50_000_000)])),
    ("truncated", "a.docx", word()[:-30]),
    ("start cut off", "a.docx", b"PK\x03\x04" + word()[400:]),
    ("not a zip at all", "a.docx", b"PK\x03\x04" + b"x" * 400),
]


@pytest.mark.parametrize(("name", "content"), HONEST, ids=lambda it: it if isinstance(it, str) else "")
def test_honest_files_are_let_in(name, content):
    checked = check(name, content)
    assert checked.name == name
    assert checked.size == len(content)
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert checked.content_type == files.TYPES[name.rsplit(".", 1)[1].lower()], "never what the browser said"


@pytest.mark.parametrize(("what", "name", "content"), HOSTILE, ids=[each[0] for each in HOSTILE])
def test_hostile_files_are_refused(what, name, content):
    with pytest.raises(DomainError) as refused:
        check(name, content)
    assert str(refused.value).endswith(".")


def symlink_in_word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in WORD_PARTS:
            archive.writestr(name, content)
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def encrypted_word() -> bytes:
    content = bytearray(zipped(WORD_PARTS))
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def lying_word() -> bytes:
    """Claims that a big member is small."""
    content = bytearray(zipped([("[Content_Types].xml", WORD_TYPES + " " * 3_000_000), WORD_PARTS[1]]))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


def overlapping_word() -> bytes:
    """Many entries in the table of contents point at the same big member."""
    content = zipped([*WORD_PARTS, ("word/a.bin", b"\0" * 1_000_000 + bytes(range(256)) * 200)])
    start = content.rfind(b"PK\x01\x02")
    end = content.rfind(b"PK\x05\x06")
    entry = content[start:end]
    copies = b"".join(entry.replace(b"word/a.bin", b"word/%05d" % n) for n in range(400))
    count, directory = 2 + 401, content[content.find(b"PK\x01\x02") : end] + copies
    begin = content.find(b"PK\x01\x02")
    record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), begin, 0)
    return content[:begin] + directory + record


@pytest.mark.parametrize("make", [symlink_in_word, encrypted_word, overlapping_word])
def test_archives_with_tricks_are_refused(make):
    with pytest.raises(DomainError):
        check("a.docx", make())


def test_an_archive_that_lies_about_its_size_costs_no_memory():
    content = lying_word()
    tracemalloc.start()
    with contextlib.suppress(DomainError):
        check("a.docx", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_an_archive_of_very_many_members_is_refused_before_they_are_read(monkeypatch):
    count = _archives.MOST_MEMBERS + 1
    content = zipped([*WORD_PARTS, *((f"word/{n}", "") for n in range(count - 2))])
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("the archive was opened"))
    with pytest.raises(DomainError):
        check("a.docx", content)


def test_a_bomb_is_refused_without_unpacking_it():
    content = zipped([*WORD_PARTS, *((f"word/{n}.xml", b"\0" * 20_000_000) for n in range(5))])
    tracemalloc.start()
    with pytest.raises(DomainError):
        check("a.docx", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(("over", "let_in"), [(-1, True), (0, True), (1, False)])
def test_the_size_limit_is_exact(settings, over, let_in):
    settings.UPLOAD_MAX_BYTES = 10_000
    content = b"a" * (10_000 + over)
    if let_in:
        assert check("a.txt", content).size == 10_000 + over
    else:
        with pytest.raises(DomainError, match=r"10\skB"):
            check("a.txt", content)


def test_a_big_file_on_disk_is_not_read_into_memory():
    content = TemporaryUploadedFile("a.pdf", "application/pdf", 0, None)
    content.write(PDF + b"%" * 20_000_000)
    content.size = content.tell()
    tracemalloc.start()
    files.check_upload(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
    assert content.tell() == 0, "ready to be stored"


def test_an_empty_file_is_refused_in_the_readers_language():
    with translation.override("nn"), pytest.raises(DomainError) as refused:
        check("a.txt", b"")
    assert str(refused.value) == "«a.txt» er tom. Vel ei anna fil."


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("C:\\Users\\a\\Behov på Voss.pdf", "Behov på Voss.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("faktura\u202efdp.txt", "fakturafdp.txt"),
        ("  .skjult.txt", "skjult.txt"),
        ('a<b>:"c|d?*.txt', "a_b___c_d__.txt"),
        ("x" * 300 + ".pdf", "x" * 114 + ".pdf"),
        ("Guovdageaidnu čđŋ.pdf", "Guovdageaidnu čđŋ.pdf"),
        ("A\u030angstro\u0308m.txt", "Ångström.txt"),
        ("", "fil"),
        ("...", "fil"),
    ],
)
def test_names_are_shown_without_tricks(given_name, shown):
    assert files.shown_name(given_name) == shown


@given(st.text(max_size=300))
def test_no_name_can_reach_a_header_or_a_folder(name):
    shown = files.shown_name(name)
    assert shown
    assert len(shown) <= 120
    assert not set(shown) & set('\r\n\0/\\"<>')
    assert files.shown_name(shown) == shown


@given(st.binary(max_size=400), st.sampled_from(sorted(files.TYPES)))
def test_no_bytes_make_the_check_fail_in_another_way(content, ending):
    for prefix in (b"", b"PK\x03\x04", b"%PDF-1.4"):
        with contextlib.suppress(DomainError):
            check(f"a.{ending}", prefix + content)


def test_files_are_kept_under_a_name_of_our_own():
    first, second = files.storage_name(), files.storage_name()
    assert first != second
    assert len(first.split("/")) == 3
    assert "." not in first


class Field:
    """As much of a file field as is needed."""

    def __init__(self, content: bytes) -> None:
        self.storage = InMemoryStorage()
        self.name = self.storage.save(files.storage_name(), ContentFile(content))

    def open(self, mode):
        return self.storage.open(self.name, mode)


def test_a_file_is_handed_out_as_a_download_in_a_sandbox(rf: RequestFactory):
    from csp.middleware import CSPMiddleware

    response: HttpResponse = files.attachment_response(Field(HTML), "Behov på Voss.pdf", "application/pdf")
    response = CSPMiddleware(lambda _: response)(rf.get("/"))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Behov%20p%C3%A5%20Voss.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def scanner(tmp_path, settings):
    """scanner(code) sets a virus scanner that answers with that code."""

    def make(code: int) -> None:
        program = tmp_path / "scanner"
        program.write_text(f'#!/bin/sh\ngrep -q Behov "$2" || exit 9\nexit {code}\n')
        program.chmod(0o755)
        settings.VIRUS_SCANNER = f"{program} --quiet"

    return make


def test_a_clean_file_is_let_in(scanner):
    scanner(0)
    assert check("a.txt", b"Behov").size == 5
    assert files.scanner_is_set()


def test_what_the_scanner_finds_is_refused(scanner):
    scanner(1)
    with pytest.raises(DomainError, match=r"a\.txt"):
        check("a.txt", b"Behov")


def test_nothing_is_let_in_while_the_scanner_is_down(scanner, settings):
    scanner(2)
    with pytest.raises(DomainError):
        check("a.txt", b"Behov")
    settings.VIRUS_SCANNER = "/no/such/program"
    with pytest.raises(DomainError):
        check("a.txt", b"Behov")
