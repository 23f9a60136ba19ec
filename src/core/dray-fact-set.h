/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-column.h"
#include "dray-id.h"

G_BEGIN_DECLS

/**
 * DrayFactKind:
 * @DRAY_FACT_INTEGER: a number with its unit in the column's name, or %DRAY_NEVER where nobody knows it
 * @DRAY_FACT_KEY: the id of a record, as a small number that dray_fact_column_get_key() turns back; -1 for none
 * @DRAY_FACT_WORD: a word out of few, likewise
 */
typedef enum {
  DRAY_FACT_INTEGER,
  DRAY_FACT_KEY,
  DRAY_FACT_WORD,
} DrayFactKind;

/**
 * DrayFactColumn:
 * @name: the unit last, as in a record
 * @values: a number for each row; loops read `values.items` directly
 * @keys: (element-type DrayId) (nullable): what the numbers of a key column stand for
 * @words: (element-type utf8) (nullable): what the numbers of a word column stand for
 */
typedef struct {
  char           *name;
  DrayFactKind    kind;
  DrayInt64Column values;
  GArray         *keys;
  GPtrArray      *words;
  GHashTable     *codes;
} DrayFactColumn;

/**
 * DrayFactSet:
 * @name: "tasks", "routes", "fuel", …
 *
 * What happened, as columns of one length: the shape in which records reach figures, models and reports. Whoever makes one fills it on
 * one thread; from then on it is immutable and goes from thread to thread.
 */
typedef struct {
  char           *name;
  guint           n_columns;
  DrayFactColumn *columns;
} DrayFactSet;

DrayFactSet          *dray_fact_set_new           (const char           *name);
void                  dray_fact_set_free          (DrayFactSet          *self);
guint                 dray_fact_set_add_column    (DrayFactSet          *self,
                                                   const char           *name,
                                                   DrayFactKind          kind);
gsize                 dray_fact_set_get_n_rows    (const DrayFactSet    *self);
const DrayFactColumn *dray_fact_set_find_column   (const DrayFactSet    *self,
                                                   const char           *name);
gboolean              dray_fact_set_append        (DrayFactSet          *self,
                                                   guint                 column,
                                                   gint64                value) G_GNUC_WARN_UNUSED_RESULT;
gboolean              dray_fact_set_append_key    (DrayFactSet          *self,
                                                   guint                 column,
                                                   const DrayId         *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean              dray_fact_set_append_word   (DrayFactSet          *self,
                                                   guint                 column,
                                                   const char           *word) G_GNUC_WARN_UNUSED_RESULT;

DrayId                dray_fact_column_get_key    (const DrayFactColumn *self,
                                                   gsize                 row);
const char           *dray_fact_column_get_word   (const DrayFactColumn *self,
                                                   gsize                 row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFactSet, dray_fact_set_free)

G_END_DECLS
