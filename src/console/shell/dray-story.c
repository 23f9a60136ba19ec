/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-story.h"

#include "dray-units.h"

#include <glib/gi18n.h>

#define AT(hour, minute) ((hour) * 60 + (minute))

/* The day that the demo plays, line by line. What happens by itself shows whom it happens to; the rest is there to be tried. */
static const DrayStoryLine lines[] = {
  { AT (5, 30), N_("The shift log: sign it, write a line, hand over"), "live", NULL, "win.shift-log" },
  { AT (6, 10), N_("Trucks leave; truck 27 must not use the weak bridge"), "live", "27", NULL },
  { AT (7, 12), N_("Truck 12 breaks down: two ways out"), "live", "12", NULL },
  { AT (8, 30), N_("The line may go down: work goes on"), "live", NULL, "win.join-hub" },
  { AT (9, 40), N_("Drivers write why a stop failed"), "messages", NULL, NULL },
  { AT (10, 20), N_("Where is my order?"), "live", NULL, "win.order-card" },
  { AT (11, 45), N_("A road by the river is closed: draw it"), "fences", NULL, NULL },
  { AT (13, 0), N_("What the yard pays for which goods"), "yard", NULL, NULL },
  { AT (15, 30), N_("On time today, and the orders behind it"), "insight", NULL, NULL },
  { AT (16, 38), N_("Plan tomorrow while the cost falls"), "plan", NULL, NULL },
  { AT (17, 40), N_("Who was at the quay?"), "live", NULL, "win.replay" },
};

struct _DrayStory {
  AdwBin             parent_instance;

  /* Template */
  GtkBox            *box;
  GtkScrolledWindow *scroll;

  int                next;    /* the line that stands out; G_N_ELEMENTS (lines) after the last, -1 before the first update */
};

enum { JUMP, DISMISSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayStory, dray_story, ADW_TYPE_BIN)

static void
on_line (GtkButton *button,
         gpointer   user_data)
{
  g_signal_emit (user_data, signals[JUMP], 0, g_object_get_data (G_OBJECT (button), "line"));
}

static void
on_dismiss (DrayStory *self)
{
  g_signal_emit (self, signals[DISMISSED], 0);
}

static GtkWidget *
make_button (DrayStory           *self,
             const DrayStoryLine *line)
{
  g_autofree char *words = g_strdup_printf ("%02d:%02d  %s", line->minute / 60, line->minute % 60, _(line->words));
  GtkWidget *button = gtk_button_new_with_label (words);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "numeric");
  g_object_set_data (G_OBJECT (button), "line", (gpointer) line);
  g_signal_connect (button, "clicked", G_CALLBACK (on_line), self);
  return button;
}

static void
dray_story_class_init (DrayStoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[JUMP] = g_signal_new ("jump", DRAY_TYPE_STORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[DISMISSED] = g_signal_new ("dismissed", DRAY_TYPE_STORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/story.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayStory, box);
  gtk_widget_class_bind_template_child (widget_class, DrayStory, scroll);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
}

static void
dray_story_init (DrayStory *self)
{
  self->next = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    gtk_box_append (self->box, make_button (self, &lines[i]));
}

static int
find_next (gint64 now_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_us / DRAY_US_PER_S);
  int minute = AT (g_date_time_get_hour (now), g_date_time_get_minute (now)), i = 0;

  while (i < (int) G_N_ELEMENTS (lines) && lines[i].minute < minute)
    i++;
  return i;
}

/* The line before the one that stands out stays in view, so that what was last is not lost. */
static void
scroll_to (DrayStory *self,
           GtkWidget *button)
{
  GtkWidget *before = gtk_widget_get_prev_sibling (button);
  double x, y;

  if (gtk_widget_translate_coordinates (before != NULL ? before : button, GTK_WIDGET (self->box), 0, 0, &x, &y))
    gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (self->scroll), x);
}

/* Call it every second. */
void
dray_story_update (DrayStory *self,
                   gint64     now_us)
{
  g_return_if_fail (DRAY_IS_STORY (self));

  int next = find_next (now_us), i = 0;

  if (next == self->next || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->next = next;
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->box)); button != NULL; button = gtk_widget_get_next_sibling (button), i++) {
    if (i == next)
      gtk_widget_add_css_class (button, "next");
    else
      gtk_widget_remove_css_class (button, "next");
    if (i == next)
      scroll_to (self, button);
  }
}
