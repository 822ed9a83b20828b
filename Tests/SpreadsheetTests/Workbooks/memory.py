"""What the plugin needs in memory for 100,000 rows out, and in again with the texts in a table: python3 memory.py PLUGIN FOLDER

Prints the most KiB that each took, and how many rows came in.
"""

import json
import pathlib
import subprocess
import sys

import workbooks

PLUGIN, FOLDER = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ROWS = 100_000


class Spoken:
    def __init__(self):
        self.process = subprocess.Popen([sys.executable, "-B", PLUGIN / "main.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=FOLDER, env={"TMPDIR": str(FOLDER)})
        self.count = 0
        self.ask("initialize", {})

    def ask(self, method, params):
        self.count += 1
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": self.count, "method": method, "params": params}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["result"]

    def peak(self):
        """The most that lay in memory, in KiB (proc(5), VmHWM)."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0])
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        return peak


def answer(number, column):
    return f"{column} of the idea {number}, " + "which somebody told at some length; " * 8


writing = Spoken()
writing.ask("exporter.open", {"exporter": "xlsx", "columns": [{"name": name, "label": name} for name in workbooks.HEADINGS], "file": str(FOLDER / "big.xlsx")})
for start in range(0, ROWS, 500):
    writing.ask("exporter.rows", {"rows": [[answer(number, name) for name in workbooks.HEADINGS] for number in range(start, start + 500)]})
writing.ask("exporter.finish", {})
print(writing.peak())

texts = [f"<t>{name}</t>" for name in workbooks.HEADINGS] + [f"<t>{answer(number, name)}</t>" for number in range(1, ROWS + 1) for name in workbooks.HEADINGS]
rows = "".join(f'<row r="{number + 1}">' + "".join(f'<c r="{"ABCD"[at]}{number + 1}" t="s"><v>{number * 4 + at}</v></c>' for at in range(4)) + "</row>" for number in range(ROWS + 1))
workbooks.workbook(FOLDER / "table.xlsx", {"Ideas": workbooks.sheet(rows)}, texts)
reading = Spoken()
reading.ask("importer.open", {"importer": "xlsx", "path": str(FOLDER / "table.xlsx"), "options": {}})
count, done = 0, False
while not done:
    answer = reading.ask("importer.next", {"count": 500})
    count += len(answer["rows"])
    done = answer["done"]
print(reading.peak())
print(count)
