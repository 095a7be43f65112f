// libsystemd: the journal (sending and reading) and the service manager's notification socket; and eventfd(2).
#pragma once

// Without it sd_journal_sendv is a macro, which Swift cannot call, and adds the header's own place as CODE_FILE.
#define SD_JOURNAL_SUPPRESS_LOCATION

#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

// The Glibc module leaves it out.
#include <sys/eventfd.h>
