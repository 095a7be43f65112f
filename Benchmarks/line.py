#!/usr/bin/env python3
"""The whole line, measured: `storyd assign` over generated articles, and the daemon in the foreground over real files.

    line.py STORYD GENERATE-NEWS [COUNT]

Prints articles/s, MB/s, CPU time an article, peak memory, and how many of the edited copies were found. The daemon writes
its entries to a file here, not to journald; for journald see journald.py. Every number is of this machine at this moment:
compare ratios.
"""
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def report(name, count, size, wall, usage):
    cpu = usage.ru_utime + usage.ru_stime
    print(
        f"{name:44}{count / wall:9.0f}/s wall {count / cpu:9.0f}/s of one core {size / wall / 1e6:7.1f} MB/s"
        f" {cpu / count * 1e6:7.0f} us CPU each {usage.ru_maxrss / 1024:7.0f} MB peak", flush=True)


def assign(binary, source, copies, options):
    size = os.path.getsize(source)
    with open(source, "rb") as articles, tempfile.TemporaryFile() as answers:
        start = time.monotonic()
        child = subprocess.Popen([binary, "assign", *options], stdin=articles, stdout=answers)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        if status != 0:
            sys.exit(f"storyd assign failed ({status})")
        answers.seek(0)
        called = [json.loads(line)["duplicate_of"] is not None for line in answers]
    if len(called) != len(copies):
        sys.exit(f"storyd assign answered {len(called)} of {len(copies)} articles")
    report(" ".join(["assign", *options]), len(copies), size, wall, usage)
    found = sum(map(bool.__and__, called, copies))
    print(f"    {found} of {sum(copies)} edited copies found, {sum(called) - found} others called copies", flush=True)


def labels(path):
    """For each article whether it is an edited copy."""
    with open(path, encoding="ascii") as lines:
        return [line.split("\t")[2].strip() != "0" for line in lines]


class Daemon:
    """The daemon in the foreground, over folders of its own."""

    def __init__(self, binary, top):
        self.top = top
        for name in ("incoming", "staging"):
            (top / name).mkdir()
        folders = [x for name in ("incoming", "work", "archive", "rejected") for x in (f"--folder-{name}", top / name)]
        self.entries = open(top / "entries", "wb")
        self.child = subprocess.Popen(
            [binary, "run", *folders, "--ledger-path", top / "ledger.sqlite", "--control-path", top / "control"],
            stderr=self.entries, stdout=subprocess.DEVNULL)

    def wait_until(self, finished):
        while not finished():
            if self.child.poll() is not None:
                sys.exit((self.top / "entries").read_text(errors="replace")[-2000:])
            time.sleep(0.002)

    def archived(self):
        return sum(len(files) for _, _, files in os.walk(self.top / "archive"))

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        return os.wait4(self.child.pid, 0)[2]


def throughput(binary, generate, count):
    with tempfile.TemporaryDirectory() as top:
        top = Path(top)
        daemon = Daemon(binary, top)
        subprocess.run([generate, str(count), "--files", top / "staging", "--seed", "7"], check=True)
        size = sum(entry.stat().st_size for entry in os.scandir(top / "staging"))
        start = time.monotonic()
        for entry in os.scandir(top / "staging"):
            os.rename(entry.path, top / "incoming" / entry.name)
        # Files first: a sub-folder of the archive has a note beside them.
        daemon.wait_until(lambda: not any(os.scandir(top / "incoming")) and not any(os.scandir(top / "work")))
        wall = time.monotonic() - start
        report(f"daemon, {count} files, put away: archive", count, size, wall, daemon.stop())


def latency(binary, generate, count=300):
    with tempfile.TemporaryDirectory() as top:
        top = Path(top)
        daemon = Daemon(binary, top)
        subprocess.run([generate, str(count), "--files", top / "staging", "--seed", "8"], check=True)
        entries = top / "entries"
        daemon.wait_until(lambda: b"ready" in entries.read_bytes() or entries.stat().st_size > 0)
        time.sleep(0.5)
        times = []
        for entry in sorted(os.scandir(top / "staging"), key=lambda entry: entry.name):
            name = entry.name.encode()
            start = time.monotonic()
            os.rename(entry.path, top / "incoming" / entry.name)
            position = entries.stat().st_size
            while True:
                with open(entries, "rb") as file:
                    file.seek(max(0, position - 4096))
                    if name in file.read():
                        break
                time.sleep(0.0002)
            times.append((time.monotonic() - start) * 1000)
            time.sleep(0.005)
        daemon.stop()
        quantiles = statistics.quantiles(times, n=100)
        print(f"one file, idle daemon: rename to entry: p50 {quantiles[49]:.1f} ms, p99 {quantiles[98]:.1f} ms")


def main():
    if not 3 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    binary, generate = (os.path.realpath(path) for path in sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) == 4 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "articles.jsonl")
        with open(source, "wb") as articles:
            subprocess.run(
                [generate, str(count), "--labels", os.path.join(folder, "labels")], stdout=articles, check=True)
        copies = labels(os.path.join(folder, "labels"))
        print(f"{count} articles, {os.path.getsize(source) / 1e6:.0f} MB, {len(os.sched_getaffinity(0))} cores")
        for options in (["--copies-only"], []):
            assign(binary, source, copies, options)
    throughput(binary, generate, min(count, 20_000))
    latency(binary, generate)
    if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss == 0:
        print("(no memory figures on this system)")


if __name__ == "__main__":
    main()
