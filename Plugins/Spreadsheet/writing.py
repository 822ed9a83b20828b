"""Records as a workbook of one sheet, in which nothing is a formula."""

import datetime
import os
import re
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from protocol import Refusal

# Excel's specifications and limits: rows of a sheet, UTF-16 units of a cell.
MOST_ROWS, MOST_TEXT = 1_048_576, 32_767
CUT = " … (cut here: a cell of a workbook holds no more; export to CSV or JSON for the whole)"

# Signs that XML 1.0 cannot hold, and halves of one.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A text that a spreadsheet would read as an escaped sign (ECMA-376, 22.9.2.19).
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# What a spreadsheet runs, or would once somebody edits the cell (OWASP, “CSV Injection”), full-width forms included.
RUNS = re.compile("[\\s\u00a0]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
# Before March 1900 spreadsheets count a day that never was.
FIRST = datetime.datetime(1900, 3, 1)


class Writer:
    """A workbook that grows by a row at a time, on disk."""

    def __init__(self, file, columns):
        self._file = file
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Innovations")
        self._sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, 1):
            wide = column["name"] in ("title", "problem", "change", "result")
            self._sheet.column_dimensions[get_column_letter(number)].width = 40 if wide else 16
        self._count = 1
        self._append([self._text(column["name"], font=Font(bold=True)) for column in columns])

    def write(self, values):
        self._count += 1
        if self._count > MOST_ROWS:
            raise Refusal(f"a sheet has at most {MOST_ROWS:,} rows", kind="cannotCreate", next="export fewer, or to CSV")
        self._append([self._cell(value) for value in values])

    def finish(self):
        """Writes the file, and says how many bytes it has."""
        try:
            self._book.save(self._file)
        except OSError as error:
            raise unwritable(error)
        return os.stat(self._file).st_size

    def _append(self, cells):
        try:
            self._sheet.append(cells)
        except OSError as error:
            raise unwritable(error)

    def _cell(self, value):
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            # A spreadsheet keeps fifteen digits.
            return value if abs(value) < 1e15 else self._text(format(Decimal(value), "f"))
        if isinstance(value, list):
            return self._text("; ".join(map(str, value)))
        return self._date(value) or self._text(value)

    def _date(self, value):
        """A day or a moment as a date that sorts and counts, and shows the very same signs; None for anything else."""
        for form, pattern, shown in (("%Y-%m-%d", DAY, "yyyy-mm-dd"), ("%Y-%m-%dT%H:%M:%S.%fZ", MOMENT, 'yyyy-mm-dd"T"hh:mm:ss.000"Z"')):
            if pattern.fullmatch(value):
                try:
                    date = datetime.datetime.strptime(value, form)
                except ValueError:
                    return None
                return self._styled(date, number_format=shown) if date >= FIRST else None
        return None

    def _text(self, value, **style):
        text = IMPOSSIBLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
        text = ESCAPE.sub("_x005F_", text)
        if len(text) * 2 > MOST_TEXT and units(text) > MOST_TEXT:
            text = cut(text, MOST_TEXT - len(CUT)) + CUT
        if RUNS.match(value):
            # The mark that typing an apostrophe leaves: it stays text also after somebody edits the cell.
            style["quotePrefix"] = True
        # A cell of its own costs; what openpyxl takes for a formula or an error (“#N/A”) needs one.
        return self._styled(text, **style) if style or text.startswith("#") else text

    def _styled(self, value, **style):
        cell = WriteOnlyCell(self._sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"
        for name, what in style.items():
            setattr(cell, name, what)
        return cell


def units(text):
    """The length in UTF-16 units, as spreadsheets count."""
    return len(text.encode("utf-16-le")) // 2


def cut(text, most):
    return text.encode("utf-16-le")[:most * 2].decode("utf-16-le", "ignore")


def unwritable(error):
    return Refusal(f"the workbook cannot be written: {os.strerror(error.errno) if error.errno else error}", kind="inputOutput", next="export to CSV needs less room")
