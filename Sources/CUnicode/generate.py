#!/usr/bin/env python3
"""Writes characters.bin: how the tokenizer treats each Unicode character, from Python's own character database.

Also the reference for that treatment: `tokens(text)` below cuts a text exactly as the Swift tokenizer does, and the
word-frequency table and the golden tests are made with it.

File: 0x1100 little-endian UInt16 block numbers (one for each 256 characters), then the blocks of 256 UInt32 records,
then the UTF-8 bytes that characters are replaced by. Record, from the lowest bit: class 3, capital 1, compound 1,
script 4, length of the replacement 6 (0: the character itself), its place among the bytes 17. A mark without a
replacement carries its canonical combining class in the place.
"""
import struct
import sys
import unicodedata
from functools import cache
from pathlib import Path

SEPARATOR, LETTER, MARK, IGNORABLE, SPACELESS, HANGUL, APOSTROPHE, TERMINATOR = range(8)
SCRIPTS = ["OTHER", "LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL", "THAI",
           "CJK", "KANA", "HANGUL"]
APOSTROPHES = {0x27, 0x2019, 0x2018, 0x2BC, 0xFF07, 0x55A}
TERMINATORS = {ord(c) for c in ".!?…。！？｡؟।॥۔"}
# Scripts written without spaces between words.
SPACELESS_NAMES = ("CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "YI",
                   "JAVANESE", "BALINESE", "NEW TAI LUE", "TAI LE", "TAI THAM")


def is_vowel_sign(c):
    """Arabic harakat and Quranic signs, Hebrew points: optional in writing, left out everywhere."""
    return (0x610 <= c <= 0x61A or 0x64B <= c <= 0x65F or c == 0x670 or 0x6D6 <= c <= 0x6ED and
            unicodedata.category(chr(c)).startswith("M") or 0x591 <= c <= 0x5C7 and
            unicodedata.category(chr(c)).startswith("M"))


@cache
def folded(c):
    """The compatibility decomposition of a character without its case."""
    if 0xAC00 <= c <= 0xD7A3:
        return chr(c)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(c)).casefold())
    return "".join(d for d in text if simple_class(ord(d)) != IGNORABLE) or text


def name_of(c):
    return unicodedata.name(chr(c), "")


@cache
def simple_class(c):
    if c in APOSTROPHES:
        return APOSTROPHE
    if c in TERMINATORS:
        return TERMINATOR
    if c == 0x640 or is_vowel_sign(c) or 0xFE00 <= c <= 0xFE0F or 0xE0100 <= c <= 0xE01EF or c == 0x34F:
        return IGNORABLE
    category = unicodedata.category(chr(c))
    if category == "Cf":
        return IGNORABLE
    if category[0] == "M":
        return MARK
    if category[0] in "LN":
        name = name_of(c)
        if 0xAC00 <= c <= 0xD7A3 or name.startswith("HANGUL"):
            return HANGUL
        if category != "Nd" and name.startswith(SPACELESS_NAMES):
            return SPACELESS
        return LETTER
    return SEPARATOR


@cache
def character_class(c):
    """(class, compound): a compound's replacement is cut by the classes of its own characters."""
    replacement = folded(c)
    own = simple_class(c)
    if replacement == chr(c) or own in (APOSTROPHE, TERMINATOR, IGNORABLE):
        return own, False
    classes = [simple_class(ord(d)) for d in replacement]
    first = classes[0]
    if all(k == SEPARATOR for k in classes):
        return SEPARATOR, False
    if first in (LETTER, SPACELESS, HANGUL) and all(k == first for k in classes[:1]) and len(classes) == 1:
        return first, False
    if first in (LETTER, SPACELESS) and all(k == MARK for k in classes[1:]):
        return first, False
    if first == LETTER and all(k == LETTER for k in classes):
        return LETTER, False
    return first, True


def script(c):
    name = name_of(ord(folded(c)[0]))
    if name.startswith(("HIRAGANA", "KATAKANA")):
        name = "KANA"
    for index, known in enumerate(SCRIPTS):
        if name.startswith(known):
            return index
    return 0


def record(c, blob, places):
    if 0xD800 <= c <= 0xDFFF or unicodedata.category(chr(c)) in ("Cn", "Co"):
        return SEPARATOR
    kind, compound = character_class(c)
    value = kind | (1 << 3 if unicodedata.category(chr(c)) in ("Lu", "Lt") else 0) | (1 << 4 if compound else 0)
    if kind in (SEPARATOR, APOSTROPHE, TERMINATOR, IGNORABLE) and not compound:
        return value
    value |= script(c) << 5
    replacement = folded(c)
    if replacement == chr(c):
        return value | (unicodedata.combining(chr(c)) << 15 if kind == MARK else 0)
    data = replacement.encode()
    if data not in places:
        places[data] = len(blob)
        blob += data
    assert len(data) < 64 and places[data] < 1 << 17
    return value | len(data) << 9 | places[data] << 15


def main():
    blob, places, blocks, numbers, stages = bytearray(), {}, [], {}, []
    for high in range(0x1100):
        block = struct.pack("<256I", *(record(high << 8 | low, blob, places) for low in range(256)))
        if block not in numbers:
            numbers[block] = len(blocks)
            blocks.append(block)
        stages.append(numbers[block])
    data = struct.pack("<4352H", *stages) + b"".join(blocks) + bytes(blob)
    here = Path(__file__).parent
    (here / "characters.bin").write_bytes(data)
    (here / "include" / "CUnicode.h").write_text(HEADER % (len(stages), len(blocks), len(blob)))


HEADER = """// Generated by generate.py: how the tokenizer treats each Unicode character.
#pragma once

/// Blocks of 256 characters; the table starts with a little-endian UInt16 block number for each.
#define storyd_character_stages %d
/// Distinct blocks of 256 little-endian UInt32 records.
#define storyd_character_blocks %d
/// Bytes of replacement text behind the blocks.
#define storyd_character_bytes %d

/// The whole table, 8-byte aligned.
extern const unsigned char storyd_characters[];

/// `storyd_characters`, as a pointer.
static inline const unsigned char *_Nonnull storyd_character_table(void) { return storyd_characters; }
"""

# ---------------------------------------------------------------- the reference tokenizer

ELIDED = {"c", "d", "j", "l", "m", "n", "s", "t", "qu"}
LONGEST = 64


def characters(text):
    """(class, capital, text) for each character after folding, conjoining jamo composed."""
    text = compose_jamo(text)
    for ch in text:
        c = ord(ch)
        if 0xD800 <= c <= 0xDFFF or unicodedata.category(ch) in ("Cn", "Co"):
            yield SEPARATOR, False, ch
            continue
        kind, compound = character_class(c)
        capital = unicodedata.category(ch) in ("Lu", "Lt")
        if compound:
            for d in folded(c):
                yield simple_class(ord(d)), capital, d
        else:
            yield kind, capital, folded(c)


def compose_jamo(text):
    out = []
    for ch in text:
        c = ord(ch)
        if out:
            p = ord(out[-1])
            if 0x1100 <= p <= 0x1112 and 0x1161 <= c <= 0x1175:
                out[-1] = chr(0xAC00 + ((p - 0x1100) * 21 + c - 0x1161) * 28)
                continue
            if 0xAC00 <= p <= 0xD7A3 and (p - 0xAC00) % 28 == 0 and 0x11A8 <= c <= 0x11C2:
                out[-1] = chr(p + c - 0x11A7)
                continue
        out.append(ch)
    return "".join(out)


def tokens(text):
    """The tokens of a text: words, and overlapping pairs of characters for scripts without spaces."""
    if text.isascii() and text.isalpha() or not text:
        return [text.casefold()] if text else []
    out, word, units, hangul = [], "", [], False
    apostrophe = None

    def end_word():
        nonlocal word, apostrophe
        if word:
            if apostrophe is not None and word[apostrophe:] == "s" and apostrophe > 0:
                word = word[:apostrophe]
            out.append(unicodedata.normalize("NFD", word) if not word.isascii() else word)
        word, apostrophe = "", None

    def end_units():
        nonlocal units
        if len(units) == 1:
            out.append(units[0])
        units = []

    def unit(ch):
        nonlocal units
        if len(units) >= 1:
            out.append(units[-1] + ch)
            units = [None, ch]
        else:
            units = [ch]

    stream = list(characters(text))
    i = 0
    while i < len(stream):
        kind, _, ch = stream[i]
        if kind == LETTER:
            end_units()
            word += ch
        elif kind in (SPACELESS, HANGUL):
            end_word()
            j = i + 1
            while j < len(stream) and stream[j][0] in (MARK, IGNORABLE):
                if stream[j][0] == MARK:
                    ch += stream[j][2]
                j += 1
            if units and hangul != (kind == HANGUL):
                end_units()
            hangul = kind == HANGUL
            unit(ch)
            i = j
            continue
        elif kind == MARK:
            if word:
                word += ch
        elif kind == APOSTROPHE and word:
            end_units()
            following = next((k for k, _, _ in stream[i + 1:i + 2]), SEPARATOR)
            if following == LETTER and word not in ELIDED:
                apostrophe = len(word)
            else:
                end_word()
        elif kind == IGNORABLE:
            pass
        else:
            end_word()
            if not (ch.isspace() and units and not hangul):
                end_units()
        i += 1
    end_word()
    end_units()
    return out


if __name__ == "__main__":
    if sys.argv[1:] == ["tokens"]:
        for line in sys.stdin:
            print("|".join(tokens(line)))
    else:
        main()
