/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DRAY_SEED_BYTES 32
#define DRAY_PUBLIC_KEY_BYTES 32
#define DRAY_SIGNATURE_BYTES 64

typedef struct {
  guint8 bytes[DRAY_PUBLIC_KEY_BYTES];
} DrayPublicKey;

typedef struct {
  guint8 bytes[DRAY_SIGNATURE_BYTES];
} DraySignature;

/**
 * DraySigningKey:
 *
 * The secret half of an Ed25519 pair: a device's or a hub's. It lies in memory that is wiped when it is freed, and kept out of swap
 * and dumps where the machine grants that. The seed is what the keyring keeps.
 */
typedef struct _DraySigningKey DraySigningKey;

DraySigningKey *dray_signing_key_new           (void);
DraySigningKey *dray_signing_key_new_from_seed (const guint8          seed[DRAY_SEED_BYTES]);
void            dray_signing_key_free          (DraySigningKey       *self);
void            dray_signing_key_copy_seed     (const DraySigningKey *self,
                                                guint8                seed[DRAY_SEED_BYTES]);
DrayPublicKey   dray_signing_key_get_public    (const DraySigningKey *self);
DraySignature   dray_signing_key_sign          (const DraySigningKey *self,
                                                const char           *purpose,
                                                const void           *data,
                                                gsize                 n_bytes);
gboolean        dray_public_key_verify         (const DrayPublicKey  *self,
                                                const char           *purpose,
                                                const void           *data,
                                                gsize                 n_bytes,
                                                const DraySignature  *signature);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySigningKey, dray_signing_key_free)

G_END_DECLS
