/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-list.h"

#include "dray-fence-words.h"

#include <glib/gi18n.h>

/* All, and then the kinds in their order. */
#define N_CHIPS 4

struct _DrayFenceList {
  AdwBin              parent_instance;

  /* Template */
  GtkSearchEntry     *search;
  GtkBox             *chips;
  GtkStack           *stack;
  GtkListView        *rows;
  GtkLabel           *nothing;

  /* Owned */
  DrayFenceBook      *book;
  GtkCustomFilter    *filter;
  GtkFilterListModel *shown;
  GtkSingleSelection *selection;
  char               *words;      /* what is searched, folded */

  GtkToggleButton    *chip[N_CHIPS];    /* borrowed: the box has them */
  int                 kind;             /* -1: all */
  gboolean            following;        /* the selection is being set from outside */
};

enum { SELECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *const chip_words[N_CHIPS] = { N_("All %u"), N_("Sites %u"), N_("Forbidden %u"), N_("Speed %u") };
static const char *const kind_classes[] = { [DRAY_FENCE_KIND_SITE] = "site", [DRAY_FENCE_KIND_FORBIDDEN] = "forbidden", [DRAY_FENCE_KIND_SPEED] = "speed" };

G_DEFINE_FINAL_TYPE (DrayFenceList, dray_fence_list, ADW_TYPE_BIN)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
update_chips (DrayFenceList *self)
{
  guint counts[N_CHIPS] = { 0 }, n = self->book != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->book)) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (DrayFenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->book), i);
    guint chip = (guint) dray_fence_item_get_facts (item)->kind + 1;

    counts[0]++;
    counts[MIN (chip, N_CHIPS - 1)]++;
  }
  for (int i = 0; i < N_CHIPS; i++) {
    g_autofree char *words = g_strdup_printf (_(chip_words[i]), counts[i]);

    gtk_button_set_label (GTK_BUTTON (self->chip[i]), words);
  }
}
#pragma GCC diagnostic pop

static void
update_stack (DrayFenceList *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0;
  gboolean none = self->book != NULL && dray_fence_book_is_loaded (self->book) && g_list_model_get_n_items (G_LIST_MODEL (self->book)) == 0;

  gtk_label_set_text (self->nothing, none ? _("There is no fence yet. Draw one on the map, or import a GeoJSON or KML file.") : _("No fence fits this search"));
  gtk_stack_set_visible_child_name (self->stack, any ? "rows" : "none");
}

static gboolean
fits (gpointer item,
      gpointer user_data)
{
  DrayFenceList *self = user_data;
  const DrayFenceFacts *facts = dray_fence_item_get_facts (item);
  g_autofree char *name = NULL;

  if (self->kind >= 0 && (int) facts->kind != self->kind)
    return FALSE;
  if (self->words == NULL || *self->words == '\0')
    return TRUE;
  name = g_utf8_casefold (facts->name, -1);
  return strstr (name, self->words) != NULL;
}

static void
refilter (DrayFenceList *self)
{
  self->following = TRUE;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  self->following = FALSE;
  update_stack (self);
}

static void
on_chip_toggled (DrayFenceList   *self,
                 GtkToggleButton *chip)
{
  if (!gtk_toggle_button_get_active (chip))
    return;
  for (int i = 0; i < N_CHIPS; i++)
    if (self->chip[i] == chip)
      self->kind = i - 1;
  refilter (self);
}

static void
on_search_changed (DrayFenceList *self)
{
  g_free (self->words);
  self->words = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  refilter (self);
}

static void
on_selection_changed (DrayFenceList *self)
{
  if (!self->following)
    g_signal_emit (self, signals[SELECTED], 0, gtk_single_selection_get_selected_item (self->selection));
}

static void
on_book_changed (DrayFenceList *self)
{
  update_chips (self);
  update_stack (self);
}

/* Rows */

static GtkWidget *
new_label (const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  return label;
}

static void
on_setup (DrayFenceList *self,
          GtkListItem   *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dray-fence-symbolic"));
  gtk_box_append (GTK_BOX (lines), new_label ("name"));
  gtk_box_append (GTK_BOX (lines), new_label ("dim-label"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (lines), "caption");
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_add_css_class (box, "fence-row");
  gtk_list_item_set_child (item, box);
}

static void
show_row (GtkListItem *item)
{
  const DrayFenceFacts *facts = dray_fence_item_get_facts (gtk_list_item_get_item (item));
  GtkWidget *image = gtk_widget_get_first_child (gtk_list_item_get_child (item)), *lines = gtk_widget_get_next_sibling (image);
  g_autofree char *summary = dray_fence_dup_summary (facts);

  for (gsize i = 0; i < G_N_ELEMENTS (kind_classes); i++)
    gtk_widget_remove_css_class (image, kind_classes[i]);
  if (facts->kind < G_N_ELEMENTS (kind_classes))
    gtk_widget_add_css_class (image, kind_classes[facts->kind]);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (lines)), facts->name);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (lines)), summary);
  gtk_widget_set_tooltip_text (lines, facts->name);
}

static void
on_bind (DrayFenceList *self,
         GtkListItem   *item)
{
  show_row (item);
  g_signal_connect_swapped (gtk_list_item_get_item (item), "changed", G_CALLBACK (show_row), item);
}

static void
on_unbind (DrayFenceList *self,
           GtkListItem   *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

static void
dray_fence_list_dispose (GObject *object)
{
  DrayFenceList *self = DRAY_FENCE_LIST (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (dray_fence_list_parent_class)->dispose (object);
}

static void
dray_fence_list_finalize (GObject *object)
{
  g_free (DRAY_FENCE_LIST (object)->words);

  G_OBJECT_CLASS (dray_fence_list_parent_class)->finalize (object);
}

static void
dray_fence_list_class_init (DrayFenceListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_fence_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_fence_list_finalize;
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, DRAY_TYPE_FENCE_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/fence/fence-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayFenceList, search);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceList, chips);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceList, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceList, rows);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceList, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
add_chips (DrayFenceList *self)
{
  for (int i = 0; i < N_CHIPS; i++) {
    self->chip[i] = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
    gtk_widget_add_css_class (GTK_WIDGET (self->chip[i]), "chip");
    if (i > 0)
      gtk_toggle_button_set_group (self->chip[i], self->chip[0]);
    gtk_box_append (self->chips, GTK_WIDGET (self->chip[i]));
  }
  gtk_toggle_button_set_active (self->chip[0], TRUE);
  for (int i = 0; i < N_CHIPS; i++)
    g_signal_connect_object (self->chip[i], "toggled", G_CALLBACK (on_chip_toggled), self, G_CONNECT_SWAPPED);
}

static void
dray_fence_list_init (DrayFenceList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->kind = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  self->filter = gtk_custom_filter_new (fits, self, NULL);
  self->shown = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_factory (self->rows, factory);
  gtk_list_view_set_model (self->rows, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selection_changed), self);
  g_object_unref (factory);
  add_chips (self);
  update_chips (self);
}

void
dray_fence_list_set_book (DrayFenceList *self,
                          DrayFenceBook *book)
{
  g_return_if_fail (DRAY_IS_FENCE_LIST (self));

  g_set_object (&self->book, book);
  gtk_filter_list_model_set_model (self->shown, G_LIST_MODEL (book));
  g_signal_connect_object (book, "changed", G_CALLBACK (on_book_changed), self, G_CONNECT_SWAPPED);
  on_book_changed (self);
}

/* @item: (nullable); the list does not answer with "selected" */
void
dray_fence_list_set_selected (DrayFenceList *self,
                              DrayFenceItem *item)
{
  g_return_if_fail (DRAY_IS_FENCE_LIST (self));

  guint position = GTK_INVALID_LIST_POSITION, n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  for (guint i = 0; i < n && item != NULL; i++) {
    g_autoptr (DrayFenceItem) at = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

    if (at == item)
      position = i;
  }
  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->following = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->rows), "list.scroll-to-item", "u", position);
}

/* Returns: (transfer full) (element-type DrayFenceItem): what the search and the chips leave */
GPtrArray *
dray_fence_list_get_shown (DrayFenceList *self)
{
  g_return_val_if_fail (DRAY_IS_FENCE_LIST (self), NULL);

  GPtrArray *shown = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    g_ptr_array_add (shown, g_list_model_get_item (G_LIST_MODEL (self->shown), i));
  return shown;
}

void
dray_fence_list_focus_search (DrayFenceList *self)
{
  g_return_if_fail (DRAY_IS_FENCE_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
