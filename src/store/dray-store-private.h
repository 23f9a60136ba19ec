/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-catalog-private.h"
#include "dray-row-file-private.h"
#include "dray-store.h"

G_BEGIN_DECLS

/* The client number of the workspace itself. */
#define DRAY_OWN_CLIENT 1

/* What every operation moves on. Written at the end of a transaction; taken back when it fails. */
typedef struct {
  gint64 number;    /* of the last log entry */
  gint64 mid;       /* our own last one */
  gint64 seq;       /* the last one given here as authority */
} DrayCounters;

/* The store's own statements, by what they do; their SQL stands in dray-store.c. */
typedef enum {
  DRAY_SQL_BEGIN,
  DRAY_SQL_COMMIT,
  DRAY_SQL_SAVEPOINT,
  DRAY_SQL_RELEASE,
  DRAY_SQL_ROLLBACK_TO,
  DRAY_SQL_FIND_CLIENT,
  DRAY_SQL_ADD_CLIENT,
  DRAY_SQL_SET_MID,
  DRAY_SQL_SET_SEQ,
  DRAY_SQL_FIND_LOG,
  DRAY_SQL_ADD_LOG,
  DRAY_SQL_ADD_TOUCHED,
  DRAY_SQL_ADD_READING,
  DRAY_SQL_ADD_WRITING,
  DRAY_SQL_SET_CELL,
  DRAY_SQL_ADD_BASE,
  DRAY_SQL_FIND_CELL,
  DRAY_SQL_FIND_OTHER_CELL,
  DRAY_SQL_FIND_ORIGIN,
  DRAY_SQL_SEED,
  DRAY_SQL_CLEAR_CELL,
  DRAY_SQL_CLEAR_CELLS,
  DRAY_SQL_FIND_BASE,
  DRAY_SQL_CLEAR_BASE,
  DRAY_SQL_LIST_WRITTEN,
  DRAY_SQL_DROP_READINGS,
  DRAY_SQL_DROP_WRITINGS,
  DRAY_SQL_DROP_TOUCHED,
  DRAY_SQL_SET_OUTCOME,
  DRAY_SQL_FIND_PENDING,
  DRAY_SQL_FIND_ENTRY,
  DRAY_SQL_ADD_CHANGE,
  DRAY_SQL_SET_CHANGE,
  DRAY_SQL_LIST_CHANGES,
  DRAY_SQL_LIST_OWN,
  DRAY_SQL_FIND_OLDEST,
  DRAY_SQL_SETTLE,
  DRAY_SQL_DROP_BASE,
  DRAY_SQL_SET_BASE,
  DRAY_SQL_READ_MARK,
  DRAY_SQL_N,
} DraySql;

struct _DrayStore {
  /* Owned */
  DrayDatabase      *database;
  DraySchema        *schema;
  DrayClock         *clock;
  DrayCatalog       *catalog;
  DrayRowFile      **row_files;              /* [n_tables], made when first needed */
  DrayStatement     *statements[DRAY_SQL_N]; /* prepared when first needed */
  DrayRandom         random;                 /* for new ids */
  DrayId             client;
  DrayCounters       counters;
  gboolean           is_authority;
  gint64             cursor;
  /* Borrowed */
  DrayStoreListener  listener;
  gpointer           listener_data;
};

/* One entry of the log. */
typedef struct {
  gint64       number;
  gint64       seq;
  DrayVerdict  verdict;
  char        *operation;   /* name@version */
  char        *permission;
  char        *note;
  GBytes      *hash;
  DrayEffects *effects;
} DrayLogEntry;

void           dray_log_entry_free          (DrayLogEntry     *self);

DrayRowFile   *dray_store_get_row_file      (DrayStore        *self,
                                             const DrayTable  *table);
DrayStatement *dray_store_get_statement     (DrayStore        *self,
                                             DraySql           which,
                                             GError          **error);
gboolean       dray_store_run               (DrayStore        *self,
                                             DraySql           which,
                                             GError          **error);
gboolean       dray_store_find_log          (DrayStore        *self,
                                             gint64            client,
                                             gint64            mid,
                                             DrayLogEntry    **entry,
                                             GError          **error);
gboolean       dray_store_find_client       (DrayStore        *self,
                                             const DrayId     *client,
                                             gint64           *number,
                                             gint64           *last_mid,
                                             GError          **error);
gboolean       dray_store_get_writer        (DrayStore        *self,
                                             const DrayRow    *row,
                                             int               field,
                                             gint64           *number,
                                             GError          **error);
gboolean       dray_store_was_written_since (DrayStore        *self,
                                             const DrayRow    *row,
                                             int               field,
                                             gint64            base_seq,
                                             gint64            client,
                                             gboolean         *result,
                                             GError          **error);
gboolean       dray_store_has_other_writer  (DrayStore        *self,
                                             const DrayId     *id,
                                             gint64            number,
                                             gboolean         *result,
                                             GError          **error);

int            dray_compare_numbers         (gconstpointer     a,
                                             gconstpointer     b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLogEntry, dray_log_entry_free)

G_END_DECLS
