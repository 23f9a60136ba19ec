/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-intent.h"

G_BEGIN_DECLS

#define DRAY_HASH_BYTES 32

struct _DrayIntent {
  DraySchema          *schema;
  const DrayOperation *operation;
  char                *source_name;  /* name@version as it came, where it was upgraded; NULL otherwise */
  char                *source_text;  /* likewise its arguments */
  DrayId               client;       /* none: this workspace's own */
  gint64               mid;          /* 0: the next one */
  gint64               base_seq;
  gint64               at_us;        /* DRAY_NEVER: when it is submitted */
  char                *text;         /* (nullable): the arguments as canonical JSON, once checked; a setter drops it */
  GPtrArray           *parsed;       /* (nullable) (element-type JsonNode): [n_arguments], the JSON ones, once checked */
  DrayValue            arguments[];  /* [operation->n_arguments] */
};

void     dray_intent_compute_hash (const DrayIntent *self,
                                   const DrayId     *client,
                                   gint64            mid,
                                   guint8            hash[DRAY_HASH_BYTES]);

void     dray_intent_hash_text    (const DrayId     *client,
                                   gint64            mid,
                                   const char       *name,
                                   const char       *text,
                                   guint8            hash[DRAY_HASH_BYTES]);

G_END_DECLS
