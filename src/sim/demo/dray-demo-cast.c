/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-private.h"
#include "dray-driver.h"
#include "dray-shift.h"
#include "dray-truck.h"
#include "dray-units.h"

/* The cast: trucks with their plates, drivers, and who drives what today. The first names are those of the story in the guide and
 * keep their trucks whatever the seed; the others are put together. */

const DrayDemoClass dray_demo_classes[DRAY_DEMO_N_CLASSES] = {
  { "7.5 t", 2800, 10, 24000, 20, 600, 2650, 48, { .kind = DRAY_VEHICLE_TRUCK, .height_cm = 310, .width_cm = 235, .length_cm = 790, .weight_kg = 7500, .axle_kg = 5000 } },
  { "12 t", 5600, 15, 38000, 35, 700, 2750, 58, { .kind = DRAY_VEHICLE_TRUCK, .height_cm = 340, .width_cm = 250, .length_cm = 950, .weight_kg = 12000, .axle_kg = 8000 } },
  { "18 t", 9200, 18, 47000, 30, 800, 2850, 69, { .kind = DRAY_VEHICLE_TRUCK, .height_cm = 370, .width_cm = 255, .length_cm = 1050, .weight_kg = 18000, .axle_kg = 11500 } },
  { "26 t", 14500, 22, 56000, 15, 900, 2950, 84, { .kind = DRAY_VEHICLE_TRUCK, .height_cm = 390, .width_cm = 255, .length_cm = 1150, .weight_kg = 26000, .axle_kg = 11500 } },
};

typedef struct {
  int         number;
  const char *driver;
} Role;

static const Role roles[] = {
  { 2, "Joost Bakker" }, { 3, "Samuel Eze" }, { 6, "Piotr Zając" }, { 7, "Rui Tavares" }, { 8, "Nadia Haddad" }, { 9, "Owen Pryce" },
  { 10, "Mikael Lund" }, { 12, "Tomás Varela" }, { 16, "Chidi Okoro" }, { 17, "Lucie Martin" }, { 18, "Deniz Kaya" }, { 21, "Hugo Lopes" },
  { 24, "Jakub Dvořák" }, { 27, "Karl Brandt" }, { 31, "Inga Solberg" }, { 33, "Hana Novák" }, { 34, "Ben Adeyemi" }, { 35, "Clara Weiss" },
  { 36, "Luka Horvat" }, { 37, "Noor Rahman" }, { 39, "Paul Renard" }, { 42, "Emre Şahin" }, { 44, "Dario Conti" }, { 47, "Filip Maly" },
  { 48, "Rosa Duarte" }, { 49, "Anders Holm" }, { 56, "Eva Sørensen" }, { 57, "Adam Kowal" },
};

static const char *const first_names[] = {
  "Amara", "Bram", "Carla", "Dmitri", "Elif", "Femi", "Greta", "Henrik", "Ines", "Jonas", "Katya", "Liam", "Mira", "Nils", "Olga", "Pedro",
  "Quentin", "Rasa", "Stefan", "Teresa", "Ugo", "Vera", "Wim", "Yara", "Zoltan", "Aoife", "Bogdan", "Chiara", "Davor", "Esther",
};

static const char *const last_names[] = {
  "Almeida", "Berg", "Costa", "Dragan", "Eriksen", "Farkas", "Gallo", "Hansen", "Ivanov", "Jansen", "Kovács", "Lindqvist", "Moreau", "Nowak",
  "Osei", "Petrov", "Quist", "Rossi", "Silva", "Toth", "Ullman", "Vidal", "Winter", "Yilmaz", "Zeman", "Achebe", "Brandão", "Çelik",
};

static const char *
find_role (int number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++) {
    if (roles[i].number == number)
      return roles[i].driver;
  }
  return NULL;
}

static char *
make_name (DrayDemo *self)
{
  return g_strdup_printf ("%s %s", first_names[dray_random_below (&self->random, G_N_ELEMENTS (first_names))],
                          last_names[dray_random_below (&self->random, G_N_ELEMENTS (last_names))]);
}

/* Truck 12 has the plate of the story. Letters that look like digits are left out. */
static char *
make_plate (DrayDemo *self,
            int       number)
{
  static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
  guint32 n = sizeof letters - 1;
  char a = letters[dray_random_below (&self->random, n)], b = letters[dray_random_below (&self->random, n)], c = letters[dray_random_below (&self->random, n)];
  int year = 14 + (int) dray_random_below (&self->random, 12);

  return number == 12 ? g_strdup ("HV 14 LUB") : g_strdup_printf ("HV %02d %c%c%c", year, a, b, c);
}

static int
draw_class (DrayDemo *self)
{
  int at = (int) dray_random_below (&self->random, 100), i = 0;

  while (i < DRAY_DEMO_N_CLASSES - 1 && at >= dray_demo_classes[i].share_percent)
    at -= dray_demo_classes[i++].share_percent;
  return i;
}

static gboolean
put_truck (DrayDemo      *self,
           DrayDemoTruck *truck,
           int            number,
           GError       **error)
{
  const DrayDemoClass *class = &dray_demo_classes[truck->truck_class];
  JsonObject *values = json_object_new ();
  g_autofree char *name = g_strdup_printf ("%d", number), *plate = make_plate (self, number);

  json_object_set_string_member (values, "number", name);
  json_object_set_string_member (values, "plate", plate);
  dray_demo_set_id (values, "depot", &g_array_index (self->sites, DrayDemoSite, truck->depot).id);
  json_object_set_string_member (values, "status", "ready");
  json_object_set_int_member (values, "payload_kg", class->load_kg);
  json_object_set_int_member (values, "volume_l", class->volume_l);
  json_object_set_int_member (values, "pallets", class->pallets);
  json_object_set_int_member (values, "gross_kg", class->profile.weight_kg);
  json_object_set_int_member (values, "axle_load_kg", class->profile.axle_kg);
  json_object_set_int_member (values, "height_mm", class->profile.height_cm * 10);
  json_object_set_int_member (values, "width_mm", class->profile.width_cm * 10);
  json_object_set_int_member (values, "length_mm", class->profile.length_cm * 10);
  json_object_set_boolean_member (values, "tail_lift", truck->tail_lift);
  json_object_set_string_member (values, "fuel", "diesel");
  json_object_set_int_member (values, "tank_ml", 120000 + 60000 * truck->truck_class);
  json_object_set_int_member (values, "day_cost_minor", class->day_cost_minor);
  json_object_set_int_member (values, "hour_cost_minor", class->hour_cost_minor);
  json_object_set_int_member (values, "km_cost_minor", class->km_cost_minor);
  return dray_demo_put (self, &dray_truck_table, &truck->id, values, error);
}

static gboolean
put_driver (DrayDemo     *self,
            const DrayId *id,
            const char   *name,
            int           depot,
            GError      **error)
{
  JsonObject *values = json_object_new ();
  g_autofree char *phone = g_strdup_printf ("+44 20 7946 0%03u", dray_random_below (&self->random, 1000));

  json_object_set_string_member (values, "name", name);
  dray_demo_set_id (values, "depot", &g_array_index (self->sites, DrayDemoSite, depot).id);
  json_object_set_string_member (values, "phone", phone);
  json_object_set_string_member (values, "licence", dray_random_below (&self->random, 3) == 0 ? "CE" : "C");
  json_object_set_int_member (values, "hour_cost_minor", 2500);
  return dray_demo_put (self, &dray_driver_table, id, values, error);
}

/* Early shifts begin before dawn by quarters of an hour; one in four is late. The cast works in the morning only, when the story is told. */
static void
draw_shift (DrayDemo      *self,
            DrayDemoTruck *truck,
            int            number)
{
  gboolean late = number % 4 == 1 && find_role (number) == NULL;
  int begin_minute = late ? 10 * 60 : 5 * 60 + 15 * (int) dray_random_below (&self->random, 5);
  int n_minutes = late ? 9 * 60 : find_role (number) != NULL ? 4 * 60 + 30 : 8 * 60;

  truck->from_us = DRAY_DEMO_DAY_US + begin_minute * DRAY_S_PER_MINUTE * DRAY_US_PER_S;
  truck->until_us = truck->from_us + n_minutes * DRAY_S_PER_MINUTE * DRAY_US_PER_S;
}

static gboolean
put_shift (DrayDemo      *self,
           DrayDemoTruck *truck,
           int            number,
           GError       **error)
{
  DrayId id = dray_demo_make_id (self);
  JsonObject *values = json_object_new ();
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (DRAY_DEMO_DAY_US / DRAY_US_PER_S);
  g_autofree char *date = g_date_time_format (day, "%F");

  draw_shift (self, truck, number);
  dray_demo_set_id (values, "driver", &truck->driver);
  dray_demo_set_id (values, "truck", &truck->id);
  dray_demo_set_id (values, "depot", &g_array_index (self->sites, DrayDemoSite, truck->depot).id);
  json_object_set_string_member (values, "day", date);
  json_object_set_string_member (values, "kind", "shift");
  json_object_set_int_member (values, "start_us", truck->from_us);
  json_object_set_int_member (values, "end_us", truck->until_us);
  return dray_demo_put (self, &dray_shift_table, &id, values, error);
}

/* Fifty-two of sixty trucks have a driver today; those of the story always. */
static gboolean
is_driven (DrayDemo *self,
           int       number)
{
  return find_role (number) != NULL || dray_random_below (&self->random, 100) < 78;
}

static gboolean
put_crew (DrayDemo      *self,
          DrayDemoTruck *truck,
          int            number,
          GError       **error)
{
  const char *role = find_role (number);
  g_autofree char *made_up = make_name (self);

  truck->driver = dray_demo_make_id (self);
  return put_driver (self, &truck->driver, role != NULL ? role : made_up, truck->depot, error) && put_shift (self, truck, number, error);
}

/* Drivers without a truck today: on standby, on leave, or simply off. */
static gboolean
put_bench (DrayDemo *self,
           int       n,
           GError  **error)
{
  for (int i = 0; i < n; i++) {
    DrayId id = dray_demo_make_id (self);
    g_autofree char *name = make_name (self);

    if (!put_driver (self, &id, name, i % self->n_depots, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
dray_demo_put_fleet (DrayDemo *self,
                     GError  **error)
{
  int n_trucks = self->options->n_trucks;

  for (int number = 1; number <= n_trucks; number++) {
    DrayDemoTruck truck = { .id = dray_demo_make_id (self), .truck_class = draw_class (self), .depot = number % self->n_depots };

    truck.tail_lift = truck.truck_class < 2 && dray_random_below (&self->random, 100) < 45;
    if (!put_truck (self, &truck, number, error))
      return FALSE;
    if (is_driven (self, number) && !put_crew (self, &truck, number, error))
      return FALSE;
    g_array_append_val (self->trucks, truck);
  }
  return put_bench (self, n_trucks / 3 + n_trucks / 8, error);
}
