"""Stands between the program and wave.py, and keeps what both write in the file that its argument names: who wrote it (> is
the program), the number of this process, and the message."""

import os
import pathlib
import subprocess
import sys
import threading

log = open(sys.argv[1], "a", encoding="utf-8")
lock = threading.Lock()
wave = subprocess.Popen([sys.executable, pathlib.Path(__file__).with_name("wave.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def keep(who, line):
    with lock:
        log.write(f"{who} {os.getpid()} {line.decode()}")
        log.flush()


def answers():
    for line in wave.stdout:
        keep("<", line)
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


reader = threading.Thread(target=answers)
reader.start()
for line in sys.stdin.buffer:
    keep(">", line)
    wave.stdin.write(line)
    wave.stdin.flush()
wave.stdin.close()
reader.join()
wave.wait()
