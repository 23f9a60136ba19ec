/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-heat-page.h"

#include "dray-map.h"
#include "dray-site.h"
#include "dray-tile.h"

#include <glib/gi18n.h>

/* What can be seen, in the order of the drop-down, and the figures that it comes from, which know their site. */
enum { VISITS, DWELL, LATE, N_MEASURES };

static const struct { const char *kpi; double factor; const char *nothing; } measures[N_MEASURES] = {
  [VISITS] = { "dwell", 1.0, N_("No truck was anywhere in this period.") },
  [DWELL] = { "dwell", 1.0 / 60.0, N_("No truck was anywhere in this period.") },
  [LATE] = { "on-time", 100.0, N_("Nothing was due in this period.") },
};

/* Fewer visits make no area a late one. */
#define MIN_VISITS 5.0
#define N_WORST 3u

typedef struct {
  DrayHeatSpot spot;
  char        *name;
} Place;

struct _DrayHeatPage {
  AdwBin         parent_instance;

  /* Template */
  DrayMap       *map;
  GtkDropDown   *measure;
  GtkLabel      *words;

  /* Owned */
  DrayEngine    *engine;
  GHashTable    *sites;        /* DrayId to Place, whose spot has the place alone; NULL until they were read */
  GArray        *places;       /* (element-type Place): of what is shown; names are the sites' */
  GCancellable  *cancellable;  /* of what is being asked; NULL before */
  /* Borrowed */
  DrayHeatLayer *layer;        /* the map's */

  gint64         first_day;
  gint64         last_day;
  gboolean       is_stale;
  guint          n_waiting;
};

G_DEFINE_FINAL_TYPE (DrayHeatPage, dray_heat_page, ADW_TYPE_BIN)

static void
place_free (gpointer data)
{
  Place *self = data;

  g_free (self->name);
  g_free (self);
}

/* Words */

static double
get_value (const DrayHeatSpot *spot)
{
  return spot->whole > 0.0 ? spot->part / spot->whole : spot->part;
}

/* What stands most in the way: of shares those that are missed most often in number. */
static double
get_weight (const DrayHeatSpot *spot)
{
  return spot->n >= MIN_VISITS ? spot->part : -1.0;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  double x = get_weight (&((const Place *) a)->spot), y = get_weight (&((const Place *) b)->spot);

  if (x != y)
    return x > y ? -1 : 1;
  return g_strcmp0 (((const Place *) a)->name, ((const Place *) b)->name);
}

static void
append_place (GString     *text,
              const Place *place,
              guint        measure)
{
  if (measure == VISITS)
    g_string_append_printf (text, _("%s (%.0f visits)"), place->name, place->spot.n);
  else if (measure == DWELL)
    g_string_append_printf (text, _("%s (%.0f h in all, %.0f min a visit)"), place->name, place->spot.part / 3600.0, get_value (&place->spot) / 60.0);
  else
    g_string_append_printf (text, _("%s (%.0f of %.0f late)"), place->name, place->spot.part, place->spot.whole);
}

static void
show_words (DrayHeatPage *self,
            guint         measure)
{
  static const char *const heads[N_MEASURES] = { [VISITS] = N_("Most visits: "), [DWELL] = N_("Most time: "), [LATE] = N_("Most late: ") };
  g_autoptr (GString) text = g_string_new (_(heads[measure]));
  guint n = 0;

  for (guint i = 0; i < self->places->len && n < N_WORST; i++) {
    const Place *place = &g_array_index (self->places, Place, i);

    if (get_weight (&place->spot) <= 0.0)
      break;
    g_string_append (text, n > 0 ? ", " : "");
    append_place (text, place, measure);
    n++;
  }
  gtk_label_set_text (self->words, n > 0 ? text->str : self->places->len > 0 ? _("No place stands out.") : _(measures[measure].nothing));
}

/* Showing */

static DrayHeatSpot
make_spot (const DrayHeatSpot *at,
           const DrayFigure   *figure,
           guint               measure)
{
  DrayHeatSpot spot = { at->x, at->y, figure->part, figure->whole, (double) figure->n_rows };

  if (measure == VISITS) {
    spot.part = spot.n;
    spot.whole = 0.0;
  } else if (measure == LATE) {
    spot.part = figure->whole - figure->part;
  }
  return spot;
}

static void
show_result (DrayHeatPage        *self,
             const DrayKpiResult *result)
{
  guint measure = MIN (gtk_drop_down_get_selected (self->measure), N_MEASURES - 1);
  g_autoptr (GArray) spots = g_array_new (FALSE, FALSE, sizeof (DrayHeatSpot));

  g_array_set_size (self->places, 0);
  for (guint i = 0; i < result->n_groups; i++) {
    const Place *site = g_hash_table_lookup (self->sites, &result->groups[i].key);
    Place place;

    if (site == NULL || result->groups[i].figure.state != DRAY_FIGURE_KNOWN)
      continue;
    place = (Place) { make_spot (&site->spot, &result->groups[i].figure, measure), site->name };
    g_array_append_val (self->places, place);
    g_array_append_val (spots, place.spot);
  }
  g_array_sort (self->places, compare_places);
  dray_heat_layer_set_spots (self->layer, (const DrayHeatSpot *) (gpointer) spots->data, spots->len, measures[measure].factor);
  show_words (self, measure);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DrayHeatPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, &error);

  self->n_waiting--;
  if (results != NULL)
    show_result (self, results->pdata[0]);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_text (self->words, error->message);
}

static void
ask (DrayHeatPage *self)
{
  guint measure = MIN (gtk_drop_down_get_selected (self->measure), N_MEASURES - 1);
  const char *const kpis[] = { measures[measure].kpi, NULL };

  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->sites == NULL || self->is_stale || self->last_day < self->first_day)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->n_waiting++;
  dray_engine_measure_async (self->engine, kpis, &(DrayFigureAsk) { .first_day = self->first_day, .last_day = self->last_day, .split = "site", .alone = TRUE },
                             self->cancellable, on_result, g_object_ref (self));
}

static void
on_sites (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (DrayHeatPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);

  self->n_waiting--;
  if (rows == NULL) {
    gtk_label_set_text (self->words, error->message);
    return;
  }
  self->sites = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, place_free);
  for (guint i = 0; i < rows->len; i++) {
    const DrayRow *row = rows->pdata[i];
    Place *place = g_new0 (Place, 1);

    place->name = g_strdup (dray_row_get_text (row, DRAY_SITE_NAME));
    place->spot.x = dray_mercator_x ((double) dray_row_get_integer (row, DRAY_SITE_LON_E7) / 1e7);
    place->spot.y = dray_mercator_y ((double) dray_row_get_integer (row, DRAY_SITE_LAT_E7) / 1e7);
    g_hash_table_insert (self->sites, g_memdup2 (&row->id, sizeof row->id), place);
  }
  ask (self);
}

static void
on_map (DrayHeatPage *self)
{
  if (self->is_stale)
    ask (self);
}

static void
dray_heat_page_dispose (GObject *object)
{
  DrayHeatPage *self = DRAY_HEAT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->sites, g_hash_table_unref);
  g_clear_pointer (&self->places, g_array_unref);

  G_OBJECT_CLASS (dray_heat_page_parent_class)->dispose (object);
}

static void
dray_heat_page_class_init (DrayHeatPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_heat_page_dispose;
  g_type_ensure (DRAY_TYPE_MAP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/insight/heat-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayHeatPage, map);
  gtk_widget_class_bind_template_child (widget_class, DrayHeatPage, measure);
  gtk_widget_class_bind_template_child (widget_class, DrayHeatPage, words);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_measure", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback (widget_class, on_map);
}

static void
dray_heat_page_init (DrayHeatPage *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->last_day = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->layer = dray_heat_layer_new (dray_map_get_viewport (self->map));
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->layer));
}

/* Begins to work over a workspace. @window_settings: (nullable): where the map is kept */
void
dray_heat_page_open (DrayHeatPage *self,
                     DrayEngine   *engine,
                     GSettings    *window_settings)
{
  g_return_if_fail (DRAY_IS_HEAT_PAGE (self) && self->engine == NULL);

  g_autoptr (DrayQuery) query = dray_query_new (&dray_site_table);
  DrayGeoBox box = dray_engine_get_box (engine);

  self->engine = g_object_ref (engine);
  dray_map_set_base (self->map, dray_engine_get_map_source (engine));
  if (window_settings != NULL)
    dray_map_set_settings (self->map, window_settings);
  dray_map_set_box (self->map, &box, _("Fit region"), _("Show the whole region"));
  self->n_waiting++;
  dray_workspace_select_async (dray_engine_get_workspace (engine), query, NULL, on_sites, g_object_ref (self));
}

/* Another period; asked for when the page is looked at. */
void
dray_heat_page_set_period (DrayHeatPage *self,
                           gint64        first_day,
                           gint64        last_day)
{
  g_return_if_fail (DRAY_IS_HEAT_PAGE (self));

  self->first_day = first_day;
  self->last_day = last_day;
  ask (self);
}

/* @measure: 0 visits, 1 dwell, 2 lateness */
void
dray_heat_page_choose (DrayHeatPage *self,
                       guint         measure)
{
  g_return_if_fail (DRAY_IS_HEAT_PAGE (self) && measure < N_MEASURES);

  gtk_drop_down_set_selected (self->measure, measure);
}

/* Whether answers are still to come. */
gboolean
dray_heat_page_is_busy (DrayHeatPage *self)
{
  g_return_val_if_fail (DRAY_IS_HEAT_PAGE (self), FALSE);

  return self->n_waiting > 0;
}

/* Returns: (transfer none): where most of it comes from */
const char *
dray_heat_page_get_words (DrayHeatPage *self)
{
  g_return_val_if_fail (DRAY_IS_HEAT_PAGE (self), NULL);

  return gtk_label_get_text (self->words);
}

/* Returns: (transfer none) */
DrayHeatLayer *
dray_heat_page_get_layer (DrayHeatPage *self)
{
  g_return_val_if_fail (DRAY_IS_HEAT_PAGE (self), NULL);

  return self->layer;
}
