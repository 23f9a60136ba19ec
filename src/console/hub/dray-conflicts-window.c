/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-conflicts-window.h"

#include "dray-conflict.h"
#include "dray-field-json.h"
#include "dray-live-words.h"
#include "dray-record-names.h"
#include "dray-record-words.h"

#include <glib/gi18n.h>

/* Columns of the table of cells. */
enum { COLUMN_FIELD, COLUMN_BASE, COLUMN_THEIRS, COLUMN_MINE };

#define MAX_CELL_CHARS 28

struct _DrayConflictsWindow {
  AdwWindow         parent_instance;

  /* Template */
  GtkStack         *stack;
  GtkListBox       *deeds;
  GtkLabel         *heading;
  GtkGrid          *cells;
  GtkLabel         *trouble;
  GtkWidget        *again;
  GtkWidget        *settle;
  GtkWidget        *all_theirs;
  GtkWidget        *all_mine;

  /* Owned */
  DrayEngine       *engine;
  DrayRecordNames  *names;
  DrayConflictBook *book;
  GPtrArray        *choices;   /* (element-type GtkCheckButton): of each cell the one for what was written later; borrowed */
  char             *shown;     /* (nullable): the deed's name */
  char             *wanted;    /* (nullable): the record whose conflict is to be shown */
};

G_DEFINE_FINAL_TYPE (DrayConflictsWindow, dray_conflicts_window, ADW_TYPE_WINDOW)

static const DrayDeed *
get_deed (DrayConflictsWindow *self)
{
  for (guint i = 0; self->shown != NULL && i < dray_conflict_book_get_n (self->book); i++) {
    const DrayDeed *deed = dray_conflict_book_get (self->book, i);

    if (g_str_equal (deed->name, self->shown))
      return deed;
  }
  return NULL;
}

/* Words */

static char *
dup_record (DrayConflictsWindow *self,
            const char          *table_name,
            const DrayId        *id)
{
  const DrayTable *table = dray_schema_find_table (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), table_name);
  g_autofree char *kind = dray_record_dup_table (table);
  const char *name = dray_record_names_find (self->names, table_name, id);

  return name != NULL && *name != '\0' ? g_strdup_printf ("%s %s", kind, name) : g_steal_pointer (&kind);
}

static char *
dup_value (DrayConflictsWindow *self,
           const DrayRow       *conflict,
           int                  which)
{
  DraySchema *schema = dray_workspace_get_schema (dray_engine_get_workspace (self->engine));
  const DrayTable *table = dray_schema_find_table (schema, dray_row_get_text (conflict, DRAY_CONFLICT_KIND));
  int field = dray_table_find_field (table, dray_row_get_text (conflict, DRAY_CONFLICT_CELL));
  const char *text = dray_row_get_text (conflict, which);
  g_autoptr (JsonNode) node = text != NULL ? dray_field_parse_json (text, NULL) : NULL;
  g_auto (DrayValue) value = dray_value_none ();

  if (node == NULL)
    return g_strdup (_("nothing"));
  if (field < 0)
    return g_strdup (g_str_equal (text, "true") ? _("Deleted") : _("Kept"));
  if (!dray_field_read_json (&table->fields[field], node, &value, NULL))
    return g_strdup (text);
  if (table->fields[field].type == DRAY_FIELD_REFERENCE) {
    const char *name = dray_record_names_find (self->names, table->fields[field].refers_to, &value.id);

    return g_strdup (name != NULL ? name : "…");
  }
  return dray_record_dup_words (&table->fields[field], &value);
}

static char *
dup_field (DrayConflictsWindow *self,
           const DrayRow       *conflict)
{
  DraySchema *schema = dray_workspace_get_schema (dray_engine_get_workspace (self->engine));
  const DrayTable *table = dray_schema_find_table (schema, dray_row_get_text (conflict, DRAY_CONFLICT_KIND));
  int field = dray_table_find_field (table, dray_row_get_text (conflict, DRAY_CONFLICT_CELL));

  return field >= 0 ? dray_record_dup_label (&table->fields[field]) : g_strdup (_("Record"));
}

static char *
dup_operation (DrayConflictsWindow *self,
               const char          *name)
{
  const DrayOperation *operation = dray_schema_find_operation (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), name);

  return g_strdup (operation != NULL && operation->label != NULL ? _(operation->label) : name);
}

/* "Yours, 09:05" */
static char *
dup_author (DrayConflictsWindow *self,
            const DrayRow       *conflict,
            gboolean             is_mine)
{
  const char *client = dray_row_get_text (conflict, is_mine ? DRAY_CONFLICT_MY_CLIENT : DRAY_CONFLICT_THEIR_CLIENT);
  DrayId own = dray_workspace_get_client (dray_engine_get_workspace (self->engine));
  g_autofree char *text = dray_id_dup_text (&own);
  char at[DRAY_WORDS_SIZE];

  dray_words_time (dray_row_get_integer (conflict, is_mine ? DRAY_CONFLICT_MY_US : DRAY_CONFLICT_THEIR_US), at);
  if (g_strcmp0 (client, text) == 0)
    return g_strdup_printf (_("Yours, %s"), at);
  return is_mine ? g_strdup_printf (_("Written later, %s"), at) : g_strdup_printf (_("Written first, %s"), at);
}

/* Cells */

static GtkWidget *
add_label (DrayConflictsWindow *self,
           const char          *text,
           const char          *style,
           int                  column,
           int                  row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CELL_CHARS);
  gtk_widget_set_tooltip_text (label, text);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->cells, label, column, row, 1, 1);
  return label;
}

static GtkWidget *
add_choice (DrayConflictsWindow *self,
            const char          *text,
            GtkWidget           *group,
            int                  column,
            int                  row)
{
  GtkWidget *button = gtk_check_button_new_with_label (text);

  gtk_widget_set_tooltip_text (button, text);
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group));
  gtk_grid_attach (self->cells, button, column, row, 1, 1);
  return button;
}

static void
choose (DrayConflictsWindow *self,
        guint                first,
        guint                end,
        gboolean             is_mine)
{
  for (guint i = first; i < end; i++) {
    GtkWidget *mine = self->choices->pdata[i];
    GtkWidget *chosen = is_mine ? mine : g_object_get_data (G_OBJECT (mine), "theirs");

    gtk_check_button_set_active (GTK_CHECK_BUTTON (chosen), TRUE);
  }
}

/* One record of several: a stop of a route. */
static void
on_record (GtkButton           *button,
           DrayConflictsWindow *self)
{
  choose (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "first")), GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "end")),
          g_object_get_data (G_OBJECT (button), "mine") != NULL);
}

static void
add_record_button (DrayConflictsWindow *self,
                   guint                first,
                   guint                end,
                   gboolean             is_mine,
                   int                  row)
{
  g_autofree char *author = dup_author (self, get_deed (self)->cells->pdata[first], is_mine);
  GtkWidget *button = gtk_button_new_with_label (author);

  g_object_set_data (G_OBJECT (button), "first", GUINT_TO_POINTER (first));
  g_object_set_data (G_OBJECT (button), "end", GUINT_TO_POINTER (end));
  g_object_set_data (G_OBJECT (button), "mine", is_mine ? button : NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Takes all of this record as it was written here"));
  g_signal_connect (button, "clicked", G_CALLBACK (on_record), self);
  gtk_grid_attach (self->cells, button, is_mine ? COLUMN_MINE : COLUMN_THEIRS, row, 1, 1);
}

static void
add_cell (DrayConflictsWindow *self,
          const DrayRow       *conflict,
          int                  row)
{
  g_autofree char *field = dup_field (self, conflict), *base = dup_value (self, conflict, DRAY_CONFLICT_BASE);
  g_autofree char *first = dup_value (self, conflict, DRAY_CONFLICT_THEIRS), *later = dup_value (self, conflict, DRAY_CONFLICT_MINE);
  gboolean is_refused = dray_row_get_boolean (conflict, DRAY_CONFLICT_IS_REFUSED);
  GtkWidget *theirs, *mine;

  add_label (self, field, NULL, COLUMN_FIELD, row);
  add_label (self, base, "dim-label", COLUMN_BASE, row);
  theirs = add_choice (self, first, NULL, COLUMN_THEIRS, row);
  mine = add_choice (self, later, theirs, COLUMN_MINE, row);
  g_object_set_data (G_OBJECT (mine), "theirs", theirs);
  /* What stands there is what comes of doing nothing. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (is_refused ? theirs : mine), TRUE);
  g_ptr_array_add (self->choices, mine);
}

static gboolean
is_same_record (const DrayRow *a,
                const DrayRow *b)
{
  return g_strcmp0 (dray_row_get_text (a, DRAY_CONFLICT_RECORD), dray_row_get_text (b, DRAY_CONFLICT_RECORD)) == 0;
}

/* Returns: the row behind those of the record */
static int
add_record (DrayConflictsWindow *self,
            const DrayDeed      *deed,
            guint                first,
            guint                end,
            int                  row)
{
  const DrayRow *conflict = deed->cells->pdata[first];
  g_autofree char *title = NULL;
  DrayId id = DRAY_ID_NONE;

  dray_id_parse (dray_row_get_text (conflict, DRAY_CONFLICT_RECORD), &id);
  title = dup_record (self, dray_row_get_text (conflict, DRAY_CONFLICT_KIND), &id);
  add_label (self, title, "heading", COLUMN_FIELD, row);
  add_label (self, _("Before"), "dim-label", COLUMN_BASE, row);
  add_record_button (self, first, end, FALSE, row);
  add_record_button (self, first, end, TRUE, row++);
  for (guint i = first; i < end; i++)
    add_cell (self, deed->cells->pdata[i], row++);
  return row;
}

static void
clear_cells (DrayConflictsWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cells))) != NULL)
    gtk_grid_remove (self->cells, child);
  g_ptr_array_set_size (self->choices, 0);
}

static void
show_deed (DrayConflictsWindow *self,
           const DrayDeed      *deed)
{
  g_autofree char *what = dup_operation (self, deed->operation);
  guint end;
  int row = 0;

  clear_cells (self);
  for (guint first = 0; first < deed->cells->len; first = end) {
    for (end = first + 1; end < deed->cells->len && is_same_record (deed->cells->pdata[first], deed->cells->pdata[end]);)
      end++;
    row = add_record (self, deed, first, end, row);
  }

  g_autofree char *words = deed->is_refused ? g_strdup_printf (_("%s: what it was about is protected, so nothing of it was applied. What was written first stands."), what)
                                            : g_strdup_printf (_("%s: what was written later stands, until you say otherwise."), what);

  gtk_label_set_text (self->heading, words);
  gtk_widget_set_visible (self->again, deed->arguments != NULL);
}

/* The list */

static GtkWidget *
new_deed_row (DrayConflictsWindow *self,
              const DrayDeed      *deed)
{
  g_autofree char *title = dup_record (self, deed->subject_table->name, &deed->subject);
  g_autofree char *fields = g_strdup_printf (ngettext ("%u field", "%u fields", deed->cells->len), deed->cells->len);
  g_autofree char *words = deed->is_refused ? g_strdup_printf (_("%s, not applied"), fields) : g_strdup (fields);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *label = gtk_label_new (title), *under = gtk_label_new (words);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (under), 0);
  gtk_widget_add_css_class (under, "dim-label");
  gtk_widget_add_css_class (box, "conflict-deed");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), under);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "deed", g_strdup (deed->name), g_free);
  return row;
}

static void
on_selected (DrayConflictsWindow *self,
             GtkListBoxRow       *row)
{
  const DrayDeed *deed;

  if (row == NULL)
    return;
  g_free (self->shown);
  self->shown = g_strdup (g_object_get_data (G_OBJECT (row), "deed"));
  deed = get_deed (self);
  if (deed != NULL)
    show_deed (self, deed);
}

/* Which row of the list is to be chosen: the one that was, the one about the wanted record, the first. */
static guint
find_place (DrayConflictsWindow *self)
{
  for (guint i = 0; i < dray_conflict_book_get_n (self->book); i++) {
    const DrayDeed *deed = dray_conflict_book_get (self->book, i);
    g_autofree char *subject = dray_id_dup_text (&deed->subject);

    if (self->wanted != NULL ? g_str_equal (subject, self->wanted) : g_strcmp0 (deed->name, self->shown) == 0)
      return i;
  }
  return 0;
}

static void
fill (DrayConflictsWindow *self)
{
  guint n = dray_conflict_book_get_n (self->book), place = find_place (self);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->deeds, 0)) != NULL)
    gtk_list_box_remove (self->deeds, GTK_WIDGET (row));
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->deeds, new_deed_row (self, dray_conflict_book_get (self->book, i)));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "some" : "none");
  gtk_widget_set_sensitive (self->settle, TRUE);
  gtk_widget_set_sensitive (self->again, TRUE);
  if (n > 0)
    gtk_list_box_select_row (self->deeds, gtk_list_box_get_row_at_index (self->deeds, (int) place));
  g_clear_pointer (&self->wanted, g_free);
}

static void
on_failed (DrayConflictsWindow *self,
           const char          *words)
{
  gtk_label_set_text (self->trouble, words);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
  gtk_widget_set_sensitive (self->settle, TRUE);
  gtk_widget_set_sensitive (self->again, TRUE);
}

static void
on_all_theirs (DrayConflictsWindow *self)
{
  choose (self, 0, self->choices->len, FALSE);
}

static void
on_all_mine (DrayConflictsWindow *self)
{
  choose (self, 0, self->choices->len, TRUE);
}

static void
begin (DrayConflictsWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_set_sensitive (self->settle, FALSE);
  gtk_widget_set_sensitive (self->again, FALSE);
}

static void
on_settle (DrayConflictsWindow *self)
{
  const DrayDeed *deed = get_deed (self);
  g_autofree gboolean *are_mine = NULL;

  if (deed == NULL || deed->cells->len != self->choices->len)
    return;
  are_mine = g_new0 (gboolean, deed->cells->len);
  for (guint i = 0; i < deed->cells->len; i++)
    are_mine[i] = gtk_check_button_get_active (self->choices->pdata[i]);
  begin (self);
  dray_conflict_book_settle (self->book, deed, are_mine);
}

static void
on_again (DrayConflictsWindow *self)
{
  const DrayDeed *deed = get_deed (self);

  if (deed == NULL || deed->arguments == NULL)
    return;
  begin (self);
  dray_conflict_book_do_again (self->book, deed);
}

/* Names arrive after the rows that they are for; what was chosen stays. */
static void
on_names (DrayConflictsWindow *self)
{
  const DrayDeed *deed = get_deed (self);
  g_autoptr (GArray) were = g_array_new (FALSE, FALSE, sizeof (gboolean));

  for (guint i = 0; i < self->choices->len; i++) {
    gboolean is_mine = gtk_check_button_get_active (self->choices->pdata[i]);

    g_array_append_val (were, is_mine);
  }
  fill (self);
  for (guint i = 0; deed != NULL && i < were->len && were->len == self->choices->len; i++)
    choose (self, i, i + 1, g_array_index (were, gboolean, i));
}

static void
dray_conflicts_window_dispose (GObject *object)
{
  DrayConflictsWindow *self = DRAY_CONFLICTS_WINDOW (object);

  g_clear_object (&self->book);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (dray_conflicts_window_parent_class)->dispose (object);
}

static void
dray_conflicts_window_finalize (GObject *object)
{
  DrayConflictsWindow *self = DRAY_CONFLICTS_WINDOW (object);

  g_ptr_array_unref (self->choices);
  g_free (self->shown);
  g_free (self->wanted);
  G_OBJECT_CLASS (dray_conflicts_window_parent_class)->finalize (object);
}

static void
dray_conflicts_window_class_init (DrayConflictsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_conflicts_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_conflicts_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/hub/conflicts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, deeds);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, cells);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, again);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, settle);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, all_theirs);
  gtk_widget_class_bind_template_child (widget_class, DrayConflictsWindow, all_mine);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_all_theirs);
  gtk_widget_class_bind_template_callback (widget_class, on_all_mine);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_settle);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_conflicts_window_init (DrayConflictsWindow *self)
{
  self->choices = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_conflicts_window_new (DrayEngine *engine)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayConflictsWindow *self = g_object_new (DRAY_TYPE_CONFLICTS_WINDOW, NULL);

  self->engine = g_object_ref (engine);
  self->names = dray_record_names_new (dray_engine_get_workspace (engine));
  self->book = dray_conflict_book_new (engine);
  g_signal_connect_object (self->names, "changed", G_CALLBACK (on_names), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->book, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->book, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* Chooses the conflict about a record as soon as it is there. */
void
dray_conflicts_window_show (DrayConflictsWindow *self,
                            const DrayId        *record)
{
  g_return_if_fail (DRAY_IS_CONFLICTS_WINDOW (self));

  g_free (self->wanted);
  self->wanted = dray_id_dup_text (record);
  fill (self);
}

DrayConflictBook *
dray_conflicts_window_get_book (DrayConflictsWindow *self)
{
  g_return_val_if_fail (DRAY_IS_CONFLICTS_WINDOW (self), NULL);

  return self->book;
}

/* Returns: (transfer none) (nullable): the button for one of the two values of the cell that is shown as number @cell */
GtkWidget *
dray_conflicts_window_get_choice (DrayConflictsWindow *self,
                                  guint                cell,
                                  gboolean             is_mine)
{
  g_return_val_if_fail (DRAY_IS_CONFLICTS_WINDOW (self), NULL);

  if (cell >= self->choices->len)
    return NULL;
  return is_mine ? self->choices->pdata[cell] : g_object_get_data (self->choices->pdata[cell], "theirs");
}

GtkWidget *
dray_conflicts_window_get_settle (DrayConflictsWindow *self)
{
  g_return_val_if_fail (DRAY_IS_CONFLICTS_WINDOW (self), NULL);

  return self->settle;
}
