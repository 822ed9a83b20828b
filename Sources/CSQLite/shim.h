// SQLite's own interface, and what Swift cannot call of it: functions with a variable number of arguments.
#include <sqlite3.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

/// Has a connection leave the write-ahead log alone when it closes. Without this the last connection to close
/// checkpoints, whoever it is, and the store could not keep checkpoints under its lock.
static inline int csqlite_leave_log_on_close(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/// Has the kernel begin to write what a file holds, without waiting for it (sync_file_range(2), SYNC_FILE_RANGE_WRITE).
/// It says nothing about what is safe; it only spares the flush that follows from having everything left to do.
static inline void csqlite_begin_writing(int descriptor) {
#ifdef __linux__
    (void)syscall(SYS_sync_file_range, descriptor, 0L, 0L, 2U);
#else
    (void)descriptor;
#endif
}

/// Gives back to the system what a connection keeps in its cache, and all other memory that is free: what is written to a
/// file next takes that, in place of memory that nobody touched before.
static inline void csqlite_give_memory_back(sqlite3 *connection) {
    (void)sqlite3_db_release_memory(connection);
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
