"""The plugin protocol of Practice Registry (docs/plugin-protocol.md): a line is read, answered, and the next is read."""

import json
import sys
import warnings


class Refusal(Exception):
    """What the person should read: one clause, its kind, and what `data` of an error may have beside it."""

    def __init__(self, message, kind="badInput", **data):
        super().__init__(message)
        self.error = {"code": -32000, "message": message, "data": {"kind": kind, **data}}


def serve(id, version, methods):
    """Answers until standard input ends. `methods` are functions of params that give the result."""
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", newline="\n", errors="replace")
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        message = json.loads(line)
        # One request is open at a time, so there is never one to cancel.
        if "id" not in message or "method" not in message:
            continue
        method, params = message["method"], message.get("params", {})
        try:
            if method == "initialize":
                answer = {"result": {"id": id, "version": version, "protocol": 1}}
            elif method in methods:
                answer = {"result": methods[method](params)}
            else:
                answer = {"error": {"code": -32601, "message": f"no such method: {method}"}}
        except Refusal as refusal:
            answer = {"error": refusal.error}
        except MemoryError:
            answer = {"error": Refusal("the workbook needs more memory than the plugin may have", next="save it as CSV, and import that").error}
        except Exception as error:  # whatever it is, the program must hear of it
            answer = {"error": {"code": -32603, "message": f"{type(error).__name__}: {error}"}}
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
