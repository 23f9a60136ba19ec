/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-labels.h"

#include <pango/pangocairo.h>

/* Texts that are kept; a fleet's numbers are fewer, and counts of clusters repeat. */
#define MAX_TEXTS 20000
#define PADDING_X 4
#define PADDING_Y 1

struct _DrayTruckLabels {
  /* Owned */
  PangoLayout            *layout;
  GHashTable             *texts[DRAY_N_LABEL_KINDS];    /* char* → DrayTruckText* */
  /* Borrowed */
  const DrayTruckPalette *palette;
  int                     scale;
};

static void
text_free (DrayTruckText *text)
{
  cairo_surface_destroy (text->surface);
  g_free (text);
}

/**
 * dray_truck_labels_new:
 * @context: of the widget that shows them: its font, resolution and settings
 * @palette: outlives the labels
 */
DrayTruckLabels *
dray_truck_labels_new (PangoContext           *context,
                       const DrayTruckPalette *palette,
                       int                     scale)
{
  DrayTruckLabels *self = g_new0 (DrayTruckLabels, 1);

  self->layout = pango_layout_new (context);
  self->palette = palette;
  self->scale = MAX (scale, 1);
  for (int kind = 0; kind < DRAY_N_LABEL_KINDS; kind++)
    self->texts[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) text_free);
  return self;
}

void
dray_truck_labels_free (DrayTruckLabels *self)
{
  for (int kind = 0; kind < DRAY_N_LABEL_KINDS; kind++)
    g_hash_table_unref (self->texts[kind]);
  g_object_unref (self->layout);
  g_free (self);
}

static guint32
get_colour (DrayTruckLabels *self,
            DrayLabelKind    kind)
{
  if (kind == DRAY_LABEL_LATE)
    return self->palette->late_text;
  return kind == DRAY_LABEL_ALARM ? self->palette->alarm_text : self->palette->text;
}

static void
set_text (DrayTruckLabels *self,
          const char      *text,
          DrayLabelKind    kind)
{
  g_autoptr (PangoFontDescription) font =
    pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->layout)));

  pango_font_description_set_absolute_size (font, (kind == DRAY_LABEL_COUNT ? 12 : 11) * PANGO_SCALE);
  pango_font_description_set_weight (font, kind == DRAY_LABEL_PLAIN ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (self->layout, font);
  pango_layout_set_text (self->layout, text, -1);
}

static DrayTruckText *
draw (DrayTruckLabels *self,
      const char      *text,
      DrayLabelKind    kind)
{
  DrayTruckText *drawn = g_new0 (DrayTruckText, 1);
  int padding_x = kind == DRAY_LABEL_COUNT ? 0 : PADDING_X, padding_y = kind == DRAY_LABEL_COUNT ? 0 : PADDING_Y;

  set_text (self, text, kind);
  pango_layout_get_pixel_size (self->layout, &drawn->width, &drawn->height);
  drawn->width += 2 * padding_x;
  drawn->height += 2 * padding_y;
  drawn->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, drawn->width * self->scale, drawn->height * self->scale);
  cairo_surface_set_device_scale (drawn->surface, self->scale, self->scale);

  cairo_t *cr = cairo_create (drawn->surface);

  if (kind != DRAY_LABEL_COUNT) {
    double radius = 4;

    cairo_arc (cr, radius, radius, radius, G_PI, 3 * G_PI_2);
    cairo_arc (cr, drawn->width - radius, radius, radius, -G_PI_2, 0);
    cairo_arc (cr, drawn->width - radius, drawn->height - radius, radius, 0, G_PI_2);
    cairo_arc (cr, radius, drawn->height - radius, radius, G_PI_2, G_PI);
    cairo_close_path (cr);
    dray_set_source_rgb (cr, self->palette->pill, 0.85);
    cairo_fill (cr);
  }
  cairo_move_to (cr, padding_x, padding_y);
  dray_set_source_rgb (cr, get_colour (self, kind), 1);
  pango_cairo_show_layout (cr, self->layout);
  cairo_destroy (cr);
  cairo_surface_flush (drawn->surface);
  return drawn;
}

/* Returns: (transfer none): the text, drawn; valid until the next call */
const DrayTruckText *
dray_truck_labels_get (DrayTruckLabels *self,
                       const char      *text,
                       DrayLabelKind    kind)
{
  DrayTruckText *drawn = g_hash_table_lookup (self->texts[kind], text);

  if (drawn == NULL) {
    if (g_hash_table_size (self->texts[kind]) >= MAX_TEXTS)
      g_hash_table_remove_all (self->texts[kind]);
    drawn = draw (self, text, kind);
    g_hash_table_insert (self->texts[kind], g_strdup (text), drawn);
  }
  return drawn;
}
