/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-folder.h"

#include <ftw.h>
#include <stdio.h>

DrayTestFolder *
dray_test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  DrayTestFolder *self = g_dir_make_tmp ("dray-test-XXXXXX", &error);

  g_assert_no_error (error);
  return self;
}

/* Returns: (transfer full): the path of @name in the folder */
char *
dray_test_folder_path (const DrayTestFolder *self,
                       const char           *name)
{
  return g_build_filename (self, name, NULL);
}

static int
remove_one (const char        *path,
            const struct stat *info,
            int                type,
            struct FTW        *walk)
{
  return remove (path);
}

void
dray_test_folder_remove (DrayTestFolder *self)
{
  /* Depth first, and never through a link. */
  if (nftw (self, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
    g_error ("%s can't be removed", self);
  g_free (self);
}

/**
 * dray_test_shared_path:
 * @name: such as "instances/solomon/R101.txt"
 *
 * Finds data that is too large for the tree: in the folder that the environment variable DRAY_SHARED names, else in `shared`
 * beside the source tree. Where it is absent the test is marked as skipped, and returns.
 *
 * Returns: (transfer full) (nullable): its path
 */
char *
dray_test_shared_path (const char *name)
{
  const char *folder = g_getenv ("DRAY_SHARED");
  g_autofree char *path = NULL;

  if (folder != NULL)
    path = g_build_filename (folder, name, NULL);
  else
    path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  g_autofree char *reason = g_strdup_printf ("shared/%s is not here", name);
  g_test_skip (reason);
  return NULL;
}
