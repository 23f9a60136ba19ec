/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-order.h"

#include "dray-units.h"

#include <string.h>

struct _DrayTruckOrder {
  GObject        parent_instance;

  /* Owned */
  DrayLiveFleet *fleet;
  guint32       *shown;         /* [n_shown]: trucks, in order */
  guint32       *next;          /* [n_trucks]: scratch of a refresh */
  guint32       *number_ranks;  /* [n_trucks]: fleet numbers in order, so that sorting compares no text */
  guint32       *driver_ranks;  /* [n_trucks] */
  char          *text;          /* folded; NULL for no search */

  guint          n_shown;
  guint          n_trucks;
  DrayTruckSet   set;
  DrayTruckSort  sort;
  guint          counts[DRAY_N_TRUCK_SETS];
};

static void dray_truck_order_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayTruckOrder, dray_truck_order, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, dray_truck_order_list_model_init))

static GType
get_item_type (GListModel *model)
{
  return DRAY_TYPE_LIVE_TRUCK;
}

static guint
get_n_items (GListModel *model)
{
  return DRAY_TRUCK_ORDER (model)->n_shown;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DrayTruckOrder *self = DRAY_TRUCK_ORDER (model);

  return position < self->n_shown ? g_object_ref (dray_live_fleet_get_truck (self->fleet, self->shown[position])) : NULL;
}

static void
dray_truck_order_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* Which trucks */

static gboolean
contains_folded (const char *text,
                 const char *folded)
{
  g_autofree char *own = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return own != NULL && strstr (own, folded) != NULL;
}

/* A plate is found with or without its spaces, and by its last digits. */
static gboolean
plate_matches (const char *plate,
               const char *folded)
{
  g_autofree char *own = plate != NULL ? g_utf8_casefold (plate, -1) : NULL;
  char *to = own;

  if (own == NULL)
    return FALSE;
  if (strstr (own, folded) != NULL)
    return TRUE;
  for (const char *from = own; *from != '\0'; from++) {
    if (*from != ' ' && *from != '-')
      *to++ = *from;
  }
  *to = '\0';
  return strstr (own, folded) != NULL;
}

/**
 * dray_live_truck_matches:
 * @folded: what is searched, by g_utf8_casefold()
 *
 * Returns: whether number, plate, driver or depot contain it
 */
gboolean
dray_live_truck_matches (DrayLiveTruck *truck,
                         const char    *folded)
{
  return contains_folded (dray_live_truck_get_number (truck), folded)
         || contains_folded (dray_live_truck_get_driver (truck), folded)
         || plate_matches (dray_live_truck_get_plate (truck), folded)
         || contains_folded (dray_live_truck_get_depot (truck), folded);
}

static gboolean
is_in_set (const DrayLiveColumns *columns,
           guint                  truck,
           DrayTruckSet           set)
{
  switch (set) {
  case DRAY_TRUCKS_AT_RISK:
    return (columns->flags[truck] & (DRAY_TRUCK_LATE | DRAY_TRUCK_ALARM)) != 0;
  case DRAY_TRUCKS_MOVING:
    return columns->states[truck] == DRAY_TRUCK_DRIVING;
  case DRAY_TRUCKS_STOPPED:
    return columns->states[truck] == DRAY_TRUCK_WORKING || columns->states[truck] == DRAY_TRUCK_WAITING;
  case DRAY_TRUCKS_ALL:
  case DRAY_N_TRUCK_SETS:
  default:
    return TRUE;
  }
}

/* In which order */

/* A fleet number is a number to people: 9 stands before 10. */
static int
compare_natural (const char *a,
                 const char *b)
{
  g_autofree char *key_a = g_utf8_collate_key_for_filename (a != NULL ? a : "", -1);
  g_autofree char *key_b = g_utf8_collate_key_for_filename (b != NULL ? b : "", -1);

  return strcmp (key_a, key_b);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b,
                 gpointer      fleet)
{
  return compare_natural (dray_live_truck_get_number (dray_live_fleet_get_truck (fleet, *(const guint32 *) a)),
                          dray_live_truck_get_number (dray_live_fleet_get_truck (fleet, *(const guint32 *) b)));
}

static int
compare_drivers (gconstpointer a,
                 gconstpointer b,
                 gpointer      fleet)
{
  const char *driver_a = dray_live_truck_get_driver (dray_live_fleet_get_truck (fleet, *(const guint32 *) a));
  const char *driver_b = dray_live_truck_get_driver (dray_live_fleet_get_truck (fleet, *(const guint32 *) b));

  /* Trucks without a driver come last. */
  if (driver_a == NULL || driver_b == NULL)
    return (driver_a == NULL) - (driver_b == NULL);
  return g_utf8_collate (driver_a, driver_b);
}

static guint32 *
rank (DrayLiveFleet    *fleet,
      guint             n_trucks,
      GCompareDataFunc  compare)
{
  g_autofree guint32 *trucks = g_new (guint32, n_trucks);
  guint32 *ranks = g_new (guint32, n_trucks);

  for (guint32 i = 0; i < n_trucks; i++)
    trucks[i] = i;
  g_qsort_with_data (trucks, (int) n_trucks, sizeof *trucks, compare, fleet);
  for (guint32 i = 0; i < n_trucks; i++)
    ranks[trucks[i]] = i;
  return ranks;
}

/* Minutes, not seconds: two trucks of nearly the same slack don't change places all the time. */
static gint64
get_key (DrayTruckOrder        *self,
         const DrayLiveColumns *columns,
         guint32                truck)
{
  switch (self->sort) {
  case DRAY_TRUCKS_BY_NUMBER:
    return 0;
  case DRAY_TRUCKS_BY_DRIVER:
    return self->driver_ranks[truck];
  case DRAY_TRUCKS_BY_ETA:
    return columns->eta_us[truck] == DRAY_NEVER ? G_MAXINT64 : columns->eta_us[truck] / (60 * DRAY_US_PER_S);
  case DRAY_TRUCKS_BY_SLACK:
  case DRAY_N_TRUCK_SORTS:
  default:
    if (columns->flags[truck] & DRAY_TRUCK_ALARM)
      return G_MININT64;
    return columns->slack_s[truck] == G_MAXINT ? G_MAXINT64 : (columns->slack_s[truck] + 60 * (1 << 24)) / 60;
  }
}

static int
compare_trucks (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  DrayTruckOrder *self = user_data;
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  guint32 truck_a = *(const guint32 *) a, truck_b = *(const guint32 *) b;
  gint64 key_a = get_key (self, columns, truck_a), key_b = get_key (self, columns, truck_b);

  if (key_a != key_b)
    return key_a < key_b ? -1 : 1;
  return self->number_ranks[truck_a] < self->number_ranks[truck_b] ? -1 : self->number_ranks[truck_a] > self->number_ranks[truck_b];
}

/* Object */

static void
clear (DrayTruckOrder *self)
{
  g_clear_object (&self->fleet);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->number_ranks, g_free);
  g_clear_pointer (&self->driver_ranks, g_free);
  self->n_shown = self->n_trucks = 0;
}

static void
dray_truck_order_finalize (GObject *object)
{
  DrayTruckOrder *self = DRAY_TRUCK_ORDER (object);

  clear (self);
  g_free (self->text);

  G_OBJECT_CLASS (dray_truck_order_parent_class)->finalize (object);
}

static void
dray_truck_order_class_init (DrayTruckOrderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_truck_order_finalize;
}

static void
dray_truck_order_init (DrayTruckOrder *self)
{
}

DrayTruckOrder *
dray_truck_order_new (void)
{
  return g_object_new (DRAY_TYPE_TRUCK_ORDER, NULL);
}

/* @fleet: (nullable) */
void
dray_truck_order_set_fleet (DrayTruckOrder *self,
                            DrayLiveFleet  *fleet)
{
  g_return_if_fail (DRAY_IS_TRUCK_ORDER (self));

  guint n_removed = self->n_shown;

  clear (self);
  if (n_removed > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_removed, 0);
  if (fleet == NULL)
    return;
  self->fleet = g_object_ref (fleet);
  self->n_trucks = dray_live_fleet_get_columns (fleet)->n;
  self->shown = g_new (guint32, self->n_trucks);
  self->next = g_new (guint32, self->n_trucks);
  self->number_ranks = rank (fleet, self->n_trucks, compare_numbers);
  self->driver_ranks = rank (fleet, self->n_trucks, compare_drivers);
  dray_truck_order_refresh (self);
}

void
dray_truck_order_set_set (DrayTruckOrder *self,
                          DrayTruckSet    set)
{
  g_return_if_fail (DRAY_IS_TRUCK_ORDER (self));

  self->set = set;
  dray_truck_order_refresh (self);
}

void
dray_truck_order_set_sort (DrayTruckOrder *self,
                           DrayTruckSort   sort)
{
  g_return_if_fail (DRAY_IS_TRUCK_ORDER (self));

  self->sort = sort;
  dray_truck_order_refresh (self);
}

/* @text: (nullable): as it was typed */
void
dray_truck_order_set_text (DrayTruckOrder *self,
                           const char     *text)
{
  g_return_if_fail (DRAY_IS_TRUCK_ORDER (self));

  g_free (self->text);
  self->text = text != NULL && *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  dray_truck_order_refresh (self);
}

static guint
choose (DrayTruckOrder        *self,
        const DrayLiveColumns *columns)
{
  guint n = 0;

  memset (self->counts, 0, sizeof self->counts);
  for (guint32 i = 0; i < self->n_trucks; i++) {
    for (int set = 0; set < DRAY_N_TRUCK_SETS; set++)
      self->counts[set] += is_in_set (columns, i, (DrayTruckSet) set);
    if (is_in_set (columns, i, self->set)
        && (self->text == NULL || dray_live_truck_matches (dray_live_fleet_get_truck (self->fleet, i), self->text)))
      self->next[n++] = i;
  }
  return n;
}

/**
 * dray_truck_order_refresh:
 *
 * Chooses and sorts again. Only the stretch between the first and the last row that differ is announced, and nothing if none does.
 */
void
dray_truck_order_refresh (DrayTruckOrder *self)
{
  g_return_if_fail (DRAY_IS_TRUCK_ORDER (self));

  if (self->fleet == NULL)
    return;

  guint n = choose (self, dray_live_fleet_get_columns (self->fleet)), n_before = self->n_shown, head = 0, tail = 0;
  guint32 *before = self->shown;

  g_qsort_with_data (self->next, (int) n, sizeof *self->next, compare_trucks, self);
  while (head < MIN (n, n_before) && self->next[head] == before[head])
    head++;
  while (tail < MIN (n, n_before) - head && self->next[n - 1 - tail] == before[n_before - 1 - tail])
    tail++;
  self->shown = self->next;
  self->next = before;
  self->n_shown = n;
  if (head + tail < MAX (n, n_before))
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_before - head - tail, n - head - tail);
}

/* How many trucks are in a set, whatever is searched; as of the last refresh. */
guint
dray_truck_order_count (DrayTruckOrder *self,
                        DrayTruckSet    set)
{
  g_return_val_if_fail (DRAY_IS_TRUCK_ORDER (self), 0);

  return self->counts[set];
}

/* Returns: the row of a truck, or %G_MAXUINT where it is not shown */
guint
dray_truck_order_find (DrayTruckOrder *self,
                       guint32         truck)
{
  g_return_val_if_fail (DRAY_IS_TRUCK_ORDER (self), G_MAXUINT);

  for (guint i = 0; i < self->n_shown; i++) {
    if (self->shown[i] == truck)
      return i;
  }
  return G_MAXUINT;
}
