/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm-list.h"

#include "dray-alarm-row.h"
#include "dray-alarm.h"
#include "dray-store-list.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* How long a shelf can be: within a shift. */
static const int shelf_minutes[] = { 15, 30, 60, 120, 240 };

struct _DrayAlarmList {
  AdwBin             parent_instance;

  /* Template */
  GtkToggleButton   *open;
  GtkToggleButton   *shelved;
  GtkToggleButton   *closed;
  GtkLabel          *chosen;
  GtkStack          *stack;
  GtkListView       *view;
  GtkLabel          *empty;
  GtkWidget         *escalate;
  GtkMenuButton     *shelve;
  GtkEntry          *reason;
  GtkDropDown       *until;
  GtkWidget         *shelve_now;
  GtkMenuButton     *close;
  GtkEntry          *outcome;
  GtkWidget         *close_now;

  /* Owned */
  DrayAlarms        *alarms;
  DrayStoreList     *rows;
  GtkMultiSelection *selection;
};

enum { SHOW_ALARM, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *const actions[DRAY_N_ALARM_ACTS] = { "alarms.take", "alarms.acknowledge", "alarms.shelve", "alarms.escalate", "alarms.close" };

G_DEFINE_FINAL_TYPE (DrayAlarmList, dray_alarm_list, ADW_TYPE_BIN)

/* What is shown */

static DrayQuery *
make_query (DrayAlarmList *self)
{
  DrayQuery *query = dray_query_new (&dray_alarm_table);

  if (gtk_toggle_button_get_active (self->closed)) {
    dray_query_where (query, DRAY_ALARM_STATUS, DRAY_TEST_EQUALS, dray_value_text ("closed"));
    dray_query_order_by (query, DRAY_ALARM_RAISED_US, TRUE);
    return query;
  }
  if (gtk_toggle_button_get_active (self->shelved))
    dray_query_where (query, DRAY_ALARM_STATUS, DRAY_TEST_EQUALS, dray_value_text ("shelved"));
  else
    dray_query_where (query, DRAY_ALARM_STATUS, DRAY_TEST_DIFFERS, dray_value_text ("closed"));
  dray_query_order_by (query, DRAY_ALARM_PRIORITY, FALSE);
  dray_query_order_by (query, DRAY_ALARM_RAISED_US, FALSE);
  return query;
}

static void
update_stack (DrayAlarmList *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0;
  const char *words = gtk_toggle_button_get_active (self->closed) ? _("No alarm was closed yet.")
                      : gtk_toggle_button_get_active (self->shelved) ? _("Nothing is shelved.") : _("No alarm is open. All quiet.");

  gtk_label_set_text (self->empty, words);
  gtk_stack_set_visible_child_name (self->stack, any ? "rows" : "none");
}

static void
on_filter (DrayAlarmList   *self,
           GtkToggleButton *chip)
{
  if (!gtk_toggle_button_get_active (chip) || self->rows == NULL)
    return;

  g_autoptr (DrayQuery) query = make_query (self);

  dray_store_list_set_query (self->rows, query);
  update_stack (self);
}

static void
update_actions (DrayAlarmList *self)
{
  g_autoptr (GtkBitset) chosen = self->selection != NULL ? gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection)) : gtk_bitset_new_empty ();
  guint n = (guint) gtk_bitset_get_size (chosen);
  gboolean live = !gtk_toggle_button_get_active (self->closed);
  g_autofree char *words = n > 1 ? g_strdup_printf (ngettext ("%u chosen", "%u chosen", n), n) : g_strdup ("");

  gtk_label_set_text (self->chosen, words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "alarms.show", n > 0);
  for (int act = 0; act < DRAY_N_ALARM_ACTS; act++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[act], n > 0 && live && dray_alarms_can (self->alarms, (DrayAlarmAct) act));
  gtk_widget_set_sensitive (GTK_WIDGET (self->shelve), n > 0 && live);
  gtk_widget_set_sensitive (GTK_WIDGET (self->close), n > 0 && live);
}

static void
on_items_changed (DrayAlarmList *self)
{
  update_stack (self);
  update_actions (self);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, dray_alarm_row_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  dray_alarm_row_set_record (DRAY_ALARM_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  dray_alarm_row_set_record (DRAY_ALARM_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_activate (DrayAlarmList *self,
             guint          position)
{
  g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (record != NULL)
    g_signal_emit (self, signals[SHOW_ALARM], 0, record);
}

/* What is done */

/* Returns: (element-type DrayId) (transfer full) */
static GArray *
get_chosen (DrayAlarmList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (DrayId));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, chosen, &position); more; more = gtk_bitset_iter_next (&iter, &position)) {
    g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

    if (record != NULL)
      g_array_append_vals (ids, dray_record_get_id (record), 1);
  }
  return ids;
}

static void
act (DrayAlarmList *self,
     DrayAlarmAct   wanted,
     const char    *words,
     int            for_s)
{
  g_autoptr (GArray) ids = get_chosen (self);

  dray_alarms_act (self->alarms, wanted, (const DrayId *) (gpointer) ids->data, ids->len, words, for_s);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
take_alarm (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  act (DRAY_ALARM_LIST (widget), DRAY_ALARM_ACT_TAKE, NULL, 0);
}

static void
acknowledge_alarm (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  act (DRAY_ALARM_LIST (widget), DRAY_ALARM_ACT_ACKNOWLEDGE, NULL, 0);
}

static void
escalate_alarm (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  act (DRAY_ALARM_LIST (widget), DRAY_ALARM_ACT_ESCALATE, NULL, 0);
}

static void
ask_shelve (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  gtk_menu_button_popup (DRAY_ALARM_LIST (widget)->shelve);
  gtk_widget_grab_focus (GTK_WIDGET (DRAY_ALARM_LIST (widget)->reason));
}

static void
ask_close (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  gtk_menu_button_popup (DRAY_ALARM_LIST (widget)->close);
  gtk_widget_grab_focus (GTK_WIDGET (DRAY_ALARM_LIST (widget)->outcome));
}

static void
show_alarm (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  DrayAlarmList *self = DRAY_ALARM_LIST (widget);
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (!gtk_bitset_is_empty (chosen))
    on_activate (self, gtk_bitset_get_minimum (chosen));
}

/* Returns: (transfer full): what was typed, without the space around it */
static char *
get_typed (GtkEntry *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static void
on_typed (DrayAlarmList *self)
{
  g_autofree char *reason = get_typed (self->reason), *outcome = get_typed (self->outcome);

  gtk_widget_set_sensitive (self->shelve_now, *reason != '\0');
  gtk_widget_set_sensitive (self->close_now, *outcome != '\0');
}

static void
on_shelve (DrayAlarmList *self)
{
  g_autofree char *reason = get_typed (self->reason);
  guint choice = MIN (gtk_drop_down_get_selected (self->until), G_N_ELEMENTS (shelf_minutes) - 1);

  if (*reason == '\0')
    return;
  gtk_menu_button_popdown (self->shelve);
  act (self, DRAY_ALARM_ACT_SHELVE, reason, shelf_minutes[choice] * 60);
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
}

static void
on_close (DrayAlarmList *self)
{
  g_autofree char *outcome = get_typed (self->outcome);

  if (*outcome == '\0')
    return;
  gtk_menu_button_popdown (self->close);
  act (self, DRAY_ALARM_ACT_CLOSE, outcome, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->outcome), "");
}

static void
dray_alarm_list_dispose (GObject *object)
{
  DrayAlarmList *self = DRAY_ALARM_LIST (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  self->view = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->alarms);

  G_OBJECT_CLASS (dray_alarm_list_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, open);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, shelved);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, closed);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, chosen);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, view);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, empty);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, escalate);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, shelve);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, reason);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, until);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, shelve_now);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, close);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, outcome);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmList, close_now);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_filter);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_shelve);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "alarms.show", NULL, show_alarm);
  gtk_widget_class_install_action (widget_class, actions[DRAY_ALARM_ACT_TAKE], NULL, take_alarm);
  gtk_widget_class_install_action (widget_class, actions[DRAY_ALARM_ACT_ACKNOWLEDGE], NULL, acknowledge_alarm);
  gtk_widget_class_install_action (widget_class, actions[DRAY_ALARM_ACT_SHELVE], NULL, ask_shelve);
  gtk_widget_class_install_action (widget_class, actions[DRAY_ALARM_ACT_ESCALATE], NULL, escalate_alarm);
  gtk_widget_class_install_action (widget_class, actions[DRAY_ALARM_ACT_CLOSE], NULL, ask_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, actions[DRAY_ALARM_ACT_TAKE], NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, 0, actions[DRAY_ALARM_ACT_ACKNOWLEDGE], NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, 0, actions[DRAY_ALARM_ACT_SHELVE], NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, 0, actions[DRAY_ALARM_ACT_ESCALATE], NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, 0, actions[DRAY_ALARM_ACT_CLOSE], NULL);
}

static void
dray_alarm_list_class_init (DrayAlarmListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_alarm_list_dispose;
  signals[SHOW_ALARM] = g_signal_new ("show-alarm", DRAY_TYPE_ALARM_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, DRAY_TYPE_RECORD);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/alarm-list.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
dray_alarm_list_init (DrayAlarmList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
}

/* Once: what the list shows and acts on. */
void
dray_alarm_list_set_alarms (DrayAlarmList *self,
                            DrayAlarms    *alarms)
{
  g_return_if_fail (DRAY_IS_ALARM_LIST (self));
  g_return_if_fail (self->alarms == NULL);

  g_autoptr (DrayQuery) query = make_query (self);

  self->alarms = g_object_ref (alarms);
  self->rows = dray_store_list_new (dray_alarms_get_workspace (alarms), query);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_widget_set_visible (self->escalate, dray_alarms_can (alarms, DRAY_ALARM_ACT_ESCALATE));
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  on_typed (self);
}

/* Brings the keys to the rows; the first is chosen where none is, so that a letter means something at once. */
void
dray_alarm_list_focus (DrayAlarmList *self)
{
  g_return_if_fail (DRAY_IS_ALARM_LIST (self));

  if (self->selection == NULL)
    return;

  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_is_empty (chosen) && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
