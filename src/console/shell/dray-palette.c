/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-palette.h"

#include "dray-place-index.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define MAX_HITS 12

/* Streets and towns of the region stand below what belongs to the fleet. */
#define MAX_PLACES 5

struct _DrayPalette {
  AdwBin          parent_instance;

  /* Template */
  GtkText        *text;
  GtkListBox     *list;
  GtkWidget      *none;

  /* Owned */
  DrayFindIndex  *index;
  GPtrArray      *places;             /* (element-type DrayPlaceFound) (nullable): what @place_finds borrow their texts from */

  const DrayFind *hits[MAX_HITS + MAX_PLACES];     /* of the index, then of the places */
  guint           n_hits;
  DrayFind        place_finds[MAX_PLACES];
};

enum { FOUND, TYPED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayPalette, dray_palette, ADW_TYPE_BIN)

static const char *
get_icon (const DrayFind *find)
{
  if (find->icon != NULL)
    return find->icon;
  switch (find->kind) {
  case DRAY_FIND_TRUCK:
    return "dray-truck-symbolic";
  case DRAY_FIND_VIEW:
    return "view-grid-symbolic";
  case DRAY_FIND_PLACE:
    return "mark-location-symbolic";
  case DRAY_FIND_RECORD:
    return "text-x-generic-symbolic";
  case DRAY_FIND_COMMAND:
  default:
    return "system-run-symbolic";
  }
}

static GtkWidget *
new_row (const DrayFind *find)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (find->title), *detail = gtk_label_new (find->detail);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (detail), 1);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (get_icon (find)));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static guint
append_places (DrayPalette *self,
               guint        n_hits)
{
  for (guint i = 0; self->places != NULL && i < self->places->len && i < MAX_PLACES; i++) {
    const DrayPlaceFound *found = self->places->pdata[i];

    self->place_finds[i] = (DrayFind) {
      .kind = DRAY_FIND_PLACE, .title = found->label, .detail = found->context, .lon = dray_e7_to_degrees (found->place.point.lon_e7),
      .lat = dray_e7_to_degrees (found->place.point.lat_e7),
    };
    self->hits[n_hits++] = &self->place_finds[i];
  }
  return n_hits;
}

static void
search (DrayPalette *self)
{
  GtkListBoxRow *chosen = gtk_list_box_get_selected_row (self->list);
  int at = chosen != NULL ? gtk_list_box_row_get_index (chosen) : 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->n_hits = self->index != NULL
                   ? dray_find_index_search (self->index, gtk_editable_get_text (GTK_EDITABLE (self->text)), self->hits, MAX_HITS) : 0;
  self->n_hits = append_places (self, self->n_hits);
  for (guint i = 0; i < self->n_hits; i++)
    gtk_list_box_append (self->list, new_row (self->hits[i]));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, at < (int) self->n_hits ? at : 0));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->n_hits > 0);
  gtk_widget_set_visible (self->none, self->n_hits == 0);
}

static void
choose (DrayPalette *self,
        int          position)
{
  if (position < 0 || (guint) position >= self->n_hits)
    return;

  const DrayFind *find = self->hits[position];

  dray_palette_close (self);
  g_signal_emit (self, signals[FOUND], 0, find);
}

/* What was typed before found other places, and the first hit is the best one again. */
static void
on_text_changed (DrayPalette *self)
{
  self->n_hits = 0;
  g_clear_pointer (&self->places, g_ptr_array_unref);
  gtk_list_box_unselect_all (self->list);
  search (self);
  g_signal_emit (self, signals[TYPED], 0, gtk_editable_get_text (GTK_EDITABLE (self->text)));
}

static void
on_text_activate (DrayPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  choose (self, row != NULL ? gtk_list_box_row_get_index (row) : -1);
}

static void
on_row_activated (DrayPalette   *self,
                  GtkListBoxRow *row)
{
  choose (self, gtk_list_box_row_get_index (row));
}

static void
step (DrayPalette *self,
      int          by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int n = (int) self->n_hits, at = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  if (n > 0)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (at + by + n) % n));
}

/* The focus stays in the entry while the arrows walk through the hits. */
static gboolean
on_key (DrayPalette     *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  switch (keyval) {
  case GDK_KEY_Escape:
    dray_palette_close (self);
    return GDK_EVENT_STOP;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    step (self, 1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    step (self, -1);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
on_focus_left (DrayPalette *self)
{
  dray_palette_close (self);
}

static void
dray_palette_dispose (GObject *object)
{
  DrayPalette *self = DRAY_PALETTE (object);

  self->n_hits = 0;
  g_clear_pointer (&self->index, dray_find_index_free);
  g_clear_pointer (&self->places, g_ptr_array_unref);

  G_OBJECT_CLASS (dray_palette_parent_class)->dispose (object);
}

static void
dray_palette_class_init (DrayPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_palette_dispose;
  signals[FOUND] = g_signal_new ("found", DRAY_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[TYPED] = g_signal_new ("typed", DRAY_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayPalette, text);
  gtk_widget_class_bind_template_child (widget_class, DrayPalette, list);
  gtk_widget_class_bind_template_child (widget_class, DrayPalette, none);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_text_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_left);
}

static void
dray_palette_init (DrayPalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @index: (transfer full): replaces the one before */
void
dray_palette_set_index (DrayPalette   *self,
                        DrayFindIndex *index)
{
  g_return_if_fail (DRAY_IS_PALETTE (self));

  self->n_hits = 0;
  g_clear_pointer (&self->index, dray_find_index_free);
  self->index = index;
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    search (self);
}

/* @places: (transfer full) (element-type DrayPlaceFound): what the region knows by the words that stand in the entry */
void
dray_palette_set_places (DrayPalette *self,
                         GPtrArray   *places)
{
  g_return_if_fail (DRAY_IS_PALETTE (self));

  self->n_hits = 0;
  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = places;
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    search (self);
}

/* Returns: (transfer none): what stands in the entry */
const char *
dray_palette_get_text (DrayPalette *self)
{
  g_return_val_if_fail (DRAY_IS_PALETTE (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->text));
}

void
dray_palette_open (DrayPalette *self)
{
  g_return_if_fail (DRAY_IS_PALETTE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  search (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

void
dray_palette_close (DrayPalette *self)
{
  g_return_if_fail (DRAY_IS_PALETTE (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

guint
dray_palette_n_hits (DrayPalette *self)
{
  g_return_val_if_fail (DRAY_IS_PALETTE (self), 0);

  return self->n_hits;
}
