/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-list.h"

#include "dray-natural.h"
#include "dray-record-columns.h"
#include "dray-record-words.h"
#include "dray-store-list.h"

#include <glib/gi18n.h>

/* Columns beyond these are shown when somebody chooses them. */
#define SHOWN_COLUMNS 10
/* A longer text is a note, which no column has room for. */
#define MAX_COLUMN_CHARACTERS 200

typedef struct {
  DrayRecordList *list;
  int             field;
} Column;

struct _DrayRecordList {
  AdwBin             parent_instance;

  /* Template */
  GtkSearchEntry    *search;
  GtkLabel          *count;
  GtkBox            *chips;
  GtkMenuButton     *choose_columns;
  GtkColumnView     *view;
  GtkStack          *stack;
  AdwStatusPage     *empty;
  GtkLabel          *trouble;

  /* Owned */
  DrayEngine        *engine;
  DrayWorkspace     *workspace;   /* the engine's */
  DrayRecordNames   *names;
  DrayStoreList     *rows;
  GtkMultiSelection *selection;
  GPtrArray         *columns;      /* (element-type Column) */

  const DrayTable   *table;
  DrayRecordColumns *choice_of_columns; /* borrowed: its button has it */
  GtkSorter         *sorter;       /* borrowed: the view's own */
  int                probe;        /* the field whose column answered last */
  int                sorted;       /* the field, or -1 */
  gboolean           descending;
  int                chosen_field; /* what the chips choose by, or -1 */
  DrayId             wanted;       /* to be chosen as soon as the list has it */
  guint              choose;       /* idle */
  const char        *choice;       /* NULL for all */
};

enum { SELECTED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayRecordList, dray_record_list, ADW_TYPE_BIN)

/* What is asked */

/* Fleet numbers and the like go by value, T2 before T10. Their tables are small; references of orders are many and of one length, and go
 * by their index. */
static gboolean
is_numbering (const DrayField *field)
{
  return field->type == DRAY_FIELD_TEXT && g_str_equal (field->name, "number");
}

static DrayQuery *
make_query (DrayRecordList *self)
{
  DrayQuery *query = dray_query_new (self->table);
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  if (*words != '\0')
    dray_query_search (query, words);
  if (self->choice != NULL)
    dray_query_where (query, self->chosen_field, DRAY_TEST_EQUALS, dray_value_text (self->choice));
  if (self->sorted >= 0 && is_numbering (&self->table->fields[self->sorted]))
    dray_query_order_naturally (query, self->sorted, self->descending);
  else if (self->sorted >= 0)
    dray_query_order_by (query, self->sorted, self->descending);
  return query;
}

static gboolean
is_narrowed (DrayRecordList *self)
{
  return self->choice != NULL || *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static void
ask (DrayRecordList *self)
{
  g_autoptr (DrayQuery) query = make_query (self);

  gtk_widget_hide (GTK_WIDGET (self->trouble));
  dray_store_list_set_query (self->rows, query);
}

/* What is shown beside the rows */

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
update_count (DrayRecordList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_autofree char *words = g_strdup_printf (ngettext ("%'u row", "%'u rows", n), n);

  gtk_label_set_text (self->count, words);
}
#pragma GCC diagnostic pop

static void
update_empty (DrayRecordList *self)
{
  g_autofree char *kind = dray_record_dup_heading (self->table);
  g_autofree char *title = g_strdup_printf (_("No %s Yet"), kind);

  if (is_narrowed (self)) {
    adw_status_page_set_title (self->empty, _("Nothing Fits This Search"));
    adw_status_page_set_description (self->empty, _("Search for fewer words, or choose all."));
    return;
  }
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, dray_record_can_create (self->table) ? _("Make the first one with the button at the top.") : _("They are made by what happens during the day."));
}

static void
update_stack (DrayRecordList *self)
{
  gboolean loaded = dray_store_list_is_loaded (self->rows);
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0;

  update_count (self);
  update_empty (self);
  gtk_stack_set_visible_child_name (self->stack, any || !loaded ? "rows" : "none");
}

static void
select_wanted (DrayRecordList *self)
{
  guint position;
  /* GTK 4.8 has no way to scroll a column view but the action of the list view within. */
  GtkWidget *inner = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  if (dray_id_is_none (&self->wanted) || !dray_store_list_find (self->rows, &self->wanted, &position))
    return;
  self->wanted = DRAY_ID_NONE;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  if (inner != NULL)
    gtk_widget_activate_action (inner, "list.scroll-to-item", "u", position);
}

static gboolean
on_choose (gpointer user_data)
{
  DrayRecordList *self = user_data;

  self->choose = 0;
  select_wanted (self);
  return G_SOURCE_REMOVE;
}

/* Not chosen at once: the view may hear of the rows after us. */
static void
on_items_changed (DrayRecordList *self)
{
  update_stack (self);
  if (!dray_id_is_none (&self->wanted) && self->choose == 0)
    self->choose = g_idle_add (on_choose, self);
}

static void
on_failed (DrayRecordList *self,
           const GError   *error)
{
  g_autofree char *words = g_strdup_printf (_("The rows could not be read: %s"), error->message);

  gtk_label_set_text (self->trouble, words);
  gtk_widget_show (GTK_WIDGET (self->trouble));
}

/* Cells */

static char *
dup_reference (DrayRecordList  *self,
               const DrayField *field,
               const DrayRow   *row,
               int              index)
{
  DrayId id = dray_row_get_id (row, index);

  return g_strdup (dray_id_is_none (&id) ? "" : dray_record_names_find (self->names, field->refers_to, &id));
}

/* Who else has the record open stands behind its first cell. */
static char *
dup_with_others (DrayRecordList *self,
                 DrayRecord     *record,
                 char           *taken)
{
  g_autofree char *words = taken;
  gboolean is_edited = FALSE;
  g_autofree char *names = dray_engine_dup_others (self->engine, dray_record_get_id (record), &is_edited);

  if (names == NULL)
    return g_steal_pointer (&words);
  /* Translators: a cell of a list, and who edits (✎) or looks at (◉) its record elsewhere. */
  return is_edited ? g_strdup_printf (_("%s  ✎ %s"), words, names) : g_strdup_printf (_("%s  ◉ %s"), words, names);
}

static void
show_cell (const Column *column,
           GtkLabel     *label,
           DrayRecord   *record)
{
  const DrayField *field = &column->list->table->fields[column->field];
  DrayRow *row = dray_record_get_row (record);
  g_autofree char *words = NULL;

  if (row != NULL)
    words = field->type == DRAY_FIELD_REFERENCE ? dup_reference (column->list, field, row, column->field)
                                                : dray_record_dup_words (field, &row->values[column->field]);
  if (row != NULL && column == column->list->columns->pdata[0])
    words = dup_with_others (column->list, record, g_steal_pointer (&words));
  if (g_strcmp0 (words != NULL ? words : "", gtk_label_get_text (label)) != 0)
    gtk_label_set_text (label, words != NULL ? words : "");
}

static void
on_record_changed (GtkListItem *item)
{
  const Column *column = g_object_get_data (G_OBJECT (item), "column");

  if (gtk_list_item_get_item (item) != NULL)
    show_cell (column, GTK_LABEL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

/* About as many characters as most cells of the field have, so that a column is neither cut nor empty. */
static int
guess_width (const DrayField *field)
{
  switch (field->type) {
    case DRAY_FIELD_TEXT:
      return CLAMP ((int) (field->maximum * 0.6), 8, 22);
    case DRAY_FIELD_REFERENCE:
      return 18;
    case DRAY_FIELD_ENUM:
    case DRAY_FIELD_DATE:
      return 10;
    case DRAY_FIELD_INSTANT:
      return 12;
    case DRAY_FIELD_BOOLEAN:
      return 4;
    case DRAY_FIELD_INTEGER:
    case DRAY_FIELD_REAL:
    case DRAY_FIELD_JSON:
    case DRAY_FIELD_BLOB:
    case DRAY_FIELD_RANK:
    default:
      return 7;
  }
}

static void
on_setup (Column      *column,
          GtkListItem *item)
{
  const DrayField *field = &column->list->table->fields[column->field];
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), dray_record_is_number (field) ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), guess_width (field));
  gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (item), "column", column);
  gtk_list_item_set_child (item, label);
}

/* A cell listens to its record and to the names, for as long as it shows it. */
static void
on_bind (Column      *column,
         GtkListItem *item)
{
  DrayRecord *record = gtk_list_item_get_item (item);

  show_cell (column, GTK_LABEL (gtk_list_item_get_child (item)), record);
  g_signal_connect_swapped (record, "changed", G_CALLBACK (on_record_changed), item);
  if (column->list->table->fields[column->field].type == DRAY_FIELD_REFERENCE)
    g_signal_connect_swapped (column->list->names, "changed", G_CALLBACK (on_record_changed), item);
  if (column == column->list->columns->pdata[0])
    g_signal_connect_swapped (column->list->engine, "others-changed", G_CALLBACK (on_record_changed), item);
}

static void
on_unbind (Column      *column,
           GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
  g_signal_handlers_disconnect_by_data (column->list->names, item);
  g_signal_handlers_disconnect_by_data (column->list->engine, item);
}

/* Sorting. GTK 4.8 doesn't tell by which column a view is sorted; but the view's sorter asks the sorter of that column, which says so. */

static int
answer_probe (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Column *column = user_data;

  column->list->probe = column->field;
  return -1;
}

static void
on_sort (DrayRecordList *self)
{
  self->probe = -1;
  self->descending = gtk_sorter_compare (self->sorter, self, self->view) == GTK_ORDERING_LARGER;
  self->sorted = self->probe;
  ask (self);
}

static gboolean
is_column (const DrayField *field)
{
  gboolean is_note = field->type == DRAY_FIELD_TEXT && field->maximum > MAX_COLUMN_CHARACTERS;

  return !is_note && field->type != DRAY_FIELD_JSON && field->type != DRAY_FIELD_BLOB && field->type != DRAY_FIELD_RANK;
}

static char *
dup_title (const DrayField *field)
{
  g_autofree char *label = dray_record_dup_label (field);

  if (dray_record_get_unit (field) == NULL)
    return g_steal_pointer (&label);
  return g_strdup_printf ("%s (%s)", label, dray_record_get_unit (field));
}

static void
add_column (DrayRecordList *self,
            int             index)
{
  const DrayField *field = &self->table->fields[index];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *title = dup_title (field);
  GtkColumnViewColumn *view_column = gtk_column_view_column_new (title, factory);
  Column *column = g_new (Column, 1);

  *column = (Column) { self, index };
  g_ptr_array_add (self->columns, column);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), column);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), column);

  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (answer_probe, column, NULL));

  gtk_column_view_column_set_sorter (view_column, sorter);
  g_object_unref (sorter);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, g_strcmp0 (field->name, self->table->title_field) == 0 || field->type == DRAY_FIELD_REFERENCE);
  gtk_column_view_append_column (self->view, view_column);
  dray_record_columns_add (self->choice_of_columns, view_column, field->name, title);
  if (index == self->sorted)
    gtk_column_view_sort_by_column (self->view, view_column, GTK_SORT_ASCENDING);
  g_object_unref (view_column);
}

static void
add_columns (DrayRecordList *self)
{
  self->choice_of_columns = dray_record_columns_new (self->table->name, SHOWN_COLUMNS);
  gtk_menu_button_set_popover (self->choose_columns, GTK_WIDGET (self->choice_of_columns));
  for (int i = 0; i < self->table->n_fields; i++)
    if (is_column (&self->table->fields[i]))
      add_column (self, i);
}

/* Chips: the choices of the field that says how far a row is */

static void
on_chip (GtkToggleButton *chip,
         gpointer         user_data)
{
  DrayRecordList *self = user_data;

  if (!gtk_toggle_button_get_active (chip))
    return;
  self->choice = g_object_get_data (G_OBJECT (chip), "choice");
  ask (self);
}

static void
add_chip (DrayRecordList *self,
          const char     *choice)
{
  g_autofree char *words = choice != NULL ? dray_record_dup_choice (choice) : g_strdup (_("All"));
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->chips));
  GtkWidget *chip = gtk_toggle_button_new_with_label (words);

  gtk_widget_add_css_class (chip, "chip");
  g_object_set_data (G_OBJECT (chip), "choice", (gpointer) choice);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), GTK_TOGGLE_BUTTON (first));
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
  g_signal_connect (chip, "toggled", G_CALLBACK (on_chip), self);
  gtk_box_append (self->chips, chip);
}

static void
add_chips (DrayRecordList *self)
{
  int field = dray_table_find_field (self->table, "status");

  self->chosen_field = field >= 0 && self->table->fields[field].type == DRAY_FIELD_ENUM ? field : -1;
  gtk_widget_set_visible (GTK_WIDGET (self->chips), self->chosen_field >= 0);
  if (self->chosen_field < 0)
    return;
  add_chip (self, NULL);
  for (const char *const *choice = self->table->fields[field].choices; *choice != NULL; choice++)
    add_chip (self, *choice);
}

/* Selection */

static void
on_selection_changed (DrayRecordList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  g_signal_emit (self, signals[SELECTED], 0, (guint) gtk_bitset_get_size (chosen));
}

static void
on_activate (DrayRecordList *self,
             guint           position)
{
  g_autoptr (DrayRecord) record = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (record != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, record);
}

static void
dray_record_list_dispose (GObject *object)
{
  DrayRecordList *self = DRAY_RECORD_LIST (object);

  g_clear_handle_id (&self->choose, g_source_remove);
  /* Before the columns go: their cells point to them. */
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  if (self->sorter != NULL)
    g_signal_handlers_disconnect_by_data (self->sorter, self);
  self->sorter = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (dray_record_list_parent_class)->dispose (object);
}

static void
dray_record_list_finalize (GObject *object)
{
  g_ptr_array_unref (DRAY_RECORD_LIST (object)->columns);

  G_OBJECT_CLASS (dray_record_list_parent_class)->finalize (object);
}

static void
dray_record_list_class_init (DrayRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dray_record_list_dispose;
  object_class->finalize = dray_record_list_finalize;

  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, DRAY_TYPE_RECORD);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/record/record-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, search);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, count);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, chips);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, choose_columns);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, view);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, empty);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordList, trouble);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_search_changed", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
dray_record_list_init (DrayRecordList *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->sorted = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
open_rows (DrayRecordList *self)
{
  int title = self->table->title_field != NULL ? dray_table_find_field (self->table, self->table->title_field) : -1;

  self->sorted = title;

  g_autoptr (DrayQuery) query = make_query (self);

  self->rows = dray_store_list_new (self->workspace, query);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  g_signal_connect_object (self->rows, "notify::loaded", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dray_record_list_new (DrayEngine      *engine,
                      DrayRecordNames *names,
                      const DrayTable *table)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine) && table != NULL, NULL);

  DrayRecordList *self = g_object_new (DRAY_TYPE_RECORD_LIST, NULL);

  self->engine = g_object_ref (engine);
  self->workspace = g_object_ref (dray_engine_get_workspace (engine));
  self->names = g_object_ref (names);
  self->table = table;
  add_chips (self);
  open_rows (self);
  add_columns (self);
  self->sorter = gtk_column_view_get_sorter (self->view);
  g_signal_connect_swapped (self->sorter, "changed", G_CALLBACK (on_sort), self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  update_stack (self);
  return GTK_WIDGET (self);
}

const DrayTable *
dray_record_list_get_table (DrayRecordList *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_LIST (self), NULL);

  return self->table;
}

/* Returns: (transfer full) (element-type DrayRecord): the chosen rows, in the order of the list */
GPtrArray *
dray_record_list_get_selected (DrayRecordList *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_LIST (self), NULL);

  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint position;

  for (gboolean valid = gtk_bitset_iter_init_first (&iter, chosen, &position); valid; valid = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (records, g_list_model_get_item (G_LIST_MODEL (self->rows), position));
  return records;
}

/* Chooses one row and brings it into sight; a row that was just made, as soon as the list has it. */
void
dray_record_list_select (DrayRecordList *self,
                         const DrayId   *id)
{
  g_return_if_fail (DRAY_IS_RECORD_LIST (self));

  self->wanted = *id;
  select_wanted (self);
}

guint
dray_record_list_get_n_rows (DrayRecordList *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

void
dray_record_list_focus_search (DrayRecordList *self)
{
  g_return_if_fail (DRAY_IS_RECORD_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
