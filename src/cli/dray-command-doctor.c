/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

/* Checks what the programs need of the machine, a line each. */

typedef struct {
  const char *name;
  /* Says what it found. Returns: whether that is good enough */
  gboolean  (*check) (char **found);
} Check;

static gboolean
check_glib (char **found)
{
  *found = g_strdup_printf ("GLib %u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
  return glib_check_version (2, 74, 0) == NULL;
}

static gboolean
check_data_folder (char **found)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "dray", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    *found = g_strdup_printf ("%s can't be made; set XDG_DATA_HOME to a folder that you may write", folder);
    return FALSE;
  }
  *found = g_strdup (folder);
  return TRUE;
}

static const Check checks[] = {
  { "libraries", check_glib },
  { "data folder", check_data_folder },
};

gboolean
dray_command_doctor (DrayCommandLine *line,
                     GError         **error)
{
  int n_bad = 0;

  if (!dray_command_line_parse (line, NULL, 0, 0, error))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autofree char *found = NULL;
    gboolean good = checks[i].check (&found);
    JsonObject *object = json_object_new ();
    JsonNode *node = json_node_init_object (json_node_alloc (), object);

    json_object_set_string_member (object, "check", checks[i].name);
    json_object_set_boolean_member (object, "ok", good);
    json_object_set_string_member (object, "found", found);
    json_object_unref (object);
    dray_command_line_print (line, node, "%-12s %-4s %s", checks[i].name, good ? "ok" : "BAD", found);
    n_bad += !good;
  }

  if (n_bad > 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%d of %d checks found something wrong", n_bad, (int) G_N_ELEMENTS (checks));
    return FALSE;
  }
  return TRUE;
}
