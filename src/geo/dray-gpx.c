/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-gpx.h"

#include <string.h>

#include "dray-degrees-private.h"
#include "dray-geo-error.h"
#include "dray-markup-private.h"

/* GPX 1.1: way points are points, routes are lines, tracks are lines or, of several segments, multiple lines, with the time of each
 * point where it has one. GPX knows no areas. A segment of a single point, which receivers write, is left out.
 *
 * Source: topografix.com/GPX/1/1. */

typedef struct {
  DrayShape *shape;      /* of the way point, route or track at hand */
  GArray    *times;      /* gint64, one for each of its points */
  char      *name;
  gboolean   in_point;
} State;

static gboolean
is_point (const char *element)
{
  return strcmp (element, "wpt") == 0 || strcmp (element, "rtept") == 0 || strcmp (element, "trkpt") == 0;
}

static gboolean
is_whole (const char *element)
{
  return strcmp (element, "wpt") == 0 || strcmp (element, "rte") == 0 || strcmp (element, "trk") == 0;
}

static void
state_clear (State *self)
{
  g_clear_pointer (&self->shape, dray_shape_unref);
  g_clear_pointer (&self->times, g_array_unref);
  g_clear_pointer (&self->name, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (State, state_clear)

static gboolean
read_coordinate (const char  **names,
                 const char  **values,
                 const char   *name,
                 double       *number)
{
  const char *text = dray_markup_find (names, values, name);

  return text != NULL && dray_degrees_read (&text, number) && *text == '\0';
}

static gboolean
on_start (DrayMarkup   *markup,
          const char   *element,
          const char  **names,
          const char  **values,
          GError      **error)
{
  State *self = markup->state;
  gint64 never = DRAY_NEVER;
  double lon = 0;
  double lat = 0;

  if (is_whole (element) && self->shape == NULL) {
    self->shape = dray_shape_new (strcmp (element, "wpt") == 0 ? DRAY_SHAPE_POINT : strcmp (element, "rte") == 0 ? DRAY_SHAPE_LINE : DRAY_SHAPE_MULTI_LINE);
    self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  }
  if (!is_point (element))
    return TRUE;
  if (self->shape == NULL || self->in_point || !read_coordinate (names, values, "lon", &lon) || !read_coordinate (names, values, "lat", &lat)) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "GPX: a point has no place, or no lon and lat");
    return FALSE;
  }
  self->in_point = TRUE;
  g_array_append_val (self->times, never);
  return dray_markup_add_point (markup, self->shape, lon, lat, error);
}

static void
read_time (State      *self,
           const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (stripped, utc);

  if (time != NULL && self->times->len > 0)
    g_array_index (self->times, gint64, self->times->len - 1) = g_date_time_to_unix (time) * DRAY_US_PER_S + g_date_time_get_microsecond (time);
}

/* Ends a part, unless it is too short to be a line: then its point goes. */
static void
end_part (State *self)
{
  DrayShape *shape = self->shape;
  int start = shape->n_parts == 0 ? 0 : shape->part_ends[shape->n_parts - 1];

  if (shape->kind != DRAY_SHAPE_POINT && shape->n_points - start < 2) {
    shape->n_points = start;
    g_array_set_size (self->times, (guint) start);
    return;
  }
  dray_shape_end_part (shape);
}

static gboolean
end_whole (DrayMarkup  *markup,
           GError     **error)
{
  State *self = markup->state;
  gboolean timed = FALSE;

  if (self->shape->kind != DRAY_SHAPE_MULTI_LINE)
    end_part (self);
  if (self->shape->kind == DRAY_SHAPE_MULTI_LINE && self->shape->n_parts == 1)
    self->shape->kind = DRAY_SHAPE_LINE;
  if (self->shape->n_parts == 0) {
    state_clear (self);
    return TRUE;
  }
  DrayFeature *feature = dray_feature_new (g_steal_pointer (&self->shape), self->name);
  for (guint i = 0; i < self->times->len; i++)
    timed |= g_array_index (self->times, gint64, i) != DRAY_NEVER;
  if (timed)
    feature->at_us = g_memdup2 (self->times->data, self->times->len * sizeof (gint64));
  state_clear (self);
  return dray_markup_add (markup, feature, error);
}

static gboolean
on_end (DrayMarkup  *markup,
        const char  *element,
        const char  *text,
        GError     **error)
{
  State *self = markup->state;

  if (self->shape == NULL)
    return TRUE;
  if (strcmp (element, "time") == 0 && self->in_point)
    read_time (self, text);
  /* A way point's name is its own, a track point's is not the track's. */
  if (strcmp (element, "name") == 0 && self->name == NULL && (!self->in_point || self->shape->kind == DRAY_SHAPE_POINT))
    self->name = g_strdup (text);
  if (is_point (element))
    self->in_point = FALSE;
  if (strcmp (element, "trkseg") == 0)
    end_part (self);
  return is_whole (element) ? end_whole (markup, error) : TRUE;
}

/**
 * dray_gpx_read:
 * @n_bytes: -1 if @text ends with a NUL
 *
 * Errors: %G_MARKUP_ERROR, %DRAY_GEO_ERROR_INVALID, %DRAY_GEO_ERROR_LIMIT
 *
 * Returns: (transfer full) (element-type DrayFeature): way points, routes and tracks in the order of the file
 */
GPtrArray *
dray_gpx_read (const char  *text,
               gssize       n_bytes,
               GError     **error)
{
  static const DrayMarkupFormat format = { on_start, on_end };
  g_auto (State) state = { 0 };

  return dray_markup_read (&format, &state, text, n_bytes, error);
}

static void
write_point (GString           *text,
             const DrayFeature *feature,
             int                i,
             const char        *element)
{
  g_string_append_printf (text, "<%s lat=\"", element);
  dray_degrees_append (text, feature->shape->points[i].lat_e7);
  g_string_append (text, "\" lon=\"");
  dray_degrees_append (text, feature->shape->points[i].lon_e7);
  g_string_append (text, "\">");
  if (feature->at_us != NULL && feature->at_us[i] != DRAY_NEVER) {
    gint64 seconds = feature->at_us[i] / DRAY_US_PER_S - (feature->at_us[i] % DRAY_US_PER_S < 0);
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
    g_autofree char *day = time != NULL ? g_date_time_format (time, "-%m-%dT%H:%M:%S") : NULL;

    if (day != NULL)
      /* A year has four digits; GLib writes as many as there are. */
      g_string_append_printf (text, "<time>%04d%s.%06dZ</time>", g_date_time_get_year (time), day, (int) (feature->at_us[i] - seconds * DRAY_US_PER_S));
  }
}

static void
write_points (GString           *text,
              const DrayFeature *feature)
{
  for (int i = 0; i < feature->shape->n_points; i++) {
    write_point (text, feature, i, "wpt");
    dray_markup_write_text (text, "name", feature->name);
    g_string_append (text, "</wpt>\n");
  }
}

static void
write_track (GString           *text,
             const DrayFeature *feature)
{
  g_string_append (text, "<trk>");
  dray_markup_write_text (text, "name", feature->name);
  for (int part = 0; part < feature->shape->n_parts; part++) {
    g_string_append (text, "<trkseg>\n");
    for (int i = dray_shape_get_part_start (feature->shape, part); i < feature->shape->part_ends[part]; i++) {
      write_point (text, feature, i, "trkpt");
      g_string_append (text, "</trkpt>\n");
    }
    g_string_append (text, "</trkseg>");
  }
  g_string_append (text, "</trk>\n");
}

/**
 * dray_gpx_write:
 * @features: (element-type DrayFeature): points become way points, each point one; lines become tracks
 *
 * Errors: %DRAY_GEO_ERROR_INVALID for an area
 *
 * Returns: (transfer full): the file
 */
char *
dray_gpx_write (const GPtrArray  *features,
                GError          **error)
{
  g_autoptr (GString) text = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                           "<gpx version=\"1.1\" creator=\"Dray\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n");

  /* The schema wants all way points before the first track. */
  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < features->len; i++) {
      const DrayFeature *feature = g_ptr_array_index (features, i);
      gboolean points = feature->shape->kind == DRAY_SHAPE_POINT || feature->shape->kind == DRAY_SHAPE_MULTI_POINT;

      if (dray_shape_is_polygonal (feature->shape)) {
        g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "GPX has no areas, and \"%s\" is one; GeoJSON and KML have",
                     feature->name != NULL ? feature->name : "");
        return NULL;
      }
      if (points && pass == 0)
        write_points (text, feature);
      else if (!points && pass == 1)
        write_track (text, feature);
    }
  }
  g_string_append (text, "</gpx>\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
