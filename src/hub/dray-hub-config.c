/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hub-config.h"
#include "dray-hub-error.h"

#include <stddef.h>

typedef struct {
  const char *group;
  const char *key;
  gsize       offset;
  int         usual;
  int         minimum;
  int         maximum;
  const char *meaning;
} Number;

typedef struct {
  const char *group;
  const char *key;
  gsize       offset;
  const char *usual;
  const char *meaning;
} Text;

#define NUMBER(group, key, field, usual, minimum, maximum, meaning) \
  { group, key, offsetof (DrayHubConfig, field), usual, minimum, maximum, meaning },
#define TEXT(group, key, field, usual, meaning) { group, key, offsetof (DrayHubConfig, field), usual, meaning },

static const Number numbers[] = { DRAY_HUB_NUMBERS (NUMBER) };
static const Text texts[] = { DRAY_HUB_TEXTS (TEXT) };

/* Returns: (transfer full): every setting as usual */
DrayHubConfig *
dray_hub_config_new (void)
{
  DrayHubConfig *self = g_new0 (DrayHubConfig, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    G_STRUCT_MEMBER (int, self, numbers[i].offset) = numbers[i].usual;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, self, texts[i].offset) = g_strdup (texts[i].usual);
  return self;
}

void
dray_hub_config_free (DrayHubConfig *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, self, texts[i].offset));
  g_free (self);
}

static gboolean
take_number (DrayHubConfig *self,
             const Number  *number,
             GKeyFile      *file,
             GError       **error)
{
  g_autoptr (GError) fault = NULL;
  gint64 value = g_key_file_get_int64 (file, number->group, number->key, &fault);

  if (fault != NULL || value < number->minimum || value > number->maximum) {
    g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "%s/%s must be a number from %d to %d", number->group, number->key,
                 number->minimum, number->maximum);
    return FALSE;
  }
  G_STRUCT_MEMBER (int, self, number->offset) = (int) value;
  return TRUE;
}

static gboolean
take_key (DrayHubConfig *self,
          GKeyFile      *file,
          const char    *group,
          const char    *key,
          GError       **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].group, group) && g_str_equal (numbers[i].key, key))
      return take_number (self, &numbers[i], file, error);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].group, group) && g_str_equal (texts[i].key, key)) {
      char **place = &G_STRUCT_MEMBER (char *, self, texts[i].offset);
      char *value = g_key_file_get_string (file, group, key, error);

      if (value == NULL)
        return FALSE;
      g_free (*place);
      *place = value;
      return TRUE;
    }
  g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "there is no setting %s/%s", group, key);
  return FALSE;
}

/**
 * dray_hub_config_load:
 * @path: a key file; what it doesn't name is as usual
 *
 * Errors: %DRAY_HUB_ERROR_INVALID for an unknown setting or a value outside its range, and those of reading the file
 */
DrayHubConfig *
dray_hub_config_load (const char *path,
                      GError    **error)
{
  g_autoptr (DrayHubConfig) self = dray_hub_config_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return NULL;
  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    g_auto (GStrv) keys = g_key_file_get_keys (file, *group, NULL, error);

    for (char **key = keys; key != NULL && *key != NULL; key++)
      if (!take_key (self, file, *group, *key, error))
        return NULL;
  }
  return g_steal_pointer (&self);
}

/* Returns: (transfer full): every setting as a key file, each under a comment that says what it means */
char *
dray_hub_config_print (const DrayHubConfig *self)
{
  static const char *const groups[] = { "server", "threads", "limits", "tokens" };
  GString *to = g_string_new (NULL);

  for (gsize g = 0; g < G_N_ELEMENTS (groups); g++) {
    g_string_append_printf (to, "%s[%s]\n", g > 0 ? "\n" : "", groups[g]);
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
      if (g_str_equal (texts[i].group, groups[g]))
        g_string_append_printf (to, "# %s\n%s=%s\n", texts[i].meaning, texts[i].key, G_STRUCT_MEMBER (char *, self, texts[i].offset));
    for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
      if (g_str_equal (numbers[i].group, groups[g]))
        g_string_append_printf (to, "# %s (%d to %d)\n%s=%d\n", numbers[i].meaning, numbers[i].minimum, numbers[i].maximum,
                                numbers[i].key, G_STRUCT_MEMBER (int, self, numbers[i].offset));
  }
  return g_string_free (to, FALSE);
}
