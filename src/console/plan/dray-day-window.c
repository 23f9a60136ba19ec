/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-window.h"

#include "dray-driver.h"
#include "dray-order.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* Read whole by the reader's thread whenever a route, stop or task of it changed; a day has some dozens of routes. */

#define REFRESH_MS 250

/* A route with what people call its truck and driver. */
typedef struct {
  DrayRow *route;
  char    *number;
  char    *driver;
  int      n_open;  /* stops without a departure and without an outcome */
} Line;

/* Such a stop. */
typedef struct {
  DrayId  task;
  char   *number;
  char   *name;
} OpenStop;

typedef struct {
  gint64     day;
  GPtrArray *lines; /* (element-type Line) */
  GPtrArray *open;  /* (element-type OpenStop) */
  int        n_open_orders;
} Reading;

struct _DrayDayWindow {
  AdwWindow     parent_instance;

  /* Template */
  AdwViewStack *pages;
  GtkLabel     *told_summary;
  GtkListBox   *told;
  GtkLabel     *close_summary;
  GtkListBox   *open_stops;
  GtkListBox   *routes;
  GtkLabel     *trouble;

  /* Owned */
  DrayEngine   *engine;
  GCancellable *cancellable;
  gint64        day;
  GTimeZone    *zone;
  Reading      *reading;   /* what is shown; NULL until it was read */
  guint         refresh;   /* the source that reads again */
};

G_DEFINE_FINAL_TYPE (DrayDayWindow, dray_day_window, ADW_TYPE_WINDOW)

static void
line_free (Line *self)
{
  dray_row_unref (self->route);
  g_free (self->number);
  g_free (self->driver);
  g_free (self);
}

static void
open_stop_free (OpenStop *self)
{
  g_free (self->number);
  g_free (self->name);
  g_free (self);
}

static void
reading_free (Reading *self)
{
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->open);
  g_free (self);
}

/* Reading, on the reader's thread */

static char *
dup_field (DrayStore       *store,
           const DrayTable *table,
           DrayId           id,
           int              field)
{
  g_autoptr (DrayRow) row = dray_id_is_none (&id) ? NULL : dray_store_get_row (store, table, &id, NULL);

  return g_strdup (row != NULL && dray_row_get_text (row, field) != NULL ? dray_row_get_text (row, field) : "");
}

static void
read_stop (Reading       *self,
           DrayStore     *store,
           Line          *line,
           const DrayRow *stop)
{
  DrayId task_id = dray_row_get_id (stop, DRAY_STOP_TASK);
  g_autoptr (DrayRow) task = NULL;
  OpenStop *open;

  if (dray_row_has (stop, DRAY_STOP_DEPARTED_US) || dray_id_is_none (&task_id))
    return;
  task = dray_store_get_row (store, &dray_task_table, &task_id, NULL);
  if (task == NULL || dray_row_has (task, DRAY_TASK_OUTCOME))
    return;
  line->n_open++;
  open = g_new (OpenStop, 1);
  *open = (OpenStop) { task_id, g_strdup (line->number), dup_field (store, &dray_site_table, dray_row_get_id (stop, DRAY_STOP_SITE), DRAY_SITE_NAME) };
  g_ptr_array_add (self->open, open);
}

static gboolean
read_line (Reading   *self,
           DrayStore *store,
           DrayRow   *route,
           GError   **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_stop_table);
  g_autoptr (GPtrArray) stops = NULL;
  Line *line = g_new0 (Line, 1);

  line->route = dray_row_ref (route);
  line->number = dup_field (store, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK), DRAY_TRUCK_NUMBER);
  line->driver = dup_field (store, &dray_driver_table, dray_row_get_id (route, DRAY_ROUTE_DRIVER), DRAY_DRIVER_NAME);
  g_ptr_array_add (self->lines, line);
  dray_query_where_id (query, DRAY_STOP_ROUTE, &route->id);
  dray_query_order_by (query, DRAY_STOP_RANK, FALSE);
  stops = dray_store_select (store, query, error);
  for (guint i = 0; stops != NULL && i < stops->len; i++)
    read_stop (self, store, line, stops->pdata[i]);
  return stops != NULL;
}

static gboolean
count_orders (Reading   *self,
              DrayStore *store,
              GError   **error)
{
  static const char *const open[] = { "requested", "confirmed", "planned", "released", "under-way", "held", NULL };
  g_autoptr (DrayQuery) query = dray_query_new (&dray_order_table);
  g_autoptr (GPtrArray) orders = NULL;

  dray_query_where (query, DRAY_ORDER_DAY, DRAY_TEST_EQUALS, dray_value_integer (self->day));
  orders = dray_store_select (store, query, error);
  for (guint i = 0; orders != NULL && i < orders->len; i++) {
    const char *status = dray_row_get_text (orders->pdata[i], DRAY_ORDER_STATUS);

    self->n_open_orders += status == NULL || g_strv_contains (open, status);
  }
  return orders != NULL;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const Line *x = *(Line *const *) a, *y = *(Line *const *) b;
  gint64 left = g_ascii_strtoll (x->number, NULL, 10), right = g_ascii_strtoll (y->number, NULL, 10);

  return (left > right) - (left < right);
}

static void
read_day (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  DrayStore *store = dray_workspace_get_store (data, FALSE);
  Reading *self = g_new0 (Reading, 1);
  g_autoptr (DrayQuery) query = dray_query_new (&dray_route_table);
  g_autoptr (GPtrArray) routes = NULL;
  GError *error = NULL;

  self->day = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (task), "day"));
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) open_stop_free);
  dray_query_where (query, DRAY_ROUTE_DAY, DRAY_TEST_EQUALS, dray_value_integer (self->day));
  routes = dray_store_select (store, query, &error);
  for (guint i = 0; routes != NULL && i < routes->len && error == NULL; i++)
    read_line (self, store, routes->pdata[i], &error);
  if (error == NULL)
    count_orders (self, store, &error);
  g_ptr_array_sort (self->lines, compare_lines);
  if (error == NULL) {
    g_task_return_pointer (task, self, (GDestroyNotify) reading_free);
    return;
  }
  reading_free (self);
  g_task_return_error (task, error);
}

/* Doing */

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (DrayDayWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (self->engine == NULL)
    return;
  gtk_label_set_text (self->trouble, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), error != NULL);
}

static void
submit (DrayDayWindow *self,
        DrayIntent    *intent)
{
  dray_workspace_submit_async (dray_engine_get_workspace (self->engine), intent, NULL, on_submitted, g_object_ref (self));
}

static DrayIntent *
new_intent (DrayDayWindow *self,
            const char    *operation)
{
  return dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), operation);
}

/* "day.tell" (route index, how) */
static void
tell (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DrayDayWindow *self = DRAY_DAY_WINDOW (widget);
  const char *how;
  guint32 index;
  DrayIntent *intent;

  g_variant_get (parameter, "(u&s)", &index, &how);
  if (self->reading == NULL || index >= self->reading->lines->len)
    return;
  intent = new_intent (self, "route.tell");
  dray_intent_set_id (intent, "route", &((const Line *) self->reading->lines->pdata[index])->route->id);
  dray_intent_set_text (intent, "told", how);
  dray_intent_set_text (intent, "by", g_get_real_name ());
  submit (self, intent);
}

/* "day.settle" (stop index, outcome, disposition or "") */
static void
settle (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DrayDayWindow *self = DRAY_DAY_WINDOW (widget);
  const char *outcome, *disposition;
  guint32 index;
  DrayIntent *intent;

  g_variant_get (parameter, "(u&s&s)", &index, &outcome, &disposition);
  if (self->reading == NULL || index >= self->reading->open->len)
    return;
  intent = new_intent (self, "task.settle");
  dray_intent_set_id (intent, "task", &((const OpenStop *) self->reading->open->pdata[index])->task);
  dray_intent_set_text (intent, "outcome", outcome);
  if (*disposition != '\0')
    dray_intent_set_text (intent, "disposition", disposition);
  dray_intent_set_integer (intent, "at_us", dray_clock_now_us (dray_engine_get_clock (self->engine)));
  submit (self, intent);
}

static void
on_close_route (GtkButton     *button,
                DrayDayWindow *self)
{
  GtkEditable *odometer = g_object_get_data (G_OBJECT (button), "odometer"), *remark = g_object_get_data (G_OBJECT (button), "remark");
  const Line *line = self->reading->lines->pdata[GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"))];
  double km = g_strtod (gtk_editable_get_text (odometer), NULL);
  DrayIntent *intent = new_intent (self, "route.close");

  dray_intent_set_id (intent, "route", &line->route->id);
  if (km > 0)
    dray_intent_set_integer (intent, "odometer_m", (gint64) (km * 1000));
  if (*gtk_editable_get_text (remark) != '\0')
    dray_intent_set_text (intent, "remark", gtk_editable_get_text (remark));
  submit (self, intent);
}

/* Showing */

static char *
format_time (DrayDayWindow *self,
             gint64         at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / DRAY_US_PER_S), local = g_date_time_to_timezone (utc, self->zone);

  return g_date_time_format (local, "%H:%M");
}

static char *
say_told (DrayDayWindow *self,
          const DrayRow *route)
{
  static const struct { const char *told; const char *words; } names[] = {
    { "sent", N_("Sent") }, { "seen", N_("Seen") }, { "accepted", N_("Accepted") }, { "printed", N_("Printed") }, { "by-phone", N_("Told by telephone") },
  };
  const char *told = dray_row_get_text (route, DRAY_ROUTE_TOLD), *by = dray_row_get_text (route, DRAY_ROUTE_TOLD_BY), *words = _("Not told");
  g_autofree char *time = dray_row_has (route, DRAY_ROUTE_TOLD_US) ? format_time (self, dray_row_get_integer (route, DRAY_ROUTE_TOLD_US)) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (told, names[i].told) == 0)
      words = _(names[i].words);
  if (time == NULL)
    return g_strdup (words);
  return by != NULL ? g_strdup_printf (_("%s, %s by %s"), words, time, by) : g_strdup_printf ("%s, %s", words, time);
}

static GtkWidget *
make_cell (const char *text,
           int         width_chars,
           gboolean    grows)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), width_chars);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, grows);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static GtkWidget *
make_action (const char *label,
             const char *action,
             GVariant   *target)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  return button;
}

static GtkWidget *
make_row (const Line *line)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (row, "compare-row");
  gtk_box_append (GTK_BOX (row), make_cell (line->number, 4, FALSE));
  gtk_box_append (GTK_BOX (row), make_cell (line->driver, 16, TRUE));
  return row;
}

static void
add_told (DrayDayWindow *self,
          guint          index)
{
  static const struct { const char *told; const char *words; } ways[] = { { "sent", N_("Sent") }, { "printed", N_("Printed") }, { "by-phone", N_("By telephone") } };
  const Line *line = self->reading->lines->pdata[index];
  g_autofree char *words = say_told (self, line->route);
  GtkWidget *row = make_row (line), *state = make_cell (words, 24, TRUE);
  gboolean open = g_strcmp0 (dray_row_get_text (line->route, DRAY_ROUTE_TOLD), "not-told") == 0 || !dray_row_has (line->route, DRAY_ROUTE_TOLD);

  if (open)
    gtk_widget_add_css_class (state, "field-error");
  gtk_box_append (GTK_BOX (row), state);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    gtk_box_append (GTK_BOX (row), make_action (_(ways[i].words), "day.tell", g_variant_new ("(us)", index, ways[i].told)));
  gtk_list_box_append (self->told, row);
}

static void
add_open (DrayDayWindow *self,
          guint          index)
{
  const OpenStop *stop = self->reading->open->pdata[index];
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (row, "compare-row");
  gtk_box_append (GTK_BOX (row), make_cell (stop->number, 4, FALSE));
  gtk_box_append (GTK_BOX (row), make_cell (stop->name, 20, TRUE));
  gtk_box_append (GTK_BOX (row), make_action (_("Done"), "day.settle", g_variant_new ("(uss)", index, "done", "")));
  gtk_box_append (GTK_BOX (row), make_action (_("Back to depot"), "day.settle", g_variant_new ("(uss)", index, "not-there", "back-to-depot")));
  gtk_box_append (GTK_BOX (row), make_action (_("Another day"), "day.settle", g_variant_new ("(uss)", index, "not-there", "another-day")));
  gtk_list_box_append (self->open_stops, row);
}

static GtkWidget *
make_entry (const char *placeholder,
            int         width_chars)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width_chars);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
  return entry;
}

/* A route that is out is not closed before it is back. */
static void
add_closing (DrayDayWindow *self,
             guint          index)
{
  const Line *line = self->reading->lines->pdata[index];
  const char *status = dray_row_get_text (line->route, DRAY_ROUTE_STATUS);
  gboolean closed = g_strcmp0 (status, "closed") == 0, back = g_strcmp0 (status, "finished") == 0;
  GtkWidget *row = make_row (line), *odometer, *remark, *button;

  if (closed || !back) {
    gtk_box_append (GTK_BOX (row), make_cell (closed ? _("Closed") : _("Not back yet"), 16, TRUE));
    gtk_list_box_append (self->routes, row);
    return;
  }
  odometer = make_entry (_("Odometer, km"), 11);
  remark = make_entry (_("Remark"), 16);
  button = gtk_button_new_with_label (_("Close"));
  gtk_widget_set_sensitive (button, line->n_open == 0);
  g_object_set_data (G_OBJECT (button), "odometer", odometer);
  g_object_set_data (G_OBJECT (button), "remark", remark);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_close_route), self, 0);
  gtk_box_append (GTK_BOX (row), odometer);
  gtk_box_append (GTK_BOX (row), remark);
  gtk_box_append (GTK_BOX (row), button);
  gtk_list_box_append (self->routes, row);
}

static void
empty (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* "40 seen, 9 printed, 3 not told" */
static void
show_told_summary (DrayDayWindow *self)
{
  int n_seen = 0, n_printed = 0, n_phone = 0, n_sent = 0, n_not = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->reading->lines->len; i++) {
    const char *told = dray_row_get_text (((const Line *) self->reading->lines->pdata[i])->route, DRAY_ROUTE_TOLD);

    n_seen += g_strcmp0 (told, "seen") == 0 || g_strcmp0 (told, "accepted") == 0;
    n_printed += g_strcmp0 (told, "printed") == 0;
    n_phone += g_strcmp0 (told, "by-phone") == 0;
    n_sent += g_strcmp0 (told, "sent") == 0;
    n_not += told == NULL || g_str_equal (told, "not-told");
  }
  words = g_strdup_printf (_("%d seen, %d sent, %d printed, %d told by telephone, %d not told"), n_seen, n_sent, n_printed, n_phone, n_not);
  gtk_label_set_text (self->told_summary, words);
}

static void
show_close_summary (DrayDayWindow *self)
{
  int n_closed = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->reading->lines->len; i++)
    n_closed += g_strcmp0 (dray_row_get_text (((const Line *) self->reading->lines->pdata[i])->route, DRAY_ROUTE_STATUS), "closed") == 0;
  if (n_closed == (int) self->reading->lines->len && self->reading->n_open_orders == 0)
    words = g_strdup (_("Every route is closed and every order is delivered, returned or on another day: the day can be closed."));
  else
    words = g_strdup_printf (_("%d of %u routes are closed. %u stops have no outcome, %d orders of the day are open."), n_closed, self->reading->lines->len,
                             self->reading->open->len, self->reading->n_open_orders);
  gtk_label_set_text (self->close_summary, words);
}

static void
show (DrayDayWindow *self)
{
  empty (self->told);
  empty (self->open_stops);
  empty (self->routes);
  for (guint i = 0; i < self->reading->lines->len; i++) {
    if (g_strcmp0 (dray_row_get_text (((const Line *) self->reading->lines->pdata[i])->route, DRAY_ROUTE_STATUS), "closed") != 0)
      add_told (self, i);
    add_closing (self, i);
  }
  for (guint i = 0; i < self->reading->open->len; i++)
    add_open (self, i);
  show_told_summary (self);
  show_close_summary (self);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  DrayDayWindow *self = DRAY_DAY_WINDOW (source);
  g_autoptr (GError) error = NULL;
  Reading *reading = g_task_propagate_pointer (G_TASK (result), &error);

  if (reading == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      gtk_label_set_text (self->told_summary, error->message);
    return;
  }
  g_clear_pointer (&self->reading, reading_free);
  self->reading = reading;
  show (self);
}

static void
start_reading (DrayDayWindow *self)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (self->engine);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_read, NULL);

  g_object_set_data (G_OBJECT (task), "day", GINT_TO_POINTER ((int) self->day));
  g_task_set_task_data (task, g_object_ref (workspace), g_object_unref);
  dray_workspace_run_async (workspace, FALSE, task, read_day);
}

static gboolean
on_refresh (gpointer user_data)
{
  DrayDayWindow *self = user_data;

  self->refresh = 0;
  start_reading (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (DrayWorkspace *workspace,
            GArray        *effects,
            DrayDayWindow *self)
{
  for (guint i = 0; i < effects->len && self->refresh == 0; i++) {
    const DrayTable *table = dray_effects_get (effects, i)->table;

    if (table == &dray_route_table || table == &dray_stop_table || table == &dray_task_table)
      self->refresh = g_timeout_add (REFRESH_MS, on_refresh, self);
  }
}

static void
dray_day_window_dispose (GObject *object)
{
  DrayDayWindow *self = DRAY_DAY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_pointer (&self->reading, reading_free);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_day_window_parent_class)->dispose (object);
}

static void
dray_day_window_finalize (GObject *object)
{
  g_object_unref (DRAY_DAY_WINDOW (object)->cancellable);
  g_time_zone_unref (DRAY_DAY_WINDOW (object)->zone);

  G_OBJECT_CLASS (dray_day_window_parent_class)->finalize (object);
}

static void
dray_day_window_class_init (DrayDayWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_day_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_day_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/plan/day-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayDayWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DrayDayWindow, told_summary);
  gtk_widget_class_bind_template_child (widget_class, DrayDayWindow, told);
  gtk_widget_class_bind_template_child (widget_class, DrayDayWindow, close_summary);
  gtk_widget_class_bind_template_child (widget_class, DrayDayWindow, open_stops);
  gtk_widget_class_bind_template_child (widget_class, DrayDayWindow, routes);
  gtk_widget_class_bind_template_child (widget_class, DrayDayWindow, trouble);
  gtk_widget_class_install_action (widget_class, "day.tell", "(us)", tell);
  gtk_widget_class_install_action (widget_class, "day.settle", "(uss)", settle);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_day_window_init (DrayDayWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @day: the operating day, days since 1970-01-01; @zone: whose clock is shown */
GtkWidget *
dray_day_window_new (DrayEngine *engine,
                     gint64      day,
                     GTimeZone  *zone)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayDayWindow *self = g_object_new (DRAY_TYPE_DAY_WINDOW, NULL);

  self->engine = g_object_ref (engine);
  self->day = day;
  self->zone = g_time_zone_ref (zone);
  g_signal_connect_object (dray_engine_get_workspace (engine), "changed", G_CALLBACK (on_changed), self, 0);
  start_reading (self);
  return GTK_WIDGET (self);
}

/* Turns to what is left to be said before the day can be closed. */
void
dray_day_window_show_close (DrayDayWindow *self)
{
  g_return_if_fail (DRAY_IS_DAY_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->pages, "close");
}

/* How many drivers know, and how. */
const char *
dray_day_window_get_summary (DrayDayWindow *self)
{
  g_return_val_if_fail (DRAY_IS_DAY_WINDOW (self), NULL);

  return gtk_label_get_text (self->told_summary);
}

gboolean
dray_day_window_is_ready (DrayDayWindow *self)
{
  g_return_val_if_fail (DRAY_IS_DAY_WINDOW (self), FALSE);

  return self->reading != NULL && self->refresh == 0;
}
