// SQLite's own interface, and what Swift cannot call of it: functions with a variable number of arguments.
#include <sqlite3.h>

/// Has a connection leave the write-ahead log alone when it closes. Without this the last connection to close
/// checkpoints, whoever it is, and the store could not keep checkpoints under its lock.
static inline int csqlite_leave_log_on_close(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}
