#!/usr/bin/env python3
"""Writes prior.bin and languages.bin, the word frequencies behind the prior, from the Python package wordfreq.

prior.bin: 2^20 little-endian UInt32 slots, linear probing: the low 24 bits of a hash of language and stem (Stem.swift), and a level
1–255 above them standing for the frequency 2^((level - 1) / 10 - 27); 0 is an empty slot.
languages.bin: for each language the commonest tokens, to tell a text's language: 2^14 slots of two little-endian UInt64,
token hash and a bit for each language, linear probing; a zero mask is an empty slot.
Tokens are cut by the tokenizer's reference in ../CUnicode/generate.py. The same input gives the same bytes.
"""
import math
import re
import struct
import sys
from pathlib import Path

import wordfreq

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "CUnicode"))
from generate import HANGUL, MARK, SPACELESS, character_class, tokens  # noqa: E402

LANGUAGES = ["ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fil", "fr", "he", "hi", "hu", "id",
             "is", "it", "ja", "ko", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sh", "sk", "sl", "sv",
             "ta", "tr", "uk", "ur", "vi", "zh"]
SLOT_BITS, ENGLISH_STEMS, OTHER_STEMS, STOP_SLOT_BITS, STOP_TOKENS = 20, 60_000, 16_000, 14, 150
STEM_LETTERS = 5
MASK = (1 << 64) - 1
# The constants of Mixing.swift: digits of pi, made odd.
SEED, MULTIPLIER, FINISH, LANGUAGE = 0x243F6A8885A308D3, 0x13198A2E03707345, 0xA4093822299F31D1, 0x082EFA98EC4E6C89


def fold(a, b):
    product = a * b
    return (product >> 64) ^ (product & MASK)


def token_hash(token):
    data = token.encode()
    h = SEED ^ len(data)
    for start in range(0, len(data), 8):
        h = fold(h ^ int.from_bytes(data[start:start + 8], "little"), MULTIPLIER)
    return fold(h ^ FINISH, MULTIPLIER)


def stem(token):
    """A token cut before its sixth letter; marks are no letters."""
    letters = 0
    for place, c in enumerate(token):
        if character_class(ord(c))[0] != MARK:
            if letters == STEM_LETTERS:
                return token[:place]
            letters += 1
    return token


def level(f):
    return max(1, min(255, round((math.log2(f) + 27) * 10) + 1))


def frequencies(language):
    """Token → frequency for one language."""
    found, first, last = {}, {}, {}
    for word, f in wordfreq.get_frequency_dict(language, "best").items():
        if re.fullmatch(r"[\d.,:/-]*\d[\d.,:/-]*", word):
            continue  # wordfreq's digit shapes; numbers() asks for real numbers
        cut = tokens(word)
        classes = {character_class(ord(c))[0] for c in word}
        if not cut:
            continue
        if SPACELESS in classes or HANGUL in classes:
            first[word[0]] = first.get(word[0], 0) + f
            last[word[-1]] = last.get(word[-1], 0) + f
            if len(word) == 1:
                continue
        for token in cut:
            found[token] = found.get(token, 0) + f
    if language in ("zh", "ja"):
        # A pair across the border of two words: as often as their ends meet by chance.
        for a, fa in sorted(last.items(), key=lambda e: (-e[1], e[0]))[:400]:
            for b, fb in sorted(first.items(), key=lambda e: (-e[1], e[0]))[:400]:
                found[a + b] = found.get(a + b, 0) + fa * fb
    return found


def numbers():
    """Numbers of up to four digits, by the English list, for all languages."""
    for n in range(10000):
        for text in sorted({str(n), f"{n:02}"}):
            f = wordfreq.word_frequency(text, "en")
            if f > 1e-7:
                yield text, f


def commonest(found, limit):
    return sorted(found.items(), key=lambda e: (-e[1], e[0]))[:limit]


def insert(slots, index, value, taken):
    mask = len(slots) - 1
    while taken(slots[index]):
        index = (index + 1) & mask
    slots[index] = value


def main():
    slots = [0] * (1 << SLOT_BITS)
    stops = {}
    count = 0

    def put(language_number, token, f):
        nonlocal count
        key = fold(token_hash(token) ^ LANGUAGE, (LANGUAGE + 2 * language_number) & MASK)
        insert(slots, key >> (64 - SLOT_BITS), level(f) << 24 | key & 0xFFFFFF, bool)
        count += 1

    for text, f in numbers():
        put(0, text, f)
    for number, language in enumerate(LANGUAGES):
        found = frequencies(language)
        stems = {}
        for token, f in sorted(found.items()):
            stems[stem(token)] = stems.get(stem(token), 0) + f
        for token, f in commonest(stems, ENGLISH_STEMS if language == "en" else OTHER_STEMS):
            put(number + 1, token, f)
        for token, _ in commonest({t: f for t, f in found.items() if len(t) > 1 or not t.isascii()}, STOP_TOKENS):
            stops[token] = stops.get(token, 0) | 1 << number
    assert count < 0.75 * len(slots)
    (here / "prior.bin").write_bytes(struct.pack(f"<{len(slots)}I", *slots))
    stop_slots = [(0, 0)] * (1 << STOP_SLOT_BITS)
    for token in sorted(stops):
        h = token_hash(token)
        insert(stop_slots, h >> (64 - STOP_SLOT_BITS), (h, stops[token]), lambda slot: slot[1] != 0)
    (here / "languages.bin").write_bytes(b"".join(struct.pack("<QQ", *slot) for slot in stop_slots))
    codes = "".join(f'"{code}", ' for code in LANGUAGES).rstrip(", ")
    (here / "include" / "CWordPrior.h").write_text(HEADER % (SLOT_BITS, STOP_SLOT_BITS, len(LANGUAGES)))
    (here / "languages.inc").write_text(codes + "\n")
    print(f"{count} stems, load {count / len(slots):.2f}; {len(stops)} common tokens")


HEADER = """// Generated by generate.py: word frequencies of many languages, derived from wordfreq (see LICENSE).
#pragma once
#include <stdint.h>

/// Slots of storyd_word_prior, as a power of two.
#define storyd_word_prior_bits %d
/// Slots of storyd_common_words, as a power of two.
#define storyd_common_word_bits %d
/// Languages in storyd_prior_languages.
#define storyd_prior_language_count %d

/// Slots of a 24-bit fingerprint and, above it, an 8-bit frequency level; 8-byte aligned, little-endian UInt32.
extern const unsigned char storyd_word_prior[];
/// Slots of a token hash and a mask of languages, 8-byte aligned, little-endian UInt64 each.
extern const unsigned char storyd_common_words[];

/// `storyd_word_prior`, as a pointer.
static inline const unsigned char *_Nonnull storyd_word_prior_table(void) { return storyd_word_prior; }
/// `storyd_common_words`, as a pointer.
static inline const unsigned char *_Nonnull storyd_common_word_table(void) { return storyd_common_words; }
/// Language codes (ISO 639), in the order of the mask's bits.
extern const char *_Nonnull const storyd_prior_languages[];

/// The code with a number below storyd_prior_language_count.
static inline const char *_Nonnull storyd_prior_language(int number) { return storyd_prior_languages[number]; }
"""

if __name__ == "__main__":
    main()
