/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-markup-private.h"

#include <string.h>

#include "dray-degrees-private.h"
#include "dray-geo-error.h"

/* What GPX and KML have in common: an XML file read by GLib's parser, which knows neither external entities nor definitions, so
 * that a file can neither reach out nor blow up. */

#define MAX_DEPTH 64

/* "gx:Track" is "Track": two formats of a file never share a local name that means different things to us. */
static const char *
strip_prefix (const char *name)
{
  const char *colon = strchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

static void
on_start (GMarkupParseContext  *context,
          const char           *element,
          const char          **names,
          const char          **values,
          gpointer              user_data,
          GError              **error)
{
  DrayMarkup *self = user_data;

  if (++self->depth > MAX_DEPTH) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "Elements lie more than %d deep", MAX_DEPTH);
    return;
  }
  g_ptr_array_add (self->text, g_string_new (NULL));
  self->format->start (self, strip_prefix (element), names, values, error);
}

static void
on_end (GMarkupParseContext  *context,
        const char           *element,
        gpointer              user_data,
        GError              **error)
{
  DrayMarkup *self = user_data;
  g_autofree char *text = g_string_free (g_ptr_array_steal_index (self->text, self->text->len - 1), FALSE);

  self->depth--;
  self->format->end (self, strip_prefix (element), text, error);
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 n_bytes,
         gpointer              user_data,
         GError              **error)
{
  DrayMarkup *self = user_data;

  if (self->text->len > 0)
    g_string_append_len (g_ptr_array_index (self->text, self->text->len - 1), text, (gssize) n_bytes);
}

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

/**
 * dray_markup_read:
 * @state: the format's own, while it reads
 * @n_bytes: -1 if @text ends with a NUL
 *
 * Errors: %G_MARKUP_ERROR, %DRAY_GEO_ERROR_INVALID, %DRAY_GEO_ERROR_LIMIT
 *
 * Returns: (transfer full) (element-type DrayFeature): what was found
 */
GPtrArray *
dray_markup_read (const DrayMarkupFormat  *format,
                  gpointer                 state,
                  const char              *text,
                  gssize                   n_bytes,
                  GError                 **error)
{
  static const GMarkupParser parser = { on_start, on_end, on_text, NULL, NULL };
  gsize length = n_bytes < 0 ? strlen (text) : (gsize) n_bytes;
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (free_string);
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
  DrayMarkup self = { .format = format, .text = open, .features = features, .state = state };

  if (!dray_degrees_check_bytes (length, error))
    return NULL;
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &self, NULL);
  if (!g_markup_parse_context_parse (context, text, (gssize) length, error) || !g_markup_parse_context_end_parse (context, error))
    return NULL;
  return g_steal_pointer (&features);
}

gboolean
dray_markup_add_point (DrayMarkup  *self,
                       DrayShape   *shape,
                       double       lon,
                       double       lat,
                       GError     **error)
{
  DrayGeoPoint point;

  if (++self->n_points > DRAY_FEATURE_MAX_POINTS) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "There are more than %d points", DRAY_FEATURE_MAX_POINTS);
    return FALSE;
  }
  if (!dray_degrees_point (lon, lat, &point, error))
    return FALSE;
  dray_shape_add_point (shape, point);
  return TRUE;
}

/* Takes @feature (transfer full). */
gboolean
dray_markup_add (DrayMarkup   *self,
                 DrayFeature  *feature,
                 GError      **error)
{
  g_ptr_array_add (self->features, feature);
  if (self->features->len <= DRAY_FEATURE_MAX_COUNT)
    return TRUE;
  g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "There are more than %d features", DRAY_FEATURE_MAX_COUNT);
  return FALSE;
}

/* Returns: (nullable): the value of an attribute */
const char *
dray_markup_find (const char **names,
                  const char **values,
                  const char  *name)
{
  for (int i = 0; names[i] != NULL; i++) {
    if (strcmp (names[i], name) == 0)
      return values[i];
  }
  return NULL;
}

/* Returns: (transfer full) (nullable): @text without what XML 1.0 can't carry, and what we therefore could not write again */
char *
dray_markup_dup_clean (const char *text)
{
  char *clean = g_strdup (text), *end = clean;

  for (const char *at = clean; at != NULL && *at != '\0'; at++)
    if ((guchar) *at >= 0x20 || *at == '\t' || *at == '\n' || *at == '\r')
      *end++ = *at;
  if (end != NULL)
    *end = '\0';
  return clean;
}

/* Returns: (transfer full): @text as the value of an attribute. White space goes as references, because a reader makes spaces of
 * the rest; what XML 1.0 can't carry is left out. */
char *
dray_markup_escape_attribute (const char *text)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (*at == '\t' || *at == '\n' || *at == '\r') {
      g_string_append_printf (value, "&#%d;", *at);
    } else if ((guchar) *at >= 0x20) {
      g_autofree char *escaped = g_markup_escape_text (at, g_utf8_next_char (at) - at);
      g_string_append (value, escaped);
    }
  }
  return g_string_free (g_steal_pointer (&value), FALSE);
}


/* Writes <element>text</element>, or nothing for %NULL. Control characters, which XML cannot hold, are left out. */
void
dray_markup_write_text (GString    *to,
                        const char *element,
                        const char *text)
{
  if (text == NULL)
    return;
  g_autofree char *clean = g_strdup (text);
  char *end = clean;

  for (const char *at = clean; *at != '\0'; at++) {
    if ((guchar) *at >= 0x20 || *at == '\t' || *at == '\n')
      *end++ = *at;
  }
  *end = '\0';
  g_autofree char *escaped = g_markup_escape_text (clean, -1);
  g_string_append_printf (to, "<%s>%s</%s>", element, escaped, element);
}
