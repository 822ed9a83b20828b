"""A sheet of a workbook as an import's rows."""

import datetime
import zipfile
import zlib
from decimal import Decimal
from xml.etree.ElementTree import ParseError, iterparse
from xml.parsers.expat import ExpatError

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import _find_workbook_part
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

import safety
from protocol import Refusal
from texts import TextTable, unescaped

# The format's own limits (ECMA-376; Excel's specifications and limits).
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# An import of more columns is a mistake, and each would become a field.
MOST_HEADINGS = 1_000
# Characters of text in one answer, and in one row.
ENOUGH, MOST_OF_A_ROW = 2 << 20, 1 << 20

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


class SheetParser(WorkSheetParser):
    """openpyxl's reading of cells, in which one that cannot be read is a trouble of its row alone."""

    def rows(self):
        return map(self.parse_row, row_elements(self.source))

    def parse_cell(self, element):
        try:
            cell = super().parse_cell(element)
        except (ValueError, IndexError, TypeError, OverflowError, AttributeError, KeyError):
            return {"row": self.row_counter, "column": self.col_counter, "value": None, "data_type": "unreadable"}
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and element.find(VALUE_TAG) is None:
            cell["data_type"] = "uncounted"
        return cell


class SheetRows:
    """The rows of a sheet below its headings, some at a time."""

    def __init__(self, workbook, options):
        self.name = workbook.chosen(options.get("sheet"))
        self._headings = number(options.get("headings"))
        try:
            part = workbook.sheets[self.name]
            self._source, self._size = workbook.package.stream(part), workbook.package.getinfo(part).file_size
            self._parser = SheetParser(
                self._source, workbook.texts(), data_only=True, epoch=workbook.epoch, date_formats=workbook.dates, timedelta_formats=workbook.durations)
            self._rows = self._filled()
            self.columns = self._begin()
        except DAMAGED as error:
            raise damaged(error)
        self._count = 0
        others = f", one of {len(workbook.sheets)}" if len(workbook.sheets) > 1 else ""
        self.detected = f"the sheet {self.name}{others}"

    def _begin(self):
        for line, cells, _ in self._rows:
            if self._headings is None or line == self._headings:
                if len(cells) > MOST_HEADINGS:
                    raise Refusal(f"the sheet has {len(cells):,} columns", value=self.name, line=line, allowed=[f"{MOST_HEADINGS:,} columns"], next="keep the columns that matter")
                return [" ".join(cell.split()) for cell in cells]
            if line > self._headings:
                break
        if self._headings is None:
            raise Refusal("the sheet is empty", value=self.name, next="check that it is the right file and sheet")
        raise Refusal("there is nothing in the row that should have the headings", value=str(self._headings), next="--option headings=ROW")

    @property
    def fraction(self):
        try:
            return min(self._source.tell() / self._size, 1) if self._size else 1
        except (OSError, ValueError):
            return None

    def take(self, count):
        """At most so many rows, fewer where they are long, and whether these were the last."""
        rows, size = [], 0
        try:
            for line, cells, trouble in self._rows:
                self._count += 1
                length = sum(map(len, cells))
                if length > MOST_OF_A_ROW:
                    cells, trouble = [], f"has {length:,} characters; a row has at most {MOST_OF_A_ROW:,}"
                cells += [""] * (len(self.columns) - len(cells))
                rows.append({"row": self._count, "line": line, "cells": cells, "trouble": trouble})
                size += length
                if len(rows) >= count or size >= ENOUGH:
                    return rows, False
        except DAMAGED as error:
            raise damaged(error)
        return rows, True

    def _filled(self):
        """The number of each row that has anything in it, its cells as texts, and what is wrong with it."""
        for line, cells in self._parser.rows():
            if line > MOST_ROWS:
                raise Refusal(f"the workbook is damaged: it has a row {line:,}, and a sheet ends at {MOST_ROWS:,}", next=safety.AGAIN)
            texts, trouble = [], None
            for cell in cells:
                column = cell["column"]
                if column > MOST_COLUMNS:
                    raise Refusal(f"the workbook is damaged: it has a cell right of the last column, in row {line:,}", line=line, next=safety.AGAIN)
                shown, wrong = text(cell["value"], cell["data_type"])
                if wrong and trouble is None:
                    trouble = f"the cell {get_column_letter(max(column, 1))}{line} {wrong}"
                if shown:
                    while len(texts) < column - 1:
                        texts.append("")
                    texts[column - 1:column] = [shown]
            if texts or trouble:
                yield line, texts, trouble


def text(value, data_type):
    """A cell's value as a text, and what is wrong with it or None."""
    if data_type == "uncounted":
        return "", "has a formula whose value was never counted: open the workbook in a spreadsheet program and save it"
    if data_type == "unreadable":
        return "", "cannot be read"
    if data_type == "e":
        return str(value), f"has the error {value}"
    if value is None:
        return "", None
    if isinstance(value, bool):
        return "yes" if value else "no", None
    if isinstance(value, int):
        return str(value), None
    if isinstance(value, float):
        # Fifteen digits, as spreadsheets show them, and no exponent.
        return format(Decimal(format(value, ".15g")), "f"), None
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat(), None
        return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds"), None
    if isinstance(value, datetime.date):
        return value.isoformat(), None
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds"), None
    if isinstance(value, datetime.timedelta):
        return str(value), None
    return unescaped(value), None


def number(option):
    if option is None:
        return None
    if option.isascii() and option.isdigit() and 1 <= int(option[:9]) <= MOST_ROWS:
        return int(option)
    raise Refusal("headings is the number of a row", kind="usage", value=option, next="--option headings=1")


def quoted(name):
    return "'" + name.replace("'", "'\\''") + "'" if set(name) & set(" '\"\\$*()") else name


def damaged(error):
    if "out of memory" in str(error):  # as expat says it
        raise MemoryError
    return Refusal(f"the workbook is damaged: {' '.join(str(error).split())[:200] or type(error).__name__}", next="copy the file again, or " + safety.AGAIN)
