/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-time-line-private.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* What the plan view says of a draft: what is not placed, what it costs, and what it changes. */

char *
dray_plan_format_money (gint64 minor)
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

/* The pointer moves this far before a click becomes a drag. */
#define DRAG_PIXELS 4

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

/* A card is dragged onto a lane; where the pointer is over none, nothing happens when it is let go. */
static void
on_card_dragged (GtkGestureDrag *gesture,
                 double          offset_x,
                 double          offset_y,
                 gpointer        user_data)
{
  DrayPlanView *self = user_data;
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  int task = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (card), "task"));
  double x, y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y) || ABS (offset_x) + ABS (offset_y) < DRAG_PIXELS)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_translate_coordinates (card, GTK_WIDGET (self->line), x + offset_x, y + offset_y, &x, &y);
  dray_time_line_drag_to (self->line, task, x, y);
}

static void
on_card_let_go (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                gpointer        user_data)
{
  DrayPlanView *self = user_data;

  if (ABS (offset_x) + ABS (offset_y) >= DRAG_PIXELS)
    dray_time_line_put_down (self->line);
}

/* The card that is pointed at shows on the map where it is. */
static void
on_card_entered (GtkEventController *controller,
                 double              x,
                 double              y,
                 gpointer            user_data)
{
  DrayPlanView *self = user_data;
  GtkWidget *card = gtk_event_controller_get_widget (controller);

  if (dray_time_line_get_carried (self->line) < 0)
    dray_plan_layer_set_selected (self->layer, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (card), "task")));
}

static void
add_card_controllers (DrayPlanView *self,
                      GtkWidget    *card)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (drag, "drag-update", G_CALLBACK (on_card_dragged), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_card_let_go), self);
  g_signal_connect (motion, "enter", G_CALLBACK (on_card_entered), self);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (card, motion);
}

static GtkWidget *
make_verb (const char *label,
           const char *action,
           int         task)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", task);
  return button;
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
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *verbs = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *place = gtk_button_new_with_label (_("Place by hand"));

  gtk_widget_add_css_class (card, "unplaced-card");
  g_object_set_data (G_OBJECT (card), "task", GINT_TO_POINTER (task));
  add_card_controllers (self, card);
  gtk_box_append (GTK_BOX (card), make_label (facts->name, "heading"));
  gtk_box_append (GTK_BOX (card), make_label (second, "dim-label"));
  if (reason != NULL)
    gtk_box_append (GTK_BOX (card), make_label (reason->why, NULL));
  if (reason != NULL && reason->change != NULL)
    gtk_box_append (GTK_BOX (card), make_label (reason->change, "would-fit"));
  g_object_set_data (G_OBJECT (place), "task", GINT_TO_POINTER (task));
  g_signal_connect (place, "clicked", G_CALLBACK (on_place), self);
  gtk_box_append (GTK_BOX (verbs), place);
  if (reason != NULL && reason->change != NULL && reason->relaxation.kind == DRAY_RELAX_WINDOW) {
    g_autofree char *words = g_strdup_printf (_("Widen by %d min"), (reason->relaxation.amount + 59) / 60);

    gtk_box_append (GTK_BOX (verbs), make_verb (words, "plan.widen", task));
  }
  if (reason != NULL && reason->change != NULL && (reason->relaxation.kind == DRAY_RELAX_SHIFT || reason->relaxation.kind == DRAY_RELAX_CAPACITY)) {
    g_autofree char *words = g_strdup_printf (_("Try truck %s"), dray_plan_day_get_truck (draft->day, reason->relaxation.vehicle)->number);

    gtk_box_append (GTK_BOX (verbs), make_verb (words, "plan.try-truck", task));
  }
  gtk_box_append (GTK_BOX (verbs), make_verb (_("Next day"), "plan.put-off", task));
  gtk_box_append (GTK_BOX (card), verbs);
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
  g_autofree char *cost = dray_plan_format_money (draft->draft->cost_minor), *drive = format_duration (draft->draft->drive_s), *duty = NULL, *words = NULL;
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
  difference = dray_plan_format_money (ABS (saved));
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
show_pins (DrayPlanView        *self,
           const DrayPlanDraft *draft)
{
  g_autofree guint8 *pinned = g_new0 (guint8, draft->day->request.n_trucks + 1);

  for (int v = 0; v < draft->day->request.n_trucks; v++)
    pinned[v] = g_hash_table_contains (self->pinned, &draft->day->request.trucks[v].truck);
  dray_time_line_set_pinned (self->line, pinned);
}

/* While it searches: its best so far, to be looked at. */
void
dray_plan_view_show_preview (DrayPlanView *self)
{
  self->shown = dray_plan_job_get_preview (self->job);
  gtk_stack_set_visible_child_name (self->stack, "plan");
  dray_time_line_show_preview (self->line, self->shown);
  show_figures (self, self->shown);
  dray_plan_view_draw (self);
}

void
dray_plan_view_show (DrayPlanView *self)
{
  DrayPlanDraft *shown = self->found != NULL ? self->found : self->draft;

  self->shown = shown;
  gtk_stack_set_visible_child_name (self->stack, shown != NULL ? "plan" : "empty");
  dray_time_line_set_draft (self->line, shown);
  dray_plan_view_draw (self);
  if (shown == NULL)
    return;
  show_pins (self, shown);
  show_unplaced (self, shown);
  show_figures (self, shown);
  show_change (self);
  show_notes (self, shown);
}
