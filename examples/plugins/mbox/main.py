"""mbox: a channel that appends what is shared to a mailbox, by Python's own mailbox module."""

import email.headerregistry
import email.message
import email.policy
import email.utils
import json
import mailbox
import os
import re
import sys

settings = {}
# Headers in UTF-8, and bodies that somebody can read in the file itself where their lines are short enough.
POLICY = email.policy.EmailPolicy(utf8=True, cte_type="8bit", max_line_length=998)
NAME = re.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}")


class Refusal(Exception):
    """What the person should read."""

    def __init__(self, message, kind="usage", **data):
        super().__init__(message)
        self.error = {"code": -32000, "message": message, "data": {"kind": kind, **data}}


def path(target):
    """The mailbox's file. A name, and no path: nobody writes elsewhere by what they type."""
    folder = settings.get("folder", "")
    if not os.path.isabs(folder) or not os.path.isdir(folder):
        raise Refusal("its settings name no folder that is there", value=folder or None, next="config set mbox FILE, as an admin, with a line like folder: /var/mail/practice")
    if not NAME.fullmatch(target or ""):
        raise Refusal("this cannot be a mailbox", value=target, allowed=["mbox:NAME, of letters, digits and hyphens"])
    return os.path.join(folder, target + ".mbox")


def header(text):
    """One line, without what would move a cursor."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def letter(share):
    message = email.message.EmailMessage(policy=POLICY)
    innovation = share["innovation"]
    sender = header(share.get("sender", {}).get("name", "")) or "practice"
    message["From"] = email.headerregistry.Address(display_name=sender, username="practice", domain="localhost")
    message["Subject"] = header(f"{innovation['ref']} {innovation['fields'].get('title', '')}")[:200]
    message["Date"] = email.utils.localtime()
    message["Message-ID"] = email.utils.make_msgid(domain="localhost")
    text = (share.get("note") or "") + "\n\n" + share.get("markdown", "")
    message.set_content(text.encode("utf-8", "replace").decode().strip() + "\n")
    return message


def accept(params):
    path(params["target"])
    return {}


def deliver(params):
    share = params["share"]
    file = path(share["target"])
    try:
        box = mailbox.mbox(file)
        box.lock()
        try:
            box.add(letter(share))
            box.flush()
        finally:
            box.close()
    except mailbox.ExternalClashError:
        raise Refusal("somebody else is writing to the mailbox; try again", kind="unavailable", value=file)
    except OSError as error:
        raise Refusal(f"the mailbox cannot be written: {os.strerror(error.errno or 0)}", kind="inputOutput", value=file)
    return {"delivered": f"added to the mailbox {share['target']}"}


def initialize(params):
    settings.update(params.get("settings") or {})
    return {"id": "mbox", "version": "1.0.0", "protocol": 1}


METHODS = {"initialize": initialize, "channel.accept": accept, "channel.deliver": deliver}


def main():
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", newline="\n")
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message or "method" not in message:
            continue
        try:
            if message["method"] not in METHODS:
                answer = {"error": {"code": -32601, "message": f"no such method: {message['method']}"}}
            else:
                answer = {"result": METHODS[message["method"]](message.get("params", {}))}
        except Refusal as refusal:
            answer = {"error": refusal.error}
        except Exception as error:  # whatever it is, the program must hear of it
            answer = {"error": {"code": -32603, "message": f"{type(error).__name__}: {error}"}}
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
