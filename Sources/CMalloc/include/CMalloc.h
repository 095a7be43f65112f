#pragma once

/// Gives all free memory back to the system. malloc, free and the like are jemalloc's in what is linked with this.
void storyd_release_memory(void);
