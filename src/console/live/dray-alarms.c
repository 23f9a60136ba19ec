/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarms.h"

#include "dray-alarm.h"
#include "dray-undo-toast.h"

#include <glib/gi18n.h>

#define READ_AGAIN_MS 250
/* Operations of one act that are on their way at the same time: the queue of the writer stays open for others. */
#define MAX_UNDER_WAY 32
/* More are counted by nobody: a fleet with that many open alarms has lost its line, not its trucks. */
#define MAX_OPEN 100000

struct _DrayAlarms {
  GObject        parent_instance;

  /* Owned */
  DrayWorkspace *workspace;
  DrayClock     *clock;
  DrayAlarmSum  *sum;
  GPtrArray     *rows;          /* (element-type DrayRow): the open ones, as read last */
  GCancellable  *cancellable;
  guint          read;          /* timeout */

  gboolean       is_reading;
  gboolean       is_stale;      /* something was committed while reading */
};

/* An act on one or many alarms, until the last has its answer. */
typedef struct {
  DrayAlarms   *alarms;
  DrayAlarmAct  act;
  GArray       *ids;       /* (element-type DrayId) */
  GArray       *done;      /* (element-type DrayDone) */
  char         *words;
  char         *trouble;   /* the first refusal */
  int           for_s;
  guint         next;
  guint         n_answers;
} Work;

enum { CHANGED, DONE, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *const operations[DRAY_N_ALARM_ACTS] = { "alarm.take", "alarm.acknowledge", "alarm.shelve", "alarm.escalate", "alarm.close" };

G_DEFINE_FINAL_TYPE (DrayAlarms, dray_alarms, G_TYPE_OBJECT)

/* Reading */

static void read_soon (DrayAlarms *self);

static void
take_sum (DrayAlarms *self)
{
  g_clear_pointer (&self->sum, dray_alarm_sum_free);
  self->sum = dray_alarm_sum_new (self->rows, dray_clock_now_us (self->clock));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_rows (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DrayAlarms) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);

  self->is_reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rows == NULL) {
    g_autofree char *words = g_strdup_printf (_("The alarms could not be read: %s"), error->message);

    g_signal_emit (self, signals[FAILED], 0, words);
    return;
  }
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_steal_pointer (&rows);
  take_sum (self);
  if (self->is_stale)
    read_soon (self);
}

static gboolean
on_read (gpointer user_data)
{
  DrayAlarms *self = user_data;
  g_autoptr (DrayQuery) query = dray_query_new (&dray_alarm_table);

  self->read = 0;
  self->is_reading = TRUE;
  self->is_stale = FALSE;
  dray_query_where (query, DRAY_ALARM_STATUS, DRAY_TEST_DIFFERS, dray_value_text ("closed"));
  dray_query_set_limit (query, MAX_OPEN);
  dray_workspace_select_async (self->workspace, query, self->cancellable, on_rows, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
read_soon (DrayAlarms *self)
{
  if (self->is_reading)
    self->is_stale = TRUE;
  else if (self->read == 0)
    self->read = g_timeout_add (READ_AGAIN_MS, on_read, self);
}

static void
on_committed (DrayAlarms        *self,
              const DrayEffects *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    if (dray_effects_get (effects, i)->table == &dray_alarm_table) {
      read_soon (self);
      return;
    }
  }
}

/* Acting */

static void
work_free (Work *work)
{
  g_object_unref (work->alarms);
  g_array_unref (work->ids);
  g_array_unref (work->done);
  g_free (work->words);
  g_free (work->trouble);
  g_free (work);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* Returns: (transfer full): what was done, as a toast says it */
static char *
name_act (DrayAlarmAct act,
          guint        n)
{
  switch (act) {
  case DRAY_ALARM_ACT_TAKE:
    return g_strdup_printf (ngettext ("Alarm taken", "%u alarms taken", n), n);
  case DRAY_ALARM_ACT_ACKNOWLEDGE:
    return g_strdup_printf (ngettext ("Alarm acknowledged", "%u alarms acknowledged", n), n);
  case DRAY_ALARM_ACT_SHELVE:
    return g_strdup_printf (ngettext ("Alarm shelved", "%u alarms shelved", n), n);
  case DRAY_ALARM_ACT_ESCALATE:
    return g_strdup_printf (ngettext ("Alarm escalated", "%u alarms escalated", n), n);
  case DRAY_ALARM_ACT_CLOSE:
  case DRAY_N_ALARM_ACTS:
  default:
    return g_strdup_printf (ngettext ("Alarm closed", "%u alarms closed", n), n);
  }
}
#pragma GCC diagnostic pop

static DrayIntent *
make_intent (Work *work)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (work->alarms->workspace), operations[work->act]);
  const char *person = g_get_real_name ();

  dray_intent_set_id (intent, "alarm", &g_array_index (work->ids, DrayId, work->next));
  switch (work->act) {
  case DRAY_ALARM_ACT_TAKE:
    dray_intent_set_text (intent, "owner", person != NULL && *person != '\0' && !g_str_equal (person, "Unknown") ? person : g_get_user_name ());
    break;
  case DRAY_ALARM_ACT_SHELVE:
    dray_intent_set_text (intent, "reason", work->words);
    dray_intent_set_integer (intent, "for_s", work->for_s);
    break;
  case DRAY_ALARM_ACT_CLOSE:
    dray_intent_set_text (intent, "outcome", work->words);
    break;
  case DRAY_ALARM_ACT_ACKNOWLEDGE:
  case DRAY_ALARM_ACT_ESCALATE:
  case DRAY_N_ALARM_ACTS:
  default:
    break;
  }
  return intent;
}

static void
finish_work (Work *work)
{
  if (work->done->len > 0) {
    g_autofree char *words = name_act (work->act, work->done->len);

    g_signal_emit (work->alarms, signals[DONE], 0, work->done, words);
  }
  if (work->trouble != NULL)
    g_signal_emit (work->alarms, signals[FAILED], 0, work->trouble);
  work_free (work);
}

static void hand_on (Work *work);

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  work->n_answers++;
  if (receipt != NULL) {
    DrayDone done = { receipt->client, receipt->mid };

    g_array_append_val (work->done, done);
  } else if (work->trouble == NULL) {
    work->trouble = g_strdup (error->message);
  }
  if (work->n_answers == work->ids->len)
    finish_work (work);
  else
    hand_on (work);
}

static void
hand_on (Work *work)
{
  while (work->next < work->ids->len && work->next - work->n_answers < MAX_UNDER_WAY) {
    DrayIntent *intent = make_intent (work);

    work->next++;
    dray_workspace_submit_async (work->alarms->workspace, intent, NULL, on_answer, work);
  }
}

static void
dray_alarms_dispose (GObject *object)
{
  DrayAlarms *self = DRAY_ALARMS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->read, g_source_remove);

  G_OBJECT_CLASS (dray_alarms_parent_class)->dispose (object);
}

static void
dray_alarms_finalize (GObject *object)
{
  DrayAlarms *self = DRAY_ALARMS (object);

  dray_alarm_sum_free (self->sum);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->workspace);
  g_object_unref (self->clock);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_alarms_parent_class)->finalize (object);
}

static void
dray_alarms_class_init (DrayAlarmsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dray_alarms_dispose;
  object_class->finalize = dray_alarms_finalize;
  signals[CHANGED] = g_signal_new ("changed", DRAY_TYPE_ALARMS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", DRAY_TYPE_ALARMS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_ARRAY, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", DRAY_TYPE_ALARMS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dray_alarms_init (DrayAlarms *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
}

DrayAlarms *
dray_alarms_new (DrayWorkspace *workspace,
                 DrayClock     *clock)
{
  g_return_val_if_fail (DRAY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (clock != NULL, NULL);

  DrayAlarms *self = g_object_new (DRAY_TYPE_ALARMS, NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->sum = dray_alarm_sum_new (self->rows, 0);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (on_committed), self, G_CONNECT_SWAPPED);
  on_read (self);
  return self;
}

/* Returns: (transfer none) */
DrayWorkspace *
dray_alarms_get_workspace (DrayAlarms *self)
{
  g_return_val_if_fail (DRAY_IS_ALARMS (self), NULL);

  return self->workspace;
}

/* Returns: (transfer none) */
DrayClock *
dray_alarms_get_clock (DrayAlarms *self)
{
  g_return_val_if_fail (DRAY_IS_ALARMS (self), NULL);

  return self->clock;
}

/* Returns: (transfer none): until "changed" */
const DrayAlarmSum *
dray_alarms_get_sum (DrayAlarms *self)
{
  g_return_val_if_fail (DRAY_IS_ALARMS (self), NULL);

  return self->sum;
}

/* Once a second: shelves end by the clock. */
void
dray_alarms_age (DrayAlarms *self)
{
  g_return_if_fail (DRAY_IS_ALARMS (self));

  if (self->sum->n_shelved > 0)
    take_sum (self);
}

/* Whether the workspace knows the act. */
gboolean
dray_alarms_can (DrayAlarms   *self,
                 DrayAlarmAct  act)
{
  g_return_val_if_fail (DRAY_IS_ALARMS (self), FALSE);
  g_return_val_if_fail ((guint) act < DRAY_N_ALARM_ACTS, FALSE);

  return dray_schema_find_operation (dray_workspace_get_schema (self->workspace), operations[act]) != NULL;
}

/**
 * dray_alarms_act:
 * @ids: (array length=n_ids): the alarms
 * @words: (nullable): the reason of a shelving, or the outcome of a closing
 * @for_s: how long they are shelved
 *
 * Does one thing to every one of the alarms. "done" and "failed" tell how it went, for all of them at once.
 */
void
dray_alarms_act (DrayAlarms   *self,
                 DrayAlarmAct  act,
                 const DrayId *ids,
                 guint         n_ids,
                 const char   *words,
                 int           for_s)
{
  g_return_if_fail (DRAY_IS_ALARMS (self));
  g_return_if_fail (dray_alarms_can (self, act));

  if (n_ids == 0)
    return;

  Work *work = g_new0 (Work, 1);

  work->alarms = g_object_ref (self);
  work->act = act;
  work->ids = g_array_sized_new (FALSE, FALSE, sizeof (DrayId), n_ids);
  g_array_append_vals (work->ids, ids, n_ids);
  work->done = g_array_new (FALSE, FALSE, sizeof (DrayDone));
  work->words = g_strdup (words);
  work->for_s = for_s;
  hand_on (work);
}

/* Returns: %FALSE if the alarm isn't open, or isn't about a truck; @truck stays as it was then */
gboolean
dray_alarms_find_truck (DrayAlarms   *self,
                        const DrayId *alarm,
                        DrayId       *truck)
{
  g_return_val_if_fail (DRAY_IS_ALARMS (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++) {
    const DrayRow *row = self->rows->pdata[i];
    DrayId found = dray_row_get_id (row, DRAY_ALARM_TRUCK);

    if (dray_id_equal (&row->id, alarm) && !dray_id_is_none (&found)) {
      *truck = found;
      return TRUE;
    }
  }
  return FALSE;
}
