/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-access.h"
#include "dray-effect.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DrayMutation:
 *
 * What a mutator sees: its arguments, rows to read, and setters whose differences become the operation's effects. It lives for
 * one run of one operation.
 *
 *   static void
 *   stop_skip (DrayMutation *mutation)
 *   {
 *     DrayId id = dray_mutation_argument_id (mutation, DRAY_STOP_SKIP_STOP);
 *     const DrayRow *stop = dray_mutation_require (mutation, &dray_stop_table, &id);
 *
 *     if (stop == NULL)
 *       return;
 *     if (dray_row_get_boolean (stop, DRAY_STOP_IS_DONE))
 *       dray_mutation_refuse (mutation, N_("The stop is already done."));
 *     else
 *       dray_mutation_set_boolean (mutation, &dray_stop_table, &id, DRAY_STOP_IS_SKIPPED, TRUE);
 *   }
 *
 * There is no error to hand on: the first refusal, or fault of the file, is kept and decides. From then on reads give nothing and
 * setters do nothing, so that a mutator needs to look only where it would go astray. What a setter set is seen by every later read.
 * Setting what is already there is no effect. Everything read is recorded: when the hub's truth changes under a pending operation,
 * it is run again.
 */
typedef struct _DrayMutation DrayMutation;

/* Arguments by their index: what stands for nothing is as in dray_row_get_…(). */
gboolean         dray_mutation_has_argument     (DrayMutation    *self,
                                                 int              argument);
const char      *dray_mutation_argument_text    (DrayMutation    *self,
                                                 int              argument);
gint64           dray_mutation_argument_integer (DrayMutation    *self,
                                                 int              argument);
double           dray_mutation_argument_real    (DrayMutation    *self,
                                                 int              argument);
gboolean         dray_mutation_argument_boolean (DrayMutation    *self,
                                                 int              argument);
DrayId           dray_mutation_argument_id      (DrayMutation    *self,
                                                 int              argument);
int              dray_mutation_argument_choice  (DrayMutation    *self,
                                                 int              argument);
JsonNode        *dray_mutation_argument_json    (DrayMutation    *self,
                                                 int              argument);
const DrayValue *dray_mutation_argument_value   (DrayMutation    *self,
                                                 int              argument);

/* Circumstances that are the same wherever the operation runs. */
gint64           dray_mutation_get_at_us        (DrayMutation    *self);
const DrayActor *dray_mutation_get_actor        (DrayMutation    *self);
DrayId           dray_mutation_make_id          (DrayMutation    *self);
DrayId           dray_mutation_get_client       (DrayMutation    *self);
const char      *dray_mutation_get_operation    (DrayMutation    *self);
const char      *dray_mutation_get_arguments    (DrayMutation    *self);
const DrayTable *dray_mutation_find_table       (DrayMutation    *self,
                                                 const char      *name);

/* Reading. Rows stay until the mutation ends and show later setters. */
const DrayRow   *dray_mutation_find             (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id);
const DrayRow   *dray_mutation_find_deleted     (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id);
const DrayRow   *dray_mutation_require          (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id);
GPtrArray       *dray_mutation_select           (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 int              field,
                                                 const DrayValue *value);
GPtrArray       *dray_mutation_select_by_id     (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 int              field,
                                                 const DrayId    *id);

/* Writing. */
void             dray_mutation_create           (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id);
void             dray_mutation_delete           (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id);
void             dray_mutation_set              (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 DrayValue        taken);
void             dray_mutation_set_none         (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field);
void             dray_mutation_set_text         (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 const char      *text);
void             dray_mutation_set_integer      (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 gint64           integer);
void             dray_mutation_set_real         (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 double           real);
void             dray_mutation_set_boolean      (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 gboolean         truth);
void             dray_mutation_set_id           (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 const DrayId    *to);
void             dray_mutation_set_choice       (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 int              choice);
void             dray_mutation_set_argument     (DrayMutation    *self,
                                                 const DrayTable *table,
                                                 const DrayId    *id,
                                                 int              field,
                                                 int              argument);
void             dray_mutation_restore          (DrayMutation    *self,
                                                 const DrayEffect *effect);

/* Saying. */
void             dray_mutation_refuse           (DrayMutation    *self,
                                                 const char      *format,
                                                 ...) G_GNUC_PRINTF (2, 3);
void             dray_mutation_flag             (DrayMutation    *self,
                                                 const char      *format,
                                                 ...) G_GNUC_PRINTF (2, 3);
gboolean         dray_mutation_has_failed       (DrayMutation    *self);

G_END_DECLS
