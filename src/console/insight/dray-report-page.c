/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-page-private.h"

#include "dray-report-period.h"

#include <glib/gi18n.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (DrayReportPage, dray_report_page, ADW_TYPE_BIN)

void
dray_report_page_say (DrayReportPage *self,
                      const char     *words)
{
  gtk_label_set_text (self->status, words);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *words != '\0');
}

/* The sheet */

static void
get_paper (DrayReportPage *self,
           double         *width,
           double         *height)
{
  gboolean is_landscape = self->report != NULL && dray_report_is_landscape (self->report);

  *width = is_landscape ? DRAY_REPORT_A4_LONG : DRAY_REPORT_A4_SHORT;
  *height = is_landscape ? DRAY_REPORT_A4_SHORT : DRAY_REPORT_A4_LONG;
}

static void
draw_sheet (GtkDrawingArea *area,
            cairo_t        *cairo,
            int             width,
            int             height,
            gpointer        data)
{
  DrayReportPage *self = data;
  double paper_width, paper_height, scale;

  if (self->pages == NULL)
    return;
  get_paper (self, &paper_width, &paper_height);
  scale = width / paper_width;
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_rectangle (cairo, 0, 0, width, paper_height * scale);
  cairo_fill (cairo);
  cairo_scale (cairo, scale, scale);
  dray_report_pages_draw (self->pages, self->page, cairo);
}

/* The sheet is as wide as there is room, and as high as its paper then is. */
static void
fit_sheet (DrayReportPage *self)
{
  double width, height;

  get_paper (self, &width, &height);
  gtk_drawing_area_set_content_height (self->sheet, (int) ceil (MAX (gtk_widget_get_width (GTK_WIDGET (self->sheet)), MIN_SHEET_WIDTH) * height / width));
}

static void
show_sheet (DrayReportPage *self)
{
  guint n = self->pages != NULL ? dray_report_pages_get_n (self->pages) : 0;
  g_autofree char *number = n > 0 ? g_strdup_printf (_("Page %u of %u"), self->page + 1, n) : g_strdup ("");

  fit_sheet (self);
  gtk_label_set_text (self->number, number);
  gtk_widget_set_sensitive (self->before, self->page > 0);
  gtk_widget_set_sensitive (self->next, self->page + 1 < n);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet), n > 0);
  gtk_widget_queue_draw (GTK_WIDGET (self->sheet));
}

static void
turn (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DrayReportPage *self = DRAY_REPORT_PAGE (widget);
  int page = (int) self->page + g_variant_get_int32 (parameter);

  if (self->pages == NULL || page < 0 || page >= (int) dray_report_pages_get_n (self->pages))
    return;
  self->page = (guint) page;
  show_sheet (self);
}

/* Making */

static void
take_report (DrayReportPage *self,
             DrayReport     *report)
{
  double width, height;

  g_clear_pointer (&self->pages, dray_report_pages_free);
  g_clear_pointer (&self->report, dray_report_unref);
  self->report = report;
  self->page = 0;
  if (report != NULL) {
    get_paper (self, &width, &height);
    self->pages = dray_report_pages_new (report, width, height);
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.export", report != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.print", report != NULL);
  show_sheet (self);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DrayReportPage) self = data;
  g_autoptr (GError) error = NULL;
  DrayReport *report = dray_engine_make_report_finish (DRAY_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  dray_report_page_say (self, error != NULL ? error->message : "");
  take_report (self, report);
}

/* A report that has a period of its own is of those days and not of the ones that are looked at. */
static gboolean
find_days (DrayReportPage         *self,
           const DrayReportDesign *design,
           DrayReportAsk          *ask)
{
  g_autoptr (GError) error = NULL;

  ask->first_day = self->first_day;
  ask->last_day = self->last_day;
  if (design == NULL || design->period == NULL || dray_report_period_parse (design->period, self->today, &ask->first_day, &ask->last_day, &error))
    return TRUE;
  dray_report_page_say (self, error->message);
  return FALSE;
}

/* Makes what is chosen, in a thread; what was being made is given up. */
void
dray_report_page_make (DrayReportPage *self)
{
  const DrayReportDesign *design = self->is_designed ? dray_report_builder_get_design (self->builder) : NULL;
  DrayReportAsk ask = { .truck = DRAY_ID_NONE };

  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->kind == NULL || self->engine == NULL || self->is_stale || !find_days (self, design, &ask))
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  dray_report_page_say (self, _("The report is being made…"));
  dray_engine_make_report_async (self->engine, self->kind, &ask, design, self->cancellable, on_made, g_object_ref (self));
}

static void
on_kind (DrayReportPage *self,
         GtkListBoxRow  *row)
{
  if (row == NULL)
    return;
  gtk_list_box_unselect_all (self->saved);
  self->is_designed = FALSE;
  self->kind = &dray_report_kinds[gtk_list_box_row_get_index (row)];
  gtk_widget_set_visible (GTK_WIDGET (self->builder), FALSE);
  dray_report_page_make (self);
}

static void
on_map (DrayReportPage *self)
{
  if (self->is_stale)
    dray_report_page_make (self);
}

/* Leaving */

typedef struct {
  DrayReport       *report;
  DrayReportFormat  format;
  char             *path;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  dray_report_unref (self->report);
  g_free (self->path);
  g_free (self);
}

static void
write_export (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Export *self = data;
  GError *error = NULL;

  if (dray_report_write (self->report, self->format, self->path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  DrayReportPage *self = DRAY_REPORT_PAGE (source);
  const Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (export->path);
  g_autofree char *words = NULL;

  gtk_spinner_stop (self->spinner);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    words = g_strdup_printf (_("Saved as %s"), name);
  else
    words = g_strdup_printf (_("%s was not saved: %s"), name, error->message);
  dray_report_page_say (self, words);
}

/* Writes the report that is shown, in a thread; the status says when it is done. */
void
dray_report_page_export (DrayReportPage   *self,
                         DrayReportFormat  format,
                         const char       *path)
{
  g_return_if_fail (DRAY_IS_REPORT_PAGE (self) && path != NULL);

  if (self->report == NULL)
    return;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_written, NULL);
  Export *export = g_new (Export, 1);

  *export = (Export) { dray_report_ref (self->report), format, g_strdup (path) };
  g_task_set_task_data (task, export, export_free);
  gtk_spinner_start (self->spinner);
  dray_report_page_say (self, _("The file is being written…"));
  g_task_run_in_thread (task, write_export);
}

static void
on_chosen (DrayReportPage       *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
    g_autoptr (GError) error = NULL;
    DrayReportFormat format;

    if (path != NULL && dray_report_format_find (path, &format, &error))
      dray_report_page_export (self, format, path);
    else if (error != NULL)
      dray_report_page_say (self, error->message);
  }
  g_clear_object (&self->chooser);
}

static void
choose_file (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  DrayReportPage *self = DRAY_REPORT_PAGE (widget);
  DrayReportFormat format = (DrayReportFormat) g_variant_get_int32 (parameter);
  g_autofree char *name = NULL;

  if (self->report == NULL || self->chooser != NULL)
    return;
  name = g_strdup_printf ("%s%s", dray_report_get_name (self->report), dray_report_format_get_ending (format));
  self->chooser = gtk_file_chooser_native_new (_("Save the Report"), GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

typedef struct {
  DrayReport      *report;
  DrayReportPages *pages;
} Printing;

static void
printing_free (gpointer  data,
               GClosure *closure)
{
  Printing *self = data;

  g_clear_pointer (&self->pages, dray_report_pages_free);
  dray_report_unref (self->report);
  g_free (self);
}

/* The printer's paper decides where pages break. */
static void
on_begin_print (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Printing          *self)
{
  double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);

  self->pages = dray_report_pages_new (self->report, MAX (width, 300), MAX (height, 300));
  gtk_print_operation_set_n_pages (operation, (int) dray_report_pages_get_n (self->pages));
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Printing          *self)
{
  dray_report_pages_draw (self->pages, (guint) page, gtk_print_context_get_cairo_context (context));
}

static void
print (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  DrayReportPage *self = DRAY_REPORT_PAGE (widget);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GError) error = NULL;
  Printing *printing;

  if (self->report == NULL)
    return;
  printing = g_new0 (Printing, 1);
  printing->report = dray_report_ref (self->report);
  gtk_page_setup_set_orientation (setup, dray_report_is_landscape (self->report) ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_job_name (operation, dray_report_get_title (self->report));
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), printing);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), printing, printing_free, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (gtk_widget_get_root (widget)), &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    dray_report_page_say (self, error->message);
}

static void
dray_report_page_dispose (GObject *object)
{
  DrayReportPage *self = DRAY_REPORT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->pages, dray_report_pages_free);
  g_clear_pointer (&self->report, dray_report_unref);
  g_clear_pointer (&self->designs, g_ptr_array_unref);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_report_page_parent_class)->dispose (object);
}

static void
dray_report_page_class_init (DrayReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_report_page_dispose;
  g_type_ensure (DRAY_TYPE_REPORT_BUILDER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/insight/report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, number);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, status);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, before);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, next);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, saved);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, saved_title);
  gtk_widget_class_bind_template_child (widget_class, DrayReportPage, builder);
  gtk_widget_class_bind_template_callback (widget_class, on_kind);
  dray_report_page_saved_class_init (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_map);
  gtk_widget_class_install_action (widget_class, "report.turn", "i", turn);
  gtk_widget_class_install_action (widget_class, "report.export", "i", choose_file);
  gtk_widget_class_install_action (widget_class, "report.print", NULL, print);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK, "report.turn", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK, "report.turn", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "report.print", NULL);
}

static GtkWidget *
make_kind_row (const DrayReportKind *kind)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(kind->title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(kind->summary));
  return row;
}

static void
dray_report_page_init (DrayReportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->sheet, draw_sheet, self, NULL);
  gtk_drawing_area_set_content_width (self->sheet, MIN_SHEET_WIDTH);
  g_signal_connect_object (self->sheet, "resize", G_CALLBACK (fit_sheet), self, G_CONNECT_SWAPPED);
  for (const DrayReportKind *kind = dray_report_kinds; kind->name != NULL; kind++)
    gtk_list_box_append (self->kinds, make_kind_row (kind));
  take_report (self, NULL);
}

/* Begins to work over a workspace. */
void
dray_report_page_open (DrayReportPage *self,
                       DrayEngine     *engine)
{
  g_return_if_fail (DRAY_IS_REPORT_PAGE (self) && self->engine == NULL);

  self->engine = g_object_ref (engine);
  dray_report_page_saved_open (self);
}

/* Another period: the report that is shown is made anew, or the first one when the page is looked at. */
void
dray_report_page_set_period (DrayReportPage *self,
                             gint64          today,
                             gint64          first_day,
                             gint64          last_day)
{
  g_return_if_fail (DRAY_IS_REPORT_PAGE (self));

  self->today = today;
  self->first_day = first_day;
  self->last_day = last_day;
  if (self->kind == NULL)
    gtk_list_box_select_row (self->kinds, gtk_list_box_get_row_at_index (self->kinds, 0));
  else
    dray_report_page_make (self);
}

/* Chooses a report by its name. */
void
dray_report_page_show (DrayReportPage *self,
                       const char     *name)
{
  g_return_if_fail (DRAY_IS_REPORT_PAGE (self));

  for (int i = 0; dray_report_kinds[i].name != NULL; i++) {
    if (g_strcmp0 (dray_report_kinds[i].name, name) == 0)
      gtk_list_box_select_row (self->kinds, gtk_list_box_get_row_at_index (self->kinds, i));
  }
}

/* Returns: (transfer none) (nullable): what is shown; %NULL while it is being made */
DrayReport *
dray_report_page_get_report (DrayReportPage *self)
{
  g_return_val_if_fail (DRAY_IS_REPORT_PAGE (self), NULL);

  return self->cancellable == NULL ? self->report : NULL;
}

/* Returns: (transfer none): what was said last */
const char *
dray_report_page_get_status (DrayReportPage *self)
{
  g_return_val_if_fail (DRAY_IS_REPORT_PAGE (self), NULL);

  return gtk_label_get_text (self->status);
}
