/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-road-pack.h"

G_BEGIN_DECLS

/* The largest topology that is read. */
#define DRAY_WORLD_MAX_BYTES (64u << 20)

gboolean dray_world_build (GBytes              *topology,
                           const char          *attribution,
                           DrayRoadPackWriter  *writer,
                           GCancellable        *cancellable,
                           GError             **error);

G_END_DECLS
