/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sidebar.h"
#include "dray-views.h"

#include <glib/gi18n.h>

struct _DraySidebar {
  AdwBin      parent_instance;

  /* Template */
  GtkListBox *list;
  GtkLabel   *clock;
  GtkLabel   *caption;
  GtkLabel   *user;
  GtkWidget  *person;

  gboolean    collapsed;
};

/* The rows stand in the order of dray_views. */
typedef struct {
  const DrayView *view;
  GtkLabel       *title;    /* borrowed: the row owns it */
  GtkLabel       *count;    /* borrowed */
} Row;

enum {
  PROP_0,
  PROP_VIEW,
  PROP_COLLAPSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DraySidebar, dray_sidebar, ADW_TYPE_BIN)

static Row *
get_row (GtkListBoxRow *widget)
{
  return g_object_get_data (G_OBJECT (widget), "dray-row");
}

static GtkListBoxRow *
find_row (DraySidebar *self,
          const char  *view)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (g_strcmp0 (get_row (row)->view->name, view) == 0)
      return row;
  }
  return NULL;
}

static void
append_row (DraySidebar    *self,
            const DrayView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (view->icon);
  GtkWidget *title = gtk_label_new (_(view->title));
  GtkWidget *count = gtk_label_new (NULL);
  GtkWidget *widget = gtk_list_box_row_new ();
  Row *row = g_new0 (Row, 1);

  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (count, FALSE);
  gtk_widget_add_css_class (count, "count");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _(view->title), -1);

  *row = (Row) { .view = view, .title = GTK_LABEL (title), .count = GTK_LABEL (count) };
  g_object_set_data_full (G_OBJECT (widget), "dray-row", row, g_free);
  gtk_list_box_append (self->list, widget);
}

static gboolean
has_count (const Row *row)
{
  return *gtk_label_get_text (row->count) != '\0';
}

/* Collapsed, the words go into the tooltip and the count stays beside the icon as a dot. */
static void
update_row (DraySidebar   *self,
            GtkListBoxRow *widget)
{
  Row *row = get_row (widget);

  gtk_widget_set_visible (GTK_WIDGET (row->title), !self->collapsed);
  gtk_widget_set_visible (GTK_WIDGET (row->count), !self->collapsed && has_count (row));
  gtk_widget_set_tooltip_text (GTK_WIDGET (widget), self->collapsed ? _(row->view->title) : NULL);
  if (has_count (row))
    gtk_widget_add_css_class (GTK_WIDGET (widget), "counted");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (widget), "counted");
}

static void
set_collapsed (DraySidebar *self,
               gboolean     collapsed)
{
  GtkListBoxRow *row;

  self->collapsed = collapsed;
  gtk_widget_set_size_request (GTK_WIDGET (self), collapsed ? 56 : 200, -1);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    update_row (self, row);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), !collapsed && *gtk_label_get_text (self->caption) != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->user), !collapsed);
  if (collapsed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "collapsed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "collapsed");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
}

static const char *
get_view (DraySidebar *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? get_row (row)->view->name : NULL;
}

static void
set_view (DraySidebar *self,
          const char  *view)
{
  GtkListBoxRow *row = find_row (self, view);

  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}

static void
on_row_selected (DraySidebar   *self,
                 GtkListBoxRow *row)
{
  if (row != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

static void
dray_sidebar_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  DraySidebar *self = DRAY_SIDEBAR (object);

  switch (id) {
  case PROP_VIEW:
    g_value_set_string (value, get_view (self));
    break;
  case PROP_COLLAPSED:
    g_value_set_boolean (value, self->collapsed);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dray_sidebar_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  DraySidebar *self = DRAY_SIDEBAR (object);

  switch (id) {
  case PROP_VIEW:
    set_view (self, g_value_get_string (value));
    break;
  case PROP_COLLAPSED:
    set_collapsed (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dray_sidebar_class_init (DraySidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dray_sidebar_get_property;
  object_class->set_property = dray_sidebar_set_property;

  properties[PROP_VIEW] = g_param_spec_string ("view", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, DraySidebar, list);
  gtk_widget_class_bind_template_child (widget_class, DraySidebar, clock);
  gtk_widget_class_bind_template_child (widget_class, DraySidebar, caption);
  gtk_widget_class_bind_template_child (widget_class, DraySidebar, user);
  gtk_widget_class_bind_template_child (widget_class, DraySidebar, person);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
}

static void
dray_sidebar_init (DraySidebar *self)
{
  const char *name = g_get_real_name ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (const DrayView *view = dray_views; view->name != NULL; view++)
    append_row (self, view);
  gtk_label_set_label (self->user, g_str_equal (name, "Unknown") ? g_get_user_name () : name);
  gtk_widget_set_tooltip_text (self->person, gtk_label_get_label (self->user));
  set_collapsed (self, FALSE);
}

/**
 * dray_sidebar_set_count:
 * @view: the name of the view
 * @count: what waits there; 0 shows nothing
 * @urgent: someone must act now: the only count in red
 */
void
dray_sidebar_set_count (DraySidebar *self,
                        const char  *view,
                        guint        count,
                        gboolean     urgent)
{
  g_return_if_fail (DRAY_IS_SIDEBAR (self));

  GtkListBoxRow *row = find_row (self, view);
  g_autofree char *text = count > 0 ? g_strdup_printf ("%u", count) : g_strdup ("");

  g_return_if_fail (row != NULL);
  gtk_label_set_label (get_row (row)->count, text);
  if (urgent)
    gtk_widget_add_css_class (GTK_WIDGET (row), "urgent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "urgent");
  update_row (self, row);
}

/**
 * dray_sidebar_set_clock:
 * @time: the workspace's time of day, such as "14:02"
 * @caption: what stands below it; may be empty
 */
void
dray_sidebar_set_clock (DraySidebar *self,
                        const char  *time,
                        const char  *caption)
{
  g_return_if_fail (DRAY_IS_SIDEBAR (self));

  gtk_label_set_label (self->clock, time);
  gtk_label_set_label (self->caption, caption);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), !self->collapsed && *caption != '\0');
}
