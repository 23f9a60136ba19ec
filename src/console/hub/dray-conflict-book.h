/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"

G_BEGIN_DECLS

/**
 * DrayConflictBook:
 *
 * The conflicts that nobody has settled, as they stand in the workspace: one entry an operation, with all of its cells. It follows every
 * commit, whoever made it.
 *
 * Signals:
 *   changed: entries came or went
 *   failed (const char *words): it could not be read, or what was asked was not done
 */
#define DRAY_TYPE_CONFLICT_BOOK (dray_conflict_book_get_type ())
G_DECLARE_FINAL_TYPE (DrayConflictBook, dray_conflict_book, DRAY, CONFLICT_BOOK, GObject)

/**
 * DrayDeed:
 * @cells: (element-type DrayRow): of the table conflict, those of one record behind each other
 * @subject: the record that people know it by
 * @arguments: (nullable): of the operation, where it was not applied and can be done again
 *
 * One operation that wrote what another one had.
 */
typedef struct {
  GPtrArray       *cells;
  const char      *name;
  const DrayTable *subject_table;
  DrayId           subject;
  const char      *operation;
  const char      *arguments;
  gboolean         is_refused;
} DrayDeed;

DrayConflictBook *dray_conflict_book_new         (DrayEngine       *engine);
guint             dray_conflict_book_get_n       (DrayConflictBook *self);
const DrayDeed   *dray_conflict_book_get         (DrayConflictBook *self,
                                                  guint             i);
guint             dray_conflict_book_count_about (DrayConflictBook *self,
                                                  const DrayId     *record);
void              dray_conflict_book_settle      (DrayConflictBook *self,
                                                  const DrayDeed   *deed,
                                                  const gboolean   *are_mine);
void              dray_conflict_book_do_again    (DrayConflictBook *self,
                                                  const DrayDeed   *deed);

G_END_DECLS
