/// Tells the processor that this memory will be read soon: it goes on meanwhile. Any address will do.
static inline void storyd_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }
