/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-join-hub.h"

#include "dray-sync-error.h"
#include "dray-sync-login.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

struct _DrayJoinHub {
  AdwWindow            parent_instance;

  /* Template */
  AdwEntryRow         *url;
  AdwEntryRow         *name;
  AdwPasswordEntryRow *password;
  GtkLabel            *trouble;
  GtkSpinner          *spinner;
  GtkWidget           *join;

  /* Owned */
  DrayEngine          *engine;
  SoupSession         *session;
  GCancellable        *cancellable;

  gboolean             asking;
};

G_DEFINE_FINAL_TYPE (DrayJoinHub, dray_join_hub, ADW_TYPE_WINDOW)

/* Returns: (transfer full) (nullable): the address without the slash at its end; %NULL where it is none */
static char *
dup_url (DrayJoinHub *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url))));
  g_autoptr (GUri) uri = NULL;

  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  return g_str_equal (g_uri_get_scheme (uri), "https") || g_str_equal (g_uri_get_scheme (uri), "http") ? g_steal_pointer (&text) : NULL;
}

/* Whoever sends a password in the clear over a network gives it away. */
static gboolean
is_open (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = g_uri_get_host (uri);

  return g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (host, "localhost") && !g_str_has_prefix (host, "127.") && !g_str_equal (host, "::1");
}

static void
show_trouble (DrayJoinHub *self,
              const char  *words)
{
  gtk_label_set_text (self->trouble, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), words != NULL);
}

static gboolean
is_filled (DrayJoinHub *self)
{
  g_autofree char *url = dup_url (self);

  return url != NULL && *gtk_editable_get_text (GTK_EDITABLE (self->name)) != '\0' && *gtk_editable_get_text (GTK_EDITABLE (self->password)) != '\0';
}

static void
on_changed (DrayJoinHub *self)
{
  show_trouble (self, NULL);
  gtk_widget_set_sensitive (self->join, !self->asking && is_filled (self));
}

static void
set_asking (DrayJoinHub *self,
            gboolean     asking)
{
  self->asking = asking;
  gtk_spinner_set_spinning (self->spinner, asking);
  gtk_widget_set_sensitive (self->join, !asking && is_filled (self));
}

static void
on_tokens (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DrayJoinHub) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySyncTokens) tokens = dray_sync_tokens_finish (result, &error);
  g_autofree char *url = dup_url (self), *words = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_asking (self, FALSE);
  if (tokens != NULL && url != NULL) {
    dray_engine_join_hub (self->engine, url, tokens->access, tokens->refresh);
    g_signal_emit_by_name (self->engine, "hub-tokens", tokens->access, tokens->refresh);
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  if (g_error_matches (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_REFUSED))
    words = g_strdup (_("The hub does not know this user and password."));
  else
    words = g_strdup_printf (_("The hub did not answer: %s"), error != NULL ? error->message : "");
  show_trouble (self, words);
}

static void
on_join (DrayJoinHub *self)
{
  dray_join_hub_start (self);
}

static void
dray_join_hub_dispose (GObject *object)
{
  DrayJoinHub *self = DRAY_JOIN_HUB (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (dray_join_hub_parent_class)->dispose (object);
}

static void
dray_join_hub_finalize (GObject *object)
{
  g_clear_object (&DRAY_JOIN_HUB (object)->cancellable);

  G_OBJECT_CLASS (dray_join_hub_parent_class)->finalize (object);
}

static void
dray_join_hub_class_init (DrayJoinHubClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_join_hub_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_join_hub_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/hub/join-hub.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayJoinHub, url);
  gtk_widget_class_bind_template_child (widget_class, DrayJoinHub, name);
  gtk_widget_class_bind_template_child (widget_class, DrayJoinHub, password);
  gtk_widget_class_bind_template_child (widget_class, DrayJoinHub, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayJoinHub, spinner);
  gtk_widget_class_bind_template_child (widget_class, DrayJoinHub, join);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_join_hub_init (DrayJoinHub *self)
{
  self->cancellable = g_cancellable_new ();
  self->session = soup_session_new_with_options ("timeout", 15, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_join_hub_new (DrayEngine *engine)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayJoinHub *self = g_object_new (DRAY_TYPE_JOIN_HUB, NULL);

  self->engine = g_object_ref (engine);
  if (dray_engine_get_hub (engine) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->url), dray_engine_get_hub (engine));
  gtk_editable_set_text (GTK_EDITABLE (self->name), g_get_user_name ());
  return GTK_WIDGET (self);
}

void
dray_join_hub_fill (DrayJoinHub *self,
                    const char  *url,
                    const char  *name,
                    const char  *password)
{
  g_return_if_fail (DRAY_IS_JOIN_HUB (self));

  gtk_editable_set_text (GTK_EDITABLE (self->url), url);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_editable_set_text (GTK_EDITABLE (self->password), password);
}

/* Logs in and joins with what is filled in. */
void
dray_join_hub_start (DrayJoinHub *self)
{
  g_return_if_fail (DRAY_IS_JOIN_HUB (self));

  g_autofree char *url = dup_url (self);

  if (self->asking || !is_filled (self))
    return;
  if (is_open (url)) {
    show_trouble (self, _("This address begins with http: the password would go over the network for everyone to read. Use https."));
    return;
  }
  show_trouble (self, NULL);
  set_asking (self, TRUE);
  dray_sync_log_in_async (self->session, url, gtk_editable_get_text (GTK_EDITABLE (self->name)), gtk_editable_get_text (GTK_EDITABLE (self->password)),
                          self->cancellable, on_tokens, g_object_ref (self));
}

/* Returns: what stands under the fields; empty where nothing is wrong */
const char *
dray_join_hub_get_trouble (DrayJoinHub *self)
{
  g_return_val_if_fail (DRAY_IS_JOIN_HUB (self), NULL);

  return gtk_label_get_text (self->trouble);
}

static void
on_environment_tokens (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (DrayEngine) engine = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySyncTokens) tokens = dray_sync_tokens_finish (result, &error);

  if (tokens != NULL)
    dray_engine_join_hub (engine, g_getenv ("DRAY_HUB_URL"), tokens->access, tokens->refresh);
  else
    g_signal_emit_by_name (engine, "failed", error);
}

void
dray_join_hub_from_environment (DrayEngine *engine)
{
  const char *url = g_getenv ("DRAY_HUB_URL"), *name = g_getenv ("DRAY_HUB_NAME"), *password = g_getenv ("DRAY_HUB_PASSWORD");
  g_autoptr (SoupSession) session = NULL;

  if (url == NULL || name == NULL || password == NULL)
    return;
  session = soup_session_new ();
  dray_sync_log_in_async (session, url, name, password, NULL, on_environment_tokens, g_object_ref (engine));
}
