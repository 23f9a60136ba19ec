/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-text-private.h"

#include <math.h>
#include <pango/pangocairo.h>

/* Setting a text costs a hundred times what drawing its outline does, and the same street is named on many tiles: so each text is
 * set once a painter and kept as an outline, which can also be bent along a street. Outlines are only ever added, so a pointer to
 * one stays good while the painter lives. */

#define MAX_TEXTS 50000 /* some 100 MB; a person who has panned that far begins anew */

struct _DrayMapTexts {
  GMutex      mutex;
  GHashTable *texts[DRAY_MAP_TEXT_N_STYLES]; /* text to DrayMapText: guarded by the mutex */
  GPtrArray  *old;                           /* what was dropped may still be in use by a tile being painted */
};

static const struct {
  const char *font;
  double      size_px;
  int         wrap_px;      /* 0 to keep the text on one line */
  int         spacing;      /* between letters, in 1/1024 of a point */
} styles[DRAY_MAP_TEXT_N_STYLES] = {
  [DRAY_MAP_TEXT_STREET] = { "Cantarell, Noto Sans, Sans", 10.5, 0, 0 },
  [DRAY_MAP_TEXT_STREET_NEAR] = { "Cantarell, Noto Sans, Sans", 11.5, 0, 0 },
  [DRAY_MAP_TEXT_WATER] = { "Cantarell, Noto Sans, Sans Italic", 11, 100, 1024 },
  [DRAY_MAP_TEXT_WATER_LARGE] = { "Cantarell, Noto Sans, Sans Italic", 14, 150, 2048 },
  [DRAY_MAP_TEXT_AREA] = { "Cantarell, Noto Sans, Sans", 10, 90, 0 },
  [DRAY_MAP_TEXT_HOUSE] = { "Cantarell, Noto Sans, Sans", 8.5, 0, 0 },
  [DRAY_MAP_TEXT_SHIELD] = { "Cantarell, Noto Sans, Sans Bold", 9.5, 0, 0 },
  [DRAY_MAP_TEXT_SIGN] = { "Cantarell, Noto Sans, Sans Bold", 11, 0, 0 },
};

static void
text_free (gpointer data)
{
  DrayMapText *self = data;

  cairo_path_destroy (self->outline);
  g_free (self);
}

DrayMapTexts *
dray_map_texts_new (void)
{
  DrayMapTexts *self = g_new0 (DrayMapTexts, 1);

  g_mutex_init (&self->mutex);
  self->old = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  for (int i = 0; i < DRAY_MAP_TEXT_N_STYLES; i++)
    self->texts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, text_free);
  return self;
}

void
dray_map_texts_free (DrayMapTexts *self)
{
  g_mutex_clear (&self->mutex);
  for (int i = 0; i < DRAY_MAP_TEXT_N_STYLES; i++)
    g_hash_table_unref (self->texts[i]);
  g_ptr_array_unref (self->old);
  g_free (self);
}

/* Sets a text. Pango's default font map is one a thread, so this needs no lock. */
static DrayMapText *
set_text (DrayMapTextStyle  style,
          const char       *text)
{
  DrayMapText *self = g_new0 (DrayMapText, 1);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cairo = cairo_create (surface);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cairo);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (styles[style].font);
  PangoRectangle logical;

  pango_font_description_set_absolute_size (font, styles[style].size_px * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  if (styles[style].wrap_px > 0) {
    pango_layout_set_width (layout, styles[style].wrap_px * PANGO_SCALE);
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  }
  if (styles[style].spacing > 0) {
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new (styles[style].spacing));
    pango_layout_set_attributes (layout, attributes);
  }
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  self->width = (double) logical.width / PANGO_SCALE;
  self->height = (double) logical.height / PANGO_SCALE;
  cairo_move_to (cairo, -(double) logical.x / PANGO_SCALE - self->width / 2, -(double) logical.y / PANGO_SCALE - self->height / 2);
  pango_cairo_layout_path (cairo, layout);
  self->outline = cairo_copy_path (cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return self;
}

/* Returns: the text in @style, set now if it never was */
const DrayMapText *
dray_map_texts_find (DrayMapTexts     *self,
                     DrayMapTextStyle  style,
                     const char       *text)
{
  g_mutex_lock (&self->mutex);
  DrayMapText *found = g_hash_table_lookup (self->texts[style], text);
  g_mutex_unlock (&self->mutex);
  if (found != NULL)
    return found;

  DrayMapText *made = set_text (style, text);
  g_mutex_lock (&self->mutex);
  found = g_hash_table_lookup (self->texts[style], text);
  if (found == NULL) {
    if (g_hash_table_size (self->texts[style]) >= MAX_TEXTS) {
      g_ptr_array_set_size (self->old, 0);
      g_ptr_array_add (self->old, self->texts[style]);
      self->texts[style] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, text_free);
    }
    g_hash_table_insert (self->texts[style], g_strdup (text), made);
    found = g_steal_pointer (&made);
  }
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&made, text_free);
  return found;
}

/* How many points stand behind a header in cairo's path. */
static int
count_points (cairo_path_data_type_t type)
{
  return type == CAIRO_PATH_CURVE_TO ? 3 : type == CAIRO_PATH_CLOSE_PATH ? 0 : 1;
}

static void
add_element (cairo_t                *cairo,
             cairo_path_data_type_t  type,
             const double            points[6])
{
  switch (type) {
  case CAIRO_PATH_MOVE_TO:
    cairo_move_to (cairo, points[0], points[1]);
    break;
  case CAIRO_PATH_LINE_TO:
    cairo_line_to (cairo, points[0], points[1]);
    break;
  case CAIRO_PATH_CURVE_TO:
    cairo_curve_to (cairo, points[0], points[1], points[2], points[3], points[4], points[5]);
    break;
  case CAIRO_PATH_CLOSE_PATH:
  default:
    cairo_close_path (cairo);
    break;
  }
}

/* Adds the text's outline to the path, its middle at @x, @y. */
void
dray_map_text_add (const DrayMapText *self,
                   cairo_t           *cairo,
                   double             x,
                   double             y)
{
  for (int i = 0; i < self->outline->num_data; i += self->outline->data[i].header.length) {
    const cairo_path_data_t *data = self->outline->data + i;
    double points[6];

    for (int k = 0; k < count_points (data->header.type); k++) {
      points[2 * k] = x + data[1 + k].point.x;
      points[2 * k + 1] = y + data[1 + k].point.y;
    }
    add_element (cairo, data->header.type, points);
  }
}

/* Adds the text's outline to the path, each of its points moved along @curve. */
void
dray_map_text_bend (const DrayMapText *self,
                    cairo_t           *cairo,
                    DrayMapTextCurve   curve,
                    gconstpointer      line)
{
  for (int i = 0; i < self->outline->num_data; i += self->outline->data[i].header.length) {
    const cairo_path_data_t *data = self->outline->data + i;
    double points[6];

    for (int k = 0; k < count_points (data->header.type); k++) {
      DrayMapTextSpot spot = curve (line, data[1 + k].point.x);

      points[2 * k] = spot.x - spot.dy * data[1 + k].point.y;
      points[2 * k + 1] = spot.y + spot.dx * data[1 + k].point.y;
    }
    add_element (cairo, data->header.type, points);
  }
}
