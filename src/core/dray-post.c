/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-post.h"

/**
 * dray_post:
 * @context: (nullable): where @func is to run; %NULL for the default one
 * @func: runs once, whatever it returns is up to it as with any source
 *
 * Hands work to another thread's context. Unlike g_main_context_invoke() it never runs @func at once in the calling thread, which that
 * does whenever nobody is just iterating the context: what a widget owns would then be touched from a worker. What is posted runs in
 * the order of the posting.
 */
void
dray_post (GMainContext   *context,
           GSourceFunc     func,
           gpointer        data,
           GDestroyNotify  destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}
