/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-private.h"
#include "dray-party.h"
#include "dray-site.h"

/* Where the fleet comes from and whom it serves: three of the county's depots, and a customer at each place of trade. */

#define N_DEPOTS 3

static const char *const site_kinds[DRAY_COUNTY_N_SITE_KINDS] = {
  [DRAY_COUNTY_SITE_DEPOT] = "depot", [DRAY_COUNTY_SITE_SUPERMARKET] = "customer", [DRAY_COUNTY_SITE_SHOP] = "customer",
  [DRAY_COUNTY_SITE_RESTAURANT] = "customer", [DRAY_COUNTY_SITE_INDUSTRY] = "customer", [DRAY_COUNTY_SITE_PORT] = "customer",
  [DRAY_COUNTY_SITE_HOSPITAL] = "customer", [DRAY_COUNTY_SITE_SCHOOL] = "customer", [DRAY_COUNTY_SITE_FARM] = "farm",
};

static gboolean
put_party (DrayDemo             *self,
           const DrayCountySite *place,
           DrayId               *id,
           GError              **error)
{
  JsonObject *values = json_object_new ();

  *id = dray_demo_make_id (self);
  json_object_set_string_member (values, "name", place->name);
  json_object_set_string_member (values, "kind", place->kind == DRAY_COUNTY_SITE_FARM ? "grower" : "customer");
  json_object_set_int_member (values, "free_s", DRAY_DEMO_FREE_S);
  return dray_demo_put (self, &dray_party_table, id, values, error);
}

static gboolean
is_reachable (DrayRegion           *region,
              const DrayCountySite *place)
{
  for (int i = 0; i < DRAY_DEMO_N_CLASSES; i++) {
    DrayRegionSnap snap;

    if (!dray_region_snap (region, &dray_demo_classes[i].profile, place->entrance_lon_e7, place->entrance_lat_e7, NULL, &snap, NULL))
      return FALSE;
  }
  return TRUE;
}

static char *
make_address (const DrayCountySite *place)
{
  const char *gap = place->number != NULL && *place->number != '\0' ? " " : "";

  return g_strdup_printf ("%s%s%s, %s %s", place->street, gap, place->number != NULL ? place->number : "", place->postcode, place->town);
}

static gboolean
put_site (DrayDemo             *self,
          DrayRegion           *region,
          const DrayCountySite *place,
          GError              **error)
{
  JsonObject *values = json_object_new ();
  DrayDemoSite site = { .id = dray_demo_make_id (self), .lon_e7 = place->entrance_lon_e7, .lat_e7 = place->entrance_lat_e7, .is_reachable = is_reachable (region, place) };
  g_autofree char *address = make_address (place);

  json_object_set_string_member (values, "name", place->name);
  json_object_set_string_member (values, "kind", site_kinds[place->kind]);
  json_object_set_string_member (values, "address", address);
  json_object_set_int_member (values, "lon_e7", site.lon_e7);
  json_object_set_int_member (values, "lat_e7", site.lat_e7);
  json_object_set_int_member (values, "docks", place->n_docks);
  json_object_set_int_member (values, "gate_open_s", place->opens_s);
  json_object_set_int_member (values, "gate_close_s", place->closes_s);
  json_object_set_int_member (values, "service_s", place->service_s);
  if (place->kind == DRAY_COUNTY_SITE_DEPOT) {
    json_object_set_string_member (values, "zone", "Europe/London");
    json_object_set_int_member (values, "day_start_s", 4 * 3600);
  } else {
    if (!put_party (self, place, &site.party, error)) {
      json_object_unref (values);
      return FALSE;
    }
    dray_demo_set_id (values, "party", &site.party);
  }
  g_array_append_val (self->sites, site);
  return dray_demo_put (self, &dray_site_table, &site.id, values, error);
}

/**
 * dray_demo_put_sites:
 *
 * Depots first, as every other step counts on; then the customers in the county's order. A depot is where every truck can come.
 *
 * Errors: %G_IO_ERROR_FAILED where the county has no depot or no customer
 */
gboolean
dray_demo_put_sites (DrayDemo *self,
                     GError  **error)
{
  gsize n_places, n_reachable = 0;
  const DrayCountySite *places = dray_county_get_sites (self->county, &n_places);
  g_autoptr (DrayRegion) region = dray_region_open (self->region_path, error);

  if (region == NULL)
    return FALSE;
  for (gsize i = 0; i < n_places && self->n_depots < N_DEPOTS; i++) {
    if (places[i].kind != DRAY_COUNTY_SITE_DEPOT || !is_reachable (region, &places[i]))
      continue;
    if (!put_site (self, region, &places[i], error))
      return FALSE;
    self->n_depots++;
  }
  for (gsize i = 0; i < n_places; i++) {
    if (places[i].kind != DRAY_COUNTY_SITE_DEPOT && !put_site (self, region, &places[i], error))
      return FALSE;
  }
  for (guint i = 0; i < self->sites->len; i++)
    n_reachable += g_array_index (self->sites, DrayDemoSite, i).is_reachable;
  if (self->n_depots == 0 || n_reachable <= (gsize) self->n_depots) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The county has no depot or no customers; ask for more road segments");
    return FALSE;
  }
  return TRUE;
}
