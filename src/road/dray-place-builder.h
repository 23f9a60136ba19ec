/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-osm-reader.h"
#include "dray-road-pack.h"

G_BEGIN_DECLS

gboolean dray_place_build (const DrayOsmData   *data,
                           DrayRoadPackWriter  *writer,
                           DrayRoadProgress     progress,
                           gpointer             user_data,
                           GCancellable        *cancellable,
                           GError             **error);

G_END_DECLS
