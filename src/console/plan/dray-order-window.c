/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order-window.h"

#include "dray-order.h"
#include "dray-plan-quote.h"
#include "dray-plan-view-private.h"
#include "dray-site.h"
#include "dray-task.h"
#include "dray-time-line-private.h"
#include "dray-units.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* How long a slot is held, and how wide the window is that is promised round it. */
#define HOLD_S (5 * 60)
#define PROMISE_BEFORE_S (15 * 60)
#define PROMISE_AFTER_S (45 * 60)
#define MAX_SITES 8

struct _DrayOrderWindow {
  AdwWindow      parent_instance;

  /* Template */
  GtkSearchEntry *search;
  GtkListBox    *sites;
  GtkLabel      *chosen;
  GtkSpinButton *pallets;
  GtkSpinButton *weight;
  GtkSpinButton *minutes;
  GtkEntry      *after;
  GtkEntry      *before;
  GtkButton     *ask;
  GtkListBox    *offers;
  GtkLabel      *held;
  GtkLabel      *trouble;

  /* Owned */
  DrayEngine    *engine;
  DrayPlanDraft *draft;
  GCancellable  *cancellable;
  GPtrArray     *all_sites;  /* (element-type DrayRow) (nullable): those of customers, until they were read */
  GPtrArray     *found;      /* (element-type DrayRow): of the rows in the list */
  DrayRow       *site;       /* chosen; NULL with none */
  DrayPlanQuote *quote;      /* NULL until slots were found */
  gint64         quoted_us;  /* monotonic */
  guint          tick;
  guint          n_submitting;
  int            promised;   /* the offer that is being written; -1 with none */
};

enum { PROMISED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayOrderWindow, dray_order_window, ADW_TYPE_WINDOW)

static void
say (DrayOrderWindow *self,
     const char      *trouble)
{
  gtk_label_set_text (self->trouble, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
}

static void
empty (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* The site */

static void
forget_quote (DrayOrderWindow *self)
{
  g_clear_pointer (&self->quote, dray_plan_quote_free);
  g_clear_handle_id (&self->tick, g_source_remove);
  empty (self->offers);
  gtk_label_set_text (self->held, "");
}

static void
choose (DrayOrderWindow *self,
        DrayRow         *site)
{
  g_clear_pointer (&self->site, dray_row_unref);
  self->site = dray_row_ref (site);
  gtk_label_set_text (self->chosen, dray_row_get_text (site, DRAY_SITE_NAME));
  gtk_widget_set_sensitive (GTK_WIDGET (self->ask), TRUE);
  forget_quote (self);
  empty (self->sites);
}

static void
on_site_activated (DrayOrderWindow *self,
                   GtkListBoxRow   *row)
{
  int index = gtk_list_box_row_get_index (row);

  if (index >= 0 && index < (int) self->found->len)
    choose (self, self->found->pdata[index]);
}

static void
on_search_changed (DrayOrderWindow *self)
{
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  empty (self->sites);
  g_ptr_array_set_size (self->found, 0);
  for (guint i = 0; self->all_sites != NULL && *wanted != '\0' && i < self->all_sites->len && self->found->len < MAX_SITES; i++) {
    DrayRow *site = self->all_sites->pdata[i];
    g_autofree char *name = g_utf8_casefold (dray_row_get_text (site, DRAY_SITE_NAME), -1);
    GtkWidget *label;

    if (strstr (name, wanted) == NULL)
      continue;
    g_ptr_array_add (self->found, site);
    label = gtk_label_new (dray_row_get_text (site, DRAY_SITE_NAME));
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "compare-row");
    gtk_list_box_append (self->sites, label);
  }
}

static void
on_sites (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DrayOrderWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);

  if (rows == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      say (self, error->message);
    return;
  }
  self->all_sites = rows;
  on_search_changed (self);
}

/* The slots */

/* "14:30" of the plan's day; %DRAY_NEVER where the entry is empty or no time. */
static gint64
read_time (DrayOrderWindow *self,
           GtkEntry        *entry)
{
  const DrayPlanDay *day = self->draft->day;
  unsigned hour = 0, minute = 0;
  g_autoptr (GDateTime) utc = NULL, local = NULL, at = NULL;

  if (sscanf (gtk_editable_get_text (GTK_EDITABLE (entry)), "%2u:%2u", &hour, &minute) != 2 || hour > 23 || minute > 59)
    return DRAY_NEVER;
  utc = g_date_time_new_from_unix_utc (day->request.start_us / DRAY_US_PER_S);
  local = g_date_time_to_timezone (utc, day->zone);
  at = g_date_time_new (day->zone, g_date_time_get_year (local), g_date_time_get_month (local), g_date_time_get_day_of_month (local), (int) hour, (int) minute, 0);
  return at != NULL ? g_date_time_to_unix (at) * DRAY_US_PER_S : DRAY_NEVER;
}

/* The depot that serves most of the day's orders nearest to the site has the goods. */
static DrayId
find_depot (DrayOrderWindow *self)
{
  const DrayPlanDay *day = self->draft->day;
  double best = G_MAXDOUBLE;
  DrayId depot = DRAY_ID_NONE;

  for (int v = 0; v < day->request.n_trucks; v++) {
    const DrayPlanPlace *place = &g_array_index (day->places, DrayPlanPlace, day->request.trucks[v].place);
    double dx = place->lon_e7 - (double) dray_row_get_integer (self->site, DRAY_SITE_LON_E7), dy = place->lat_e7 - (double) dray_row_get_integer (self->site, DRAY_SITE_LAT_E7);

    if (dx * dx + dy * dy >= best)
      continue;
    best = dx * dx + dy * dy;
    depot = dray_plan_day_get_truck (day, v)->depot;
  }
  return depot;
}

static gboolean
on_tick (gpointer user_data)
{
  DrayOrderWindow *self = user_data;
  int left_s = HOLD_S - (int) ((g_get_monotonic_time () - self->quoted_us) / G_USEC_PER_SEC);
  g_autofree char *words = NULL;

  if (left_s > 0) {
    words = g_strdup_printf (_("Held for %d:%02d"), left_s / 60, left_s % 60);
    gtk_label_set_text (self->held, words);
    return G_SOURCE_CONTINUE;
  }
  self->tick = 0;
  forget_quote (self);
  gtk_label_set_text (self->held, _("The slots are free again; ask once more."));
  return G_SOURCE_REMOVE;
}

static void
add_offer (DrayOrderWindow *self,
           int              index)
{
  const DrayPlanOffer *offer = &self->quote->offers[index];
  g_autofree char *time = dray_time_line_format_time (self->quote->draft, offer->begin_us), *money = dray_plan_format_money (offer->price_minor);
  g_autofree char *words = g_strdup_printf (_("%s with truck %s"), time, dray_plan_day_get_truck (self->quote->draft->day, offer->truck)->number);
  g_autofree char *price = g_strdup_printf ("+%s", money);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label = gtk_label_new (words), *cost = gtk_label_new (price), *button = gtk_button_new_with_label (_("Promise"));

  gtk_widget_add_css_class (row, "repair-offer");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (cost, "repair-cost");
  gtk_widget_add_css_class (cost, "numeric");
  if (index == 0)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "order.promise");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", (guint) index);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), cost);
  gtk_box_append (GTK_BOX (row), button);
  gtk_list_box_append (self->offers, row);
}

static void
on_quoted (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DrayOrderWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  DrayPlanQuote *quote = dray_engine_quote_finish (DRAY_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->ask), TRUE);
  if (quote == NULL) {
    say (self, error->message);
    return;
  }
  forget_quote (self);
  self->quote = quote;
  self->quoted_us = g_get_monotonic_time ();
  for (int i = 0; i < quote->n_offers; i++)
    add_offer (self, i);
  if (quote->n_offers == 0) {
    const DrayPlanReason *reason = dray_plan_draft_find_reason (quote->draft, quote->task);

    say (self, reason != NULL ? reason->why : _("No truck can take it."));
    return;
  }
  self->tick = g_timeout_add_seconds (1, on_tick, self);
  on_tick (self);
}

static void
on_ask (DrayOrderWindow *self)
{
  dray_order_window_ask (self);
}

/* Promising */

static char *
format_reference (DrayOrderWindow *self)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (dray_clock_now_us (dray_engine_get_clock (self->engine)) / DRAY_US_PER_S);

  return g_date_time_format (utc, "T%d%H%M%S");
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (DrayOrderWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);
  g_autoptr (DrayPlanDraft) draft = NULL;

  self->n_submitting--;
  if (self->quote == NULL)
    return;
  if (receipt == NULL) {
    say (self, error->message);
    self->promised = -1;
  }
  if (self->n_submitting > 0 || self->promised < 0)
    return;
  draft = dray_plan_quote_take (self->quote, self->promised, &error);
  if (draft == NULL) {
    say (self, error->message);
    return;
  }
  g_signal_emit (self, signals[PROMISED], 0, draft);
  gtk_window_close (GTK_WINDOW (self));
}

static void
create (DrayOrderWindow *self,
        const char      *table,
        const DrayId    *id,
        const char      *values)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (self->engine);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (workspace), "record.create");

  dray_intent_set_text (intent, "table", table);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "values", values);
  self->n_submitting++;
  dray_workspace_submit_async (workspace, intent, NULL, on_submitted, g_object_ref (self));
}

static void
create_order (DrayOrderWindow         *self,
              const DrayPlannerTask   *task,
              const DrayPlanTaskFacts *facts)
{
  const DrayPlanDay *day = self->quote->draft->day;
  DrayId party = dray_row_get_id (self->site, DRAY_SITE_PARTY), depot = g_array_index (day->places, DrayPlanPlace, task->depot).site;
  g_autofree char *party_text = dray_id_dup_text (&party), *depot_text = dray_id_dup_text (&depot), *order_text = dray_id_dup_text (&task->order), *site_text = dray_id_dup_text (&facts->site);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (day->day * 86400);
  g_autofree char *date = g_date_time_format (at, "%F");
  g_autofree char *order = g_strdup_printf ("{\"reference\": \"%s\", \"party\": \"%s\", \"depot\": \"%s\", \"day\": \"%s\"}", facts->reference, party_text, depot_text, date);
  g_autofree char *stop = g_strdup_printf ("{\"order_id\": \"%s\", \"kind\": \"delivery\", \"site\": \"%s\", \"service_s\": %d, \"load_kg\": %d, \"pallets\": %d}", order_text, site_text,
                                           task->service_s, task->load_kg, task->pallets);

  create (self, "order", &task->order, order);
  create (self, "task", &task->id, stop);
}

static void
confirm (DrayOrderWindow       *self,
         const DrayPlannerTask *task,
         gint64                 begin_us)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (self->engine);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (workspace), "order.confirm");
  gint64 open_us = begin_us - PROMISE_BEFORE_S * DRAY_US_PER_S, close_us = begin_us + PROMISE_AFTER_S * DRAY_US_PER_S;

  if (task->open_us != DRAY_NEVER)
    open_us = MAX (open_us, task->open_us);
  if (task->close_us != DRAY_NEVER)
    close_us = MIN (close_us, task->close_us);
  dray_intent_set_id (intent, "order", &task->order);
  dray_intent_set_id (intent, "task", &task->id);
  dray_intent_set_integer (intent, "open_us", open_us);
  dray_intent_set_integer (intent, "close_us", MAX (close_us, begin_us));
  self->n_submitting++;
  dray_workspace_submit_async (workspace, intent, NULL, on_submitted, g_object_ref (self));
}

static void
promise (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  dray_order_window_promise (DRAY_ORDER_WINDOW (widget), g_variant_get_uint32 (parameter));
}

static void
dray_order_window_dispose (GObject *object)
{
  DrayOrderWindow *self = DRAY_ORDER_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->quote, dray_plan_quote_free);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_pointer (&self->site, dray_row_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->all_sites, g_ptr_array_unref);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_order_window_parent_class)->dispose (object);
}

static void
dray_order_window_finalize (GObject *object)
{
  g_object_unref (DRAY_ORDER_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (dray_order_window_parent_class)->finalize (object);
}

static void
dray_order_window_class_init (DrayOrderWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_order_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_order_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/plan/order-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, sites);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, chosen);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, pallets);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, weight);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, minutes);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, after);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, before);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, ask);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, offers);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, held);
  gtk_widget_class_bind_template_child (widget_class, DrayOrderWindow, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_site_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_ask);
  gtk_widget_class_install_action (widget_class, "order.promise", "u", promise);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  signals[PROMISED] = g_signal_new ("promised", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
dray_order_window_init (DrayOrderWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->found = g_ptr_array_new ();
  self->promised = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @draft: the plan that the slots are looked for in */
GtkWidget *
dray_order_window_new (DrayEngine    *engine,
                       DrayPlanDraft *draft)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayOrderWindow *self = g_object_new (DRAY_TYPE_ORDER_WINDOW, NULL);
  DrayQuery *query = dray_query_new (&dray_site_table);

  self->engine = g_object_ref (engine);
  self->draft = dray_plan_draft_ref (draft);
  dray_query_where (query, DRAY_SITE_PARTY, DRAY_TEST_IS_SET, dray_value_none ());
  dray_query_order_by (query, DRAY_SITE_NAME, FALSE);
  dray_workspace_select_async (dray_engine_get_workspace (engine), query, self->cancellable, on_sites, g_object_ref (self));
  return GTK_WIDGET (self);
}

/* Returns: whether a customer's site of that name is known */
gboolean
dray_order_window_choose (DrayOrderWindow *self,
                          const char      *site_name)
{
  g_return_val_if_fail (DRAY_IS_ORDER_WINDOW (self), FALSE);

  for (guint i = 0; self->all_sites != NULL && i < self->all_sites->len; i++)
    if (g_strcmp0 (dray_row_get_text (self->all_sites->pdata[i], DRAY_SITE_NAME), site_name) == 0) {
      choose (self, self->all_sites->pdata[i]);
      return TRUE;
    }
  return FALSE;
}

/* Looks for slots for what is entered. */
void
dray_order_window_ask (DrayOrderWindow *self)
{
  g_return_if_fail (DRAY_IS_ORDER_WINDOW (self));

  g_autofree char *reference = NULL;
  DrayPlanNewOrder order = { .order = dray_engine_make_id (self->engine), .task = dray_engine_make_id (self->engine) };

  if (self->site == NULL)
    return;
  say (self, NULL);
  reference = format_reference (self);
  order.site = self->site->id;
  order.depot = find_depot (self);
  order.reference = reference;
  order.name = dray_row_get_text (self->site, DRAY_SITE_NAME);
  order.lon_e7 = (int) dray_row_get_integer (self->site, DRAY_SITE_LON_E7);
  order.lat_e7 = (int) dray_row_get_integer (self->site, DRAY_SITE_LAT_E7);
  order.asked = (DrayPlannerTask) {
    .kind = DRAY_PLANNER_DELIVERY, .service_s = gtk_spin_button_get_value_as_int (self->minutes) * 60, .load_kg = gtk_spin_button_get_value_as_int (self->weight),
    .pallets = gtk_spin_button_get_value_as_int (self->pallets), .open_us = read_time (self, self->after), .close_us = read_time (self, self->before), .priority = 50,
  };
  if (order.asked.open_us != DRAY_NEVER && order.asked.close_us != DRAY_NEVER && order.asked.open_us > order.asked.close_us) {
    say (self, _("The window ends before it begins."));
    return;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->ask), FALSE);
  dray_engine_quote_async (self->engine, self->draft, &order, self->cancellable, on_quoted, g_object_ref (self));
}

/* How many slots stand there; -1 while none were looked for */
int
dray_order_window_get_n (DrayOrderWindow *self)
{
  g_return_val_if_fail (DRAY_IS_ORDER_WINDOW (self), -1);

  return self->quote != NULL ? self->quote->n_offers : -1;
}

/* Makes the order and confirms it in that slot. */
void
dray_order_window_promise (DrayOrderWindow *self,
                           guint            offer)
{
  g_return_if_fail (DRAY_IS_ORDER_WINDOW (self));

  const DrayPlanDraft *draft;
  const DrayPlannerTask *task;

  if (self->quote == NULL || (int) offer >= self->quote->n_offers || self->promised >= 0)
    return;
  draft = self->quote->draft;
  task = &draft->day->request.tasks[self->quote->task];
  self->promised = (int) offer;
  create_order (self, task, dray_plan_day_get_task (draft->day, self->quote->task));
  confirm (self, task, self->quote->offers[offer].begin_us);
}
