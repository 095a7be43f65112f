#include <zlib.h>

// The macro `inflateInit2` is not seen by Swift. 15 + 32: the largest window, gzip or zlib told by the header.
static inline int storyd_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
