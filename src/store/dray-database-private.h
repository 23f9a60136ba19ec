/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _DrayDatabase {
  sqlite3 *connection;
  char    *path;
};

struct _DrayStatement {
  sqlite3_stmt *statement;
  int           fault;     /* the first binding that failed, or SQLITE_OK */
};

gboolean dray_database_fail (sqlite3    *connection,
                             int         code,
                             const char *what,
                             GError    **error);

G_END_DECLS
