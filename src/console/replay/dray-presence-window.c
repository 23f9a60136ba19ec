/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-presence-window.h"

#include "dray-csv.h"
#include "dray-fence-words.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define TIME_FORMAT "%Y-%m-%d %H:%M"
#define MAX_ROWS 2000
#define MAX_PERIOD_US (62 * DRAY_S_PER_DAY * DRAY_US_PER_S)

struct _DrayPresenceWindow {
  AdwWindow        parent_instance;

  /* Template */
  AdwToastOverlay *toasts;
  GtkEntry        *from;
  GtkEntry        *to;
  GtkLabel        *result;
  GtkSpinner      *spinner;
  GtkListBox      *rows;
  GtkButton       *export;

  /* Owned */
  DrayHistory     *history;
  DrayLiveFleet   *fleet;
  DrayShape       *area;
  GCancellable    *cancellable;
  GArray          *found;       /* (element-type DrayPresence); NULL until there is an answer */
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayPresenceWindow, dray_presence_window, ADW_TYPE_WINDOW)

static char *
dup_time (gint64      at_us,
          const char *format)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / DRAY_US_PER_S);

  return g_date_time_format (at, format);
}

/* "2026-11-19 14:00" in local time */
static gboolean
read_time (GtkEntry *entry,
           gint64   *at_us)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autofree char *iso = g_strdup_printf ("%s:00", text);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) at = NULL;
  char *space = strchr (iso, ' ');

  if (space != NULL)
    *space = 'T';
  at = g_date_time_new_from_iso8601 (iso, zone);
  if (at == NULL) {
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
    return FALSE;
  }
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  *at_us = g_date_time_to_unix (at) * DRAY_US_PER_S;
  return TRUE;
}

/* Rows */

static GtkWidget *
new_label (const char *text,
           gboolean    dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, dim ? "dim-label" : "numeric");
  return label;
}

static GtkWidget *
new_row (DrayPresenceWindow *self,
         const DrayPresence *presence)
{
  DrayLiveTruck *truck = dray_live_fleet_get_truck (self->fleet, presence->truck);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *who;
  g_autofree char *number = g_strdup_printf (_("Truck %s"), dray_live_truck_get_number (truck));
  g_autofree char *from = dup_time (presence->from_us, _("%a %-d %b %H:%M:%S")), *to = dup_time (presence->to_us, "%H:%M:%S");
  g_autofree char *when = g_strdup_printf ("%s–%s", from, to);
  g_autofree char *how_long = presence->n_fixes > 0 ? dray_fence_dup_duration (presence->to_us - presence->from_us) : g_strdup (_("went through"));

  who = new_label (dray_live_truck_get_driver (truck), TRUE);
  gtk_widget_set_hexpand (who, TRUE);
  gtk_box_append (GTK_BOX (box), new_label (number, FALSE));
  gtk_box_append (GTK_BOX (box), new_label (dray_live_truck_get_plate (truck), TRUE));
  gtk_box_append (GTK_BOX (box), who);
  gtk_box_append (GTK_BOX (box), new_label (when, FALSE));
  gtk_box_append (GTK_BOX (box), new_label (how_long, FALSE));
  gtk_widget_add_css_class (box, "trial-row");
  return box;
}

static guint
count_trucks (const GArray *found)
{
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    n += i == 0 || g_array_index (found, DrayPresence, i).truck != g_array_index (found, DrayPresence, i - 1).truck;
  return n;
}

static void
clear_rows (DrayPresenceWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
}

static void
show_found (DrayPresenceWindow *self)
{
  guint n = count_trucks (self->found);
  g_autofree char *words = n == 0 ? g_strdup (_("None of your trucks was there")) : g_strdup_printf (g_dngettext (NULL, "%u truck was there", "%u trucks were there", n), n);

  gtk_label_set_text (self->result, words);
  for (guint i = 0; i < MIN (self->found->len, MAX_ROWS); i++)
    gtk_list_box_append (self->rows, new_row (self, &g_array_index (self->found, DrayPresence, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export), n > 0);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DrayPresenceWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = dray_history_finish (DRAY_HISTORY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_spinner_stop (self->spinner);
  if (found == NULL) {
    gtk_label_set_text (self->result, error->message);
    return;
  }
  self->found = g_steal_pointer (&found);
  show_found (self);
}

static void
ask (DrayPresenceWindow *self)
{
  gint64 from_us, to_us;
  gboolean good = read_time (self->from, &from_us);

  good = read_time (self->to, &to_us) && good;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->found, g_array_unref);
  clear_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export), FALSE);
  gtk_spinner_stop (self->spinner);
  if (!good || from_us >= to_us || to_us - from_us > MAX_PERIOD_US) {
    gtk_label_set_text (self->result, !good ? _("A time looks like 2026-11-19 14:00") : _("The period begins before it ends, and is at most two months long"));
    return;
  }
  gtk_label_set_text (self->result, _("Looking …"));
  gtk_spinner_start (self->spinner);
  dray_history_find_present_async (self->history, self->area, from_us, to_us, self->cancellable, on_found, g_object_ref (self));
}

static void
on_row (DrayPresenceWindow *self,
        GtkListBoxRow      *row)
{
  int i = gtk_list_box_row_get_index (row);

  if (self->found != NULL && i >= 0 && i < (int) self->found->len)
    g_signal_emit (self, signals[CHOSEN], 0, g_array_index (self->found, DrayPresence, i).truck, g_array_index (self->found, DrayPresence, i).from_us);
}

/* The file */

static char *
dup_instant (gint64 at_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (at_us / DRAY_US_PER_S);

  return g_date_time_format_iso8601 (at);
}

static char *
dup_csv (DrayPresenceWindow *self)
{
  static const char *const head[] = { "truck", "plate", "driver", "from", "to", "fixes" };
  g_autoptr (GString) csv = g_string_new (NULL);

  dray_csv_append_row (csv, head, G_N_ELEMENTS (head), ',');
  for (guint i = 0; i < self->found->len; i++) {
    const DrayPresence *presence = &g_array_index (self->found, DrayPresence, i);
    DrayLiveTruck *truck = dray_live_fleet_get_truck (self->fleet, presence->truck);
    g_autofree char *from = dup_instant (presence->from_us), *to = dup_instant (presence->to_us), *n_fixes = g_strdup_printf ("%u", presence->n_fixes);
    const char *cells[] = { dray_live_truck_get_number (truck), dray_live_truck_get_plate (truck), dray_live_truck_get_driver (truck), from, to, n_fixes };

    for (gsize k = 0; k < G_N_ELEMENTS (cells); k++)
      cells[k] = cells[k] != NULL ? cells[k] : "";
    dray_csv_append_row (csv, cells, G_N_ELEMENTS (cells), ',');
  }
  return g_string_free (g_steal_pointer (&csv), FALSE);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (DrayPresenceWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source)), *words = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    words = g_strdup_printf (_("The list was written to %s"), name);
  else
    words = g_strdup_printf (_("%s was not written: %s"), name, error->message);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

/* Writes the list as CSV, with times in UTC. */
void
dray_presence_window_export (DrayPresenceWindow *self,
                             GFile              *file)
{
  g_return_if_fail (DRAY_IS_PRESENCE_WINDOW (self));

  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (self->found == NULL)
    return;
  text = dup_csv (self);
  bytes = g_bytes_new_take (text, strlen (text));
  g_steal_pointer (&text);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, on_written, g_object_ref (self));
}

static void
on_export_response (GtkNativeDialog    *dialog,
                    int                 response,
                    DrayPresenceWindow *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    dray_presence_window_export (self, file);
  g_object_unref (dialog);
}

static void
on_export (DrayPresenceWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Export the List"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "who-was-here.csv");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_export_response), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Widget */

static void
dray_presence_window_dispose (GObject *object)
{
  DrayPresenceWindow *self = DRAY_PRESENCE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->history);
  g_clear_object (&self->fleet);
  g_clear_pointer (&self->area, dray_shape_unref);
  g_clear_pointer (&self->found, g_array_unref);

  G_OBJECT_CLASS (dray_presence_window_parent_class)->dispose (object);
}

static void
dray_presence_window_class_init (DrayPresenceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_presence_window_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/replay/presence-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayPresenceWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DrayPresenceWindow, from);
  gtk_widget_class_bind_template_child (widget_class, DrayPresenceWindow, to);
  gtk_widget_class_bind_template_child (widget_class, DrayPresenceWindow, result);
  gtk_widget_class_bind_template_child (widget_class, DrayPresenceWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, DrayPresenceWindow, rows);
  gtk_widget_class_bind_template_child (widget_class, DrayPresenceWindow, export);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_ask", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback (widget_class, on_row);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_presence_window_init (DrayPresenceWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @fleet: names the trucks of @history. It asks at once. */
GtkWidget *
dray_presence_window_new (DrayHistory     *history,
                          DrayLiveFleet   *fleet,
                          const DrayShape *area,
                          gint64           from_us,
                          gint64           to_us)
{
  DrayPresenceWindow *self = g_object_new (DRAY_TYPE_PRESENCE_WINDOW, NULL);

  self->history = g_object_ref (history);
  self->fleet = g_object_ref (fleet);
  self->area = dray_shape_ref ((DrayShape *) area);
  dray_presence_window_set_period (self, from_us, to_us);
  return GTK_WIDGET (self);
}

/* Asks about another period; to the minute. */
void
dray_presence_window_set_period (DrayPresenceWindow *self,
                                 gint64              from_us,
                                 gint64              to_us)
{
  g_return_if_fail (DRAY_IS_PRESENCE_WINDOW (self));

  g_autofree char *from = dup_time (from_us, TIME_FORMAT), *to = dup_time (to_us, TIME_FORMAT);

  gtk_editable_set_text (GTK_EDITABLE (self->from), from);
  gtk_editable_set_text (GTK_EDITABLE (self->to), to);
  ask (self);
}

/* Returns: how many trucks were there; -1 while there is no answer */
int
dray_presence_window_get_n (DrayPresenceWindow *self)
{
  g_return_val_if_fail (DRAY_IS_PRESENCE_WINDOW (self), -1);

  return self->found != NULL ? (int) count_trucks (self->found) : -1;
}
