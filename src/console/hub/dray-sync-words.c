/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sync-words.h"

#include "dray-live-words.h"
#include "dray-units.h"

#include <glib/gi18n.h>

static char *
count_waiting (gint64 n)
{
  return g_strdup_printf (ngettext ("%d change waiting", "%d changes waiting", (gulong) n), (int) n);
}

/* "Offline since 14:02, 12 changes waiting" */
static char *
name_offline (const DraySyncStatus *status)
{
  g_autofree char *waiting = count_waiting (status->n_waiting);
  char since[DRAY_WORDS_SIZE];

  if (status->offline_since_us == DRAY_NEVER)
    return status->n_waiting > 0 ? g_strdup_printf (_("Offline, %s"), waiting) : g_strdup (_("Offline"));
  dray_words_time (status->offline_since_us, since);
  return status->n_waiting > 0 ? g_strdup_printf (_("Offline since %s, %s"), since, waiting) : g_strdup_printf (_("Offline since %s"), since);
}

static char *
name_state (const DraySyncStatus *status)
{
  if (status->needs_login)
    return g_strdup (_("Log in to the hub"));
  if (status->state == DRAY_SYNC_OFFLINE)
    return name_offline (status);
  if (status->state == DRAY_SYNC_GREETING || !status->is_caught_up)
    return g_strdup (_("Catching up"));
  if (status->n_waiting > 0)
    return count_waiting (status->n_waiting);
  return status->n_conflicts > 0 ? g_strdup_printf (ngettext ("%d conflict", "%d conflicts", (gulong) status->n_conflicts), (int) status->n_conflicts)
                                 : g_strdup (_("Everything sent"));
}

static char *
explain (const DraySyncStatus *status,
         const char           *hub)
{
  if (status->needs_login)
    return g_strdup_printf (_("The hub at %s no longer knows this console. What you do is kept here until you log in."), hub);
  if (status->is_switched_off)
    return g_strdup_printf (_("You chose to work offline. What you do is kept here and goes to %s when you turn that back."), hub);
  if (status->state == DRAY_SYNC_OFFLINE)
    return g_strdup_printf (_("The hub at %s does not answer. What you do is kept here and will be sent when it does. %s"), hub,
                            status->trouble != NULL ? status->trouble : "");
  if (status->n_conflicts > 0)
    return g_strdup (_("Two wrote the same without having seen each other. Both are kept; say in Conflicts which one is right."));
  if (status->n_rejected > 0)
    return g_strdup_printf (ngettext ("Connected to %s. %d change was refused there and taken back.", "Connected to %s. %d changes were refused there and taken back.",
                                      (gulong) status->n_rejected), hub, (int) status->n_rejected);
  return g_strdup_printf (_("Connected to %s."), hub);
}

/* @status: (nullable): %NULL where there is no hub, and so is @hub */
DraySyncWords *
dray_sync_words_new (const DraySyncStatus *status,
                     const char           *hub)
{
  DraySyncWords *self = g_new0 (DraySyncWords, 1);
  gboolean is_well;

  if (status == NULL) {
    *self = (DraySyncWords) {
      "object-select-symbolic", "sent", g_strdup (_("Kept on this machine")), g_strdup (_("This workspace has no hub. Everything you do is kept here.")),
    };
    return self;
  }
  is_well = status->state == DRAY_SYNC_ONLINE && !status->needs_login && status->n_conflicts == 0;
  self->icon = is_well ? "object-select-symbolic" : status->state == DRAY_SYNC_OFFLINE ? "dray-offline-symbolic" : "emblem-synchronizing-symbolic";
  self->style = is_well ? "sent" : "offline";
  self->text = name_state (status);
  self->body = explain (status, hub);
  return self;
}

void
dray_sync_words_free (DraySyncWords *self)
{
  g_free (self->text);
  g_free (self->body);
  g_free (self);
}
