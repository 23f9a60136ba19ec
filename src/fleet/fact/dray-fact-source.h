/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-fact-set.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define DRAY_FACT_MAX_PARTS 2

/**
 * DrayFactField:
 * @name: of the column, as KPIs and reports ask for it
 * @label: for people, marked with N_()
 * @sql: what gives it, for each part of its source
 */
typedef struct {
  const char   *name;
  DrayFactKind  kind;
  const char   *label;
  const char   *sql[DRAY_FACT_MAX_PARTS];
} DrayFactField;

/**
 * DrayFactSource:
 * @name: of the fact set
 * @label: for people, marked with N_()
 * @table: what kind of record the column "id" names
 * @has_instants: "day" is an instant in SQL and becomes a day by the clock on the wall; else it is a date
 * @from: for each part what follows FROM, with ?1 for the first day (or its first instant), ?2 for the one behind the last, and ?3 for
 *   the wall clock's microseconds before UTC's
 *
 * Where facts come from: a query of the workspace, of which only the columns that somebody needs are read, from indexes that cover them.
 * A new one is a file and a line in dray-fact-source.c.
 */
typedef struct {
  const char          *name;
  const char          *label;
  const char          *table;
  gboolean             has_instants;
  int                  n_parts;
  const char          *from[DRAY_FACT_MAX_PARTS];
  const DrayFactField *fields;
  int                  n_fields;
} DrayFactSource;

/**
 * DrayFactAsk:
 * @first_day: days since 1970-01-01
 * @last_day: the last one that is read
 * @zone: whose wall clock tells the day of an instant
 * @day_start_s: where a day begins, seconds of the local day
 * @columns: (array zero-terminated=1): of the source; "day" comes besides
 * @truck: none for all, as the others
 */
typedef struct {
  gint64             first_day;
  gint64             last_day;
  GTimeZone         *zone;
  int                day_start_s;
  const char *const *columns;
  DrayId             truck;
  DrayId             driver;
  DrayId             depot;
  DrayId             party;
} DrayFactAsk;

const DrayFactSource *const *dray_fact_source_get_all    (guint                 *n_sources);
const DrayFactSource        *dray_fact_source_find       (const char            *name);
const DrayFactField         *dray_fact_source_find_field (const DrayFactSource  *self,
                                                          const char            *name);
gboolean                     dray_fact_source_can_filter (const DrayFactSource  *self,
                                                          const DrayFactAsk     *ask);
gboolean                     dray_fact_source_reads      (const DrayFactSource  *self,
                                                          const char            *table);
char                        *dray_fact_source_dup_sql    (const DrayFactSource  *self,
                                                          int                    part,
                                                          const DrayFactAsk     *ask);
DrayFactSet                 *dray_fact_source_read       (const DrayFactSource  *self,
                                                          DrayDatabase          *database,
                                                          const DrayFactAsk     *ask,
                                                          GCancellable          *cancellable,
                                                          GError               **error);
gboolean                     dray_fact_get_known_day     (DrayDatabase          *database,
                                                          gint64                *day,
                                                          GError               **error);

G_END_DECLS
