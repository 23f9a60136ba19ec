/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-screenshot.h"

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Clicks that are nearer in time than this would be one double click. */
#define CLICK_MS 450
#define WATCH_MS 5

static GPid xvfb;
static AdwApplication *application;     /* brings the style and the icons */
static Display *xtest;      /* a connection of our own: GDK's is GDK's */
static gint64 last_beat_us;     /* 0 until a window is shown: what a test prepares before is no stall of the console */
static gint64 worst_stall_us;

/* Returns: (transfer full) (nullable): the number that Xvfb chose */
static char *
read_display (int fd)
{
  char number[16];
  gssize n = read (fd, number, sizeof number - 1);

  close (fd);
  if (n <= 0)
    return NULL;
  number[n] = '\0';
  return g_strdup_printf (":%s", g_strstrip (number));
}

/* In the child: a test that aborts takes its display with it. */
static void
die_with_parent (gpointer unused)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* Xvfb writes its number into a pipe once it takes connections. */
static gboolean
start_xvfb (void)
{
  g_autofree char *program = g_find_program_in_path ("Xvfb");
  g_autofree char *display = NULL;
  int ends[2];

  if (program == NULL || pipe (ends) != 0)
    return FALSE;

  g_autofree char *fd = g_strdup_printf ("%d", ends[1]);
  const char *arguments[] = { program, "-displayfd", fd, "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset", NULL };

  if (!g_spawn_async (NULL, (char **) arguments, NULL,
                      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                      die_with_parent, NULL, &xvfb, NULL)) {
    close (ends[0]);
    close (ends[1]);
    return FALSE;
  }
  close (ends[1]);
  display = read_display (ends[0]);
  if (display == NULL)
    return FALSE;
  g_setenv ("DISPLAY", display, TRUE);
  return TRUE;
}

/* What the test itself did on the main loop is not counted. */
static void
forgive (void)
{
  if (last_beat_us != 0)
    last_beat_us = g_get_monotonic_time ();
}

static gboolean
on_beat (gpointer data)
{
  gint64 now_us = g_get_monotonic_time ();

  if (last_beat_us == 0)
    return G_SOURCE_CONTINUE;
  worst_stall_us = MAX (worst_stall_us, now_us - last_beat_us - WATCH_MS * 1000);
  last_beat_us = now_us;
  return G_SOURCE_CONTINUE;
}

/**
 * dray_test_ui_init:
 *
 * Starts the display, GTK and the test framework. The test then ends with dray_test_ui_finish().
 *
 * Returns: %FALSE where there is no Xvfb: the plan is then a skip
 */
gboolean
dray_test_ui_init (int    *argc,
                   char ***argv)
{
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
  g_setenv ("GTK_A11Y", "test", FALSE);
  g_unsetenv ("WAYLAND_DISPLAY");
  /* No bus: neither found by other ways nor started. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  if (!start_xvfb ()) {
    g_print ("1..0 # SKIP Xvfb is not installed\n");
    return FALSE;
  }
  g_test_init (argc, argv, NULL);
  application = adw_application_new ("org.dray.Dray.Test", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/org/dray/Dray");
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  xtest = XOpenDisplay (NULL);
  g_assert_nonnull (xtest);
  g_timeout_add_full (G_PRIORITY_HIGH, WATCH_MS, on_beat, NULL, NULL);
  return TRUE;
}

void
dray_test_ui_finish (void)
{
  g_test_message ("The longest stall of the main loop was %.1f ms", (double) worst_stall_us / 1000);
  g_object_unref (application);
  XCloseDisplay (xtest);
  kill (xvfb, SIGTERM);
  waitpid (xvfb, NULL, 0);
}

/* Returns: (transfer none): whose windows are tested */
GtkApplication *
dray_test_ui_get_application (void)
{
  return GTK_APPLICATION (application);
}

/* The longest time that the main loop was away, so far. */
gint64
dray_test_ui_worst_stall_us (void)
{
  return worst_stall_us;
}

static gboolean
on_time (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
dray_test_ui_spin (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Returns: whether it was done in time */
gboolean
dray_test_ui_wait (gboolean (*is_done) (gpointer data),
                   gpointer   data,
                   guint      timeout_ms)
{
  gint64 end_us = g_get_monotonic_time () + timeout_ms * G_GINT64_CONSTANT (1000);

  while (!is_done (data)) {
    if (g_get_monotonic_time () > end_us)
      return FALSE;
    dray_test_ui_spin (10);
  }
  return TRUE;
}

static gboolean
is_mapped (gpointer window)
{
  return gtk_widget_get_mapped (window) && gtk_widget_get_width (window) > 1;
}

/* Shows the window and gives it the keyboard; there is no window manager to do it. */
void
dray_test_ui_show (GtkWindow *window,
                   int        width,
                   int        height)
{
  last_beat_us = g_get_monotonic_time ();
  gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  g_assert_true (dray_test_ui_wait (is_mapped, window, 5000));
  dray_test_ui_spin (200);
  XSetInputFocus (xtest, gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window))), RevertToParent, CurrentTime);
  XSync (xtest, False);
  dray_test_ui_spin (100);
}

void
dray_test_ui_move (GtkWidget *widget,
                   double     x,
                   double     y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double window_x, window_y, inset_x, inset_y;
  int root_x, root_y;
  Window child;

  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &window_x, &window_y));
  gtk_native_get_surface_transform (native, &inset_x, &inset_y);
  XTranslateCoordinates (xtest, gdk_x11_surface_get_xid (gtk_native_get_surface (native)), DefaultRootWindow (xtest),
                         (int) (window_x + inset_x), (int) (window_y + inset_y), &root_x, &root_y, &child);
  XTestFakeMotionEvent (xtest, -1, root_x, root_y, CurrentTime);
  XSync (xtest, False);
  dray_test_ui_spin (60);
}

void
dray_test_ui_click (GtkWidget *widget,
                    double     x,
                    double     y)
{
  dray_test_ui_move (widget, x, y);
  XTestFakeButtonEvent (xtest, 1, True, CurrentTime);
  XTestFakeButtonEvent (xtest, 1, False, CurrentTime);
  XSync (xtest, False);
  dray_test_ui_spin (CLICK_MS);
}

/* Presses at one point of the widget, moves to another in some steps, and lets go there. */
void
dray_test_ui_drag (GtkWidget *widget,
                   double     from_x,
                   double     from_y,
                   double     to_x,
                   double     to_y)
{
  dray_test_ui_move (widget, from_x, from_y);
  XTestFakeButtonEvent (xtest, 1, True, CurrentTime);
  XSync (xtest, False);
  for (int i = 1; i <= 5; i++)
    dray_test_ui_move (widget, from_x + (to_x - from_x) * i / 5, from_y + (to_y - from_y) * i / 5);
  XTestFakeButtonEvent (xtest, 1, False, CurrentTime);
  XSync (xtest, False);
  dray_test_ui_spin (CLICK_MS);
}

static void
press (KeySym   key,
       gboolean down)
{
  XTestFakeKeyEvent (xtest, XKeysymToKeycode (xtest, key), down, CurrentTime);
}

void
dray_test_ui_key (guint    keyval,
                  gboolean control)
{
  if (control)
    press (XK_Control_L, TRUE);
  press (keyval, TRUE);
  press (keyval, FALSE);
  if (control)
    press (XK_Control_L, FALSE);
  XSync (xtest, False);
  dray_test_ui_spin (80);
}

/* Presses a key and keeps it down, or lets it go. */
void
dray_test_ui_hold (guint    keyval,
                   gboolean down)
{
  press (keyval, down);
  XSync (xtest, False);
  dray_test_ui_spin (80);
}

/* Small letters, digits and spaces. */
void
dray_test_ui_type (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    dray_test_ui_key ((guint) (guchar) *at, FALSE);
}

/* A window that is about to lay itself out again has nothing to show until it did. */
static GdkTexture *
take_picture (GtkWidget *window)
{
  GdkTexture *texture = NULL;

  for (int i = 0; i < 20 && texture == NULL; i++) {
    texture = dray_screenshot_take (window);
    if (texture == NULL)
      dray_test_ui_spin (50);
  }
  return texture;
}

/**
 * dray_test_ui_count_colours:
 * @region: a widget in @window
 *
 * How many colours are seen there, 16 levels a channel: a blank region has one or two, a map has dozens.
 */
guint
dray_test_ui_count_colours (GtkWidget *window,
                            GtkWidget *region)
{
  g_autoptr (GdkTexture) texture = take_picture (window);
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);
  graphene_rect_t bounds;

  g_assert_nonnull (texture);
  g_assert_true (gtk_widget_compute_bounds (region, window, &bounds));

  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (int y = MAX ((int) bounds.origin.y, 0); y < MIN ((int) (bounds.origin.y + bounds.size.height), height); y++) {
    for (int x = MAX ((int) bounds.origin.x, 0); x < MIN ((int) (bounds.origin.x + bounds.size.width), width); x++)
      g_hash_table_add (colours, GUINT_TO_POINTER ((pixels[y * width + x] & 0x00f0f0f0) | 1));
  }
  forgive ();
  return g_hash_table_size (colours);
}

typedef struct {
  GtkWidget *window;
  char      *path;
  GError    *error;
  gboolean   is_kept;
} Picture;

/* A window that is about to lay itself out again has nothing to show; right after a frame it has. */
static void
on_painted (GdkFrameClock *clock,
            Picture       *picture)
{
  g_clear_error (&picture->error);
  picture->is_kept = picture->is_kept || dray_screenshot_save (picture->window, picture->path, &picture->error);
  forgive ();
}

static gboolean
is_kept (gpointer picture)
{
  gtk_widget_queue_draw (((Picture *) picture)->window);
  return ((Picture *) picture)->is_kept;
}

/* Keeps a picture under the build folder's screenshots, for people to look at. */
void
dray_test_ui_keep_picture (GtkWidget  *window,
                           const char *name)
{
  const char *build = g_getenv ("G_TEST_BUILDDIR");
  g_autofree char *folder = g_build_filename (build != NULL ? build : g_get_tmp_dir (), "..", "screenshots", NULL);
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);
  Picture picture = { window, path, NULL, FALSE };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gulong handler = g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_painted), &picture);

  g_mkdir_with_parents (folder, 0755);
  dray_test_ui_wait (is_kept, &picture, 5000);
  g_signal_handler_disconnect (clock, handler);
  g_assert_no_error (picture.error);
  g_assert_true (picture.is_kept);
}

/* Returns: (transfer none) (nullable): the first widget of a class, depth first */
GtkWidget *
dray_test_ui_find (GtkWidget *root,
                   GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = dray_test_ui_find (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}
