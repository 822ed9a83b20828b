"""Breaks the protocol in the way that its first argument says, whatever it is asked."""

import json
import os
import signal
import sys
import time

HOW = sys.argv[1]


def send(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def raw(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def sleep():
    while True:
        time.sleep(60)


def stray():
    """Leaves its group, as a daemon does, and says who it is."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            with open(sys.argv[2], "w", encoding="ascii") as file:
                file.write(str(os.getpid()))
            for descriptor in (0, 1, 2):
                os.close(descriptor)
            sleep()
        os._exit(0)
    os.wait()


def stray_without_environment():
    """The same, and nothing of what it was started with is left in it."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            code = "import os, time; open(%r, 'w').write(str(os.getpid())); time.sleep(3600)" % sys.argv[2]
            os.execve("/usr/bin/python3", ["python3", "-c", code], {})
        os._exit(0)
    os.wait()


def misbehave(message):
    number = message["id"]
    if HOW == "hangs":
        sleep()
    elif HOW == "crashes":
        print("out of luck", file=sys.stderr, flush=True)
        os._exit(3)
    elif HOW == "talks-to-itself":
        print("y" * 100_000, file=sys.stderr, flush=True)
        os._exit(5)
    elif HOW == "leaves-a-child":
        if os.fork() == 0:
            sleep()
        os._exit(4)
    elif HOW == "is-killed":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif HOW == "closes":
        os.close(1)
        sleep()
    elif HOW == "floods":
        while True:
            send({"method": "progress", "params": {"what": "nothing", "done": 1}})
    elif HOW == "counts-nothing":
        send({"method": "progress", "params": {"what": "work", "done": 1e308, "total": 1}})
        sleep()
    elif HOW == "never-ends-a-line":
        while True:
            raw("x" * 65536)
    elif HOW == "half-json":
        raw('{"jsonrpc":"2.0","id":%d,"resu' % number)
        os._exit(0)
    elif HOW == "no-json":
        print("Hello, I am a print that was left in")
        sys.stdout.flush()
    elif HOW == "no-rpc":
        raw('{"id":%d,"result":{}}\n' % number)
    elif HOW == "wrong-id":
        send({"id": number + 6, "result": {}})
    elif HOW == "no-result":
        raw('{"jsonrpc":"2.0","id":%d}\n' % number)
    elif HOW == "wrong-shape":
        send({"id": number, "result": []})
    elif HOW == "too-deep":
        raw('{"jsonrpc":"2.0","id":%d,"result":%s%s}\n' % (number, "[" * 5000, "]" * 5000))
    elif HOW == "too-few":
        send({"id": number, "result": {"findings": [], "values": [], "met": "yes", "rows": 3, "lines": 1, "blocks": 1}})
    elif HOW == "beyond-the-text":
        found = {"severity": "warning", "label": "title", "start": 0, "end": 4000, "message": "far away"}
        send({"id": number, "result": {"findings": [[found] for _ in message["params"]["passages"]]}})
    elif HOW == "ignores-term":
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        sleep()
    elif HOW == "forks":
        stray()
        sleep()
    elif HOW == "forks-naked":
        stray_without_environment()
        while not os.path.exists(sys.argv[2]):
            time.sleep(0.01)
        sleep()
    elif HOW == "eats-memory":
        held = bytearray(2 << 30)
        send({"id": number, "result": {"findings": [[] for _ in message["params"]["passages"]], "held": len(held)}})
    elif HOW == "contributes":
        contribution = {"kind": "mark", "subject": "P1", "payload": {"a": "b"}}
        send({"id": "a", "method": "registry.contribute", "params": {"contributions": [contribution]}})
        sys.stdin.readline()
        # Nobody but the person at hand can stop it now: a question that is answered by Ctrl-C.
        send({"id": "b", "method": "console.ask", "params": {"question": "Go on?"}})
        sleep()
    elif HOW == "fails":
        send({"id": number, "error": {"code": -32603, "message": "ZeroDivisionError: division by zero"}})
    elif HOW == "refuses":
        send({"id": number, "error": {"code": -32000, "message": "not on a Monday", "data": {"kind": "refused", "next": "try on Tuesday"}}})
    else:
        sys.exit("there is no such way: " + HOW)


for line in sys.stdin:
    message = json.loads(line)
    if message.get("method") == "initialize":
        if HOW == "somebody-else":
            send({"id": message["id"], "result": {"id": "friendly", "version": "9", "protocol": 1}})
        else:
            send({"id": message["id"], "result": {"id": "hostile", "version": "1", "protocol": 1}})
    elif "id" in message:
        misbehave(message)
