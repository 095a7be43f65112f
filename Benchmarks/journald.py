#!/usr/bin/env python3
"""The daemon as it is installed, measured under a real systemd and journald, in a throw-away container.

    journald.py STAGE GENERATE-NEWS [COUNT] [--memory] [--folder FOLDER]

COUNT (100,000) files are renamed into the drop folder, and the time runs from the first rename until the last one is put
away (`archive`) and the last entry has its time stamp of journald. Then 300 single files, each into an idle daemon. Spool, ledger
and journal are in a new folder on disk below FOLDER (the folder of STAGE), or with --memory in file systems in memory.
CPU time is what the kernel counts for the processes of the daemon and of journald. Every number is of this machine at this
moment. Needs root and systemd-container, and says so where they are missing.
"""
import argparse
import ctypes
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SPOOL = Path("/var/spool/storyd")
TOOLS = "/storyd-bench"
TICK = os.sysconf("SC_CLK_TCK")
JOURNALD = """[Journal]
Storage=persistent
SystemMaxUse=20G
SystemKeepFree=1M
"""


# MARK: - Outside: the container


def boot(options):
    """Boots the container of the system tests; it lives as long as its standard input is open."""
    script = Path(__file__).resolve().parent.parent / "Tests/SystemTests/container.sh"
    keeper = subprocess.Popen(
        [script, f"storyd-bench-{os.getpid()}", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = keeper.stdout.readline().strip()
    if not line:
        sys.exit("the container did not come up, see above")
    return keeper, line


def outside(arguments):
    stage, generate = os.path.realpath(arguments.stage), os.path.realpath(arguments.generate)
    if os.geteuid() != 0:
        print("SKIPPED: the daemon under journald is measured as root only", flush=True)
        sys.exit(0)
    if not shutil.which("systemd-nspawn"):
        print("SKIPPED: the daemon under journald is measured in a container (Debian's systemd-container)", flush=True)
        sys.exit(0)
    binds = {
        f"{TOOLS}/stage": stage, f"{TOOLS}/generate-news": generate,
        f"{TOOLS}/checkout": Path(__file__).resolve().parent.parent,
    }
    options = [f"--bind-ro={path}:{name}" for name, path in binds.items()]
    with tempfile.TemporaryDirectory(dir=arguments.folder or os.path.dirname(stage), prefix="bench-") as disk:
        for name in ("/var/spool/storyd", "/var/lib/storyd", "/var/log/journal"):
            if arguments.memory:
                options.append(f"--tmpfs={name}:mode=0755,size=80%")
            else:
                folder = Path(disk) / os.path.basename(os.path.dirname(name))
                folder.mkdir()
                options.append(f"--bind={folder}:{name}")
        keeper, process = boot(options)
        try:
            clean = ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
            inside = [sys.executable, f"{TOOLS}/checkout/Benchmarks/journald.py", "--inside", *sys.argv[1:]]
            status = subprocess.run(["nsenter", "-t", process, "-a", *clean, *inside]).returncode
        finally:
            keeper.stdin.close()
            keeper.wait()
    sys.exit(status)


# MARK: - Inside: the machine with the daemon


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def install(unit):
    for name in ("/var/lib/storyd", "/var/spool/storyd"):
        shutil.rmtree(name, ignore_errors=True)
    Path("/etc/systemd/journald.conf.d").mkdir(exist_ok=True)
    Path("/etc/systemd/journald.conf.d/bench.conf").write_text(JOURNALD)
    run("systemctl", "restart", "systemd-journald")
    run("cp", "-a", "--no-preserve=ownership", f"{TOOLS}/stage/.", "/")
    if unit:
        folder = Path("/etc/systemd/system/storyd.service.d")
        folder.mkdir(exist_ok=True)
        (folder / "bench.conf").write_text("\n".join(["[Service]", *unit, ""]))
    run("make", "--no-print-directory", "-C", f"{TOOLS}/checkout", "activate")


class Process:
    """A service's main process, as /proc shows it."""

    def __init__(self, unit):
        self.folder = Path("/proc") / run("systemctl", "show", unit, "--property", "MainPID", "--value")

    def cpu(self):
        """Seconds in the process itself and in the kernel."""
        fields = (self.folder / "stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) / TICK, int(fields[12]) / TICK

    def threads(self):
        """Microseconds on a processor and waiting for one, of each kind of thread by name."""
        times = {}
        for folder in (self.folder / "task").iterdir():
            name = re.sub(r"-\d+$", "", (folder / "comm").read_text().strip())
            ran, waited, _ = map(int, (folder / "schedstat").read_text().split())
            before = times.get(name, (0, 0))
            times[name] = (before[0] + ran / 1000, before[1] + waited / 1000)
        return times

    def memory(self, name, file="status"):
        """Megabytes (10^6 bytes) of a line of /proc/PID/status or smaps_rollup."""
        lines = (self.folder / file).read_text().splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(name + ":"))


class Journal:
    """The local journal, by libsystemd."""

    def __init__(self):
        self.library = ctypes.CDLL("libsystemd.so.0")
        self.handle = ctypes.c_void_p()
        self.check(self.library.sd_journal_open(ctypes.byref(self.handle), 1))
        self.check(self.library.sd_journal_add_match(self.handle, b"SYSLOG_IDENTIFIER=storyd", 0))

    @staticmethod
    def check(result):
        if result < 0:
            raise OSError(-result, os.strerror(-result))
        return result

    def seek_tail(self):
        self.check(self.library.sd_journal_seek_tail(self.handle))
        self.check(self.library.sd_journal_previous(self.handle))

    def next(self):
        return self.check(self.library.sd_journal_next(self.handle)) > 0

    def seek(self, seconds):
        self.check(self.library.sd_journal_seek_realtime_usec(self.handle, ctypes.c_uint64(int(seconds * 1e6))))

    def field(self, name):
        data, length = ctypes.c_void_p(), ctypes.c_size_t()
        result = self.library.sd_journal_get_data(
            self.handle, name.encode(), ctypes.byref(data), ctypes.byref(length))
        return ctypes.string_at(data, length.value)[len(name) + 1:].decode(errors="replace") if result >= 0 else None

    def microseconds(self):
        stamp = ctypes.c_uint64()
        self.check(self.library.sd_journal_get_realtime_usec(self.handle, ctypes.byref(stamp)))
        return stamp.value


def generate(count, seed):
    staging = SPOOL / f"staging-{seed}"
    staging.mkdir()
    run(f"{TOOLS}/generate-news", str(count), "--files", str(staging), "--seed", str(seed))
    names = sorted(os.listdir(staging), key=lambda name: int(name.split(".")[0]))
    for name in names:
        shutil.chown(staging / name, group="storyd")
        os.chmod(staging / name, 0o664)
    os.sync()
    return staging, names


def is_empty(folder):
    with os.scandir(folder) as entries:
        return next(entries, None) is None


def throughput(count):
    staging, names = generate(count, 7)
    size = sum(os.stat(staging / name).st_size for name in names)
    daemon, journald = Process("storyd"), Process("systemd-journald")
    before = [process.cpu() for process in (daemon, journald)]
    threads = daemon.threads()
    own = os.times()
    start = time.time()
    for name in names:
        os.rename(staging / name, SPOOL / "incoming" / name)
    renamed, after = time.time() - start, os.times()
    producer = after.user + after.system - own.user - own.system
    while not (is_empty(SPOOL / "incoming") and is_empty(SPOOL / "work")):
        time.sleep(0.05)
    end = time.time()
    status = {}
    while status.get("unconfirmed", 1) > 0:
        status = json.loads(run("storyd", "status", "--json"))
        time.sleep(0.1)
    costs = [[b - a for a, b in zip(old, process.cpu())] for old, process in zip(before, (daemon, journald))]
    parts = {name: (ran - threads.get(name, (0, 0))[0], waited - threads.get(name, (0, 0))[1])
             for name, (ran, waited) in daemon.threads().items()}
    journal, sequences, last = Journal(), {}, 0
    while journal.next():
        sequence = journal.field("ASSIGNMENT_SEQ")
        if sequence is not None:
            sequences[int(sequence)] = sequences.get(int(sequence), 0) + 1
            last = max(last, journal.microseconds())
    wall = max(end, last / 1e6) - start
    expected = int(run("sqlite3", "-readonly", "/var/lib/storyd/ledger.sqlite", "SELECT count(*) FROM decisions"))
    archived = sum(name != ".sequence" for _, _, files in os.walk(SPOOL / "archive") for name in files)
    print(
        f"{count} files, {size / 1e6:.0f} MB, put away: archive: {count / wall:.0f} files/s over {wall:.1f} s"
        f" (put away after {end - start:.1f} s, last entry after {last / 1e6 - start:.1f} s, producer renamed for"
        f" {renamed:.1f} s, {producer / count * 1e6:.0f} us CPU a file)")
    for name, (user, system) in zip(("storyd", "journald"), costs):
        print(f"  {name:9} {(user + system) / count * 1e6:6.0f} us CPU a file"
              f" ({user / count * 1e6:.0f} user, {system / count * 1e6:.0f} kernel)")
    print("  by thread, us a file (and waiting for a processor): " + ", ".join(
        f"{name} {ran / count:.0f} ({waited / count:.0f})"
        for name, (ran, waited) in sorted(parts.items(), key=lambda part: -part[1][0]) if ran / count >= 0.5))
    print(f"  peak memory {daemon.memory('VmHWM'):.0f} MB, {archived} files archived")
    print(
        f"  entries: {len(sequences)} of {expected} decisions in the journal,"
        f" {sum(sequences.values()) - len(sequences)} sent again", flush=True)
    return len(sequences) == expected and expected >= count and archived == count


def latency(count=300):
    """Rename to entry, by the stamp of journald, and until it can be read."""
    staging, names = generate(count, 8)
    journal = Journal()
    journal.seek_tail()
    stamps, reads, reopened = [], [], 0
    for name in names:
        time.sleep(0.02)
        while journal.next():
            pass
        start = time.time()
        # libsystemd does not always see that journald made its file longer, when it is only asked for the next entry.
        patience = start + 0.5
        os.rename(staging / name, SPOOL / "incoming" / f"l{name}")
        while not (journal.next() and journal.field("ARTICLE_FILE") == f"l{name}"):
            time.sleep(0.0001)
            if time.time() > patience:
                patience += 0.5
                journal = Journal()
                journal.seek(start)
        stamps.append((journal.microseconds() / 1e6 - start) * 1000)
        if patience > start + 0.5:
            reopened += 1
        else:
            reads.append((time.time() - start) * 1000)
    for what, times in (("in journald", stamps), ("readable", reads)):
        quantiles = statistics.quantiles(times, n=100)
        print(
            f"one file, idle daemon: rename to entry {what}: p50 {quantiles[49]:.1f} ms, p99 {quantiles[98]:.1f} ms,"
            f" longest {max(times):.1f} ms, of {len(times)}")
    if reopened:
        print(f"  (the reader of this program had to be made anew for {reopened} of them, which are left out of the readable)")


def idle():
    time.sleep(2)
    daemon = Process("storyd")
    print(
        f"idle, fresh daemon: {daemon.memory('VmRSS'):.0f} MB resident ({daemon.memory('RssAnon'):.0f} MB its own,"
        f" {daemon.memory('RssFile'):.0f} MB of files; proportional {daemon.memory('Pss', 'smaps_rollup'):.0f} MB)",
        flush=True)


def inside(arguments):
    install(arguments.unit)
    idle()
    is_complete = throughput(arguments.count)
    if not arguments.no_latency:
        run("systemctl", "restart", "storyd")
        latency()
    if not is_complete:
        sys.exit("FAILED: something is missing")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage")
    parser.add_argument("generate")
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--folder")
    parser.add_argument("--unit", action="append", help="a line of the unit, such as Environment=STORYD_READERS_THREADS=1")
    parser.add_argument("--no-latency", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    (inside if arguments.inside else outside)(arguments)


if __name__ == "__main__":
    main()
