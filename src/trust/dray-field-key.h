/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DRAY_FIELD_KEY_BYTES 32

/**
 * DrayFieldKey:
 *
 * The key of one person's fields. What is sealed with it can be read for as long as the key exists: destroying the key is how a
 * person is forgotten, in every copy and backup at once. It lies in memory that is wiped when it is freed.
 */
typedef struct _DrayFieldKey DrayFieldKey;

DrayFieldKey *dray_field_key_new            (void);
DrayFieldKey *dray_field_key_new_from_bytes (const guint8        bytes[DRAY_FIELD_KEY_BYTES]);
void          dray_field_key_free           (DrayFieldKey       *self);
void          dray_field_key_copy_bytes     (const DrayFieldKey *self,
                                             guint8              bytes[DRAY_FIELD_KEY_BYTES]);
GBytes       *dray_field_key_seal           (const DrayFieldKey *self,
                                             GBytes             *place,
                                             GBytes             *content);
GBytes       *dray_field_key_unseal         (const DrayFieldKey *self,
                                             GBytes             *place,
                                             GBytes             *sealed,
                                             GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFieldKey, dray_field_key_free)

G_END_DECLS
