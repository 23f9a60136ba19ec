/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shift-book.h"

#include "dray-live-words.h"
#include "dray-shift-note.h"
#include "dray-units.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

/* What is older than the last so many lines is found under Fleet, Shift notes. */
#define MAX_LINES 200
#define READ_AGAIN_MS 50

struct _DrayShiftBook {
  GObject        parent_instance;

  /* Owned */
  DrayWorkspace *workspace;
  DrayClock     *clock;
  GPtrArray     *lines;         /* (element-type DrayRow): the latest first */
  GCancellable  *cancellable;
  guint          read;          /* the source that reads again */

  gboolean       is_reading;
  gboolean       is_stale;      /* something was written while it was read */
};

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayShiftBook, dray_shift_book, G_TYPE_OBJECT)

static void read_soon (DrayShiftBook *self);

static void
on_rows (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DrayShiftBook) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);

  self->is_reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rows == NULL) {
    g_autofree char *words = g_strdup_printf (_("The shift log could not be read: %s"), error->message);

    g_signal_emit (self, signals[FAILED], 0, words);
    return;
  }
  g_ptr_array_unref (self->lines);
  self->lines = g_steal_pointer (&rows);
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->is_stale)
    read_soon (self);
}

static gboolean
on_read (gpointer user_data)
{
  DrayShiftBook *self = user_data;
  g_autoptr (DrayQuery) query = dray_query_new (&dray_shift_note_table);

  self->read = 0;
  self->is_reading = TRUE;
  self->is_stale = FALSE;
  dray_query_order_by (query, DRAY_SHIFT_NOTE_AT_US, TRUE);
  dray_query_set_limit (query, MAX_LINES);
  dray_workspace_select_async (self->workspace, query, self->cancellable, on_rows, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
read_soon (DrayShiftBook *self)
{
  if (self->is_reading)
    self->is_stale = TRUE;
  else if (self->read == 0)
    self->read = g_timeout_add (READ_AGAIN_MS, on_read, self);
}

static void
on_committed (DrayShiftBook     *self,
              const DrayEffects *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    if (dray_effects_get (effects, i)->table == &dray_shift_note_table) {
      read_soon (self);
      return;
    }
  }
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (DrayShiftBook) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
dray_shift_book_dispose (GObject *object)
{
  DrayShiftBook *self = DRAY_SHIFT_BOOK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->read, g_source_remove);

  G_OBJECT_CLASS (dray_shift_book_parent_class)->dispose (object);
}

static void
dray_shift_book_finalize (GObject *object)
{
  DrayShiftBook *self = DRAY_SHIFT_BOOK (object);

  g_ptr_array_unref (self->lines);
  g_object_unref (self->workspace);
  g_object_unref (self->clock);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_shift_book_parent_class)->finalize (object);
}

static void
dray_shift_book_class_init (DrayShiftBookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dray_shift_book_dispose;
  object_class->finalize = dray_shift_book_finalize;
  signals[CHANGED] = g_signal_new ("changed", DRAY_TYPE_SHIFT_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", DRAY_TYPE_SHIFT_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dray_shift_book_init (DrayShiftBook *self)
{
  self->cancellable = g_cancellable_new ();
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
}

DrayShiftBook *
dray_shift_book_new (DrayWorkspace *workspace,
                     DrayClock     *clock)
{
  g_return_val_if_fail (DRAY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (clock != NULL, NULL);

  DrayShiftBook *self = g_object_new (DRAY_TYPE_SHIFT_BOOK, NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (on_committed), self, G_CONNECT_SWAPPED);
  on_read (self);
  return self;
}

/* Returns: (transfer none) (element-type DrayRow): shift notes, the latest first; until "changed" */
GPtrArray *
dray_shift_book_get_lines (DrayShiftBook *self)
{
  g_return_val_if_fail (DRAY_IS_SHIFT_BOOK (self), NULL);

  return self->lines;
}

static gboolean
is_signed (DrayRow *line)
{
  return dray_row_get_boolean (line, DRAY_SHIFT_NOTE_SIGNED);
}

/* How many lines nobody has signed. */
guint
dray_shift_book_get_unsigned (DrayShiftBook *self)
{
  guint n = 0;

  g_return_val_if_fail (DRAY_IS_SHIFT_BOOK (self), 0);

  for (guint i = 0; i < self->lines->len; i++)
    n += !is_signed (self->lines->pdata[i]);
  return n;
}

static const char *
get_author (void)
{
  const char *person = g_get_real_name ();

  return person != NULL && *person != '\0' && !g_str_equal (person, "Unknown") ? person : g_get_user_name ();
}

static char *
dup_json (JsonObject *taken)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, taken);
  return json_to_string (node, FALSE);
}

/**
 * dray_shift_book_write:
 * @words: 1 to 180 characters; more is cut
 * @id: of the new line
 * @truck: (nullable): which it is about
 */
void
dray_shift_book_write (DrayShiftBook *self,
                       const char    *words,
                       const DrayId  *id,
                       const DrayId  *truck)
{
  g_return_if_fail (DRAY_IS_SHIFT_BOOK (self));
  g_return_if_fail (words != NULL && *words != '\0');

  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (self->workspace), "record.create");
  JsonObject *values = json_object_new ();
  g_autofree char *cut = g_utf8_substring (words, 0, MIN (g_utf8_strlen (words, -1), 180));
  g_autofree char *truck_text = truck != NULL ? dray_id_dup_text (truck) : NULL;
  g_autofree char *json = NULL;

  json_object_set_string_member (values, "text", cut);
  json_object_set_string_member (values, "author", get_author ());
  json_object_set_int_member (values, "at_us", dray_clock_now_us (self->clock));
  if (truck_text != NULL)
    json_object_set_string_member (values, "truck", truck_text);
  json = dup_json (values);
  dray_intent_set_text (intent, "table", dray_shift_note_table.name);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "values", json);
  dray_workspace_submit_async (self->workspace, intent, NULL, on_submitted, g_object_ref (self));
}

/* "Read and signed". */
void
dray_shift_book_sign (DrayShiftBook *self,
                      const DrayId  *line)
{
  g_return_if_fail (DRAY_IS_SHIFT_BOOK (self));

  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (self->workspace), "field.set");

  dray_intent_set_text (intent, "table", dray_shift_note_table.name);
  dray_intent_set_id (intent, "id", line);
  dray_intent_set_text (intent, "field", "signed");
  dray_intent_set_text (intent, "value", "true");
  dray_workspace_submit_async (self->workspace, intent, NULL, on_submitted, g_object_ref (self));
}

void
dray_shift_book_sign_all (DrayShiftBook *self)
{
  g_return_if_fail (DRAY_IS_SHIFT_BOOK (self));

  for (guint i = 0; i < self->lines->len; i++) {
    DrayRow *line = self->lines->pdata[i];

    if (!is_signed (line))
      dray_shift_book_sign (self, &line->id);
  }
}

/* The hand-over */

static void
add_alarms (GString    *text,
            DrayAlarms *alarms)
{
  const DrayAlarmSum *sum = dray_alarms_get_sum (alarms);

  g_string_append_printf (text, "%s\n", _("Open alarms"));
  if (sum->n_open == 0)
    g_string_append_printf (text, "  %s\n", _("none"));
  for (guint i = 0; i < sum->groups->len; i++) {
    const DrayAlarmGroup *group = &g_array_index (sum->groups, DrayAlarmGroup, i);

    if (group->n > 1)
      g_string_append_printf (text, "  %u × %s\n", group->n, group->text);
    else
      g_string_append_printf (text, "  %s\n", group->text);
  }
  if (sum->n_acknowledged > 0 || sum->n_shelved > 0) {
    g_string_append (text, "  ");
    g_string_append_printf (text, _("%u acknowledged and not over, %u shelved"), sum->n_acknowledged, sum->n_shelved);
    g_string_append_c (text, '\n');
  }
  g_string_append_c (text, '\n');
}

static void
add_late (GString       *text,
          DrayLiveFleet *fleet)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);
  guint n = 0;

  g_string_append_printf (text, "%s\n", _("Late or at risk"));
  for (guint i = 0; i < columns->n; i++) {
    DrayLiveTruck *truck = dray_live_fleet_get_truck (fleet, i);
    const char *driver = dray_live_truck_get_driver (truck);

    if (!(columns->flags[i] & DRAY_TRUCK_LATE))
      continue;
    n++;
    g_string_append_printf (text, "  ");
    g_string_append_printf (text, _("Truck %s, %s"), dray_live_truck_get_number (truck), driver != NULL ? driver : _("no driver"));
    g_string_append_c (text, '\n');
  }
  if (n == 0)
    g_string_append_printf (text, "  %s\n", _("none"));
  g_string_append_c (text, '\n');
}

static void
add_line (GString *text,
          DrayRow *line)
{
  const char *author = dray_row_get_text (line, DRAY_SHIFT_NOTE_AUTHOR);
  char time[DRAY_WORDS_SIZE];

  dray_words_time (dray_row_get_integer (line, DRAY_SHIFT_NOTE_AT_US), time);
  g_string_append_printf (text, "  %s  %s", time, dray_row_get_text (line, DRAY_SHIFT_NOTE_TEXT));
  if (author != NULL && *author != '\0')
    g_string_append_printf (text, " (%s)", author);
  g_string_append_c (text, '\n');
}

static void
add_lines (GString       *text,
           DrayShiftBook *self)
{
  g_string_append_printf (text, "%s\n", _("Not signed yet"));
  if (dray_shift_book_get_unsigned (self) == 0)
    g_string_append_printf (text, "  %s\n", _("none"));
  for (guint i = self->lines->len; i-- > 0;) {
    if (!is_signed (self->lines->pdata[i]))
      add_line (text, self->lines->pdata[i]);
  }
}

/**
 * dray_shift_book_dup_handover:
 * @alarms: (nullable)
 * @fleet: (nullable)
 *
 * Returns: (transfer full): the page that the next shift begins with: open alarms, trucks in trouble, and the lines that nobody signed
 */
char *
dray_shift_book_dup_handover (DrayShiftBook *self,
                              DrayAlarms    *alarms,
                              DrayLiveFleet *fleet)
{
  g_return_val_if_fail (DRAY_IS_SHIFT_BOOK (self), NULL);

  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (dray_clock_now_us (self->clock) / DRAY_US_PER_S);
  /* Translators: the title of the page that one shift hands to the next. */
  g_autofree char *title = g_date_time_format (now, _("Hand-over, %A %-d %B, %H:%M"));
  GString *text = g_string_new (title);

  g_string_append (text, "\n\n");
  if (alarms != NULL)
    add_alarms (text, alarms);
  if (fleet != NULL)
    add_late (text, fleet);
  add_lines (text, self);
  return g_string_free (text, FALSE);
}
