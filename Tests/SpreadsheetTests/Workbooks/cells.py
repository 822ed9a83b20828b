"""What a workbook's cells are, a line each: python3 cells.py FILE"""

import json
import sys
import zipfile

import openpyxl

FILE = sys.argv[1]
for row in openpyxl.load_workbook(FILE).active.iter_rows():
    for cell in row:
        if cell.value is not None:
            print(json.dumps([cell.coordinate, cell.data_type, str(cell.value), cell.number_format, cell.quotePrefix], ensure_ascii=False))
with zipfile.ZipFile(FILE) as archive:
    print("formulas:", sum(archive.read(name).count(b"<f") for name in archive.namelist() if "worksheets/" in name))
