/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shortcuts.h"

#include <glib/gi18n.h>

/* Every shortcut of the program: set as accelerators and shown in the help overlay, from this one table. */

typedef struct {
  const char *group;    /* a heading of the overlay; NULL: the same as the row above */
  const char *title;
  const char *action;   /* detailed; NULL: handled by the widget that has the focus */
  const char *accels[3];
} Shortcut;

static const Shortcut shortcuts[] = {
  { N_("General"), N_("Find a truck, order, person, place, view or command"), "win.find", { "<Control>k" } },
  { NULL, N_("New window"), "app.new-window", { "<Control><Shift>n" } },
  { NULL, N_("Open a workspace"), "app.open", { "<Control>o" } },
  { NULL, N_("New workspace"), "app.new-workspace", { NULL } },
  { NULL, N_("Import roads"), "app.import-roads", { NULL } },
  { NULL, N_("Today’s story"), "win.story", { NULL } },
  { NULL, N_("Preferences"), "app.preferences", { "<Control>comma" } },
  { NULL, N_("These shortcuts"), "win.shortcuts", { "F1", "<Control>question" } },
  { NULL, N_("Menu"), "win.menu", { "F10" } },
  { NULL, N_("Close the window"), "window.close", { "<Control>w" } },
  { NULL, N_("Quit"), "app.quit", { "<Control>q" } },
  { N_("Views"), N_("Live"), "win.view::live", { "<Alt>1" } },
  { NULL, N_("Plan"), "win.view::plan", { "<Alt>2" } },
  { NULL, N_("Orders"), "win.view::orders", { "<Alt>3" } },
  { NULL, N_("Fences"), "win.view::fences", { "<Alt>4" } },
  { NULL, N_("Yard"), "win.view::yard", { "<Alt>5" } },
  { NULL, N_("Insight"), "win.view::insight", { "<Alt>6" } },
  { NULL, N_("Messages"), "win.view::messages", { "<Alt>7" } },
  { NULL, N_("Fleet"), "win.view::fleet", { "<Alt>8" } },
  { NULL, N_("Sidebar"), "win.sidebar", { "F9" } },
  { N_("Live"), N_("Find in the list"), "win.search-list", { "<Control>f" } },
  { NULL, N_("Where is the order?"), "win.order-card", { "<Control>i" } },
  { NULL, N_("Go to the most urgent alarm"), "win.alarm-show", { "<Control>j" } },
  { NULL, N_("Take the most urgent alarm"), "win.alarm-take", { "<Control>t" } },
  { NULL, N_("Acknowledge the most urgent alarm"), "win.alarm-acknowledge", { "<Control>e" } },
  { NULL, N_("All alarms"), "win.alarms", { "<Control>l" } },
  { NULL, N_("Follow the chosen truck"), "win.follow", { "<Control><Shift>f" } },
  { NULL, N_("Write in the shift log, hand over"), "win.shift-log", { "<Control>d" } },
  { NULL, N_("Close the truck’s pane"), NULL, { "Escape" } },
  { NULL, N_("Replay, and back to live"), "win.replay", { "<Control>r" } },
  { NULL, N_("Show every truck"), "win.fit-fleet", { "<Control>0" } },
  { NULL, N_("Zoom in"), "win.zoom-in", { "<Control>plus", "<Control>equal" } },
  { NULL, N_("Zoom out"), "win.zoom-out", { "<Control>minus" } },
  { N_("Plan"), N_("Optimise or re-plan, and stop there"), NULL, { "F5" } },
  { NULL, N_("Keep the plan that was found, throw it away"), NULL, { "<Control>Return", "<Control>BackSpace" } },
  { NULL, N_("Release the routes that changed"), NULL, { "<Control><Shift>Return" } },
  { NULL, N_("Choose a stop"), NULL, { "Left", "Right" } },
  { NULL, N_("Take it up and carry it"), NULL, { "<Control>Up", "<Control>Down" } },
  { NULL, N_("Put it down, leave it where it was"), NULL, { "Return", "Escape" } },
  { NULL, N_("What can be done with the stop and its truck"), NULL, { "Menu", "<Shift>F10" } },
  { NULL, N_("New order"), NULL, { "<Control>n" } },
  { NULL, N_("How the drivers know, close the day"), NULL, { "<Control>d", "<Control><Shift>d" } },
  { NULL, N_("Fewer and more hours"), NULL, { "<Control>bracketright", "<Control>bracketleft" } },
  { NULL, N_("Undo and redo"), NULL, { "<Control>z", "<Control><Shift>z" } },
  { N_("Replay"), N_("Play and stand"), NULL, { "space" } },
  { NULL, N_("A minute back or on, with Shift ten"), NULL, { "Left", "Right" } },
  { NULL, N_("Faster or slower"), NULL, { "Up", "Down" } },
  { N_("Fences"), N_("New fence"), NULL, { "<Control>n" } },
  { NULL, N_("A corner in the middle of the map"), NULL, { "space" } },
  { NULL, N_("Type a place"), NULL, { "<Control>g" } },
  { NULL, N_("Close the ring"), NULL, { "Return" } },
  { NULL, N_("Cut a hole"), NULL, { "<Control>h" } },
  { NULL, N_("Next and previous corner"), NULL, { "Page_Down", "Page_Up" } },
  { NULL, N_("New corner, take a corner out"), NULL, { "Insert", "Delete" } },
  { NULL, N_("Undo and redo"), NULL, { "<Control>z", "<Control><Shift>z" } },
  { NULL, N_("Save"), NULL, { "<Control>s" } },
};

void
dray_shortcuts_install (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
    if (shortcuts[i].action != NULL)
      gtk_application_set_accels_for_action (application, shortcuts[i].action, shortcuts[i].accels);
  }
}

/* Calls @func for every command that has an action. */
void
dray_shortcuts_foreach (DrayShortcutFunc func,
                        gpointer         user_data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
    guint key;
    GdkModifierType modifiers;
    g_autofree char *label = NULL;

    if (shortcuts[i].action == NULL)
      continue;
    if (shortcuts[i].accels[0] != NULL && gtk_accelerator_parse (shortcuts[i].accels[0], &key, &modifiers))
      label = gtk_accelerator_get_label (key, modifiers);
    func (_(shortcuts[i].title), shortcuts[i].action, label, user_data);
  }
}

static void
append_row (GString        *xml,
            const Shortcut *shortcut)
{
  g_autofree char *accels = g_strjoinv (" ", (char **) shortcut->accels);
  g_autofree char *row = g_markup_printf_escaped (
    "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
    "<property name='accelerator'>%s</property></object></child>", _(shortcut->title), accels);

  g_string_append (xml, row);
}

static void
append_groups (GString *xml)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
    if (shortcuts[i].group != NULL) {
      g_autofree char *head = g_markup_printf_escaped (
        "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", _(shortcuts[i].group));

      g_string_append (xml, i > 0 ? "</object></child>" : "");
      g_string_append (xml, head);
    }
    append_row (xml, &shortcuts[i]);
  }
  g_string_append (xml, "</object></child>");
}

/**
 * dray_shortcuts_new_window:
 *
 * GTK 4.8 can fill a shortcuts window only from a builder file, so one is written here.
 *
 * Returns: (transfer none): the help overlay, a new window that belongs to GTK
 */
GtkWidget *
dray_shortcuts_new_window (void)
{
  g_autoptr (GString) xml = g_string_new (
    "<interface><object class='GtkShortcutsWindow' id='window'><property name='modal'>1</property>"
    "<child><object class='GtkShortcutsSection'><property name='section-name'>all</property><property name='max-height'>10</property>");

  append_groups (xml);
  g_string_append (xml, "</object></child></object></interface>");

  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (xml->str, -1);

  return GTK_WIDGET (gtk_builder_get_object (builder, "window"));
}
