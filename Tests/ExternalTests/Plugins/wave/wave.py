"""Fills every extension point once: the program of docs/plugin.example.yaml."""

import json
import os
import sys

STATE = {}
SETTINGS = {}


class Refusal(Exception):
    """What the person should be told."""

    def __init__(self, message, kind="refused", **data):
        super().__init__(message)
        self.error = {"code": -32000, "message": message, "data": {"kind": kind, **data}}


def send(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def ask(method, **params):
    """Asks the program, while a command runs."""
    send({"id": "ask", "method": method, "params": params})
    for line in sys.stdin:
        answer = json.loads(line)
        if answer.get("id") == "ask":
            if "error" in answer:
                error = answer["error"]
                raise Refusal(error["message"], **error.get("data", {}))
            return answer["result"]
    sys.exit()


def initialize(params):
    SETTINGS.update(params["settings"])
    return {"id": "wave", "version": "1.0.0", "protocol": 1}


def command(params):
    if params["command"] == "waves":
        return waves(params)
    words = " ".join(params["arguments"].get("words", [])) or SETTINGS["greeting"]
    if words == "environment":
        return {"lines": sorted(f"{name}={value}" for name, value in os.environ.items()) + [os.getcwd()]}
    if words == "?":
        words = ask("console.ask", question="What do you wave?")["answer"]
        if words is None:
            raise Refusal("nobody said what to wave", kind="usage", next="wave P1 hello")
    ref = params["arguments"]["reference"]
    times = int(params["options"].get("times", "1"))
    send({"method": "progress", "params": {"what": "waving", "done": times, "total": times}})
    payload = {"words": words.upper() if params["options"].get("loud") else words, "loudness": times}
    made = ask("registry.contribute", contributions=[{"kind": "wave", "subject": ref, "payload": payload}])
    return {"lines": [f"You wave at {ref}."], "json": {"ref": ref, "wave": made["contributions"][0]["ref"], "batch": made["batch"]}}


def waves(params):
    if params["subcommand"] == "count":
        seen = ask("registry.show", ref=params["arguments"]["reference"])
        waves = [c for c in seen["contributions"] if c["kind"] == "wave"]
        return {"blocks": [{"heading": seen["innovation"]["fields"]["title"]}, {"facts": [["Waves", str(len(waves))]]}], "json": {"waves": len(waves)}}
    found = ask("registry.find", selection="wave.count>=1", limit=1000)["innovations"]
    rows = [[i["ref"], i["fields"].get("title"), i["signals"].get("wave.count", 0)] for i in found]
    columns = [{"name": "ref", "label": "Ref"}, {"name": "title", "label": "Title"}, {"name": "waves", "label": "Waves"}]
    return {"table": {"columns": columns, "rows": rows, "references": [i["ref"] for i in found], "empty": "nobody waved yet"}}


def check(params):
    def findings(passage):
        for text in passage["texts"]:
            words = text["text"]
            at = words.find("SHOUT")
            if at >= 0:
                start = len(words[:at].encode())
                yield {
                    "severity": "warning", "label": text["label"], "start": start, "end": start + 5,
                    "message": "it shouts", "replacement": "say",
                }

    return {"findings": [list(findings(passage)) for passage in params["passages"]]}


def signal(params):
    return {"values": [len(subject) or None for subject in params["subjects"]]}


def gate(params):
    move, least = params["move"], params["parameters"]["least"]
    count = move["innovation"]["signals"].get("wave.count", 0)
    if count >= least:
        return {"met": True, "reason": f"{count:g} waves"}
    return {"met": False, "reason": f"{count:g} of {least} waves", "next": f"wave {move['innovation']['ref']} hello"}


def open_import(params):
    try:
        STATE["file"] = open(params["path"], encoding="utf-8")
    except OSError as error:
        raise Refusal(f"it cannot be read ({error.strerror})", kind="noInput") from None
    STATE["row"] = 0
    return {"columns": ["title"], "detected": "a title a line" + (", " + params["options"]["sheet"] if "sheet" in params["options"] else "")}


def next_import(params):
    rows = []
    while len(rows) < params["count"]:
        try:
            line = STATE["file"].readline()
        except UnicodeError:
            raise Refusal("it is not UTF-8", kind="badInput", line=STATE["row"] + 1) from None
        if not line:
            return {"rows": rows, "done": True}
        STATE["row"] += 1
        rows.append({"row": STATE["row"], "line": STATE["row"], "cells": [line.rstrip("\n")], "trouble": "it is empty" if line == "\n" else None})
    return {"rows": rows, "done": False}


def close_import(params):
    STATE.pop("file").close()
    return {}


def open_export(params):
    STATE["out"] = open(params["file"], "wb")
    names = [column["name"] for column in params["columns"]]
    STATE["title"] = names.index("title") if "title" in names else 0
    return {}


def export_rows(params):
    for row in params["rows"]:
        STATE["out"].write(((row[STATE["title"]] or "") + "\n").encode() if isinstance(row[STATE["title"]], (str, type(None))) else b"?\n")
    return {}


def finish_export(params):
    size = STATE["out"].tell()
    STATE.pop("out").close()
    return {"bytes": size}


def accept(params):
    if not params["target"]:
        raise Refusal("at whom to shout is not said", kind="usage", allowed=["shout:WHOM"])
    return {}


def deliver(params):
    share = params["share"]
    return {"delivered": f"shouted {share['innovation']['ref']} at {share['target']}"}


def section(params):
    waves = [c for c in params["contributions"] if c["kind"] == "wave"]
    return {"blocks": [{"list": [f"{c['author']}: {c['payload']['words']}" for c in waves]}] if waves else [], "json": len(waves)}


def observer(params):
    moved = [entry for entry in params["entries"] if entry["stage"]]
    return {"lines": [f"echo: {entry['ref']} is {entry['stage']}" for entry in moved]}


METHODS = {
    "initialize": initialize, "command.run": command, "check.examine": check, "signal.values": signal, "gate.verdict": gate,
    "importer.open": open_import, "importer.next": next_import, "importer.close": close_import,
    "exporter.open": open_export, "exporter.rows": export_rows, "exporter.finish": finish_export,
    "channel.accept": accept, "channel.deliver": deliver, "section.blocks": section, "observer.committed": observer,
}

for line in sys.stdin:
    message = json.loads(line)
    if "id" not in message or "method" not in message:
        continue
    try:
        method = METHODS.get(message["method"])
        if method is None:
            send({"id": message["id"], "error": {"code": -32601, "message": "no such method: " + message["method"]}})
        else:
            send({"id": message["id"], "result": method(message["params"])})
    except Refusal as refusal:
        send({"id": message["id"], "error": refusal.error})
    except Exception as error:  # whatever it is, the program must hear of it
        send({"id": message["id"], "error": {"code": -32603, "message": f"{type(error).__name__}: {error}"}})
