/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-random.h"

G_BEGIN_DECLS

#define DRAY_ID_TEXT_LENGTH 36

/**
 * DrayId:
 *
 * The name of a record: 128 bits, ordered by time (UUID version 7, RFC 9562 section 5.7), 16 bytes in SQLite and 36 characters of
 * text in JSON. A derived id (version 8) is a hash of what it names, so that two who see the same thing give it the same id.
 * All zero means none.
 */
typedef struct {
  guint8 bytes[16];
} DrayId;

#define DRAY_ID_NONE ((DrayId) { { 0 } })

DrayId   dray_id_new        (gint64       at_us,
                             DrayRandom  *random);
DrayId   dray_id_derive     (const char  *kind,
                             const void  *data,
                             gsize        n_bytes);
gboolean dray_id_parse      (const char  *text,
                             DrayId      *id);
void     dray_id_write      (const DrayId *id,
                             char         text[DRAY_ID_TEXT_LENGTH + 1]);
char    *dray_id_dup_text   (const DrayId *id);
gboolean dray_id_is_none    (const DrayId *id);
int      dray_id_compare    (const DrayId *a,
                             const DrayId *b);
gint64   dray_id_get_time_us (const DrayId *id);

/* For GHashTable. */
guint    dray_id_hash       (gconstpointer id);
gboolean dray_id_equal      (gconstpointer a,
                             gconstpointer b);

G_END_DECLS
