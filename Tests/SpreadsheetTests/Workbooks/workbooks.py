"""Writes the workbooks of the tests into a folder: python3 workbooks.py honest|hostile FOLDER

Nearly all are written part by part, as several programs write them; openpyxl writes one.
"""

import pathlib
import struct
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADINGS = ["title", "problem", "change", "who"]
# Styles 0 general, 1 a day, 2 a day and a time, 3 a time.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>
<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="20"/></cellXfs></styleSheet>"""


def row(number, cells):
    """Cells are texts, or XML that begins with a bracket."""
    written = "".join(cell if cell.startswith("<") else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(cells))
    return f'<row r="{number}">{written}</row>'


def sheet(*rows):
    body = "".join(rows)
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData><pageMargins left="1"/></worksheet>'


IDEA = ["Night buses", "No bus at night", "A buddy waits", "Young adults"]
ONE = sheet(row(1, HEADINGS), row(2, IDEA))


def workbook(path, sheets, strings=None, head=HEAD, states={}, further={}, packed=zipfile.ZIP_DEFLATED, styles=STYLES, namespace=MAIN):
    names = list(sheets)
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}" {states.get(name, "")}/>' for at, name in enumerate(names, 1))
    related = "".join(f'<Relationship Id="rId{at}" Type="{RELS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(names) + 1))
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{TYPE}worksheet+xml"/>' for at in range(1, len(names) + 1))
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPE}sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}sharedStrings+xml"/>{types}</Types>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{namespace}" xmlns:r="{RELS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>',
        "xl/styles.xml": HEAD + styles,
        **{f"xl/worksheets/sheet{at}.xml": sheets[name] for at, name in enumerate(names, 1)},
        **further,
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">' + "".join(f"<si>{text}</si>" for text in strings) + "</sst>"
    with zipfile.ZipFile(path, "w", packed) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def changed(path, of, change):
    bytes = bytearray(of.read_bytes())
    path.write_bytes(change(bytes))


def honest(folder):
    strings = [
        "<t>title</t>", "<t>problem</t>", "<t>change</t>", "<t>who</t>", "<t>started</t>", "<t>result</t>", "<t>setup_cost</t>",
        '<r><t>Night </t></r><r><rPr><b/></rPr><t>buses</t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh>', '<t xml:space="preserve">two_x000D_\nlines and _x005F_x000D_</t>',
    ]

    def shared(at, row, text):
        return f'<c r="{chr(65 + at)}{row}" t="s"><v>{text}</v></c>'

    workbook(folder / "types.xlsx", {"Ideas": sheet(
        row(3, [shared(at, 3, at) for at in range(7)]),
        row(5, [shared(0, 5, 7), shared(1, 5, 8), '<c r="C5" t="b"><v>1</v></c>', '<c r="D5" t="inlineStr"><is><r><t>Young </t></r><r><t>adults</t></r></is></c>',
                '<c r="E5" s="1"><v>42400</v></c>', '<c r="F5" t="str"><f>UPPER("ok")</f><v>OK</v></c>', '<c r="G5"><f>SUM(1,2)</f><v>1234.5</v></c>']),
        # No references of cells, a time, a number with what binary fractions leave.
        '<row><c t="inlineStr"><is><t>Second</t></is></c><c><v>0.30000000000000004</v></c><c s="3"><v>0.5</v></c><c><v>3</v></c><c s="2"><v>42400.5</v></c></row>',
    )}, strings)
    workbook(folder / "troubles.xlsx", {"Ideas": sheet(
        row(1, HEADINGS), row(2, ["Whole", "p", "c", "w"]), row(3, ["Error", "p", "c", '<c r="D3" t="e"><v>#N/A</v></c>']),
        row(4, ["Never counted", "p", '<c r="C4"><f>A1</f><v></v></c>', "w"]), row(5, ["No such text", '<c r="B5" t="s"><v>99</v></c>', "c", "w"]),
        row(6, ["Too many", "p", "c", "w", "x"]),
    )}, ["<t>x</t>"])
    workbook(folder / "sheets.xlsx", {"Read me": sheet(row(1, ["This is how"])), "Ideas": ONE, "Lists": ONE, "Empty": sheet()}, states={"Lists": 'state="hidden"'})
    workbook(folder / "one-filled.xlsx", {"Lists": ONE, "Empty": sheet(), "Ideas": ONE}, states={"Lists": 'state="hidden"'})
    workbook(folder / "below.xlsx", {"Ideas": sheet(row(1, ["Ideas of the council"]), row(2, [""]), row(3, HEADINGS), row(4, IDEA))})

    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    written = book.create_sheet("Ideas")
    written.append(HEADINGS)
    written.append(IDEA)
    book.save(folder / "inline.xlsx")


def hostile(folder):
    one = folder / "one.xlsx"
    workbook(one, {"Ideas": ONE}, packed=zipfile.ZIP_STORED)
    blanks = " " * (64 << 20)
    workbook(folder / "bomb.xlsx", {"Ideas": ONE.replace("<sheetData>", f"<!--{blanks}--><sheetData>")})
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    workbook(folder / "entities.xlsx", {"Ideas": ONE.replace(HEAD, HEAD + laughs).replace("Night", "&b;")})
    workbook(folder / "entities-of-the-book.xlsx", {"Ideas": ONE}, head=HEAD + '<!DOCTYPE w SYSTEM "file:///etc/passwd">')
    workbook(folder / "entities-far.xlsx", {"Ideas": ONE.replace(HEAD, f"{HEAD}<!--{'x' * 100_000}-->" + laughs)})
    ole = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1000)
    (folder / "encrypted.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(1000))
    (folder / "old.xlsx").write_bytes(ole)
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "text.xlsx").write_text("title;problem\n")
    changed(folder / "half.xlsx", one, lambda bytes: bytes[:len(bytes) // 2])
    changed(folder / "flipped.xlsx", one, lambda bytes: bytes.replace(b"Night", b"Nighd", 1))
    changed(folder / "locked.xlsx", one, lambda bytes: bytes.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"))

    def grown(bytes):
        # Both sizes of the first part in the directory (APPNOTE.TXT, 4.3.12): 3 GB.
        at = bytes.index(b"PK\x01\x02")
        bytes[at + 20:at + 28] = struct.pack("<II", 3_000_000_000, 3_000_000_000)
        return bytes

    changed(folder / "huge.xlsx", one, grown)
    with zipfile.ZipFile(folder / "twice.xlsx", "w") as archive:
        for _ in range(2):
            archive.writestr("[Content_Types].xml", "<Types/>")
    with zipfile.ZipFile(folder / "open-document.xlsx", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with zipfile.ZipFile(folder / "zip.xlsx", "w") as archive:
        archive.writestr("readme.txt", "x")
    workbook(folder / "binary.xlsx", {"Ideas": ONE}, further={"xl/workbook.bin": "x"})
    workbook(folder / "strict.xlsx", {"Ideas": ONE}, namespace="http://purl.oclc.org/ooxml/spreadsheetml/main")
    workbook(folder / "no-sheet.xlsx", {})
    with zipfile.ZipFile(folder / "no-book.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    workbook(folder / "nothing.xlsx", {"Ideas": sheet()})
    workbook(folder / "broken-xml.xlsx", {"Ideas": ONE.replace("</row>", "</cow>")})
    workbook(folder / "far.xlsx", {"Ideas": sheet(row(1, HEADINGS), row(2_000_000_000, IDEA))})
    workbook(folder / "right.xlsx", {"Ideas": sheet(row(1, HEADINGS), '<row r="2"><c r="ZZZ2"><v>1</v></c></row>')})
    workbook(folder / "wide.xlsx", {"Ideas": sheet('<row r="1">' + "<c><v>1</v></c>" * 2000 + "</row>")})
    workbook(folder / "styles.xlsx", {"Ideas": ONE}, styles=STYLES + "<!--" + "0123456789abcdef" * (2 << 20) + "-->", packed=zipfile.ZIP_STORED)


if __name__ == "__main__":
    {"honest": honest, "hostile": hostile}[sys.argv[1]](pathlib.Path(sys.argv[2]))
