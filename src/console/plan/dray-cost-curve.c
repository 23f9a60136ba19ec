/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-cost-curve.h"

#include <glib/gi18n.h>

#define CURVE_HEIGHT 96
#define MARGIN 6.0

struct _DrayCostCurve {
  GtkWidget  parent_instance;

  /* Owned */
  GArray    *points;      /* (element-type DrayPlanCurvePoint) */
};

G_DEFINE_FINAL_TYPE (DrayCostCurve, dray_cost_curve, GTK_TYPE_WIDGET)

static const DrayPlanCurvePoint *
get_point (DrayCostCurve *self,
           guint          i)
{
  return &g_array_index (self->points, DrayPlanCurvePoint, i);
}

/* Plans that leave orders out cost less and are worse: the curve begins where as many are placed as in the end. */
static guint
find_first (DrayCostCurve *self)
{
  guint first = self->points->len - 1;
  int n_unplaced = get_point (self, first)->n_unplaced;

  while (first > 0 && get_point (self, first - 1)->n_unplaced <= n_unplaced)
    first--;
  return first;
}

static void
paint (DrayCostCurve *self,
       cairo_t       *cr,
       double         width,
       double         height)
{
  guint first = find_first (self), last = self->points->len - 1;
  double end_s = MAX (get_point (self, last)->wall_s, 1);
  gint64 low = G_MAXINT64, high = G_MININT64;
  double x = MARGIN, y = MARGIN;

  for (guint i = first; i <= last; i++) {
    low = MIN (low, get_point (self, i)->cost_minor);
    high = MAX (high, get_point (self, i)->cost_minor);
  }
  cairo_set_source_rgb (cr, 0x00 / 255.0, 0x72 / 255.0, 0xb2 / 255.0);
  cairo_set_line_width (cr, 2);
  for (guint i = first; i <= last; i++) {
    const DrayPlanCurvePoint *point = get_point (self, i);

    x = MARGIN + (width - 2 * MARGIN) * point->wall_s / end_s;
    y = height - MARGIN - (height - 2 * MARGIN) * (double) (point->cost_minor - low) / (double) MAX (high - low, 1);
    cairo_line_to (cr, x, y);
  }
  cairo_stroke (cr);
  cairo_arc (cr, x, y, 4, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
dray_cost_curve_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  DrayCostCurve *self = DRAY_COST_CURVE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (self->points->len == 0)
    return;

  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  paint (self, cr, width, height);
  cairo_destroy (cr);
}

static void
dray_cost_curve_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? CURVE_HEIGHT : 120;
}

static void
dray_cost_curve_finalize (GObject *object)
{
  g_array_unref (DRAY_COST_CURVE (object)->points);

  G_OBJECT_CLASS (dray_cost_curve_parent_class)->finalize (object);
}

static void
dray_cost_curve_class_init (DrayCostCurveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_cost_curve_finalize;
  GTK_WIDGET_CLASS (klass)->measure = dray_cost_curve_measure;
  GTK_WIDGET_CLASS (klass)->snapshot = dray_cost_curve_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dray_cost_curve_init (DrayCostCurve *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (DrayPlanCurvePoint));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Cost of the best plan over time"), -1);
}

/* @points: (array length=n_points): copied; in order */
void
dray_cost_curve_set_points (DrayCostCurve            *self,
                            const DrayPlanCurvePoint *points,
                            guint                     n_points)
{
  g_return_if_fail (DRAY_IS_COST_CURVE (self));

  if (n_points == self->points->len)
    return;
  g_array_set_size (self->points, 0);
  g_array_append_vals (self->points, points, n_points);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
