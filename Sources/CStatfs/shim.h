// statfs(2), which the Glibc module leaves out.
#include <sys/vfs.h>
