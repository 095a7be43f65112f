// Questions about 64 bytes, 16 halves or 8 words at once. An answer has a bit for each, the first one's the lowest. Swift's own vectors are
// compared an element at a time; these become the vector instructions of whatever processor is compiled for.
#pragma once
#include <stdint.h>
#include <string.h>

typedef uint8_t storyd_bytes __attribute__((ext_vector_type(64)));
typedef _Bool storyd_bits __attribute__((ext_vector_type(64)));

static inline storyd_bytes storyd_load(const void *_Nonnull start) {
    storyd_bytes bytes;
    memcpy(&bytes, start, sizeof bytes);
    return bytes;
}

#define STORYD_ANSWER(condition) \
    ({ \
        storyd_bits bits = __builtin_convertvector(condition, storyd_bits); \
        uint64_t answer; \
        memcpy(&answer, &bits, sizeof answer); \
        answer; \
    })

/// Which bytes are ASCII letters or digits.
static inline uint64_t storyd_plain(const void *_Nonnull start) {
    storyd_bytes bytes = storyd_load(start);
    return STORYD_ANSWER((((bytes | 0x20) - 'a') < 26) | ((bytes - '0') < 10));
}

/// Which bytes are this one.
static inline uint64_t storyd_equal(const void *_Nonnull start, uint8_t byte) {
    return STORYD_ANSWER(storyd_load(start) == byte);
}

/// Which bytes are beyond ASCII.
static inline uint64_t storyd_wide(const void *_Nonnull start) { return STORYD_ANSWER(storyd_load(start) >= 0x80); }

/// Which bytes are control characters of ASCII.
static inline uint64_t storyd_controls(const void *_Nonnull start) {
    storyd_bytes bytes = storyd_load(start);
    return STORYD_ANSWER((bytes < 0x20) | (bytes == 0x7F));
}

/// Which bytes are no visible ASCII and no blank.
static inline uint64_t storyd_odd(const void *_Nonnull start) {
    storyd_bytes bytes = storyd_load(start);
    return STORYD_ANSWER((bytes - 0x20) >= 0x5F);
}

/// Which bytes end a plain stretch of a JSON string: quotes, backslashes, control characters.
static inline uint64_t storyd_string_marks(const void *_Nonnull start) {
    storyd_bytes bytes = storyd_load(start);
    return STORYD_ANSWER((bytes == '"') | (bytes == '\\') | (bytes < 0x20));
}

typedef uint32_t storyd_words __attribute__((ext_vector_type(8)));
typedef _Bool storyd_word_bits __attribute__((ext_vector_type(8)));

/// Which of 8 words are 0, or equal to this one in the bits of a mask.
static inline uint8_t storyd_empty_or_equal(const uint32_t *_Nonnull start, uint32_t word, uint32_t mask) {
    storyd_words words;
    memcpy(&words, start, sizeof words);
    storyd_word_bits bits = __builtin_convertvector((words == 0) | (((words ^ word) & mask) == 0), storyd_word_bits);
    uint8_t answer;
    memcpy(&answer, &bits, sizeof answer);
    return answer;
}

typedef uint16_t storyd_halves __attribute__((ext_vector_type(16)));
typedef _Bool storyd_half_bits __attribute__((ext_vector_type(16)));

/// Which of 16 halves of words are equal to this one; and in the upper half of the answer, which are 0.
static inline uint32_t storyd_equal_and_empty(const uint16_t *_Nonnull start, uint16_t half) {
    storyd_halves halves;
    memcpy(&halves, start, sizeof halves);
    storyd_half_bits equal = __builtin_convertvector(halves == half, storyd_half_bits);
    storyd_half_bits empty = __builtin_convertvector(halves == 0, storyd_half_bits);
    uint16_t answers[2];
    memcpy(&answers[0], &equal, sizeof answers[0]);
    memcpy(&answers[1], &empty, sizeof answers[1]);
    return (uint32_t)answers[1] << 16 | answers[0];
}
