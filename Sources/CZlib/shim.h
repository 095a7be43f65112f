#include <zlib.h>

// The macro `inflateInit2` is not seen by Swift. 15: the largest window; 16 more is gzip alone, 32 more gzip or zlib as
// the header says.
static inline int storyd_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
static inline int storyd_inflate_init_either(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
