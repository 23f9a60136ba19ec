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

/* As the binding functions without _borrow_, but SQLite reads the caller's memory, which must stay until the run is over. For what
 * runs in every operation. */
void     dray_statement_borrow_id    (DrayStatement   *self,
                                      int              parameter,
                                      const DrayId    *id);
void     dray_statement_borrow_text  (DrayStatement   *self,
                                      int              parameter,
                                      const char      *text);
void     dray_statement_borrow_bytes (DrayStatement   *self,
                                      int              parameter,
                                      const void      *data,
                                      gsize            n_bytes);
void     dray_statement_borrow_value (DrayStatement   *self,
                                      int              parameter,
                                      const DrayValue *value);

G_END_DECLS
