/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-private.h"
#include "dray-order.h"
#include "dray-task.h"
#include "dray-units.h"

#include <math.h>

/* The day's orders: each a delivery to a customer from a depot, with a promised window. Large places order more pallets, and more often. */

#define FIRST_REFERENCE 4600
#define EARLIEST_S (6 * 3600)
#define LATEST_S (9 * 3600)

static const char *const goods[] = {
  "Dairy, chilled", "Dry goods", "Beverages", "Fresh produce", "Frozen fish", "Paper and packaging", "Building supplies", "Medical supplies", "Spare parts",
};

/* The place of trade behind a site: sites are the depots and then the county's customers in order. */
static const DrayCountySite *
find_place (DrayDemo *self,
            guint     site)
{
  gsize n_places;
  const DrayCountySite *places = dray_county_get_sites (self->county, &n_places);
  guint left = site - (guint) self->n_depots;

  for (gsize i = 0; i < n_places; i++) {
    if (places[i].kind != DRAY_COUNTY_SITE_DEPOT && left-- == 0)
      return &places[i];
  }
  return NULL;
}

/* Half of the goods lie in the depot that is nearest, the others where they happen to be kept. */
static int
draw_depot (DrayDemo           *self,
            const DrayDemoSite *site)
{
  double best = G_MAXDOUBLE;
  int found = (int) dray_random_below (&self->random, (guint32) self->n_depots);

  if (dray_random_below (&self->random, 100) < 50)
    return found;
  for (int i = 0; i < self->n_depots; i++) {
    const DrayDemoSite *depot = &g_array_index (self->sites, DrayDemoSite, i);
    double d = hypot (((double) site->lon_e7 - depot->lon_e7) * 0.64, (double) site->lat_e7 - depot->lat_e7);

    if (d < best) {
      best = d;
      found = i;
    }
  }
  return found;
}

static int
draw_pallets (DrayDemo             *self,
              const DrayCountySite *place)
{
  switch (place->kind) {
  case DRAY_COUNTY_SITE_SUPERMARKET:
  case DRAY_COUNTY_SITE_PORT:
    return 2 + (int) dray_random_below (&self->random, 5);
  case DRAY_COUNTY_SITE_INDUSTRY:
  case DRAY_COUNTY_SITE_HOSPITAL:
    return 1 + (int) dray_random_below (&self->random, 4);
  case DRAY_COUNTY_SITE_SHOP:
  case DRAY_COUNTY_SITE_RESTAURANT:
  case DRAY_COUNTY_SITE_SCHOOL:
  case DRAY_COUNTY_SITE_FARM:
  case DRAY_COUNTY_SITE_DEPOT:
  case DRAY_COUNTY_N_SITE_KINDS:
  default:
    return 1 + (int) dray_random_below (&self->random, 2);
  }
}

/* Windows of one and a quarter to two hours, by quarters. Most of the day's goods are wanted before the shops open, which is
 * why the trucks leave before dawn; the rest is spread to the afternoon. Goods are taken from three hours before a place opens. */
static void
draw_window (DrayDemo             *self,
             const DrayCountySite *place,
             DrayDemoTask         *task)
{
  guint32 at = dray_random_below (&self->random, 100);
  int begin_s = at < 72 ? EARLIEST_S + 900 * (int) dray_random_below (&self->random, 5)
                : at < 88 ? 8 * 3600 + 900 * (int) dray_random_below (&self->random, 10) : 11 * 3600 + 900 * (int) dray_random_below (&self->random, 12);
  int length_s = 900 * (5 + (int) dray_random_below (&self->random, 4));

  begin_s = MAX (begin_s, MIN (place->opens_s - 3 * 3600, LATEST_S));
  task->open_us = DRAY_DEMO_DAY_US + begin_s * DRAY_US_PER_S;
  task->close_us = task->open_us + length_s * DRAY_US_PER_S;
}

static void
draw_task (DrayDemo     *self,
           DrayDemoTask *task)
{
  guint n_customers = self->sites->len - (guint) self->n_depots;
  const DrayCountySite *place;

  do
    task->site = self->n_depots + (int) dray_random_below (&self->random, n_customers);
  while (!g_array_index (self->sites, DrayDemoSite, task->site).is_reachable);
  place = find_place (self, (guint) task->site);
  task->depot = draw_depot (self, &g_array_index (self->sites, DrayDemoSite, task->site));
  task->pallets = draw_pallets (self, place);
  task->load_kg = task->pallets * (120 + (int) dray_random_below (&self->random, 280));
  task->volume_l = task->pallets * 1400;
  task->service_s = 480 + task->pallets * 150 + (int) dray_random_below (&self->random, 5) * 60;
  task->tail_lift = place->n_docks == 0 && dray_random_below (&self->random, 100) < 4;
  draw_window (self, place, task);
}

static gboolean
put_order (DrayDemo            *self,
           int                  number,
           const DrayId        *order,
           const DrayDemoTask  *task,
           GError             **error)
{
  JsonObject *values = json_object_new ();
  g_autofree char *reference = g_strdup_printf ("%d", FIRST_REFERENCE + number);
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (DRAY_DEMO_DAY_US / DRAY_US_PER_S);
  g_autofree char *date = g_date_time_format (day, "%F");

  json_object_set_string_member (values, "reference", reference);
  dray_demo_set_id (values, "party", &g_array_index (self->sites, DrayDemoSite, task->site).party);
  dray_demo_set_id (values, "depot", &g_array_index (self->sites, DrayDemoSite, task->depot).id);
  json_object_set_string_member (values, "day", date);
  json_object_set_int_member (values, "charge_minor", 4500 + 100 * (int) dray_random_below (&self->random, 160));
  json_object_set_string_member (values, "currency", "EUR");
  json_object_set_int_member (values, "requested_us", DRAY_DEMO_DAY_US - (1 + (int) dray_random_below (&self->random, 48)) * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  return dray_demo_put (self, &dray_order_table, order, values, error);
}

static gboolean
put_task (DrayDemo            *self,
          const DrayDemoTask  *task,
          const DrayId        *order,
          GError             **error)
{
  JsonObject *values = json_object_new ();

  dray_demo_set_id (values, "order_id", order);
  json_object_set_string_member (values, "kind", "delivery");
  dray_demo_set_id (values, "site", &g_array_index (self->sites, DrayDemoSite, task->site).id);
  json_object_set_int_member (values, "window_open_us", task->open_us);
  json_object_set_int_member (values, "window_close_us", task->close_us);
  json_object_set_int_member (values, "service_s", task->service_s);
  json_object_set_int_member (values, "load_kg", task->load_kg);
  json_object_set_int_member (values, "volume_l", task->volume_l);
  json_object_set_int_member (values, "pallets", task->pallets);
  json_object_set_boolean_member (values, "tail_lift", task->tail_lift);
  json_object_set_string_member (values, "goods", goods[dray_random_below (&self->random, G_N_ELEMENTS (goods))]);
  return dray_demo_put (self, &dray_task_table, &task->id, values, error);
}

gboolean
dray_demo_put_orders (DrayDemo  *self,
                      GError   **error)
{
  for (int i = 0; i < self->options->n_orders; i++) {
    DrayDemoTask task = { .id = dray_demo_make_id (self) };
    DrayId order = dray_demo_make_id (self);

    draw_task (self, &task);
    if (!put_order (self, i, &order, &task, error) || !put_task (self, &task, &order, error))
      return FALSE;
    g_array_append_val (self->tasks, task);
  }
  return TRUE;
}
