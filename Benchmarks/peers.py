#!/usr/bin/env python3
"""Near-duplicates alone, side by side with the libraries people would use: rensa, gaoya, datasketch (those installed).

    peers.py STORYD ARTICLES.jsonl [COUNT]

Each reads the same articles as a stream: tokenise, 5-word shingles, sign, query, insert. One thread on one core, CPU
time of its process, reading the JSON left out for the libraries and counted for storyd.
"""
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

WORDS = re.compile(r"\w+")
PERMUTATIONS, BANDS = 128, 32


def shingles(text):
    words = WORDS.findall(text.lower())
    return [" ".join(words[i:i + 5]) for i in range(max(1, len(words) - 4))]


def rensa(texts):
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=BANDS)
    found = 0
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(shingles(text))
        found += bool(index.query(sketch))
        index.insert(number, sketch)
    return found


def gaoya(texts):
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=0.5, num_bands=BANDS, band_size=PERMUTATIONS // BANDS,
        num_hashes=PERMUTATIONS, analyzer="word", lowercase=True, ngram_range=(5, 5))
    found = 0
    for number, text in enumerate(texts):
        found += bool(index.query(text))
        index.insert_document(number, text)
    return found


def datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
    found = 0
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        found += bool(index.query(sketch))
        index.insert(number, sketch)
    return found


def in_a_process(peer, texts):
    """(copies found, CPU seconds) of a peer in a process of its own; None where it is not installed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            # What is imported is not measured.
            peer(texts[:20])
            before = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            found = peer(texts)
            after = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            os.write(writing, json.dumps([found, after - before]).encode())
        except ImportError as error:
            print(f"{peer.__name__}: not installed ({error})", file=sys.stderr)
        finally:
            os._exit(0)
    os.close(writing)
    answer = os.fdopen(reading).read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else None


def storyd(binary, lines):
    with tempfile.TemporaryFile() as source:
        source.writelines(lines)
        source.seek(0)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        answers = subprocess.run(
            [binary, "assign", "--copies-only"], stdin=source, stdout=subprocess.PIPE, check=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = sum(b'"new-story"' not in line for line in answers.splitlines())
    return found, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    if not 3 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    count = int(sys.argv[3]) if len(sys.argv) == 4 else 20_000
    os.environ["RAYON_NUM_THREADS"] = "1"
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    with open(sys.argv[2], "rb") as file:
        lines = [line for _, line in zip(range(count), file)]
    articles = [json.loads(line) for line in lines]
    texts = [f"{article['title']} {article['text']}" for article in articles]
    found, own = storyd(sys.argv[1], lines)
    print(f"{len(texts)} articles, {sum(map(len, texts)) / 1e6:.1f} MB, one core, CPU time")
    print(f"{'storyd':12}{len(texts) / own:10.0f} articles/s{found:8} copies")
    for peer in (rensa, gaoya, datasketch):
        result = in_a_process(peer, texts)
        if result is not None:
            found, seconds = result
            print(
                f"{peer.__name__:12}{len(texts) / seconds:10.0f} articles/s{found:8} copies"
                f"   storyd {seconds / own:.1f} times as fast")


if __name__ == "__main__":
    main()
