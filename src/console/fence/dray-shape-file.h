/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-feature.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Shapes from and to files, off the main thread. What a file is goes by its name: GeoJSON, KML or GPX. */

void       dray_shape_file_read_async   (GFile                *file,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GPtrArray *dray_shape_file_read_finish  (GAsyncResult         *result,
                                         GError              **error);
void       dray_shape_file_write_async  (GFile                *file,
                                         GPtrArray            *features,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean   dray_shape_file_write_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
