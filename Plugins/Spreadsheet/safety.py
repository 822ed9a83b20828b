"""What a file must be before anything in it is read as a workbook.

A workbook is a zip file of XML. Its directory says how large each part becomes, and Python's zipfile reads no further
than that, so what is refused here by its size is never unpacked.
"""

import os
import zipfile
from xml.parsers import expat

from protocol import Refusal

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MIB = 1 << 20

MOST_PARTS = 10_000
# All parts together, unpacked. A million rows of an online form have about 1 GiB.
MOST_BYTES = 2048 * MIB
# A part that is read whole: the list of sheets, the styles. Only sheets and the table of texts are streamed.
MOST_WHOLE = 16 * MIB
# Apache POI's ZipSecureFile refuses what shrank to less than a hundredth; small parts may.
MOST_RATIO = 100
# What stands before the first element of a part.
MOST_PROLOG = 1 << 16

AGAIN = "open it in a spreadsheet program and save it as .xlsx again"


class Package(zipfile.ZipFile):
    """The zip file of a workbook, of which nothing is read but XML that was looked at."""

    xml = frozenset()

    def read(self, name, pwd=None):
        """A part that is read whole, as openpyxl reads the list of sheets and what refers to what."""
        size = self.getinfo(name).file_size
        if size > MOST_WHOLE:
            raise Refusal(f"the workbook is too large: {name[:100]} has {size // MIB:,} MiB", allowed=[f"{MOST_WHOLE // MIB} MiB"], next="save the sheet as CSV, and import that")
        with self.stream(name) as source:
            return source.read()

    def stream(self, name):
        if name not in self.xml:
            raise KeyError(f"{name[:100]} is no XML")
        return self.open(name)


def opened(path):
    """The workbook's zip file, once it is known to be a harmless one."""
    try:
        with open(path, "rb") as file:
            head = file.read(8)
            if head == OLE:
                raise older_or_encrypted(file)
    except OSError as error:
        raise Refusal(f"the file cannot be read ({os.strerror(error.errno)})", kind="noInput")
    if not head:
        raise Refusal("the file is empty, and no workbook", next="check that it is the right file")
    if not head.startswith(b"PK"):
        raise Refusal("this is no workbook: it does not begin as one", next="check that it is the right file")
    try:
        archive = Package(path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refusal("the workbook is damaged: its end is missing or broken", next="copy the file again, or " + AGAIN)
    sized(parts)
    known = {part.filename for part in parts}
    if len(known) != len(parts):
        raise Refusal("the workbook is damaged: it has two parts of one name", next=AGAIN)
    if "[Content_Types].xml" not in known:
        other = "an OpenDocument spreadsheet" if "content.xml" in known else "another zip file"
        raise Refusal(f"this is no Excel workbook: it looks like {other}", next="open it in a spreadsheet program and save it as .xlsx")
    if "xl/workbook.bin" in known:
        raise Refusal("the workbook is in Excel's binary form (.xlsb)", next="open it in a spreadsheet program and save it as .xlsx")
    archive.xml = frozenset(part.filename for part in parts if not part.is_dir() and examined(archive, part))
    return archive


def older_or_encrypted(file):
    """Both lie in Microsoft's compound files: an encrypted workbook in one that names its package (MS-OFFCRYPTO, 2.3.2)."""
    mark, tail = "EncryptedPackage".encode("utf-16-le"), b""
    while block := file.read(MIB):
        if mark in tail + block:
            return Refusal("the workbook is encrypted", next="save it without a password")
        tail = block[-len(mark):]
    return Refusal("this is a workbook of Excel 97 (.xls)", next="open it in a spreadsheet program and save it as .xlsx")


def sized(parts):
    if len(parts) > MOST_PARTS:
        raise Refusal(f"the workbook is too large: it has {len(parts):,} parts", value=f"{len(parts)} parts", allowed=[f"{MOST_PARTS:,} parts"])
    total = sum(part.file_size for part in parts)
    for part in parts:
        if part.flag_bits & 1:
            raise Refusal("the workbook is encrypted", next="save it without a password")
        if part.file_size > 10 * MIB and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise Refusal(
                f"the workbook is refused as a zip bomb: {part.filename[:100]} has {part.compress_size:,} bytes and becomes {part.file_size:,}",
                next="if it is a real one, save it as CSV, and import that")
    if total > MOST_BYTES:
        raise Refusal(
            f"the workbook is too large: unpacked it has {total // MIB:,} MiB", allowed=[f"{MOST_BYTES // MIB:,} MiB"],
            next="save the sheet as CSV, and import that")


def examined(archive, part):
    """Whether the part is XML. One with a document type is refused: entities are declared there, and a workbook has none.

    Only what stands before the first element is parsed, so this costs nothing however large the part is.
    """
    found = {}
    parser = expat.ParserCreate(namespace_separator=" ")

    def doctype(*_):
        found["doctype"] = True

    def element(name, _):
        found.setdefault("root", name)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    isXML = part.filename.lower().endswith((".xml", ".rels"))
    read = 0
    try:
        with archive.open(part) as source:
            while not found and read < MOST_PROLOG and (block := source.read(2048)):
                read += len(block)
                parser.Parse(block, False)
    except expat.ExpatError:
        pass
    except Exception:  # a part that cannot be unpacked is the workbook's damage, whatever zipfile makes of it
        raise Refusal(f"the workbook is damaged: {part.filename[:100]} cannot be unpacked", next="copy the file again, or " + AGAIN)
    if "doctype" in found:
        raise Refusal(f"the workbook is refused: {part.filename[:100]} declares a document type, by which XML entities come in", next=AGAIN)
    if isXML and "root" not in found:
        raise Refusal(f"the workbook is damaged: {part.filename[:100]} is no XML", next="copy the file again, or " + AGAIN)
    if found.get("root", "").startswith("http://purl.oclc.org/ooxml/spreadsheetml"):
        raise Refusal("the workbook is in the strict form of the format", next="save it as “Excel Workbook (.xlsx)”, not “Strict Open XML”")
    return "root" in found
