#include <stdint.h>
#include <sys/mman.h>

/// Tells the processor that this memory will be read soon: it goes on meanwhile. Any address will do.
static inline void storyd_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

/// Asks the kernel for large pages (2 MB) where this memory is not in use yet: a table that is read all over is found by fewer
/// steps then. Only a hint.
static inline void storyd_prefer_large_pages(void *_Nonnull start, size_t bytes) {
    const uintptr_t page = 4096;
    uintptr_t first = ((uintptr_t)start + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)start + bytes) & ~(page - 1);
    if (end > first && end - first >= (4u << 20)) madvise((void *)first, end - first, MADV_HUGEPAGE);
}
