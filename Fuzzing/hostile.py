#!/usr/bin/env python3
"""hostile.py BINARY [NAME…]: drops each hostile input into a daemon of its own and measures it.

Prints, as a table of Markdown: the input, its size, how long until it was decided, the daemon's peak memory, how many
entries the input got, and the first of them. Fails when the daemon dies, when an input is not decided within ten minutes
(PATIENCE=… seconds in the environment), or when what must be refused as a whole gets another number of entries than one. The files are made when they are needed.
"""
import gzip, os, shutil, signal, subprocess, sys, tempfile, time

# As many lines as one file may hold (`limits.articles_per_file`); LINES=… in the environment for fewer.
LINES = int(os.environ.get("LINES", 1_000_000))
# Seconds to wait for a decision.
PATIENCE = int(os.environ.get("PATIENCE", 600))
TEXT = "A passenger ferry with 214 people on board ran aground off Kestrel Point early on Tuesday, the harbour said."


def sparse(path):
    with open(path, "wb") as file:
        file.truncate(10 << 30)


def line(path):
    write(path, b"word " * (20 << 20))


def short_line(path):
    write(path, b"word " * (12 << 20))


def lines(path):
    with open(path, "w") as file:
        for number in range(LINES):
            file.write('{"text": "Report %d of %d."}\n' % (number, number * 7919 % 1_000_003))


def write(path, data):
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def entity_bomb(path):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    write(path, f'<!DOCTYPE rss [<!ENTITY e0 "lol">{entities}]><rss><channel><item><description>&e9; {TEXT}'
          "</description></item></channel></rss>")


def external_entity(path):
    write(path, '<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><item><description>'
          f"{TEXT} &e;</description></item></channel></rss>")


def gzip_bomb(path):
    with gzip.open(path, "wb") as file:
        for _ in range(800):
            file.write(b"word " * (1 << 18))


def nested_gzip(path):
    data = bytes(1 << 26)
    for _ in range(6):
        data = gzip.compress(data)
    write(path, data)


def zstd_bomb(path):
    words = subprocess.Popen("yes word | head -c 4G", shell=True, stdout=subprocess.PIPE)
    subprocess.run(["zstd", "-q", "-o", path], stdin=words.stdout, check=True)


def deep_xml(path):
    write(path, "<rss><channel><item>" + "<a>" * 1_000_000)


# name: what it is, how it is made, entries it must get.
INPUTS = {
    "sparse.txt": ("10 GB sparse file", sparse, 1),
    "line.txt": ("100 MB, one line", line, 1),
    "line-60.txt": ("60 MB, one line", short_line, 1),
    "lines.jsonl": (f"{LINES:,} JSON lines", lines, LINES),
    "entities.rss": ("entities in entities, 10⁹ of them", entity_bomb, 1),
    "external.rss": ("an entity that names /etc/passwd", external_entity, 1),
    "bomb.gz": ("1 GB of one word, gzip", gzip_bomb, 1),
    "nested.gz": ("gzip six times over", nested_gzip, 1),
    "bomb.zst": ("4 GB of one word, Zstandard", zstd_bomb, 1),
    "deep.json": ("8 MB of [", lambda path: write(path, b"[" * 8_000_000), 1),
    "deep.html": ("8 MB of <div>", lambda path: write(path, b"<html>" + b"<div>" * 1_600_000 + TEXT.encode()), 1),
    "deep.rss": ("a million <a> within each other", deep_xml, 1),
    "attributes.html": ("700,000 attributes", lambda path: write(
        path, "<html><p " + " ".join(f"a{n}=1" for n in range(700_000)) + ">" + TEXT), 1),
    "escapes.txt": ("a title of escapes, RTL overrides", lambda path: write(
        path, "\x1b[2J\x1b]0;owned\x07\u202eEvil\u202c \x1b[31mheadline\x1b[0m about ships\n\n" + TEXT), 1),
    "a\x1b[31m\nb\u202e.txt": ("a name of escapes and a newline", lambda path: write(path, TEXT), 1),
}


def measure(binary, name):
    what, make, wanted = INPUTS[name]
    root = tempfile.mkdtemp(prefix="hostile-")
    os.mkdir(f"{root}/incoming")
    arguments = [binary, "run", "--ledger-path", f"{root}/ledger.sqlite", "--folder-settle", "200ms",
                 "--folder-grace", "1s", "--control-path", f"{root}/control"]
    for folder in ["incoming", "work", "archive", "rejected"]:
        arguments += [f"--folder-{folder}", f"{root}/{folder}"]
    try:
        make(f"{root}/made")
        size = os.stat(f"{root}/made").st_size
        with open(f"{root}/log", "wb") as log:
            daemon = subprocess.Popen(arguments, stderr=log, stdout=log)
        started = time.monotonic()
        os.rename(f"{root}/made", f"{root}/incoming/{name}")
        # Put away: decided, told and out of the folder.
        while os.listdir(f"{root}/incoming") or not os.path.isdir(f"{root}/work") or os.listdir(f"{root}/work"):
            if daemon.poll() is not None or time.monotonic() - started > PATIENCE:
                break
            time.sleep(0.05)
        seconds = time.monotonic() - started
        died, peak = daemon.poll() is not None, 0
        if not died:
            # Not ru_maxrss: that one begins with the size of the process that started this one.
            for line in open(f"/proc/{daemon.pid}/status"):
                if line.startswith("VmHWM:"):
                    peak = int(line.split()[1]) // 1024
            daemon.send_signal(signal.SIGTERM)
        status = daemon.wait()
        told = [line for line in open(f"{root}/log", "rb").read().replace(b"warning: ", b"").split(b"\n")
                if line.startswith((b"rejected ", b"new story", b"same story", b"exact dup", b"near-dup"))]
        entry = told[0].decode("utf-8", "backslashreplace")[:110] if told else ""
        good = not died and status == 0 and len(told) == wanted and all(byte >= 32 for byte in b"".join(told[:1]))
        print(f"| {what} | {size:,} | {seconds:.1f} s | {peak} MB | {len(told):,} | `{entry}` |"
              + ("" if good else f" **FAILED** (status {status}, {wanted:,} entries wanted)"), flush=True)
        return good
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    names = sys.argv[2:] or list(INPUTS)
    print("| input | bytes | decided after | peak memory | entries | the first |\n|---|---|---|---|---|---|", flush=True)
    results = [measure(os.path.abspath(sys.argv[1]), name) for name in names]
    sys.exit(0 if all(results) else 1)
