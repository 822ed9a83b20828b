"""What a cell holds, as a text."""

import datetime
from decimal import Decimal

from texts import unescaped


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
