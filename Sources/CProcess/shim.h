/* What starting a plugin's process needs of glibc that Swift does not see, as it stands behind _GNU_SOURCE. */
#ifndef PRACTICE_CPROCESS_SHIM_H
#define PRACTICE_CPROCESS_SHIM_H

#include <spawn.h>
#include <sys/resource.h>
#include <sys/types.h>

/* glibc 2.29 and 2.34. */
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int pipe2(int ends[2], int flags);
extern int prlimit(pid_t pid, int resource, const struct rlimit *limit, struct rlimit *old);

/* prlimit(2) with both limits the same. */
static inline int practice_limit(pid_t pid, int resource, rlim_t most) {
  struct rlimit limit = {most, most};
  return prlimit(pid, resource, &limit, 0);
}

#endif
