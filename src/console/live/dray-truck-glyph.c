/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-glyph.h"

#include "dray-look.h"
#include "dray-truck-icons.h"

#define SIZE_PX 28
/* The 26 px shapes at 23; a ring and a badge need more room and so a smaller scale. */
#define PLAIN_SCALE (23.0 / 26.0)
#define MARKED_SCALE (28.0 / 36.0)

struct _DrayTruckGlyph {
  GtkWidget      parent_instance;

  DrayTruckState state;
  guint          flags;
  int            heading;     /* of DRAY_TRUCK_HEADINGS */
};

G_DEFINE_FINAL_TYPE (DrayTruckGlyph, dray_truck_glyph, GTK_TYPE_WIDGET)

/* All glyphs of one look share their pictures. */
static DrayTruckIcons *
get_icons (int scale)
{
  static DrayTruckIcons *icons[DRAY_N_LOOKS][4];
  int dense = CLAMP (scale, 1, 4) - 1;
  DrayLook look = dray_look_get ();

  if (icons[look][dense] == NULL)
    icons[look][dense] = dray_truck_icons_new (look, dense + 1);
  return icons[look][dense];
}

static void
dray_truck_glyph_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayTruckGlyph *self = DRAY_TRUCK_GLYPH (widget);
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  double scale = self->flags & (DRAY_TRUCK_LATE | DRAY_TRUCK_ALARM) ? MARKED_SCALE : PLAIN_SCALE;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cairo_translate (cr, (double) width / 2, (double) height / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, dray_truck_icons_get_truck (get_icons (gtk_widget_get_scale_factor (widget)), self->state, self->flags,
                                                            self->heading * 360.0 / DRAY_TRUCK_HEADINGS), 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
dray_truck_glyph_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = *natural = SIZE_PX;
}

static void
dray_truck_glyph_class_init (DrayTruckGlyphClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = dray_truck_glyph_snapshot;
  widget_class->measure = dray_truck_glyph_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dray_truck_glyph_init (DrayTruckGlyph *self)
{
  dray_look_watch (self, G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
dray_truck_glyph_new (void)
{
  return g_object_new (DRAY_TYPE_TRUCK_GLYPH, NULL);
}

/* Draws again only if the picture differs. */
void
dray_truck_glyph_set (DrayTruckGlyph *self,
                      DrayTruckState  state,
                      guint           flags,
                      double          heading_deg)
{
  g_return_if_fail (DRAY_IS_TRUCK_GLYPH (self));

  int heading = state == DRAY_TRUCK_DRIVING ? (int) (heading_deg * DRAY_TRUCK_HEADINGS / 360 + 0.5) % DRAY_TRUCK_HEADINGS : 0;

  if (state == self->state && flags == self->flags && heading == self->heading)
    return;
  self->state = state;
  self->flags = flags;
  self->heading = heading;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
