"""The workbook's table of texts, on disk.

Most workbooks keep each text once, in a table of their own, and cells name its place. openpyxl holds that table in
memory, which 100,000 rows of long answers would fill; this one keeps only where each text begins.
"""

import array
import functools
import re
import tempfile
from xml.parsers import expat

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ITEM, TEXT, PHONETIC = (f"{NAMESPACE} {name}" for name in ("si", "t", "rPh"))

# A sign that XML cannot hold is written as _x001B_, and a text that looks like it as _x005F_x001B_ (ECMA-376, 22.9.2.19).
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text):
    """What the file's text stands for; signs that move a cursor are left out."""
    def sign(match):
        code = int(match[1], 16)
        if code == 0x5F or code in (0x09, 0x0A, 0x0D):
            return chr(code)
        return "" if code < 0x20 else match[0]

    return ESCAPED.sub(sign, text) if "_x" in text else text


class TextTable:
    """The texts by their number, as a list has them."""

    def __init__(self, source):
        self._file = tempfile.TemporaryFile()
        self._ends = array.array("Q", [0])
        self._parse(source)
        self.text = functools.lru_cache(maxsize=4096)(self._read)

    def _parse(self, source):
        parts, state = [], {"text": False, "phonetic": 0}

        def start(name, _):
            if name == TEXT:
                state["text"] = not state["phonetic"]
            elif name == PHONETIC:
                state["phonetic"] += 1
            elif name == ITEM:
                parts.clear()

        def end(name):
            if name == TEXT:
                state["text"] = False
            elif name == PHONETIC:
                state["phonetic"] -= 1
            elif name == ITEM:
                bytes = "".join(parts).encode("utf-8", "replace")
                self._file.write(bytes)
                self._ends.append(self._ends[-1] + len(bytes))

        def data(text):
            if state["text"]:
                parts.append(text)

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
        parser.ParseFile(source)

    def _read(self, number):
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8")

    def __getitem__(self, number):
        # A negative number would count from the end.
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        return self.text(number)
