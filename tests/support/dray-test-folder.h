/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayTestFolder:
 *
 * A temporary folder of one test, a path. dray_test_folder_remove() takes it away with all that is in it.
 */
typedef char DrayTestFolder;

DrayTestFolder *dray_test_folder_new    (void);
char           *dray_test_folder_path   (const DrayTestFolder *self,
                                         const char           *name);
void            dray_test_folder_remove (DrayTestFolder       *self);

char           *dray_test_shared_path   (const char           *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTestFolder, dray_test_folder_remove)

G_END_DECLS
