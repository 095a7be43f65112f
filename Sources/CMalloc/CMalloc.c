#include "CMalloc.h"

#include <jemalloc/jemalloc.h>
#include <stddef.h>
#include <stdio.h>

// Read by jemalloc at its start. Articles are made in some threads and freed in another, and what closed stories leave is
// used by those to come: free memory is kept for ten minutes, and given back at once where a backlog is worked off.
const char *malloc_conf = "dirty_decay_ms:600000,muzzy_decay_ms:0,metadata_thp:auto";

void storyd_release_memory(void) {
    char command[40];
    snprintf(command, sizeof command, "arena.%u.purge", (unsigned)MALLCTL_ARENAS_ALL);
    mallctl("thread.tcache.flush", NULL, NULL, NULL, 0);
    mallctl(command, NULL, NULL, NULL, 0);
}
