/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-trial.h"

#include "dray-fence-words.h"
#include "dray-units.h"
#include "dray-truck-icons.h"

#include <glib/gi18n.h>

#define N_DAYS 30
#define DAY_US (DRAY_S_PER_DAY * DRAY_US_PER_S)
/* A list that nobody reads to the end. */
#define MAX_ROWS 200
#define BARS_HEIGHT 56

/* Which of the two is asked of an event. */
static const char *const names[] = { "new", "in use" };

struct _DrayFenceTrial {
  AdwBin           parent_instance;

  /* Template */
  GtkButton       *button;
  GtkSpinner      *spinner;
  GtkLabel        *result;
  GtkDrawingArea  *bars;
  GtkLabel        *from;
  GtkLabel        *to;
  GtkWidget       *scale;
  GtkListBox      *rows;

  /* Owned */
  DrayLiveFleet   *fleet;
  GCancellable    *cancellable;   /* NULL while nothing runs */

  gint64           now_us;
  gboolean         compares;      /* with the shape in use */
  int              n;             /* -1: nothing was tried */
  int              n_in_use;
  guint            counts[2][N_DAYS];
};

enum { ASKED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayFenceTrial, dray_fence_trial, ADW_TYPE_BIN)

/* Bars: the new shape before the one in use. */

static void
draw_bars (GtkDrawingArea *area,
           cairo_t        *cr,
           int             width,
           int             height,
           gpointer        user_data)
{
  DrayFenceTrial *self = user_data;
  guint most = 1;
  double step = (double) width / N_DAYS;

  for (int day = 0; day < N_DAYS; day++)
    most = MAX (most, MAX (self->counts[0][day], self->counts[1][day]));
  for (int day = 0; day < N_DAYS; day++) {
    double old = self->counts[1][day] * (double) (height - 2) / most, new = self->counts[0][day] * (double) (height - 2) / most;

    cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.35);
    cairo_rectangle (cr, day * step + 1, height - old, step - 2, old);
    cairo_fill (cr);
    dray_set_source_rgb (cr, 0xd55e00, 1);
    cairo_rectangle (cr, day * step + 1, height - new, MAX (step - 2, 2), new);
    cairo_fill (cr);
  }
  cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.6);
  cairo_rectangle (cr, 0, height - 1, width, 1);
  cairo_fill (cr);
}

/* Rows */

static GtkWidget *
new_row (DrayFenceTrial       *self,
         const DrayFenceEvent *event)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9), *truck, *when, *what;
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (event->at_us / DRAY_US_PER_S);
  g_autofree char *time = g_date_time_format (at, _("%a %-d %b %H:%M"));
  g_autofree char *number = g_strdup_printf (_("Truck %s"), dray_live_truck_get_number (dray_live_fleet_get_truck (self->fleet, event->truck)));

  truck = gtk_label_new (number);
  when = gtk_label_new (time);
  what = gtk_label_new (dray_fence_get_event (event->transition));
  gtk_label_set_xalign (GTK_LABEL (truck), 0);
  gtk_label_set_xalign (GTK_LABEL (what), 1);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_widget_add_css_class (when, "dim-label");
  gtk_widget_add_css_class (when, "numeric");
  gtk_box_append (GTK_BOX (box), truck);
  gtk_box_append (GTK_BOX (box), when);
  gtk_box_append (GTK_BOX (box), what);
  gtk_widget_add_css_class (box, "trial-row");
  return box;
}

static void
clear_rows (DrayFenceTrial *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
}

static void
count_events (DrayFenceTrial *self,
              GArray         *events)
{
  gint64 from_us = self->now_us - N_DAYS * DAY_US;

  for (guint i = 0; i < events->len; i++) {
    const DrayFenceEvent *event = &g_array_index (events, DrayFenceEvent, i);
    int which = g_strcmp0 (event->name, names[1]) == 0, day = (int) CLAMP ((event->at_us - from_us) / DAY_US, 0, N_DAYS - 1);

    self->counts[which][day]++;
    *(which ? &self->n_in_use : &self->n) += 1;
  }
}

static void
list_events (DrayFenceTrial *self,
             GArray         *events)
{
  guint n_rows = 0;

  for (guint i = events->len; i-- > 0 && n_rows < MAX_ROWS;) {
    const DrayFenceEvent *event = &g_array_index (events, DrayFenceEvent, i);

    if (g_strcmp0 (event->name, names[0]) != 0)
      continue;
    gtk_list_box_append (self->rows, new_row (self, event));
    n_rows++;
  }
}

static void
show_days (DrayFenceTrial *self)
{
  g_autoptr (GDateTime) to = g_date_time_new_from_unix_local (self->now_us / DRAY_US_PER_S);
  g_autoptr (GDateTime) from = g_date_time_add_days (to, 1 - N_DAYS);
  g_autofree char *from_text = g_date_time_format (from, _("%-d %b")), *to_text = g_date_time_format (to, _("%-d %b"));

  gtk_label_set_text (self->from, from_text);
  gtk_label_set_text (self->to, to_text);
}

static char *
dup_result (DrayFenceTrial *self)
{
  g_autofree char *found = g_strdup_printf (g_dngettext (NULL, "%d event in %d days", "%d events in %d days", (gulong) self->n), self->n, N_DAYS);

  if (!self->compares)
    return g_steal_pointer (&found);
  return g_strdup_printf (_("%s; the shape in use makes %d"), found, self->n_in_use);
}

static void
show_result (DrayFenceTrial *self,
             GArray         *events)
{
  g_autofree char *words = NULL;

  self->n = self->n_in_use = 0;
  count_events (self, events);
  list_events (self, events);
  words = dup_result (self);
  gtk_label_set_text (self->result, words);
  show_days (self);
  gtk_widget_set_visible (self->scale, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), self->n > 0);
  gtk_widget_queue_draw (GTK_WIDGET (self->bars));
}

/* The names of the events are those of the set, which the question keeps. */
typedef struct {
  DrayFenceTrial *self;
  DrayFenceSet   *fences;
} Question;

static void
on_tried (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Question *question = user_data;
  g_autoptr (DrayFenceTrial) self = question->self;
  g_autoptr (DrayFenceSet) fences = question->fences;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) events = dray_history_finish (DRAY_HISTORY (source), result, &error);

  g_free (question);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  if (events == NULL)
    gtk_label_set_text (self->result, error->message);
  else
    show_result (self, events);
}

static void
on_button (DrayFenceTrial *self)
{
  g_signal_emit (self, signals[ASKED], 0);
}

static void
dray_fence_trial_dispose (GObject *object)
{
  DrayFenceTrial *self = DRAY_FENCE_TRIAL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->fleet);

  G_OBJECT_CLASS (dray_fence_trial_parent_class)->dispose (object);
}

static void
dray_fence_trial_class_init (DrayFenceTrialClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_fence_trial_dispose;
  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/fence/fence-trial.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, button);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, spinner);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, result);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, bars);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, from);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, to);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, scale);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceTrial, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_button);
}

static void
dray_fence_trial_init (DrayFenceTrial *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_content_height (self->bars, BARS_HEIGHT);
  gtk_drawing_area_set_draw_func (self->bars, draw_bars, self, NULL);
  self->n = -1;
}

/**
 * dray_fence_trial_run:
 * @fleet: names the trucks of @history
 * @rule: what the fence asks; its name and id are not looked at
 * @shape: as it would be saved
 * @in_use: (nullable): as it is saved now
 */
void
dray_fence_trial_run (DrayFenceTrial      *self,
                      DrayHistory         *history,
                      DrayLiveFleet       *fleet,
                      gint64               now_us,
                      const DrayFenceRule *rule,
                      const DrayShape     *shape,
                      const DrayShape     *in_use)
{
  g_return_if_fail (DRAY_IS_FENCE_TRIAL (self));

  DrayShape *shapes[] = { (DrayShape *) shape, (DrayShape *) in_use };
  DrayFenceRule rules[] = { *rule, *rule };
  g_autoptr (GError) error = NULL;
  DrayFenceSet *fences;
  Question *question;

  dray_fence_trial_clear (self);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    rules[i].id = dray_id_derive ("fence to try", &i, sizeof i);
    rules[i].name = names[i];
  }
  fences = dray_fence_set_new (shapes, rules, in_use != NULL ? 2 : 1, dray_history_get_n_trucks (history), &error);
  if (fences == NULL) {
    gtk_label_set_text (self->result, error->message);
    return;
  }
  g_set_object (&self->fleet, fleet);
  self->now_us = now_us;
  self->compares = in_use != NULL;
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->result, _("Looking at the last thirty days …"));
  gtk_spinner_start (self->spinner);
  question = g_new (Question, 1);
  *question = (Question) { g_object_ref (self), fences };
  dray_history_try_fences_async (history, fences, now_us - N_DAYS * DAY_US, now_us, self->cancellable, on_tried, question);
}

/* Forgets what was tried: the shape or the rule is another one now. */
void
dray_fence_trial_clear (DrayFenceTrial *self)
{
  g_return_if_fail (DRAY_IS_FENCE_TRIAL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  gtk_label_set_text (self->result, _("What it would have told of the last thirty days. Nothing is recorded."));
  gtk_widget_set_visible (self->scale, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), FALSE);
  clear_rows (self);
  memset (self->counts, 0, sizeof self->counts);
  self->n = -1;
}

/* Whether there is a shape to try. */
void
dray_fence_trial_allow (DrayFenceTrial *self,
                        gboolean        allowed)
{
  g_return_if_fail (DRAY_IS_FENCE_TRIAL (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), allowed);
}

/* Returns: how many events were found; -1 while nothing was tried */
int
dray_fence_trial_get_n (DrayFenceTrial *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_TRIAL (self), -1);

  return self->n;
}
