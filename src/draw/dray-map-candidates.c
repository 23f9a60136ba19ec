/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-labels-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What might be written into a tile, and what of it is.
 *
 * Neighbouring tiles must agree on every label that crosses their border, though neither knows all that the other knows. So the world is
 * cut into cells of 256 pixels. A label that crosses a border of cells is written if no crossing label of higher priority is in its
 * way, whether that one is written or not: that is decided by what lies near it and by nothing else. Labels within one cell
 * concern that cell alone: they are taken by priority as long as they fit. Crossing labels go first. */

#define CELL 256.0
#define MAX_STREET_WIDTH 170.0
#define REPEAT_DISTANCE 110.0    /* equal labels stand no nearer to each other, measured from middle to middle */

/* From which zoom on a road's name is written, and how far apart. */
static const struct {
  int kind;
  int zoom;
} street_zooms[] = {
  { DRAY_MAP_MOTORWAY, 14 }, { DRAY_MAP_TRUNK, 13 }, { DRAY_MAP_PRIMARY, 13 }, { DRAY_MAP_SECONDARY, 13 }, { DRAY_MAP_TERTIARY, 14 },
  { DRAY_MAP_RESIDENTIAL, 15 }, { DRAY_MAP_PEDESTRIAN, 16 }, { DRAY_MAP_SERVICE, 17 }, { DRAY_MAP_RIVER, 12 }, { DRAY_MAP_STREAM, 15 },
};

void
dray_map_measure_init (DrayMapMeasure       *self,
                       const DrayMapCanvas  *canvas,
                       const DrayMapFeature *feature)
{
  self->points = dray_map_tile_get_part (canvas->map, feature->first_part, &self->n);
  self->scale = canvas->pixels_a_unit;
  self->lengths = g_new (double, MAX (self->n, 1));
  self->lengths[0] = 0;
  for (int i = 1; i < self->n; i++) {
    double dx = (double) self->points[i].x - self->points[i - 1].x;
    double dy = (double) self->points[i].y - self->points[i - 1].y;

    self->lengths[i] = self->lengths[i - 1] + sqrt (dx * dx + dy * dy) * self->scale;
  }
}

void
dray_map_measure_clear (DrayMapMeasure *self)
{
  g_clear_pointer (&self->lengths, g_free);
}

/* The place @along pixels from the line's start; beyond its ends it goes straight on. */
DrayMapTextSpot
dray_map_measure_find (const DrayMapMeasure *self,
                       double                along)
{
  int low = 0;
  int high = self->n - 1;

  while (high - low > 1) {
    int middle = (low + high) / 2;

    if (self->lengths[middle] <= along)
      low = middle;
    else
      high = middle;
  }
  double length = self->lengths[low + 1] - self->lengths[low];
  double dx = ((double) self->points[low + 1].x - self->points[low].x) * self->scale;
  double dy = ((double) self->points[low + 1].y - self->points[low].y) * self->scale;
  if (!(length > 0))
    return (DrayMapTextSpot) { self->points[low].x * self->scale, self->points[low].y * self->scale, 1, 0 };
  double t = (along - self->lengths[low]) / length;
  return (DrayMapTextSpot) { self->points[low].x * self->scale + t * dx, self->points[low].y * self->scale + t * dy, dx / length, dy / length };
}

static void
grow_bounds (DrayMapCandidate *candidate,
             double            x,
             double            y,
             double            half_width,
             double            half_height)
{
  DrayMapRect box = { x - half_width, y - half_height, x + half_width, y + half_height };

  if (candidate->n_boxes == 0)
    candidate->bounds = box;
  candidate->bounds = (DrayMapRect) {
    fmin (candidate->bounds.x0, box.x0), fmin (candidate->bounds.y0, box.y0), fmax (candidate->bounds.x1, box.x1), fmax (candidate->bounds.y1, box.y1),
  };
  if (candidate->n_boxes < DRAY_MAP_CANDIDATE_BOXES)
    candidate->boxes[candidate->n_boxes++] = box;
}

/* Covers a stretch of a line with boxes. Returns: whether it is straight enough to be read */
static gboolean
cover_line (DrayMapCandidate     *candidate,
            const DrayMapMeasure *measure)
{
  double width = candidate->text->width;
  double half = candidate->text->height / 2 + 1;
  int n = CLAMP ((int) ceil (width / (candidate->text->height * 1.3)), 2, DRAY_MAP_CANDIDATE_BOXES);
  double last_angle = 0;

  for (int i = 0; i < n; i++) {
    DrayMapTextSpot spot = dray_map_measure_find (measure, candidate->along + width * ((i + 0.5) / n - 0.5));
    double angle = atan2 (spot.dy, spot.dx);
    double reach = width / n / 2;

    if (i > 0 && fabs (remainder (angle - last_angle, 2 * G_PI)) > 0.4)
      return FALSE;
    last_angle = angle;
    grow_bounds (candidate, spot.x, spot.y, half * fabs (spot.dy) + reach * fabs (spot.dx) + 1, half * fabs (spot.dx) + reach * fabs (spot.dy) + 1);
  }
  return TRUE;
}

static void
add_streets (GArray               *candidates,
             const DrayMapCanvas  *canvas,
             const DrayMapFeature *feature,
             const DrayMapText    *text)
{
  DrayMapMeasure measure;

  if (text->width > MAX_STREET_WIDTH)
    return;
  dray_map_measure_init (&measure, canvas, feature);
  double length = measure.n > 1 ? dray_map_measure_get_length (&measure) : 0;
  int n = length >= text->width + 6 ? MAX (1, (int) (length / (text->width + 220))) : 0;
  for (int i = 0; i < n; i++) {
    DrayMapCandidate candidate = { .type = DRAY_MAP_LABEL_STREET, .feature = feature, .text = text, .along = length * (i + 0.5) / n };
    DrayMapTextSpot start = dray_map_measure_find (&measure, candidate.along - text->width / 2);
    DrayMapTextSpot end = dray_map_measure_find (&measure, candidate.along + text->width / 2);
    DrayMapTextSpot middle = dray_map_measure_find (&measure, candidate.along);

    candidate.x = middle.x;
    candidate.y = middle.y;
    candidate.backwards = start.x > end.x || (start.x == end.x && start.y < end.y);
    if (cover_line (&candidate, &measure))
      g_array_append_val (candidates, candidate);
  }
  dray_map_measure_clear (&measure);
}

/* Shields and arrows, at equal steps along a road. */
static void
add_along (GArray               *candidates,
           const DrayMapCanvas  *canvas,
           const DrayMapFeature *feature,
           DrayMapLabelType      type,
           const DrayMapText    *text,
           double                step)
{
  DrayMapMeasure measure;

  dray_map_measure_init (&measure, canvas, feature);
  double length = measure.n > 1 ? dray_map_measure_get_length (&measure) : 0;
  int n = (int) (length / step);
  if (n == 0 && length > step / 4)
    n = 1;
  for (int i = 0; i < n; i++) {
    DrayMapCandidate candidate = { .type = type, .feature = feature, .text = text, .along = length * (i + 0.5) / n };
    DrayMapTextSpot spot = dray_map_measure_find (&measure, candidate.along);

    candidate.x = spot.x;
    candidate.y = spot.y;
    grow_bounds (&candidate, spot.x, spot.y, dray_map_symbol_get_width (&candidate) / 2 + 2, 9);
    g_array_append_val (candidates, candidate);
  }
  dray_map_measure_clear (&measure);
}

/* Signs and names of areas stand at a point. Signs of one place hang beside each other. */
static void
add_point (GArray               *candidates,
           const DrayMapCanvas  *canvas,
           const DrayMapFeature *feature,
           DrayMapLabelType      type,
           const DrayMapText    *text)
{
  int n = 0;
  const DrayWorldPoint *points = dray_map_tile_get_part (canvas->map, feature->first_part, &n);
  DrayMapCandidate candidate = {
    .type = type, .feature = feature, .text = text, .x = points[0].x * canvas->pixels_a_unit, .y = points[0].y * canvas->pixels_a_unit,
  };

  if (type == DRAY_MAP_LABEL_SIGN) {
    candidate.x += 28.0 * feature->rank;
    grow_bounds (&candidate, candidate.x, candidate.y, 13.5, 13.5);
  } else {
    grow_bounds (&candidate, candidate.x, candidate.y, text->width / 2 + 3, text->height / 2 + 2);
  }
  g_array_append_val (candidates, candidate);
}

static int
get_street_zoom (int kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (street_zooms); i++) {
    if (street_zooms[i].kind == kind)
      return street_zooms[i].zoom;
  }
  return G_MAXINT;
}

/* The first of a road's numbers: "A4" of "A4;E80". */
static gboolean
get_ref (const char *ref,
         char        text[10])
{
  const char *end = strchrnul (ref, ';');
  gsize length = (gsize) (end - ref);

  if (length == 0 || length > 9)
    return FALSE;
  memcpy (text, ref, length);
  text[length] = '\0';
  return g_utf8_validate (text, (gssize) length, NULL);
}

static void
add_road (GArray               *candidates,
          const DrayMapCanvas  *canvas,
          DrayMapTexts         *texts,
          const DrayMapFeature *feature)
{
  gboolean link = (feature->flags & DRAY_MAP_FEATURE_LINK) != 0;
  char ref[10];

  if (feature->ref != NULL && !link && feature->kind >= (canvas->zoom < 12 ? DRAY_MAP_TRUNK : canvas->zoom < 14 ? DRAY_MAP_PRIMARY : DRAY_MAP_SECONDARY)
      && canvas->zoom >= 8 && get_ref (feature->ref, ref))
    add_along (candidates, canvas, feature, DRAY_MAP_LABEL_SHIELD, dray_map_texts_find (texts, DRAY_MAP_TEXT_SHIELD, ref), 360);
  if (feature->name != NULL && !link && canvas->zoom >= get_street_zoom (feature->kind))
    add_streets (candidates, canvas, feature,
                 dray_map_texts_find (texts, canvas->zoom < 16 ? DRAY_MAP_TEXT_STREET : DRAY_MAP_TEXT_STREET_NEAR, feature->name));
  if ((feature->flags & DRAY_MAP_FEATURE_ONE_WAY) != 0 && canvas->zoom >= 16 && feature->kind >= DRAY_MAP_SERVICE)
    add_along (candidates, canvas, feature, DRAY_MAP_LABEL_ARROW, NULL, 110);
}

static void
add_feature (GArray               *candidates,
             const DrayMapCanvas  *canvas,
             DrayMapTexts         *texts,
             const DrayMapFeature *feature,
             gboolean              signs)
{
  DrayMapKind kind = (DrayMapKind) feature->kind;

  if (kind >= DRAY_MAP_PATH && kind <= DRAY_MAP_MOTORWAY) {
    add_road (candidates, canvas, texts, feature);
  } else if ((kind == DRAY_MAP_RIVER || kind == DRAY_MAP_STREAM) && feature->name != NULL && canvas->zoom >= get_street_zoom (kind)) {
    add_streets (candidates, canvas, feature, dray_map_texts_find (texts, DRAY_MAP_TEXT_WATER, feature->name));
  } else if (kind >= DRAY_MAP_LABEL_WATER && kind <= DRAY_MAP_LABEL_HOUSE && feature->name != NULL) {
    gboolean large = kind == DRAY_MAP_LABEL_WATER && (feature->rank == 0 || feature->rank > 8 * (DRAY_WORLD_BITS - canvas->zoom));
    DrayMapTextStyle style = kind == DRAY_MAP_LABEL_HOUSE ? DRAY_MAP_TEXT_HOUSE : kind != DRAY_MAP_LABEL_WATER ? DRAY_MAP_TEXT_AREA : large ? DRAY_MAP_TEXT_WATER_LARGE : DRAY_MAP_TEXT_WATER;

    add_point (candidates, canvas, feature, kind == DRAY_MAP_LABEL_HOUSE ? DRAY_MAP_LABEL_NUMBER : DRAY_MAP_LABEL_NAME,
               dray_map_texts_find (texts, style, feature->name));
  } else if (signs && kind >= DRAY_MAP_SIGN_HEIGHT && kind <= DRAY_MAP_SIGN_NO_TRUCKS && canvas->zoom >= 15) {
    add_point (candidates, canvas, feature, DRAY_MAP_LABEL_SIGN,
               feature->name != NULL && feature->name[0] != '\0' ? dray_map_texts_find (texts, DRAY_MAP_TEXT_SIGN, feature->name) : NULL);
  }
}

/* By priority: the better first. Whatever two tiles both know they put into the same order. */
static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const DrayMapCandidate *one = a;
  const DrayMapCandidate *other = b;

  if (one->type != other->type)
    return (int) one->type - (int) other->type;
  if (one->feature->rank != other->feature->rank && one->type == DRAY_MAP_LABEL_NAME)
    return other->feature->rank - one->feature->rank;
  if (one->feature->kind != other->feature->kind)
    return other->feature->kind - one->feature->kind;
  if (one->y != other->y)
    return one->y < other->y ? -1 : 1;
  if (one->x != other->x)
    return one->x < other->x ? -1 : 1;
  return g_strcmp0 (one->feature->name, other->feature->name);
}

/**
 * dray_map_candidates_new:
 * @signs: whether truck restrictions are shown
 *
 * Returns: (transfer full) (element-type DrayMapCandidate): what might be written in and around the tile, by priority
 */
GArray *
dray_map_candidates_new (const DrayMapCanvas *canvas,
                         DrayMapTexts        *texts,
                         gboolean             signs)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (DrayMapCandidate));

  for (guint i = 0; i < canvas->map->features->len; i++)
    add_feature (candidates, canvas, texts, dray_map_tile_get_feature (canvas->map, (int) i), signs);
  g_array_sort (candidates, compare_candidates);
  return candidates;
}

static gboolean
rects_overlap (const DrayMapRect *a,
               const DrayMapRect *b)
{
  return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

static gboolean
is_in_the_way (const DrayMapCandidate *a,
               const DrayMapCandidate *b)
{
  if (a->type == b->type && a->text == b->text && a->text != NULL && a->type != DRAY_MAP_LABEL_SIGN && a->type != DRAY_MAP_LABEL_NUMBER
      && hypot (a->x - b->x, a->y - b->y) < REPEAT_DISTANCE)
    return TRUE;
  if (!rects_overlap (&a->bounds, &b->bounds))
    return FALSE;
  for (int i = 0; i < a->n_boxes; i++) {
    for (int k = 0; k < b->n_boxes; k++) {
      if (rects_overlap (&a->boxes[i], &b->boxes[k]))
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_crossing (const DrayMapCandidate *candidate)
{
  return floor (candidate->bounds.x0 / CELL) != floor (candidate->bounds.x1 / CELL)
         || floor (candidate->bounds.y0 / CELL) != floor (candidate->bounds.y1 / CELL);
}

/* Decides on the labels that cross a border, each by itself. */
static void
choose_crossing (GPtrArray *crossing)
{
  for (guint i = 0; i < crossing->len; i++) {
    DrayMapCandidate *candidate = g_ptr_array_index (crossing, i);

    candidate->chosen = TRUE;
    for (guint k = 0; k < i && candidate->chosen; k++)
      candidate->chosen = !is_in_the_way (candidate, g_ptr_array_index (crossing, k));
  }
}

/* Decides on the labels of one cell, by priority. */
static void
choose_inner (GPtrArray   *inner,
              GPtrArray   *crossing,
              DrayMapRect  cell)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();

  for (guint i = 0; i < crossing->len; i++) {
    DrayMapCandidate *candidate = g_ptr_array_index (crossing, i);

    if (candidate->chosen && rects_overlap (&candidate->bounds, &cell))
      g_ptr_array_add (taken, candidate);
  }
  for (guint i = 0; i < inner->len; i++) {
    DrayMapCandidate *candidate = g_ptr_array_index (inner, i);

    if (!rects_overlap (&candidate->bounds, &cell))
      continue;
    candidate->chosen = TRUE;
    for (guint k = 0; k < taken->len && candidate->chosen; k++)
      candidate->chosen = !is_in_the_way (candidate, g_ptr_array_index (taken, k));
    if (candidate->chosen)
      g_ptr_array_add (taken, candidate);
  }
}

/* Marks what is written into the tile. */
void
dray_map_candidates_choose (GArray              *candidates,
                            const DrayMapCanvas *canvas)
{
  g_autoptr (GPtrArray) crossing = g_ptr_array_new ();
  g_autoptr (GPtrArray) inner = g_ptr_array_new ();
  double x0 = canvas->origin.x * canvas->pixels_a_unit;
  double y0 = canvas->origin.y * canvas->pixels_a_unit;

  for (guint i = 0; i < candidates->len; i++) {
    DrayMapCandidate *candidate = &g_array_index (candidates, DrayMapCandidate, i);

    g_ptr_array_add (is_crossing (candidate) ? crossing : inner, candidate);
  }
  choose_crossing (crossing);
  for (double y = y0; y < y0 + canvas->size; y += CELL) {
    for (double x = x0; x < x0 + canvas->size; x += CELL)
      choose_inner (inner, crossing, (DrayMapRect) { x, y, x + CELL, y + CELL });
  }
}
