/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fact-set.h"
#include "dray-figure-reader.h"
#include "dray-late-risk.h"
#include "dray-service-time.h"

G_BEGIN_DECLS

/**
 * DrayWorkHistory:
 * @visits: facts of the visits that are over, the oldest first
 *
 * What models of the work learn from: two years up to a day, that day not included.
 */
typedef struct {
  DrayFactSet *visits;
} DrayWorkHistory;

gboolean              dray_work_history_read  (DrayWorkHistory       *self,
                                               DrayFigureReader      *reader,
                                               gint64                 day,
                                               GCancellable          *cancellable,
                                               GError               **error);
void                  dray_work_history_clear (DrayWorkHistory       *self);
const DrayFactColumn *dray_work_history_get   (const DrayWorkHistory *self,
                                               const char            *column);
DrayServiceTimes     *dray_work_history_learn_service (const DrayWorkHistory *self);
DrayLateRisk         *dray_work_history_learn_risk    (const DrayWorkHistory *self);
gint64                dray_work_history_find_code     (const DrayWorkHistory *self,
                                                       const char            *column,
                                                       const DrayId          *key);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayWorkHistory, dray_work_history_clear)

G_END_DECLS
