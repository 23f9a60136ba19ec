/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayReferenceBook:
 *
 * Rows by what people call them, so that a spreadsheet can say "Marsh Foods" where a record holds an id. Each table is read once.
 */
typedef struct _DrayReferenceBook DrayReferenceBook;

DrayReferenceBook *dray_reference_book_new  (DrayStore          *store);
void               dray_reference_book_free (DrayReferenceBook  *self);
gboolean           dray_reference_book_find (DrayReferenceBook  *self,
                                             const DrayField    *field,
                                             const char         *text,
                                             DrayId             *id,
                                             GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReferenceBook, dray_reference_book_free)

G_END_DECLS
