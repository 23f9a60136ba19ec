/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* What was promised and what was kept. A task counts at its first attempt; what is done about it afterwards counts as work, not as a
 * promise. The columns that begin every list here are the same, so that the files' loops can be read side by side. */

enum { CLOSE_US, TOLERANCE_S, ARRIVED_US, ATTEMPT, FIFTH, SIXTH };

/* The last instant that is still on time. */
static inline gint64
get_limit (const DrayKpiRows *rows,
           gsize              i)
{
  gint64 close_us = rows->columns[CLOSE_US][i], tolerance_s = rows->columns[TOLERANCE_S][i];

  if (close_us == DRAY_NEVER)
    return DRAY_NEVER;
  return close_us + (tolerance_s == DRAY_NEVER ? 0 : tolerance_s * DRAY_US_PER_S);
}

/* A task without a promised window can't be late; one whose window is still open and that nobody reached is not due yet. */
static inline gboolean
is_due (const DrayKpiRows *rows,
        gsize              i)
{
  gint64 limit_us = get_limit (rows, i);

  return rows->columns[ATTEMPT][i] <= 1 && limit_us != DRAY_NEVER && (rows->columns[ARRIVED_US][i] != DRAY_NEVER || limit_us < rows->now_us);
}

static inline gboolean
is_on_time (const DrayKpiRows *rows,
            gsize              i)
{
  gint64 arrived_us = rows->columns[ARRIVED_US][i];

  return arrived_us != DRAY_NEVER && arrived_us <= get_limit (rows, i);
}

static void
measure_on_time (const DrayKpiRows *rows,
                 double            *part,
                 double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    whole[i] = is_due (rows, i);
    part[i] = whole[i] > 0.0 && is_on_time (rows, i);
  }
}

#define DUE_COLUMNS "promised_close_us", "tolerance_s", "arrived_us", "attempt"

/**
 * dray_kpi_on_time:
 *
 * Share of the tasks due in the period that were reached by the end of their promised window.
 *
 *   |{ i : arrived_us[i] <= promised_close_us[i] + tolerance_s[i] }| / |{ i : due[i] }|
 *
 * A task never served counts as missed; one cancelled by its customer before departure is not due.
 *
 * Shapes: every column of the fact set "tasks" is [n_tasks].
 * Units:  UTC microseconds (%DRAY_NEVER where it did not happen); the result is a ratio, 0 to 1.
 * Source: docs/kpi.md, "On time".
 */
const DrayKpi dray_kpi_on_time = {
  .id = "on-time", .name = N_("On time"), .definition = N_("Share of the tasks due that were reached by the end of the window that was promised."),
  .formula = "tasks arrived by promised_close_us + tolerance_s / tasks due",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} due so far"), .nothing = N_("No task was due."), .source = "On time",
  .n_terms = 1, .terms = { { "tasks", { DUE_COLUMNS }, measure_on_time } },
};

static void
measure_on_time_ours (const DrayKpiRows *rows,
                      double            *part,
                      double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    gboolean on_time = is_on_time (rows, i);

    whole[i] = is_due (rows, i) && (on_time || rows->columns[FIFTH][i] != 1);
    part[i] = whole[i] > 0.0 && on_time;
  }
}

const DrayKpi dray_kpi_on_time_ours = {
  .id = "on-time-ours", .name = N_("On time without customers’ causes"),
  .definition = N_("Share of the tasks due that were reached by the end of the promised window, without those missed for a cause that the customer owns."),
  .formula = "tasks arrived by promised_close_us + tolerance_s / (tasks due − tasks missed with excused = 1)",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} due so far"), .nothing = N_("No task was due."), .source = "On time",
  .n_terms = 1, .terms = { { "tasks", { DUE_COLUMNS, "excused" }, measure_on_time_ours } },
};

/* Of those that were reached: quantity and condition are known only then. */
static void
measure_in_full (const DrayKpiRows *rows,
                 double            *part,
                 double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    whole[i] = is_due (rows, i);
    part[i] = whole[i] > 0.0 && rows->columns[FIFTH][i] == 1;
  }
}

const DrayKpi dray_kpi_in_full = {
  .id = "in-full", .name = N_("In full"), .definition = N_("Share of the tasks due whose every line was handed over whole and undamaged."),
  .formula = "tasks with in_full = 1 / tasks due",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} due so far"), .nothing = N_("No task was due."), .source = "In full",
  .n_terms = 1, .terms = { { "tasks", { DUE_COLUMNS, "in_full" }, measure_in_full } },
};

/* Tasks of one order count once, and only if all of them are right. Orders of one task have no number in "shared_order". */
typedef struct {
  gsize    row;    /* of the order's last task that is due */
  gboolean right;
} SharedOrder;

static gint64
find_last_code (const gint64 *codes,
                gsize         n)
{
  gint64 last = -1;

  for (gsize i = 0; i < n; i++)
    last = MAX (last, codes[i]);
  return last;
}

static void
measure_otif (const DrayKpiRows *rows,
              double            *part,
              double            *whole)
{
  const gint64 *shared = rows->columns[SIXTH];
  gint64 last = find_last_code (shared, rows->n);
  g_autofree SharedOrder *orders = g_new0 (SharedOrder, last + 2);

  for (gsize i = 0; i < rows->n; i++) {
    gboolean right = is_on_time (rows, i) && rows->columns[FIFTH][i] == 1;

    if (!is_due (rows, i))
      continue;
    whole[i] = 1.0;
    part[i] = right;
    if (shared[i] < 0)
      continue;

    SharedOrder *order = &orders[shared[i]];
    if (order->row > 0) {
      whole[order->row - 1] = part[order->row - 1] = 0.0;
      right = right && order->right;
    }
    *order = (SharedOrder) { i + 1, right };
    part[i] = right;
  }
}

const DrayKpi dray_kpi_otif = {
  .id = "otif", .name = N_("On time in full"), .definition = N_("Share of the orders due with every task on time and in full."),
  .formula = "orders whose every task is on time and has in_full = 1 / orders with a task due",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} orders due so far"), .nothing = N_("No order was due."), .source = "OTIF",
  .n_terms = 1, .terms = { { "tasks", { DUE_COLUMNS, "in_full", "shared_order" }, measure_otif } },
};

/* Of the visits. */

static void
measure_first_attempt (const DrayKpiRows *rows,
                       double            *part,
                       double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    whole[i] = rows->columns[0][i] <= 1 && rows->columns[1][i] != DRAY_NEVER;
    part[i] = whole[i] > 0.0 && rows->columns[2][i] == 1;
  }
}

const DrayKpi dray_kpi_first_attempt = {
  .id = "first-attempt", .name = N_("First-attempt success"), .definition = N_("Share of the tasks that were done, wholly or in part, the first time a truck came."),
  .formula = "first visits with served = 1 / first visits that are over",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} first visits"), .nothing = N_("No visit is over."), .source = "First-attempt success",
  .n_terms = 1, .terms = { { "visits", { "attempt", "departed_us", "served" }, measure_first_attempt } },
};

#define RIGHT_PLACE_M 200

static void
measure_right_place (const DrayKpiRows *rows,
                     double            *part,
                     double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    if (rows->columns[0][i] != 1)
      continue;
    whole[i] = rows->columns[1][i] == DRAY_NEVER ? DRAY_KPI_UNMEASURED : 1.0;
    part[i] = whole[i] > 0.0 && rows->columns[1][i] <= RIGHT_PLACE_M;
  }
}

const DrayKpi dray_kpi_right_place = {
  .id = "right-place", .name = N_("Right place"), .definition = N_("Share of the deliveries whose proof was made within 200 m of the entrance."),
  .formula = "served visits with proof_m <= 200 / served visits with a proof",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} with a proof"), .nothing = N_("Nothing was delivered."), .unmeasured = N_("No proof of delivery was recorded."),
  .source = "Delivery accuracy", .n_terms = 1, .terms = { { "visits", { "served", "proof_m" }, measure_right_place } },
};

/* The window's close is the fourth column here. */
static void
measure_accuracy (const DrayKpiRows *rows,
                  double            *part,
                  double            *whole)
{
  const gint64 *close_us = rows->columns[3], *tolerance_s = rows->columns[4], *arrived_us = rows->columns[5];

  for (gsize i = 0; i < rows->n; i++) {
    gint64 limit_us = close_us[i] == DRAY_NEVER ? G_MAXINT64 : close_us[i] + MAX (tolerance_s[i], 0) * DRAY_US_PER_S;

    if (rows->columns[0][i] != 1)
      continue;
    whole[i] = rows->columns[1][i] == DRAY_NEVER ? DRAY_KPI_UNMEASURED : 1.0;
    part[i] = whole[i] > 0.0 && rows->columns[1][i] <= RIGHT_PLACE_M && rows->columns[2][i] == 1 && arrived_us[i] <= limit_us;
  }
}

const DrayKpi dray_kpi_accuracy = {
  .id = "delivery-accuracy", .name = N_("Delivery accuracy"), .definition = N_("Share of the deliveries at the right place, in the window and in the right quantity."),
  .formula = "served visits with proof_m <= 200, in_full = 1 and arrived_us <= promised_close_us + tolerance_s / served visits with a proof",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} with a proof"), .nothing = N_("Nothing was delivered."), .unmeasured = N_("No proof of delivery was recorded."),
  .source = "Delivery accuracy", .n_terms = 1,
  .terms = { { "visits", { "served", "proof_m", "in_full", "promised_close_us", "tolerance_s", "arrived_us" }, measure_accuracy } },
};

#define PROOF_US (24 * DRAY_S_PER_HOUR * DRAY_US_PER_S)

/* Those of the last day may still come. */
static void
measure_proof (const DrayKpiRows *rows,
               double            *part,
               double            *whole)
{
  const gint64 *departed_us = rows->columns[1], *proved_us = rows->columns[2];

  for (gsize i = 0; i < rows->n; i++) {
    whole[i] = rows->columns[0][i] == 1 && departed_us[i] != DRAY_NEVER && (proved_us[i] != DRAY_NEVER || departed_us[i] + PROOF_US < rows->now_us);
    part[i] = whole[i] > 0.0 && proved_us[i] != DRAY_NEVER && proved_us[i] - departed_us[i] <= PROOF_US;
  }
}

const DrayKpi dray_kpi_proof_complete = {
  .id = "proof-complete", .name = N_("Proof within a day"), .definition = N_("Share of the deliveries whose proof was complete within 24 hours of leaving."),
  .formula = "served visits with proved_us − departed_us <= 24 h / served visits that are proved or left over 24 h ago",
  .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} of {whole} deliveries"), .nothing = N_("Nothing was delivered."),
  .source = "Delivery accuracy", .n_terms = 1, .terms = { { "visits", { "served", "departed_us", "proved_us" }, measure_proof } },
};

const DrayKpi dray_kpi_rating = {
  .id = "rating", .name = N_("Customers’ rating"), .definition = N_("Mean of the stars that customers gave."),
  .formula = "sum of stars / ratings", .unit = N_("stars"),
  .format = DRAY_KPI_NUMBER, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{whole} ratings"), .nothing = N_("Nobody gave a rating."), .source = "Driver score",
  .n_terms = 1, .terms = { { "ratings", { "stars" }, dray_kpi_add_first } },
};
