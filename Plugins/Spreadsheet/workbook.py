"""A workbook: its sheets, its table of texts, and which numbers it shows as dates."""

import errno
import sys
import tempfile
import zipfile
import zlib
from xml.etree.ElementTree import ParseError, iterparse
from xml.parsers.expat import ExpatError

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import _find_workbook_part
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.worksheet._reader import DATA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

import safety
from protocol import Refusal
from texts import TextTable

# What openpyxl, expat and zipfile make of a broken workbook.
DAMAGED = (
    AttributeError, EOFError, ExpatError, IndexError, KeyError, NotImplementedError, OSError, OverflowError, ParseError, RecursionError, TypeError,
    ValueError, zipfile.BadZipFile, zlib.error,
)


class Workbook:
    """A workbook whose sheets are known and of which no row was read yet."""

    def __init__(self, path):
        self.package = safety.opened(path)
        try:
            self._read()
        except DAMAGED as error:
            raise damaged(error)

    def _read(self):
        manifest = Manifest.from_tree(fromstring(self.package.read(ARC_CONTENT_TYPES)))
        parser = WorkbookParser(self.package, _find_workbook_part(manifest).PartName.lstrip("/"), keep_links=False)
        parser.parse()
        self.epoch = parser.wb.epoch
        # Neither charts nor macros, which have sheets of their own.
        self.sheets = {sheet.name: rel.target for sheet, rel in parser.find_sheets() if rel.Type.endswith("/worksheet") and rel.target in self.package.xml}
        self.hidden = {sheet.name for sheet in parser.sheets if sheet.state != "visible"}
        if not self.sheets:
            raise Refusal("the workbook has no sheet with cells", next=safety.AGAIN)
        self.dates, self.durations = self._formats()
        strings = manifest.find(SHARED_STRINGS)
        self._strings = strings.PartName.lstrip("/") if strings is not None else None

    def _formats(self):
        """The numbers of the styles that show a number as a date, and as a span of time.

        openpyxl reads a whole style sheet or nothing, and fails on what some programs write there.
        """
        if ARC_STYLE not in self.package.xml:
            return set(), set()
        root = fromstring(self.package.read(ARC_STYLE))
        codes = dict(BUILTIN_FORMATS)
        for format in root.iter(f"{{{SHEET_MAIN_NS}}}numFmt"):
            codes[int(format.get("numFmtId", -1))] = format.get("formatCode", "")
        styles = root.find(f"{{{SHEET_MAIN_NS}}}cellXfs")
        used = [codes.get(int(style.get("numFmtId", 0)), "") for style in (styles if styles is not None else [])]
        dates = {number for number, code in enumerate(used) if is_date_format(code)}
        return dates, {number for number in dates if is_timedelta_format(used[number])}

    def texts(self):
        """The table of texts; empty where each cell has its own."""
        if self._strings not in self.package.xml:
            return []
        with self.package.stream(self._strings) as source:
            return TextTable(source)

    def chosen(self, name):
        """The sheet of that name, else the only one to be seen that has rows."""
        if name is not None:
            for known in self.sheets:
                # Two sheets cannot differ in case alone.
                if known.casefold() == name.strip().casefold():
                    return known
            raise Refusal("the workbook has no sheet of that name", value=name, allowed=self.listed, next=f"--option sheet={quoted(next(iter(self.sheets)))}")
        filled = [known for known in self.sheets if known not in self.hidden and self._has_rows(known)]
        if len(filled) > 1:
            raise Refusal(f"the workbook has {len(filled)} sheets with rows; say which", allowed=self.listed, next=f"--option sheet={quoted(filled[0])}")
        return filled[0] if filled else next((known for known in self.sheets if known not in self.hidden), next(iter(self.sheets)))

    @property
    def listed(self):
        return [name + (" (hidden)" if name in self.hidden else "") for name in self.sheets]

    def _has_rows(self, name):
        try:
            with self.package.stream(self.sheets[name]) as source:
                return any(any(cell.find(VALUE_TAG) is not None or cell.find(INLINE_STRING) is not None for cell in row) for row in row_elements(source))
        except DAMAGED as error:
            raise damaged(error)


def row_elements(source):
    """The rows of a sheet's XML, each forgotten before the next; what follows them is no business of an import."""
    data = None
    for event, element in iterparse(source, ("start", "end")):
        if event == "start":
            if element.tag == DATA_TAG:
                data = element
        elif element.tag == ROW_TAG:
            yield element
            if data is not None:
                data.clear()
        elif element.tag == DATA_TAG:
            return


def quoted(name):
    return "'" + name.replace("'", "'\\''") + "'" if set(name) & set(" '\"\\$*()") else name


def damaged(error):
    """The one message for whatever Python makes of a broken workbook; its own words are for the log."""
    if "out of memory" in str(error):  # as expat says it
        raise MemoryError
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return Refusal("there is no room to keep the workbook's texts while it is read", kind="inputOutput", value=tempfile.gettempdir())
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    if isinstance(error, (ParseError, ExpatError)):
        what = f"its XML is broken ({error})"
    elif isinstance(error, (EOFError, zipfile.BadZipFile, zlib.error)) or getattr(error, "errno", None):
        what = "a part of it cannot be unpacked"
    else:
        what = "it is not put together as a workbook is"
    return Refusal(f"the workbook is damaged: {what}", next="copy the file again, or " + safety.AGAIN)
