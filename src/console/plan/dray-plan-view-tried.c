/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-json.h"
#include "dray-time-line-private.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* What the place under the pointer would mean, and the reason that a person gives where a rule is stretched. The reason stays with the
 * stop until its route is released; then it stands in the shift log, where the next shift and the supervisor read it. */

/* What is carried */

static char *
say_duration (int seconds)
{
  return g_strdup_printf (_("%d h %02d"), seconds / DRAY_S_PER_HOUR, seconds % DRAY_S_PER_HOUR / DRAY_S_PER_MINUTE);
}

/* When it is served there, beside its promise. */
static void
add_arrival (GString             *words,
             const DrayPlanDraft *draft,
             int                  task,
             const DrayPlanTry   *attempt)
{
  const DrayPlannerTask *asked = &draft->day->request.tasks[task];

  for (int i = 0; i < attempt->n_to; i++) {
    g_autofree char *at = NULL, *open = NULL, *close = NULL;

    if (attempt->to_tasks[i] != task)
      continue;
    at = dray_time_line_format_time (draft, attempt->to_eta_us[i]);
    open = asked->open_us != DRAY_NEVER ? dray_time_line_format_time (draft, asked->open_us) : g_strdup ("");
    close = asked->close_us != DRAY_NEVER ? dray_time_line_format_time (draft, asked->close_us) : g_strdup ("");
    g_string_append_c (words, '\n');
    g_string_append_printf (words, _("Served at %s, promised %s–%s"), at, open, close);
  }
}

/* Driving, duty, and the break that is due. */
static void
add_clocks (GString             *words,
            const DrayPlanDraft *draft,
            const DrayPlanTry   *attempt)
{
  g_autofree char *drive = say_duration (attempt->clocks.drive_s), *duty = say_duration (attempt->clocks.duty_s), *shift = say_duration (attempt->clocks.shift_s);

  if (attempt->clocks.duty_s <= 0)
    return;
  g_string_append_c (words, '\n');
  g_string_append_printf (words, _("%+.1f km; driving %s, on duty %s of %s"), (double) attempt->more_m / 1000.0, drive, duty, shift);
  if (attempt->clocks.break_due_us != DRAY_NEVER) {
    g_autofree char *due = dray_time_line_format_time (draft, attempt->clocks.break_due_us);

    g_string_append_printf (words, _(", break due %s"), due);
  }
}

static char *
say_attempt (DrayPlanView      *self,
             int                task,
             const DrayPlanTry *attempt)
{
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, _("%s onto truck %s"), dray_plan_day_get_task (self->shown->day, task)->name, dray_plan_day_get_truck (self->shown->day, attempt->to_truck)->number);
  g_string_append_printf (words, "\n%s", attempt->words);
  if (attempt->verdict != DRAY_RULE_NEVER)
    add_arrival (words, self->shown, task, attempt);
  add_clocks (words, self->shown, attempt);
  return g_string_free (words, FALSE);
}

static void
on_tried (DrayPlanView      *self,
          const DrayPlanTry *attempt)
{
  static const char *const classes[] = { [DRAY_RULE_PLAIN] = "plain", [DRAY_RULE_REASON] = "reason", [DRAY_RULE_NEVER] = "never" };
  int task = dray_time_line_get_carried (self->line);
  g_autofree char *words = NULL;

  dray_plan_layer_set_attempt (self->layer, task, attempt);
  gtk_widget_set_visible (GTK_WIDGET (self->tried), attempt != NULL);
  if (attempt == NULL)
    return;
  self->verdict = attempt->verdict;
  g_free (self->stretched);
  self->stretched = g_strdup (attempt->words);
  words = say_attempt (self, task, attempt);
  gtk_label_set_text (self->tried, words);
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->tried), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->tried), classes[attempt->verdict]);
}

/* Reasons */

static const char *const usual[] = { N_("The customer agreed"), N_("No other truck can"), N_("The supervisor said so") };

typedef struct {
  DrayPlanView  *view;
  DrayPlanDraft *draft;
  GtkEditable   *entry;
  int            task;
  int            truck;
  int            position;
  char          *stretched;
} Asking;

static void
asking_free (gpointer  data,
             GClosure *closure G_GNUC_UNUSED)
{
  Asking *asking = data;

  g_object_unref (asking->view);
  dray_plan_draft_unref (asking->draft);
  g_free (asking->stretched);
  g_free (asking);
}

static void
on_reason (AdwMessageDialog *dialog G_GNUC_UNUSED,
           const char       *response,
           gpointer          user_data)
{
  Asking *asking = user_data;
  DrayPlanView *self = asking->view;
  const DrayId *id = &asking->draft->day->request.tasks[asking->task].id;

  if (!g_str_equal (response, "place") || self->line == NULL)
    return;
  if (asking->draft != self->shown) {
    gtk_label_set_text (self->status, _("Another plan came in between; the stop stands where it was"));
    return;
  }
  g_hash_table_insert (self->reasons, g_memdup2 (id, sizeof *id), g_strdup_printf ("%s %s", asking->stretched, gtk_editable_get_text (asking->entry)));
  dray_plan_view_drop (self, asking->task, asking->truck, asking->position);
}

static void
on_typed (GtkEditable *entry,
          gpointer     dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "place", *gtk_editable_get_text (entry) != '\0');
}

static void
on_usual (GtkButton *button,
          gpointer   entry)
{
  gtk_editable_set_text (entry, gtk_button_get_label (button));
  gtk_widget_grab_focus (entry);
}

static GtkWidget *
make_reason_box (GtkWidget *entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), entry);
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++) {
    GtkWidget *button = gtk_button_new_with_label (_(usual[i]));

    gtk_widget_add_css_class (button, "flat");
    g_signal_connect (button, "clicked", G_CALLBACK (on_usual), entry);
    gtk_box_append (GTK_BOX (box), button);
  }
  return box;
}

static void
ask_reason (DrayPlanView *self,
            int           task,
            int           truck,
            int           position)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("This needs a reason"), self->stretched), *entry = gtk_entry_new ();
  Asking *asking = g_new (Asking, 1);

  *asking = (Asking) { g_object_ref (self), dray_plan_draft_ref (self->shown), GTK_EDITABLE (entry), task, truck, position, g_strdup (self->stretched) };
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Why it is done all the same"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), 80);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_reason_box (entry));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "leave", _("Leave it"), "place", _("Place it"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "place");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "leave");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "place", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "place", FALSE);
  g_signal_connect (entry, "changed", G_CALLBACK (on_typed), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_reason), asking, asking_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

static void
on_dropped (DrayPlanView *self,
            int           task,
            int           truck,
            int           position)
{
  if (self->verdict == DRAY_RULE_REASON)
    ask_reason (self, task, truck, position);
  else
    dray_plan_view_drop (self, task, truck, position);
}

/* The longest text that a note of the shift log takes. */
#define MAX_NOTE 180

static void
on_logged (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DrayPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL && self->line != NULL)
    gtk_label_set_text (self->status, error->message);
}

static void
log_reason (DrayPlanView *self,
            int           truck,
            int           task,
            const char   *reason)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (self->engine);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (workspace), "record.create");
  g_autofree char *text = g_strdup_printf ("%s: %s", dray_plan_day_get_task (self->draft->day, task)->reference, reason);
  g_autofree char *truck_text = dray_id_dup_text (&self->draft->day->request.trucks[truck].truck), *cut = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_NOTE));
  g_autoptr (GString) values = g_string_new ("{\"text\": ");
  gint64 now_us = dray_clock_now_us (dray_engine_get_clock (self->engine));
  DrayId id = dray_engine_make_id (self->engine);

  dray_json_append_string (values, cut);
  g_string_append_printf (values, ", \"at_us\": %" G_GINT64_FORMAT ", \"truck\": \"%s\"}", now_us, truck_text);
  dray_intent_set_text (intent, "table", "shift_note");
  dray_intent_set_id (intent, "id", &id);
  dray_intent_set_text (intent, "values", values->str);
  dray_workspace_submit_async (workspace, intent, NULL, on_logged, g_object_ref (self));
}

/* The route of @truck goes to its driver: why it stretches what it stretches is written down. */
void
dray_plan_view_log_reasons (DrayPlanView *self,
                            int           truck)
{
  const DrayDraftRoute *route = dray_plan_draft_find_route (self->draft, truck);

  for (int i = 0; route != NULL && i < route->n_stops; i++) {
    const DrayId *id = &self->draft->day->request.tasks[route->stops[i].task].id;
    const char *reason = route->stops[i].loads ? NULL : g_hash_table_lookup (self->reasons, id);

    if (reason == NULL)
      continue;
    log_reason (self, truck, route->stops[i].task, reason);
    g_hash_table_remove (self->reasons, id);
  }
}

void
dray_plan_view_add_tried (DrayPlanView *self)
{
  self->reasons = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, g_free);
  g_signal_connect_object (self->line, "tried", G_CALLBACK (on_tried), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->line, "dropped", G_CALLBACK (on_dropped), self, G_CONNECT_SWAPPED);
}
