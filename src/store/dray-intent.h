/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-schema.h"

G_BEGIN_DECLS

/**
 * DrayIntent:
 *
 * What someone wants done: an operation and its arguments, before it is submitted. Made and filled by one thread, then handed on.
 */
typedef struct _DrayIntent DrayIntent;

DrayIntent          *dray_intent_new              (DraySchema       *schema,
                                                   const char       *operation);
DrayIntent          *dray_intent_new_from_json    (DraySchema       *schema,
                                                   const char       *operation,
                                                   const char       *arguments,
                                                   GError          **error);
DrayIntent          *dray_intent_new_unreadable   (DraySchema       *schema,
                                                   const char       *operation,
                                                   const char       *arguments,
                                                   const char       *why);
void                 dray_intent_free             (DrayIntent       *self);

/* Arguments by name. An unknown name or a value of the wrong type is the caller's bug. */
void                 dray_intent_set              (DrayIntent       *self,
                                                   const char       *argument,
                                                   DrayValue         taken);
void                 dray_intent_set_text         (DrayIntent       *self,
                                                   const char       *argument,
                                                   const char       *text);
void                 dray_intent_set_integer      (DrayIntent       *self,
                                                   const char       *argument,
                                                   gint64            integer);
void                 dray_intent_set_id           (DrayIntent       *self,
                                                   const char       *argument,
                                                   const DrayId     *id);

/* Where it comes from, when it isn't made here and now: what the hub and a replayed file know. */
void                 dray_intent_set_origin       (DrayIntent       *self,
                                                   const DrayId     *client,
                                                   gint64            mid,
                                                   gint64            base_seq);
void                 dray_intent_set_at_us        (DrayIntent       *self,
                                                   gint64            at_us);

gboolean             dray_intent_check            (DrayIntent       *self,
                                                   GError          **error);
gboolean             dray_intent_has_hash         (const DrayIntent *self,
                                                   const guint8      hash[32]);
const DrayOperation *dray_intent_get_operation    (const DrayIntent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayIntent, dray_intent_free)

G_END_DECLS
