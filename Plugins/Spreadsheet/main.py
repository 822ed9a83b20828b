"""Workbooks in and out: what the program asks, handed to `reading` and `writing`.

Both are imported when they are asked for, so that the plugin starts, and can say what is missing, without openpyxl.
"""

import os
import sys

# Another python3 that comes first on the path does not see what Debian's packages bring.
DEBIAN = "/usr/bin/python3"
if not sys.executable.startswith("/usr/bin/") and os.access(DEBIAN, os.X_OK):
    os.execv(DEBIAN, [DEBIAN, *sys.argv])

from protocol import Refusal, serve  # noqa: E402


class Spreadsheet:
    """One workbook that is read or written: each has a process of its own."""

    def __init__(self):
        self.rows = self.writer = None

    def open_rows(self, params):
        # lxml reads entities in another way than expat, which alone is held against what `safety` looks at.
        need_openpyxl(lxml=False)
        from reading import SheetRows
        from workbook import Workbook

        self.rows = SheetRows(Workbook(params["path"]), params["options"])
        return {"columns": self.rows.columns, "detected": self.rows.detected}

    def next_rows(self, params):
        rows, done = self.rows.take(params["count"])
        return {"rows": rows, "fraction": self.rows.fraction, "done": done}

    def close_rows(self, params):
        self.rows = None
        return {}

    def open_records(self, params):
        # Without lxml, et_xmlfile holds a sheet in memory until its end.
        need_openpyxl(lxml=True)
        from writing import Writer

        self.writer = Writer(params["file"], params["columns"])
        return {}

    def write_records(self, params):
        for record in params["rows"]:
            self.writer.write(record)
        return {}

    def finish_records(self, params):
        return {"bytes": self.writer.finish()}


def need_openpyxl(lxml):
    os.environ["OPENPYXL_LXML"] = str(lxml)
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise Refusal("workbooks need openpyxl, which is not installed", kind="unavailable", next="sudo apt install python3-openpyxl")


if __name__ == "__main__":
    spreadsheet = Spreadsheet()
    serve("spreadsheet", "1.0.0", {
        "importer.open": spreadsheet.open_rows,
        "importer.next": spreadsheet.next_rows,
        "importer.close": spreadsheet.close_rows,
        "exporter.open": spreadsheet.open_records,
        "exporter.rows": spreadsheet.write_records,
        "exporter.finish": spreadsheet.finish_records,
    })
