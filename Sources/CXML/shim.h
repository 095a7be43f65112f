// libxml2 for Swift: the HTML parser with the one set of options this project reads pages with.
#ifndef STORYD_CXML_H
#define STORYD_CXML_H

// Some builds of libxml2 have <libxml/encoding.h> include ICU, whose types clash with those of the ICU in Foundation as
// soon as one program imports both. Nothing here uses the members that are left out by this.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

// A document from `count` bytes of UTF-8, or NULL. It mends what it can, never touches the network and prints nothing.
// The limits against huge input stay on (no HTML_PARSE_HUGE); nesting beyond 256 elements ends the parse.
static inline htmlDocPtr cxml_read_html(const char *bytes, int count) {
    return htmlReadMemory(bytes, count, NULL, "UTF-8",
                          HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                              HTML_PARSE_COMPACT);
}

#endif
