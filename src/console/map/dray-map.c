/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map.h"

#include "dray-look.h"
#include "dray-place-layer.h"
#include "dray-tile-source.h"
#include "dray-tile.h"

#include <glib/gi18n.h>
#include <math.h>

#define MIN_ZOOM 4
#define MAX_ZOOM 19
#define MAX_FIT_ZOOM 15
#define TRUCK_ZOOM 14
#define FIT_MARGIN_PX 72
#define OLD_TILES_MS 600
#define FIRST_TEXTURE_MINOR 14      /* the GTK 4 whose cairo renderer keeps textures */

struct _DrayMap {
  AdwBin           parent_instance;

  /* Template */
  GtkOverlay      *overlay;
  ShumateMap      *map;
  ShumateScale    *scale;
  ShumateCompass  *compass;
  GtkLabel        *attribution;
  GtkWidget       *fit;
  AdwButtonContent *fit_content;

  /* Owned */
  DrayMapSource   *base;
  DrayLiveFleet   *fleet;
  GSettings       *settings;
  /* Borrowed */
  ShumateMapLayer *tiles;         /* the map holds it */
  DrayTruckLayer  *trucks;        /* the map holds it */
  DrayPlaceLayer  *places;        /* the map holds it */
  ShumateMapLayer *old_tiles;     /* the map holds it, for a moment */

  guint            drop_source;   /* takes the old tiles away */
  guint            refit_source;  /* fits it to its new size */

  gboolean         fit_pending;   /* until the fleet has a position */
  double           fitted[3];     /* longitude, latitude and zoom level when it was last fitted; no zoom level before */
  int              fitted_size[2];
  DrayGeoBox       home;          /* what is shown until then; may be empty */
  int              inset_px;      /* what a pane covers on the right */
  DrayGeoBox       box;           /* without a fleet this is what is fitted; empty with none */
  gboolean         names;
  gboolean         clusters;
  gboolean         legend;
  gboolean         fences;
};

enum {
  PROP_0,
  PROP_NAMES,
  PROP_CLUSTERS,
  PROP_LEGEND,
  PROP_FENCES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DrayMap, dray_map, ADW_TYPE_BIN)

/* Base map */

static gboolean
keeps_textures (DrayMap *self)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (self)));

  return g_strcmp0 (G_OBJECT_TYPE_NAME (renderer), "GskCairoRenderer") != 0 || gtk_get_minor_version () >= FIRST_TEXTURE_MINOR;
}

static DrayMapPainter *
new_painter (DrayMap *self)
{
  DrayLook look = dray_look_get ();
  gboolean dark = look == DRAY_LOOK_DARK || look == DRAY_LOOK_DARK_CONTRAST;

  if (self->base == NULL)
    return NULL;
  return dray_map_painter_new (self->base, dark ? DRAY_MAP_DARK : DRAY_MAP_LIGHT,
                               gtk_widget_get_scale_factor (GTK_WIDGET (self)), DRAY_MAP_PAINTER_RESTRICTIONS);
}

static void
drop_old_tiles (DrayMap *self)
{
  g_clear_handle_id (&self->drop_source, g_source_remove);
  if (self->old_tiles != NULL)
    shumate_map_remove_layer (self->map, SHUMATE_LAYER (self->old_tiles));
  self->old_tiles = NULL;
}

static gboolean
on_drop (gpointer user_data)
{
  DrayMap *self = user_data;

  self->drop_source = 0;
  drop_old_tiles (self);
  return G_SOURCE_REMOVE;
}

/* New tiles are laid over the old ones, which stay until the new ones are painted: a theme switches without a flash of nothing. */
static void
lay_tiles (DrayMap         *self,
           ShumateMapLayer *tiles)
{
  drop_old_tiles (self);
  if (self->tiles != NULL) {
    shumate_map_insert_layer_above (self->map, SHUMATE_LAYER (tiles), SHUMATE_LAYER (self->tiles));
    self->old_tiles = self->tiles;
    self->drop_source = g_timeout_add (OLD_TILES_MS, on_drop, self);
  } else {
    shumate_map_insert_layer_above (self->map, SHUMATE_LAYER (tiles), NULL);
  }
  self->tiles = tiles;
}

static void
update_tiles (DrayMap *self)
{
  if (!gtk_widget_get_realized (GTK_WIDGET (self)))
    return;

  g_autoptr (DrayMapPainter) painter = new_painter (self);
  g_autoptr (DrayTileSource) source = dray_tile_source_new (painter, keeps_textures (self));
  ShumateViewport *viewport = shumate_map_get_viewport (self->map);

  shumate_viewport_set_reference_map_source (viewport, SHUMATE_MAP_SOURCE (source));
  lay_tiles (self, shumate_map_layer_new (SHUMATE_MAP_SOURCE (source), viewport));
  dray_place_layer_set_painter (self->places, painter);
}

static void
on_realize (DrayMap *self)
{
  update_tiles (self);
}

/* Position */

static void
go_to (DrayMap *self,
       double   longitude,
       double   latitude,
       double   zoom)
{
  ShumateViewport *viewport = shumate_map_get_viewport (self->map);

  shumate_map_stop_go_to (self->map);
  shumate_viewport_set_zoom_level (viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (viewport), latitude, longitude);
}

static void
load_position (DrayMap *self)
{
  double longitude, latitude, zoom;

  if (self->settings == NULL)
    return;
  g_settings_get (self->settings, "map", "(ddd)", &longitude, &latitude, &zoom);
  if (zoom < MIN_ZOOM || zoom > MAX_ZOOM || fabs (longitude) > 180 || fabs (latitude) > DRAY_MERCATOR_LAT_MAX) {
    self->fit_pending = TRUE;
    return;
  }
  go_to (self, longitude, latitude, zoom);
  self->fit_pending = FALSE;
}

static void
save_position (DrayMap *self)
{
  ShumateViewport *viewport = shumate_map_get_viewport (self->map);

  if (self->settings == NULL || self->fit_pending)
    return;
  g_settings_set (self->settings, "map", "(ddd)",
                  shumate_location_get_longitude (SHUMATE_LOCATION (viewport)),
                  shumate_location_get_latitude (SHUMATE_LOCATION (viewport)),
                  shumate_viewport_get_zoom_level (viewport));
}

/* Until the first size is known there is nothing to fit into. */
static gboolean
on_frame (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       unused)
{
  DrayMap *self = DRAY_MAP (widget);

  if (gtk_widget_get_width (widget) <= 1)
    return G_SOURCE_CONTINUE;
  if (self->fit_pending)
    dray_map_fit_fleet (self);
  return G_SOURCE_REMOVE;
}

static void
dray_map_map (GtkWidget *widget)
{
  DrayMap *self = DRAY_MAP (widget);

  GTK_WIDGET_CLASS (dray_map_parent_class)->map (widget);
  load_position (self);
  gtk_widget_add_tick_callback (widget, on_frame, NULL, NULL);
}

static void
get_place (DrayMap *self,
           double  *place)
{
  ShumateViewport *viewport = shumate_map_get_viewport (self->map);

  place[0] = shumate_location_get_longitude (SHUMATE_LOCATION (viewport));
  place[1] = shumate_location_get_latitude (SHUMATE_LOCATION (viewport));
  place[2] = shumate_viewport_get_zoom_level (viewport);
}

static void
note_fit (DrayMap *self)
{
  get_place (self, self->fitted);
  self->fitted_size[0] = gtk_widget_get_width (GTK_WIDGET (self));
  self->fitted_size[1] = gtk_widget_get_height (GTK_WIDGET (self));
}

/* Whether it got another size since it was fitted, and nobody has moved it. */
static gboolean
is_outgrown (DrayMap *self)
{
  double place[3];

  if (gtk_widget_get_width (GTK_WIDGET (self)) == self->fitted_size[0] && gtk_widget_get_height (GTK_WIDGET (self)) == self->fitted_size[1])
    return FALSE;
  get_place (self, place);
  return self->fitted[2] > 0 && fabs (place[0] - self->fitted[0]) < 1e-9 && fabs (place[1] - self->fitted[1]) < 1e-9 && fabs (place[2] - self->fitted[2]) < 1e-9;
}

static gboolean
on_outgrown (gpointer data)
{
  DrayMap *self = data;

  self->refit_source = 0;
  if (is_outgrown (self))
    dray_map_fit_fleet (self);
  return G_SOURCE_REMOVE;
}

/* A widget with a layout manager hears of its size when it is drawn. */
static void
dray_map_snapshot (GtkWidget   *widget,
                   GtkSnapshot *snapshot)
{
  DrayMap *self = DRAY_MAP (widget);

  if (self->refit_source == 0 && is_outgrown (self))
    self->refit_source = g_idle_add (on_outgrown, self);
  GTK_WIDGET_CLASS (dray_map_parent_class)->snapshot (widget, snapshot);
}

static void
dray_map_unmap (GtkWidget *widget)
{
  save_position (DRAY_MAP (widget));
  GTK_WIDGET_CLASS (dray_map_parent_class)->unmap (widget);
}

static void
on_fleet_changed (DrayMap *self)
{
  if (self->fit_pending)
    dray_map_fit_fleet (self);
}

static void
on_cluster_clicked (DrayMap *self,
                    double   latitude,
                    double   longitude)
{
  double zoom = shumate_viewport_get_zoom_level (shumate_map_get_viewport (self->map));

  shumate_map_go_to_full (self->map, latitude, longitude, MIN (floor (zoom) + 2, MAX_ZOOM));
}

/* Actions */

static void
zoom_in (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  shumate_map_zoom_in (DRAY_MAP (widget)->map);
}

static void
zoom_out (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  shumate_map_zoom_out (DRAY_MAP (widget)->map);
}

static void
fit_fleet (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  dray_map_fit_fleet (DRAY_MAP (widget));
}

static gboolean *
get_switch (DrayMap *self,
            guint    id)
{
  switch (id) {
  case PROP_NAMES:
    return &self->names;
  case PROP_CLUSTERS:
    return &self->clusters;
  case PROP_LEGEND:
    return &self->legend;
  case PROP_FENCES:
    return &self->fences;
  default:
    return NULL;
  }
}

static void
dray_map_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  gboolean *on = get_switch (DRAY_MAP (object), id);

  if (on != NULL)
    g_value_set_boolean (value, *on);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dray_map_set_property (GObject      *object,
                       guint         id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  DrayMap *self = DRAY_MAP (object);
  gboolean *on = get_switch (self, id);

  if (on == NULL) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  *on = g_value_get_boolean (value);
  gtk_widget_set_visible (GTK_WIDGET (self->places), self->names);
  dray_truck_layer_set_join (self->trucks, self->clusters);
}

static void
dray_map_dispose (GObject *object)
{
  DrayMap *self = DRAY_MAP (object);

  if (self->fleet != NULL)
    g_signal_handlers_disconnect_by_func (self->fleet, on_fleet_changed, self);
  g_clear_handle_id (&self->refit_source, g_source_remove);
  g_clear_handle_id (&self->drop_source, g_source_remove);
  g_clear_object (&self->fleet);
  g_clear_object (&self->base);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (dray_map_parent_class)->dispose (object);
}

static void
install_switches (GObjectClass *object_class)
{
  static const char *const names[N_PROPS] = { [PROP_NAMES] = "names", [PROP_CLUSTERS] = "clusters", [PROP_LEGEND] = "legend", [PROP_FENCES] = "fences" };

  for (guint id = PROP_NAMES; id < N_PROPS; id++)
    properties[id] = g_param_spec_boolean (names[id], NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dray_map_class_init (DrayMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dray_map_dispose;
  object_class->get_property = dray_map_get_property;
  object_class->set_property = dray_map_set_property;
  install_switches (object_class);
  widget_class->map = dray_map_map;
  widget_class->unmap = dray_map_unmap;
  widget_class->snapshot = dray_map_snapshot;

  g_type_ensure (SHUMATE_TYPE_MAP);
  g_type_ensure (SHUMATE_TYPE_SCALE);
  g_type_ensure (SHUMATE_TYPE_COMPASS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/map/map.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayMap, overlay);
  gtk_widget_class_bind_template_child (widget_class, DrayMap, map);
  gtk_widget_class_bind_template_child (widget_class, DrayMap, scale);
  gtk_widget_class_bind_template_child (widget_class, DrayMap, compass);
  gtk_widget_class_bind_template_child (widget_class, DrayMap, attribution);
  gtk_widget_class_bind_template_child (widget_class, DrayMap, fit);
  gtk_widget_class_bind_template_child (widget_class, DrayMap, fit_content);
  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, zoom_in);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, zoom_out);
  gtk_widget_class_install_action (widget_class, "map.fit-fleet", NULL, fit_fleet);
  gtk_widget_class_install_property_action (widget_class, "map.names", "names");
  gtk_widget_class_install_property_action (widget_class, "map.clusters", "clusters");
  gtk_widget_class_install_property_action (widget_class, "map.legend", "legend");
  gtk_widget_class_install_property_action (widget_class, "map.fences", "fences");
}

static void
dray_map_init (DrayMap *self)
{
  self->names = self->clusters = self->legend = self->fences = TRUE;
  self->box = DRAY_GEO_BOX_EMPTY;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->home = DRAY_GEO_BOX_EMPTY;

  ShumateViewport *viewport = shumate_map_get_viewport (self->map);

  shumate_viewport_set_min_zoom_level (viewport, MIN_ZOOM);
  shumate_viewport_set_max_zoom_level (viewport, MAX_ZOOM);
  shumate_scale_set_viewport (self->scale, viewport);
  shumate_compass_set_viewport (self->compass, viewport);
  self->trucks = dray_truck_layer_new (viewport);
  self->places = dray_place_layer_new (viewport, self->trucks);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->places));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->trucks));
  g_signal_connect_object (self->trucks, "cluster-clicked", G_CALLBACK (on_cluster_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "realize", G_CALLBACK (on_realize), NULL);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_tiles), NULL);
  dray_look_watch (self, G_CALLBACK (update_tiles));
}

/* @base: (nullable): the geometry of the base map */
void
dray_map_set_base (DrayMap       *self,
                   DrayMapSource *base)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  g_autofree char *attribution = base != NULL ? dray_map_source_dup_attribution (base) : NULL;

  if (!g_set_object (&self->base, base))
    return;
  gtk_label_set_label (self->attribution, attribution != NULL ? attribution : "");
  gtk_widget_set_visible (GTK_WIDGET (self->attribution), attribution != NULL && *attribution != '\0');
  update_tiles (self);
}

/* @fleet: (nullable) */
void
dray_map_set_fleet (DrayMap       *self,
                    DrayLiveFleet *fleet)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  if (self->fleet != NULL)
    g_signal_handlers_disconnect_by_func (self->fleet, on_fleet_changed, self);
  g_set_object (&self->fleet, fleet);
  dray_truck_layer_set_fleet (self->trucks, fleet);
  if (fleet != NULL)
    g_signal_connect_object (fleet, "changed", G_CALLBACK (on_fleet_changed), self, G_CONNECT_SWAPPED);
}

/* @settings: of the window */
void
dray_map_set_settings (DrayMap   *self,
                       GSettings *settings)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  g_set_object (&self->settings, settings);
  load_position (self);
}

/* Returns: (transfer none) */
DrayTruckLayer *
dray_map_get_trucks (DrayMap *self)
{
  g_return_val_if_fail (DRAY_IS_MAP (self), NULL);

  return self->trucks;
}

/* Returns: (transfer none) */
ShumateViewport *
dray_map_get_viewport (DrayMap *self)
{
  g_return_val_if_fail (DRAY_IS_MAP (self), NULL);

  return shumate_map_get_viewport (self->map);
}

/* Puts a layer between the base map and the names. */
void
dray_map_add_layer (DrayMap      *self,
                    ShumateLayer *layer)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  shumate_map_insert_layer_behind (self->map, layer, SHUMATE_LAYER (self->places));
}

/* Puts a widget over the map; its alignment and margins say where. */
void
dray_map_add_overlay (DrayMap   *self,
                      GtkWidget *widget)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  gtk_overlay_add_overlay (self->overlay, widget);
}

/**
 * dray_map_set_inset:
 * @right_px: how much of the map's right side a pane covers
 *
 * What is fitted into the map is fitted into what can be seen of it.
 */
void
dray_map_set_inset (DrayMap *self,
                    int      right_px)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  self->inset_px = right_px;
}

/* A scale of miles instead of kilometres. */
void
dray_map_set_imperial (DrayMap  *self,
                       gboolean  imperial)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  shumate_scale_set_unit (self->scale, imperial ? SHUMATE_UNIT_IMPERIAL : SHUMATE_UNIT_METRIC);
}

/* The middle of what can be seen, moved to a place: the middle of the map is then further east by half the inset. */
static void
show_place (DrayMap *self,
            double   x,
            double   y,
            double   zoom)
{
  double world_px = 256 * exp2 (zoom);

  go_to (self, dray_mercator_lon (x + self->inset_px / 2.0 / world_px), dray_mercator_lat (y), zoom);
}

/* Shows a box of degrees as large as it fits, at a whole zoom level: tiles are sharp there. */
static void
show_box (DrayMap *self,
                   double   west,
                   double   south,
                   double   east,
                   double   north)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  double x0 = dray_mercator_x (west), x1 = dray_mercator_x (east), y0 = dray_mercator_y (north), y1 = dray_mercator_y (south);
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - self->inset_px - 2 * FIT_MARGIN_PX, 100);
  double height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - 2 * FIT_MARGIN_PX, 100);
  double across = MIN (width / MAX (x1 - x0, 1e-9), height / MAX (y1 - y0, 1e-9)) / 256;

  show_place (self, (x0 + x1) / 2, (y0 + y1) / 2, CLAMP (floor (log2 (across)), MIN_ZOOM, MAX_FIT_ZOOM));
}

/* Shows a truck, from near enough to tell the streets. */
void
dray_map_show_truck (DrayMap *self,
                     guint32  truck)
{
  double x, y;

  g_return_if_fail (DRAY_IS_MAP (self));

  dray_truck_layer_locate (self->trucks, truck, &x, &y);
  if (x > 0)
    show_place (self, x, y, MAX (round (shumate_viewport_get_zoom_level (shumate_map_get_viewport (self->map))), TRUCK_ZOOM));
}

/* Shows a box of degrees, and leaves the fleet's first positions to themselves. */
void
dray_map_show_box (DrayMap *self,
                   double   west,
                   double   south,
                   double   east,
                   double   north)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  self->fit_pending = FALSE;
  show_box (self, west, south, east, north);
}

static void
show_geo_box (DrayMap          *self,
              const DrayGeoBox *box)
{
  show_box (self, dray_e7_to_degrees (box->west_e7), dray_e7_to_degrees (box->south_e7), dray_e7_to_degrees (box->east_e7), dray_e7_to_degrees (box->north_e7));
}

/* @box: what is shown while no truck has a position: the region */
void
dray_map_set_home (DrayMap          *self,
                   const DrayGeoBox *box)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  self->home = *box;
  if (self->fit_pending)
    dray_map_fit_fleet (self);
}

/* What is fitted into a map that shows no fleet, as a plan's stops, and what the button for it says. It is fitted at once where the map
 * was nowhere before. */
void
dray_map_set_box (DrayMap          *self,
                  const DrayGeoBox *box,
                  const char       *label,
                  const char       *tooltip)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  gboolean is_first = dray_geo_box_is_empty (&self->box);

  self->box = *box;
  adw_button_content_set_label (self->fit_content, label);
  gtk_widget_set_tooltip_text (self->fit, tooltip);
  if (self->fit_pending || (is_first && self->settings == NULL))
    dray_map_fit_fleet (self);
}

/* Shows every truck that has a position; with none it shows the region and waits for the first. */
void
dray_map_fit_fleet (DrayMap *self)
{
  g_return_if_fail (DRAY_IS_MAP (self));

  const DrayLiveColumns *columns = self->fleet != NULL ? dray_live_fleet_get_columns (self->fleet) : NULL;
  gboolean has_size = gtk_widget_get_width (GTK_WIDGET (self)) > 1;
  DrayGeoBox box = self->fleet == NULL ? self->box : DRAY_GEO_BOX_EMPTY;

  for (guint i = 0; columns != NULL && i < columns->n; i++) {
    if (columns->flags[i] & DRAY_TRUCK_HAS_FIX)
      dray_geo_box_extend (&box, (DrayGeoPoint) { columns->lon_e7[i], columns->lat_e7[i] });
  }
  self->fit_pending = dray_geo_box_is_empty (&box) || !has_size;
  if (!self->fit_pending)
    show_geo_box (self, &box);
  else if (has_size && !dray_geo_box_is_empty (&self->home))
    show_geo_box (self, &self->home);
  if (has_size)
    note_fit (self);
}

