/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"

G_BEGIN_DECLS

/**
 * DrayMessageThread:
 * @messages: (element-type DrayRow): the oldest first
 * @n_unread: how many from the driver nobody has opened
 *
 * What was written between the desk and one truck.
 */
typedef struct {
  DrayId     truck;
  GPtrArray *messages;
  guint      n_unread;
} DrayMessageThread;

/**
 * DrayMessageBook:
 *
 * The messages of the last two days, thread by thread, and writing new ones. It reads them again on the reader's thread at most four
 * times a second.
 *
 * Signals:
 *   changed: something was written, delivered or read
 *   failed (gchararray): a message did not go out; words for the person
 */
#define DRAY_TYPE_MESSAGE_BOOK (dray_message_book_get_type ())
G_DECLARE_FINAL_TYPE (DrayMessageBook, dray_message_book, DRAY, MESSAGE_BOOK, GObject)

DrayMessageBook         *dray_message_book_new            (DrayEngine          *engine);
DrayEngine              *dray_message_book_get_engine     (DrayMessageBook     *self);
guint                    dray_message_book_get_n_threads  (DrayMessageBook     *self);
const DrayMessageThread *dray_message_book_get_thread     (DrayMessageBook     *self,
                                                           guint                i);
const DrayMessageThread *dray_message_book_find_thread    (DrayMessageBook     *self,
                                                           const DrayId        *truck);
guint                    dray_message_book_count_unread   (DrayMessageBook     *self);
guint                    dray_message_book_count_broadcast (DrayMessageBook    *self,
                                                           const char          *broadcast,
                                                           guint               *n_read);
GPtrArray               *dray_message_book_get_replies    (DrayMessageBook     *self);
void                     dray_message_book_send           (DrayMessageBook     *self,
                                                           const DrayId        *trucks,
                                                           guint                n_trucks,
                                                           const char          *text,
                                                           gboolean             hold);
void                     dray_message_book_mark_read      (DrayMessageBook     *self,
                                                           const DrayId        *truck);

G_END_DECLS
