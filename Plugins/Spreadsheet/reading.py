"""A sheet of a workbook as an import's rows."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

import safety
from protocol import Refusal
from values import text
from workbook import DAMAGED, damaged, row_elements

# The format's own limits (ECMA-376; Excel's specifications and limits).
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# An import of more columns is a mistake, and each would become a field.
MOST_HEADINGS = 1_000
# Characters of text in one answer, and in one row.
ENOUGH, MOST_OF_A_ROW = 2 << 20, 1 << 20


class SheetParser(WorkSheetParser):
    """openpyxl's reading of cells, in which one that cannot be read is a trouble of its row alone."""

    def rows(self):
        return map(self.parse_row, row_elements(self.source))

    def parse_cell(self, element):
        try:
            cell = super().parse_cell(element)
        except (ValueError, IndexError, TypeError, OverflowError, AttributeError, KeyError):
            return {"row": self.row_counter, "column": self.col_counter, "value": None, "data_type": "unreadable"}
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            value = element.find(VALUE_TAG)
            # Who writes a formula without counting it leaves the value out, or empty; an empty text is a value.
            if value is None or not value.text and element.get("t") != "str":
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


def number(option):
    if option is None:
        return None
    if option.isascii() and option.isdigit() and 1 <= int(option[:9]) <= MOST_ROWS:
        return int(option)
    raise Refusal("headings is the number of a row", kind="usage", value=option, next="--option headings=1")
