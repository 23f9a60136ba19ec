/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view.h"

#include "dray-cost-curve.h"
#include "dray-plan-compare.h"
#include "dray-plan-job.h"
#include "dray-time-line-private.h"
#include "dray-units.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* How long a repair after a drop may search, and how long the optimiser runs if nobody stops it. */
#define REPAIR_S 0.2
#define OPTIMISE_S 15.0
#define UPDATE_S 1
/* Reading the day needs a search to end with; its plan is not shown where drivers know of another. */
#define OPENING_S 0.5
#define US_PER_DAY (G_GINT64_CONSTANT (86400) * DRAY_US_PER_S)

/* In the order of the drop-down. */
typedef enum {
  FROM_NOW_ON,
  TOMORROW,
} When;

struct _DrayPlanView {
  AdwBin          parent_instance;

  /* Template */
  GtkStack       *stack;
  GtkLabel       *unplaced_title;
  GtkListBox     *unplaced;
  AdwBin         *line_place;
  GtkLabel       *tried;
  GtkDropDown    *when;
  GtkSpinButton  *budget;
  GtkCheckButton *keep_to_budget;
  GtkWidget      *budget_row;
  GtkDropDown    *preset;
  GtkButton      *release;
  GtkButton      *optimise;
  GtkButton      *stop;
  GtkButton      *keep;
  GtkButton      *discard;
  DrayCostCurve  *curve;
  GtkLabel       *status;
  GtkLabel       *cost;
  GtkLabel       *figures;
  GtkLabel       *change;
  GtkLabel       *notes;
  AdwStatusPage  *empty;

  /* Owned */
  DrayEngine     *engine;
  DrayPlanJob    *job;         /* NULL while nothing runs */
  DrayPlanDraft  *draft;       /* what is shown; NULL until the first plan */
  DrayPlanDraft  *found;       /* what the optimiser found and nobody has kept yet */
  DrayPlanDraft  *released;    /* what the drivers were told; NULL where nothing was */
  GCancellable   *cancellable;
  GPtrArray      *undone;      /* (element-type DrayPlanDraft): for redo */
  GPtrArray      *before;      /* (element-type DrayPlanDraft): for undo */
  guint           tick;
  guint           n_releasing;
  guint           n_released;
  gboolean        opening;     /* the job reads the day; nobody asked for a plan */

  DrayTimeLine   *line;        /* borrowed: its place has it */
};

G_DEFINE_FINAL_TYPE (DrayPlanView, dray_plan_view, ADW_TYPE_BIN)

static char *
format_money (gint64 minor)
{
  return g_strdup_printf ("%'.2f", (double) minor / 100.0);
}

static char *
format_duration (gint64 seconds)
{
  int minutes = (int) (seconds / 60);

  return g_strdup_printf (_("%d h %02d"), minutes / 60, minutes % 60);
}

/* What is not placed */

static GtkWidget *
make_label (const char *text,
            const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

static char *
format_window (const DrayPlanDraft   *draft,
               const DrayPlannerTask *task)
{
  g_autofree char *open = task->open_us != DRAY_NEVER ? dray_time_line_format_time (draft, task->open_us) : g_strdup ("");
  g_autofree char *close = task->close_us != DRAY_NEVER ? dray_time_line_format_time (draft, task->close_us) : g_strdup ("");

  return g_strdup_printf ("%s–%s", open, close);
}

static void
on_place (GtkButton *button,
          gpointer   user_data)
{
  DrayPlanView *self = user_data;

  dray_time_line_carry (self->line, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "task")));
}

/* Name and window, what keeps it out, and what would let it in. */
static GtkWidget *
make_card (DrayPlanView        *self,
           const DrayPlanDraft *draft,
           int                  task)
{
  const DrayPlanTaskFacts *facts = dray_plan_day_get_task (draft->day, task);
  const DrayPlanReason *reason = dray_plan_draft_find_reason (draft, task);
  g_autofree char *window = format_window (draft, &draft->day->request.tasks[task]);
  g_autofree char *second = g_strdup_printf ("%s  %s", facts->reference, window);
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *place = gtk_button_new_with_label (_("Place by hand"));

  gtk_widget_add_css_class (card, "unplaced-card");
  gtk_box_append (GTK_BOX (card), make_label (facts->name, "heading"));
  gtk_box_append (GTK_BOX (card), make_label (second, "dim-label"));
  if (reason != NULL)
    gtk_box_append (GTK_BOX (card), make_label (reason->why, NULL));
  if (reason != NULL && reason->change != NULL)
    gtk_box_append (GTK_BOX (card), make_label (reason->change, "would-fit"));
  gtk_widget_set_halign (place, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (place), "task", GINT_TO_POINTER (task));
  g_signal_connect (place, "clicked", G_CALLBACK (on_place), self);
  gtk_box_append (GTK_BOX (card), place);
  return card;
}

static void
show_unplaced (DrayPlanView        *self,
               const DrayPlanDraft *draft)
{
  g_autofree char *title = g_strdup_printf (_("Not placed: %d of %d"), draft->draft->n_unplaced, draft->day->request.n_tasks);
  GtkListBoxRow *row;

  /* Row by row: the first child may be the placeholder. */
  while ((row = gtk_list_box_get_row_at_index (self->unplaced, 0)) != NULL)
    gtk_list_box_remove (self->unplaced, GTK_WIDGET (row));
  gtk_label_set_text (self->unplaced_title, title);
  for (int i = 0; i < draft->draft->n_unplaced; i++)
    gtk_list_box_append (self->unplaced, make_card (self, draft, draft->draft->unplaced[i]));
}

/* Figures */

static void
count_routes (const DrayPlanDraft *draft,
              gint64              *duty_s,
              int                 *n_late)
{
  const DrayPlannerTask *tasks = draft->day->request.tasks;

  *duty_s = *n_late = 0;
  for (int i = 0; i < draft->draft->n_routes; i++) {
    const DrayDraftRoute *route = &draft->draft->routes[i];

    *duty_s += (route->end_us - route->start_us) / DRAY_US_PER_S;
    for (int k = 0; k < route->n_stops; k++) {
      const DrayDraftStop *stop = &route->stops[k];

      *n_late += !stop->loads && tasks[stop->task].close_us != DRAY_NEVER && stop->arrive_us > tasks[stop->task].close_us;
    }
  }
}

static void
show_figures (DrayPlanView        *self,
              const DrayPlanDraft *draft)
{
  g_autofree char *cost = format_money (draft->draft->cost_minor), *drive = format_duration (draft->draft->drive_s), *duty = NULL, *words = NULL;
  gint64 duty_s;
  int n_late;

  count_routes (draft, &duty_s, &n_late);
  duty = format_duration (duty_s);
  words = g_strdup_printf (_("%d of %d trucks\n%.0f km\n%s driving, %s on duty\n%d late"), draft->draft->n_routes, draft->day->request.n_trucks,
                           (double) draft->draft->distance_m / 1000.0, drive, duty, n_late);
  gtk_label_set_text (self->cost, cost);
  gtk_label_set_text (self->figures, words);
}

/* A found plan beside the one that it would replace. */
static void
show_change (DrayPlanView *self)
{
  g_autofree char *difference = NULL, *words = NULL;
  gint64 saved;

  gtk_label_set_text (self->change, "");
  if (self->found == NULL || self->draft == NULL)
    return;
  saved = self->draft->draft->cost_minor - self->found->draft->cost_minor;
  difference = format_money (ABS (saved));
  words = g_strdup_printf (saved >= 0 ? _("%s less than before, %d against %d not placed") : _("%s more than before, %d against %d not placed"), difference,
                           self->found->draft->n_unplaced, self->draft->draft->n_unplaced);
  gtk_label_set_text (self->change, words);
}

static void
show_notes (DrayPlanView        *self,
            const DrayPlanDraft *draft)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < draft->day->notes->len && i < 5; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? "\n" : "", (const char *) draft->day->notes->pdata[i]);
  gtk_label_set_text (self->notes, words->str);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), words->len > 0);
}

static void
show_draft (DrayPlanView *self)
{
  DrayPlanDraft *shown = self->found != NULL ? self->found : self->draft;

  gtk_stack_set_visible_child_name (self->stack, shown != NULL ? "plan" : "empty");
  dray_time_line_set_draft (self->line, shown);
  if (shown == NULL)
    return;
  show_unplaced (self, shown);
  show_figures (self, shown);
  show_change (self);
  show_notes (self, shown);
}

/* The trucks whose drivers would have to be told: [n_trucks]. Returns how many. */
static guint
mark_changed (DrayPlanView *self,
              gboolean     *changed)
{
  int n_trucks = self->draft->day->request.n_trucks;
  g_autoptr (GArray) changes = NULL;
  guint n = 0;

  if (self->released == NULL)
    for (int i = 0; i < self->draft->draft->n_routes; i++)
      changed[self->draft->draft->routes[i].truck] = TRUE;
  else
    changes = dray_plan_compare_stops (self->released, self->draft);
  for (guint i = 0; changes != NULL && i < changes->len; i++) {
    const DrayPlanChange *change = &g_array_index (changes, DrayPlanChange, i);

    if (change->from_truck >= 0 && change->from_truck < n_trucks)
      changed[change->from_truck] = TRUE;
    if (change->to_truck >= 0)
      changed[change->to_truck] = TRUE;
  }
  for (int v = 0; v < n_trucks; v++)
    n += changed[v];
  return n;
}

static void
update_release (DrayPlanView *self)
{
  g_autofree gboolean *changed = NULL;
  g_autofree char *words = NULL;
  guint n = 0;

  if (self->draft != NULL && self->found == NULL && self->job == NULL && self->n_releasing == 0) {
    changed = g_new0 (gboolean, self->draft->day->request.n_trucks + 1);
    n = mark_changed (self, changed);
  }
  words = g_strdup_printf (ngettext ("Release %u route", "Release %u routes", n), n);
  gtk_button_set_label (self->release, words);
  gtk_widget_set_visible (GTK_WIDGET (self->release), n > 0);
}

static void
update_buttons (DrayPlanView *self)
{
  gboolean busy = self->job != NULL, found = self->found != NULL;

  update_release (self);
  gtk_widget_set_visible (self->budget_row, gtk_drop_down_get_selected (self->when) == FROM_NOW_ON);
  gtk_widget_set_sensitive (GTK_WIDGET (self->when), !busy && !found);
  gtk_widget_set_visible (GTK_WIDGET (self->optimise), !busy && !found);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->keep), found);
  gtk_widget_set_visible (GTK_WIDGET (self->discard), busy || found);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preset), !busy && !found);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.undo", !found && self->before->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.redo", !found && self->undone->len > 0);
}

/* Another draft takes the place of what is shown. */
static void
take_draft (DrayPlanView  *self,
            DrayPlanDraft *taken)
{
  if (self->draft != NULL)
    g_ptr_array_add (self->before, self->draft);
  g_ptr_array_set_size (self->undone, 0);
  self->draft = taken;
  show_draft (self);
  update_buttons (self);
}

static void
step (DrayPlanView *self,
      GPtrArray    *from,
      GPtrArray    *to)
{
  if (from->len == 0 || self->found != NULL)
    return;
  g_ptr_array_add (to, self->draft);
  self->draft = g_ptr_array_steal_index (from, from->len - 1);
  show_draft (self);
  update_buttons (self);
}

/* The optimiser */

static const char *
get_state_words (DrayPlanJobState state)
{
  static const char *const words[] = {
    [DRAY_PLAN_JOB_READING] = N_("Reading the day’s orders"), [DRAY_PLAN_JOB_MEASURING] = N_("Measuring the roads between the places"),
    [DRAY_PLAN_JOB_SEARCHING] = N_("Optimising"), [DRAY_PLAN_JOB_DONE] = N_("Done"), [DRAY_PLAN_JOB_FAILED] = N_("Could not plan"),
  };

  return _(words[state]);
}

static void
on_progress (DrayPlanView *self)
{
  guint n_points;
  const DrayPlanCurvePoint *points = dray_plan_job_get_curve (self->job, &n_points);
  g_autofree char *cost = NULL, *words = NULL;

  dray_cost_curve_set_points (self->curve, points, n_points);
  if (n_points > 0) {
    cost = format_money (points[n_points - 1].cost_minor);
    words = g_strdup_printf (_("%s, %.0f of %.0f s: %s, %d not placed"), get_state_words (dray_plan_job_get_state (self->job)),
                             points[n_points - 1].wall_s, OPTIMISE_S, cost, points[n_points - 1].n_unplaced);
  } else
    words = g_strdup (get_state_words (dray_plan_job_get_state (self->job)));
  gtk_label_set_text (self->status, words);
}

static void
find_released (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  DrayPlanDraft *released = dray_plan_draft_released (data, &error);

  if (released != NULL)
    g_task_return_pointer (task, released, (GDestroyNotify) dray_plan_draft_unref);
  else
    g_task_return_error (task, error);
}

static void
on_released_found (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (source);
  g_autoptr (GError) error = NULL;
  DrayPlanDraft *released = g_task_propagate_pointer (G_TASK (result), &error);

  if (released == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      gtk_label_set_text (self->status, error->message);
    return;
  }
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  self->released = released;
  if (self->draft == NULL && released->draft->n_routes > 0) {
    gtk_label_set_text (self->status, _("What the drivers were told. Optimise looks for a better plan, and changes nothing by itself"));
    take_draft (self, dray_plan_draft_ref (released));
  }
  update_buttons (self);
}

/* What the drivers know of the same day; it is a search of its own, and so not done here. */
static void
ask_released (DrayPlanView *self,
              DrayPlanDay  *day)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_released_found, NULL);

  g_task_set_task_data (task, dray_plan_day_ref (day), (GDestroyNotify) dray_plan_day_unref);
  g_task_run_in_thread (task, find_released);
}

static void
on_done (DrayPlanView *self)
{
  g_autoptr (DrayPlanJob) job = g_steal_pointer (&self->job);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  const GError *error = dray_plan_job_get_error (job);

  g_signal_handlers_disconnect_by_data (job, self);
  if (draft != NULL && self->released == NULL)
    ask_released (self, draft->day);
  if (self->opening && draft != NULL) {
    self->opening = FALSE;
    gtk_label_set_text (self->status, "");
    update_buttons (self);
    return;
  }
  self->opening = FALSE;
  if (draft == NULL) {
    gtk_label_set_text (self->status, error != NULL ? error->message : "");
    adw_status_page_set_description (self->empty, error != NULL ? error->message : "");
  } else if (self->draft == NULL) {
    gtk_label_set_text (self->status, _("The first plan of the day"));
    take_draft (self, dray_plan_draft_ref (draft));
  } else {
    gtk_label_set_text (self->status, _("Found a plan. Keep it, or stay with the one before"));
    self->found = dray_plan_draft_ref (draft);
    show_draft (self);
  }
  update_buttons (self);
}

static void
start_job (DrayPlanView *self,
           double        wall_s)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  gint64 now_us = dray_clock_now_us (dray_engine_get_clock (self->engine));

  ask.preset = (DrayPreset) gtk_drop_down_get_selected (self->preset);
  ask.wall_s = wall_s;
  if (gtk_drop_down_get_selected (self->when) == TOMORROW)
    ask.day = now_us / US_PER_DAY + 1;
  else {
    ask.live = TRUE;
    if (!self->opening && gtk_check_button_get_active (self->keep_to_budget))
      ask.churn_budget = gtk_spin_button_get_value_as_int (self->budget);
  }
  self->job = dray_engine_plan_day (self->engine, &ask);
  g_signal_connect_swapped (self->job, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect_swapped (self->job, "done", G_CALLBACK (on_done), self);
  on_progress (self);
  update_buttons (self);
}

static void
on_optimise (DrayPlanView *self)
{
  if (self->job == NULL && self->found == NULL)
    start_job (self, OPTIMISE_S);
}

/* Another day is another plan; what was kept of this one goes with its undo. */
static void
on_when (DrayPlanView *self)
{
  if (self->engine == NULL)
    return;
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  g_ptr_array_set_size (self->before, 0);
  g_ptr_array_set_size (self->undone, 0);
  show_draft (self);
  self->opening = TRUE;
  start_job (self, OPENING_S);
}

/* Releasing: a route that is refused stops no other. */
static void
on_released (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DrayPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (dray_engine_release_finish (DRAY_ENGINE (source), result, &error))
    self->n_released++;
  else
    gtk_label_set_text (self->notes, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), error != NULL || gtk_widget_get_visible (GTK_WIDGET (self->notes)));
  if (--self->n_releasing > 0)
    return;
  words = g_strdup_printf (ngettext ("%u route is released; its driver is told", "%u routes are released; their drivers are told", self->n_released), self->n_released);
  gtk_label_set_text (self->status, words);
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  self->released = dray_plan_draft_ref (self->draft);
  g_ptr_array_set_size (self->before, 0);
  g_ptr_array_set_size (self->undone, 0);
  update_buttons (self);
}

static void
on_release (DrayPlanView *self)
{
  g_autofree gboolean *changed = NULL;

  if (self->draft == NULL || self->n_releasing > 0)
    return;
  changed = g_new0 (gboolean, self->draft->day->request.n_trucks + 1);
  self->n_releasing = mark_changed (self, changed);
  self->n_released = 0;
  for (int v = 0; v < self->draft->day->request.n_trucks; v++)
    if (changed[v])
      dray_engine_release_async (self->engine, self->draft, v, NULL, on_released, g_object_ref (self));
  update_buttons (self);
}

static void
on_stop (DrayPlanView *self)
{
  if (self->job != NULL)
    dray_plan_job_stop (self->job);
}

static void
on_keep (DrayPlanView *self)
{
  if (self->found == NULL)
    return;
  gtk_label_set_text (self->status, "");
  take_draft (self, g_steal_pointer (&self->found));
}

static void
cancel_job (DrayPlanView *self)
{
  if (self->job == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->job, self);
  dray_plan_job_cancel (self->job);
  g_clear_object (&self->job);
}

static void
on_discard (DrayPlanView *self)
{
  cancel_job (self);
  g_clear_pointer (&self->found, dray_plan_draft_unref);
  gtk_label_set_text (self->status, "");
  show_draft (self);
  update_buttons (self);
}

/* Work by hand */

static void
on_tried (DrayPlanView      *self,
          const DrayPlanTry *attempt)
{
  static const char *const classes[] = { [DRAY_RULE_PLAIN] = "plain", [DRAY_RULE_REASON] = "reason", [DRAY_RULE_NEVER] = "never" };

  gtk_widget_set_visible (GTK_WIDGET (self->tried), attempt != NULL);
  if (attempt == NULL)
    return;
  gtk_label_set_text (self->tried, attempt->words);
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->tried), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->tried), classes[attempt->verdict]);
}

typedef struct {
  DrayPlanDraft *draft;
  int            task;
  int            truck;
  int            position;
} Drop;

static void
drop_free (gpointer data)
{
  Drop *drop = data;

  dray_plan_draft_unref (drop->draft);
  g_free (drop);
}

/* In a thread of its own: the repair behind a drop takes as long as a dozen frames. */
static void
repair (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  const Drop *drop = data;
  GError *error = NULL;
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (drop->draft, &error);
  DrayPlanDraft *repaired = board != NULL ? dray_plan_board_drop (board, drop->task, drop->truck, drop->position, REPAIR_S, &error) : NULL;

  if (repaired != NULL)
    g_task_return_pointer (task, repaired, (GDestroyNotify) dray_plan_draft_unref);
  else
    g_task_return_error (task, error);
}

/* A plan that came in between is not overwritten: what was dropped was dropped into another one. */
static void
on_repaired (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (source);
  const Drop *drop = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDraft) repaired = g_task_propagate_pointer (G_TASK (result), &error);

  if (repaired == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      gtk_label_set_text (self->status, error->message);
    return;
  }
  if (drop->draft != self->draft) {
    gtk_label_set_text (self->status, _("Another plan came in between; the stop stands where it was"));
    return;
  }
  gtk_label_set_text (self->status, "");
  take_draft (self, g_steal_pointer (&repaired));
}

static void
on_dropped (DrayPlanView *self,
            int           task,
            int           truck,
            int           position)
{
  Drop *drop;
  g_autoptr (GTask) repairing = NULL;

  /* Whoever works on a found plan has kept it. */
  if (self->found != NULL)
    on_keep (self);
  drop = g_new (Drop, 1);
  *drop = (Drop) { dray_plan_draft_ref (self->draft), task, truck, position };
  gtk_label_set_text (self->status, _("Placing the stop"));
  repairing = g_task_new (self, self->cancellable, on_repaired, NULL);
  g_task_set_task_data (repairing, drop, drop_free);
  g_task_run_in_thread (repairing, repair);
}

static void
undo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  step (self, self->before, self->undone);
}

static void
redo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  step (self, self->undone, self->before);
}

static void
zoom (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dray_time_line_zoom (DRAY_PLAN_VIEW (widget)->line, g_str_equal (action, "plan.zoom-in") ? 1.5 : 1 / 1.5);
}

static void
optimise (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  on_optimise (DRAY_PLAN_VIEW (widget));
}

static gboolean
on_tick (gpointer user_data)
{
  DrayPlanView *self = user_data;

  dray_time_line_set_now_us (self->line, dray_clock_now_us (dray_engine_get_clock (self->engine)));
  return G_SOURCE_CONTINUE;
}

static void
dray_plan_view_dispose (GObject *object)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  cancel_job (self);
  g_clear_pointer (&self->found, dray_plan_draft_unref);
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_plan_view_parent_class)->dispose (object);
}

static void
dray_plan_view_finalize (GObject *object)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (object);

  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->undone);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_plan_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/plan/plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, unplaced_title);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, unplaced);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, line_place);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, tried);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, when);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, budget);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, keep_to_budget);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, budget_row);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, release);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, preset);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, optimise);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, stop);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, keep);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, discard);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, curve);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, status);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, cost);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, figures);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, change);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, notes);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_when);
  gtk_widget_class_bind_template_callback (widget_class, on_release);
  gtk_widget_class_bind_template_callback (widget_class, on_optimise);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
  gtk_widget_class_bind_template_callback (widget_class, on_discard);
}

static void
dray_plan_view_class_init (DrayPlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_plan_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_plan_view_finalize;
  g_type_ensure (DRAY_TYPE_COST_CURVE);
  bind_template (widget_class);

  gtk_widget_class_install_action (widget_class, "plan.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "plan.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "plan.zoom-in", NULL, zoom);
  gtk_widget_class_install_action (widget_class, "plan.zoom-out", NULL, zoom);
  gtk_widget_class_install_action (widget_class, "plan.optimise", NULL, optimise);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "plan.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "plan.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "plan.optimise", NULL);
}

static void
dray_plan_view_init (DrayPlanView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_plan_draft_unref);
  self->undone = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_plan_draft_unref);
  self->line = DRAY_TIME_LINE (dray_time_line_new ());
  adw_bin_set_child (self->line_place, GTK_WIDGET (self->line));
  g_signal_connect_object (self->line, "tried", G_CALLBACK (on_tried), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->line, "dropped", G_CALLBACK (on_dropped), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dray_plan_view_new (DrayEngine *engine)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayPlanView *self = g_object_new (DRAY_TYPE_PLAN_VIEW, NULL);
  GtkStringList *presets = gtk_string_list_new (NULL);

  self->engine = g_object_ref (engine);
  for (int i = 0; i < DRAY_N_PRESETS; i++)
    gtk_string_list_append (presets, _(dray_preset_get_label ((DrayPreset) i)));
  gtk_drop_down_set_model (self->preset, G_LIST_MODEL (presets));
  g_object_unref (presets);
  self->tick = g_timeout_add_seconds (UPDATE_S, on_tick, self);
  on_tick (self);
  self->opening = TRUE;
  start_job (self, OPENING_S);
  return GTK_WIDGET (self);
}

/* Returns: (transfer none) */
DrayTimeLine *
dray_plan_view_get_time_line (DrayPlanView *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), NULL);

  return self->line;
}

/* Returns: (transfer none) (nullable): what is kept; not what was found and is still to be kept */
DrayPlanDraft *
dray_plan_view_get_draft (DrayPlanView *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), NULL);

  return self->draft;
}

/* Whether the optimiser runs. */
gboolean
dray_plan_view_is_busy (DrayPlanView *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), FALSE);

  return self->job != NULL;
}
