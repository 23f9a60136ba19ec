/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-wkt.h"

#include <string.h>

#include "dray-degrees-private.h"
#include "dray-geo-error.h"

/* Well-known text: a kind and its coordinates in nested parentheses, "POLYGON ((8.6 41.1, 8.7 41.1, 8.7 41.2, 8.6 41.1))", longitude
 * first. A third and fourth number of a point (height, measure) are read and left out. Empty shapes are refused: a place that is
 * nowhere is of no use to anyone here.
 *
 * Source: OGC 06-103r4, "Simple feature access, part 1", section 7. */

static const struct {
  const char    *word;
  DrayShapeKind  kind;
} kinds[] = {
  { "POINT", DRAY_SHAPE_POINT }, { "LINESTRING", DRAY_SHAPE_LINE }, { "POLYGON", DRAY_SHAPE_POLYGON },
  { "MULTIPOINT", DRAY_SHAPE_MULTI_POINT }, { "MULTILINESTRING", DRAY_SHAPE_MULTI_LINE }, { "MULTIPOLYGON", DRAY_SHAPE_MULTI_POLYGON },
};

typedef struct {
  const char  *at;
  DrayShape   *shape;
  GError     **error;
} Reader;

static void
skip_space (Reader *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static gboolean
fail (Reader     *self,
      const char *what)
{
  if (self->error == NULL || *self->error == NULL)
    g_set_error (self->error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "Well-known text: %s expected at \"%.12s\"", what, self->at);
  return FALSE;
}

static gboolean
take (Reader *self,
      char    wanted)
{
  skip_space (self);
  if (*self->at != wanted)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
read_point (Reader *self)
{
  double numbers[4];
  DrayGeoPoint point;
  int n = 0;

  skip_space (self);
  while (n < 4 && dray_degrees_read (&self->at, &numbers[n])) {
    n++;
    skip_space (self);
  }
  if (n < 2)
    return fail (self, "two numbers");
  if (self->shape->n_points >= DRAY_FEATURE_MAX_POINTS) {
    g_set_error (self->error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT, "There are more than %d points", DRAY_FEATURE_MAX_POINTS);
    return FALSE;
  }
  if (!dray_degrees_point (numbers[0], numbers[1], &point, self->error))
    return FALSE;
  dray_shape_add_point (self->shape, point);
  return TRUE;
}

/* Reads "(item, item, …)". */
static gboolean
read_list (Reader    *self,
           gboolean (*read_item) (Reader *self))
{
  if (!take (self, '('))
    return fail (self, "\"(\"");
  do {
    if (!read_item (self))
      return FALSE;
  } while (take (self, ','));
  return take (self, ')') || fail (self, "\")\"");
}

static gboolean
read_part (Reader *self)
{
  if (!read_list (self, read_point))
    return FALSE;
  dray_shape_end_part (self->shape);
  return TRUE;
}

static gboolean
read_polygon (Reader *self)
{
  if (!read_list (self, read_part))
    return FALSE;
  dray_shape_end_polygon (self->shape);
  return TRUE;
}

/* A point of several may stand in parentheses of its own. */
static gboolean
read_loose_point (Reader *self)
{
  if (!take (self, '('))
    return read_point (self);
  return read_point (self) && (take (self, ')') || fail (self, "\")\""));
}

static gboolean
read_body (Reader *self)
{
  switch (self->shape->kind) {
  case DRAY_SHAPE_POINT:
  case DRAY_SHAPE_LINE:
    return read_part (self);
  case DRAY_SHAPE_POLYGON:
    return read_polygon (self);
  case DRAY_SHAPE_MULTI_POINT:
    if (!read_list (self, read_loose_point))
      return FALSE;
    dray_shape_end_part (self->shape);
    return TRUE;
  case DRAY_SHAPE_MULTI_LINE:
    return read_list (self, read_part);
  case DRAY_SHAPE_MULTI_POLYGON:
  default:
    return read_list (self, read_polygon);
  }
}

/* The kind that the text begins with, or -1. */
static int
read_kind (Reader *self)
{
  gsize length = 0;

  skip_space (self);
  if (g_ascii_strncasecmp (self->at, "SRID=4326;", 10) == 0)
    self->at += 10;
  while (g_ascii_isalpha (self->at[length]))
    length++;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strlen (kinds[i].word) == length && g_ascii_strncasecmp (self->at, kinds[i].word, length) == 0) {
      self->at += length;
      skip_space (self);
      while (*self->at == 'Z' || *self->at == 'M')
        self->at++;
      return (int) kinds[i].kind;
    }
  }
  return -1;
}

/**
 * dray_wkt_read:
 *
 * Errors: %DRAY_GEO_ERROR_INVALID, %DRAY_GEO_ERROR_LIMIT
 *
 * Returns: (transfer full): the shape
 */
DrayShape *
dray_wkt_read (const char  *text,
               GError     **error)
{
  g_autoptr (GError) fault = NULL;
  Reader self = { .at = text, .error = &fault };

  if (!dray_degrees_check_bytes (strlen (text), error))
    return NULL;
  int kind = read_kind (&self);
  if (kind < 0) {
    fail (&self, "POINT, LINESTRING, POLYGON or MULTI…");
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }
  g_autoptr (DrayShape) shape = dray_shape_new ((DrayShapeKind) kind);
  self.shape = shape;
  gboolean read = read_body (&self);
  skip_space (&self);
  if (read && *self.at != '\0')
    read = fail (&self, "the end");
  if (!read || !dray_shape_check (shape, &fault)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }
  return g_steal_pointer (&shape);
}

static void
write_part (GString         *text,
            const DrayShape *shape,
            int              part)
{
  int start = dray_shape_get_part_start (shape, part);
  int end = shape->part_ends[part];
  gboolean closed = dray_shape_is_polygonal (shape);

  g_string_append_c (text, '(');
  for (int i = start; i < end + closed; i++) {
    DrayGeoPoint point = shape->points[i < end ? i : start];

    if (i > start)
      g_string_append (text, ", ");
    dray_degrees_append (text, point.lon_e7);
    g_string_append_c (text, ' ');
    dray_degrees_append (text, point.lat_e7);
  }
  g_string_append_c (text, ')');
}

static void
write_parts (GString         *text,
             const DrayShape *shape,
             int              first,
             int              end)
{
  g_string_append_c (text, '(');
  for (int part = first; part < end; part++) {
    if (part > first)
      g_string_append (text, ", ");
    write_part (text, shape, part);
  }
  g_string_append_c (text, ')');
}

/* Returns: (transfer full): @shape as well-known text; dray_wkt_read() gives an equal shape back */
char *
dray_wkt_write (const DrayShape *shape)
{
  g_autoptr (GString) text = g_string_new (kinds[shape->kind].word);

  g_string_append_c (text, ' ');
  if (shape->kind == DRAY_SHAPE_MULTI_POLYGON) {
    g_string_append_c (text, '(');
    for (int polygon = 0; polygon < shape->n_polygons; polygon++) {
      if (polygon > 0)
        g_string_append (text, ", ");
      write_parts (text, shape, dray_shape_get_polygon_start (shape, polygon), shape->polygon_ends[polygon]);
    }
    g_string_append_c (text, ')');
  } else if (shape->kind == DRAY_SHAPE_POLYGON || shape->kind == DRAY_SHAPE_MULTI_LINE) {
    write_parts (text, shape, 0, shape->n_parts);
  } else if (shape->n_parts > 0) {
    write_part (text, shape, 0);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
