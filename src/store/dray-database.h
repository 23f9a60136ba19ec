/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-value.h"

G_BEGIN_DECLS

/**
 * DrayDatabase:
 *
 * A connection to an SQLite file: write-ahead log, synchronous=FULL, foreign keys, defensive. Belongs to one thread at a time.
 */
typedef struct _DrayDatabase DrayDatabase;

/**
 * DrayStatement:
 *
 * A prepared statement. Bind, step until there is no row, read columns while there is one. A binding that fails (memory ended,
 * no such parameter) makes the next step fail, so that bindings need no checks of their own.
 */
typedef struct _DrayStatement DrayStatement;

/**
 * DrayDatabaseMode:
 * @DRAY_DATABASE_CREATE: read and write, made if it isn't there
 * @DRAY_DATABASE_WRITE: read and write
 * @DRAY_DATABASE_READ: read only, beside one who writes
 */
typedef enum {
  DRAY_DATABASE_CREATE,
  DRAY_DATABASE_WRITE,
  DRAY_DATABASE_READ,
} DrayDatabaseMode;

DrayDatabase  *dray_database_open         (const char       *path,
                                           DrayDatabaseMode  mode,
                                           const char       *vfs,
                                           GError          **error);
void           dray_database_free         (DrayDatabase     *self);
const char    *dray_database_get_path     (DrayDatabase     *self);

gboolean       dray_database_execute      (DrayDatabase     *self,
                                           const char       *sql,
                                           GError          **error);
gboolean       dray_database_get_integer  (DrayDatabase     *self,
                                           const char       *sql,
                                           gint64           *result,
                                           GError          **error);
gboolean       dray_database_check        (DrayDatabase     *self,
                                           GError          **error);
gboolean       dray_database_backup       (DrayDatabase     *self,
                                           const char       *to,
                                           GError          **error);
gboolean       dray_database_copy_file    (const char       *from,
                                           const char       *to,
                                           GError          **error);

DrayStatement *dray_database_prepare      (DrayDatabase     *self,
                                           const char       *sql,
                                           GError          **error);
void           dray_statement_free        (DrayStatement    *self);

void           dray_statement_bind_none    (DrayStatement   *self,
                                            int              parameter);
void           dray_statement_bind_integer (DrayStatement   *self,
                                            int              parameter,
                                            gint64           integer);
void           dray_statement_bind_real    (DrayStatement   *self,
                                            int              parameter,
                                            double           real);
void           dray_statement_bind_text    (DrayStatement   *self,
                                            int              parameter,
                                            const char      *text);
void           dray_statement_bind_id      (DrayStatement   *self,
                                            int              parameter,
                                            const DrayId    *id);
void           dray_statement_bind_bytes   (DrayStatement   *self,
                                            int              parameter,
                                            const void      *data,
                                            gsize            n_bytes);
void           dray_statement_bind_value   (DrayStatement   *self,
                                            int              parameter,
                                            const DrayValue *value);

gboolean       dray_statement_step         (DrayStatement   *self,
                                            gboolean        *has_row,
                                            GError         **error);
gboolean       dray_statement_run          (DrayStatement   *self,
                                            GError         **error);
void           dray_statement_reset        (DrayStatement   *self);

gboolean       dray_statement_is_none      (DrayStatement   *self,
                                            int              column);
gint64         dray_statement_get_integer  (DrayStatement   *self,
                                            int              column);
double         dray_statement_get_real     (DrayStatement   *self,
                                            int              column);
const char    *dray_statement_get_text     (DrayStatement   *self,
                                            int              column);
DrayId         dray_statement_get_id       (DrayStatement   *self,
                                            int              column);
const guint8  *dray_statement_get_bytes    (DrayStatement   *self,
                                            int              column,
                                            gsize           *n_bytes);
DrayValue      dray_statement_dup_value    (DrayStatement   *self,
                                            int              column,
                                            DrayValueKind    kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayDatabase, dray_database_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayStatement, dray_statement_free)

G_END_DECLS
