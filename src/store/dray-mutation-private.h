/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-intent.h"
#include "dray-mutation.h"
#include "dray-receipt.h"
#include "dray-row-file-private.h"
#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayTouch:
 * @current: (nullable): the row as the mutator sees it; %NULL where there is none
 * @original: (nullable): as it was before the first setter; %NULL where it was not written, or not there
 * @is_stored: a row of the file holds it
 * @is_written: a setter changed it
 * @unsaved: the cells that the file doesn't show yet
 *
 * A row that the mutator read or wrote.
 */
typedef struct {
  const DrayTable *table;
  DrayId           id;
  DrayRow         *current;
  DrayRow         *original;
  gboolean         is_stored;
  gboolean         is_written;
  DrayFieldMask    unsaved;
} DrayTouch;

/* A set of rows that the mutator asked for: those of @table whose @field is @value. Without a table it is the operation @value. */
typedef struct {
  const DrayTable *table;
  int              field;
  DrayValue        value;
} DrayReading;

struct _DrayMutation {
  /* Owned */
  GHashTable       *by_id;      /* (element-type DrayTouch DrayTouch) */
  GPtrArray        *touches;    /* (element-type DrayTouch): in the order of their first touch */
  GArray           *readings;   /* (element-type DrayReading) */
  GArray           *kept;       /* (nullable) (element-type DrayCell): what an undo left alone */
  GArray           *overtaken;  /* (nullable) (element-type DrayCell): what it wrote over without its author having seen it */
  char             *flag;       /* (nullable): why it needs a look */
  GError           *error;      /* (nullable): the first refusal or fault */
  DrayRandom        random;     /* seeded by the operation's name, so that ids come out the same everywhere */
  /* Borrowed */
  DrayStore        *store;
  const DrayIntent *intent;
  const DrayActor  *actor;      /* (nullable) */
  DrayId            client;
  gint64            number;
  gint64            at_us;
  gboolean          has_savepoint; /* rows went to the file before it was known whether the operation passes */
  gboolean          is_closed;  /* setters are not allowed: an invariant is looking */
};

DrayMutation *dray_mutation_new          (DrayStore        *store,
                                          const DrayIntent *intent,
                                          const DrayActor  *actor,
                                          const DrayId     *client,
                                          gint64            mid,
                                          gint64            number,
                                          gint64            at_us);
void          dray_mutation_free         (DrayMutation     *self);
void          dray_mutation_fail         (DrayMutation     *self,
                                          GError           *taken);
DrayTouch    *dray_mutation_touch        (DrayMutation     *self,
                                          const DrayTable  *table,
                                          const DrayId     *id);
DrayEffects  *dray_mutation_list_effects (DrayMutation     *self);
void          dray_mutation_save         (DrayMutation     *self);
void          dray_mutation_note_operation (DrayMutation  *self,
                                            const DrayId  *client,
                                            gint64         mid);
void          dray_mutation_finish       (DrayMutation     *self);
void          dray_mutation_start_over   (DrayMutation     *self);

/* What a mark in reading and writing is about, besides the number of a field. */
#define DRAY_MARK_ROW 0
#define DRAY_MARK_OPERATION (-1)

DrayValue     dray_mark_operation        (const DrayId     *client,
                                          gint64            mid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayMutation, dray_mutation_free)

G_END_DECLS
