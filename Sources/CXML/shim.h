// libxml2 for Swift: its HTML and XML parsers, each with the one set of options this project reads with.
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

// A document from `count` bytes of UTF-8 XML, or NULL. It mends what it can, never touches the network and prints nothing.
// Entities are neither loaded nor replaced. The parser's own limits are off: the caller bounds size, depth and attributes.
static inline xmlDocPtr cxml_read_xml(const char *bytes, int count) {
    return xmlReadMemory(bytes, count, NULL, "UTF-8",
                         XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
                             XML_PARSE_COMPACT | XML_PARSE_NOCDATA | XML_PARSE_HUGE);
}

#endif
