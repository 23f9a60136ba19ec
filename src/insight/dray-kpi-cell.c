/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-cell-private.h"

#include <math.h>

void
dray_kpi_cell_add (DrayKpiCell   *self,
                   const DrayKpi *kpi,
                   int            term,
                   double         part,
                   double         whole)
{
  if (whole == DRAY_KPI_UNMEASURED) {
    self->n_unmeasured++;
    return;
  }
  self->part += part;
  self->whole += whole;
  self->seen |= 1u << term;
  if (term == 0)
    self->n_rows++;
  if (kpi->join == DRAY_KPI_MEDIAN || kpi->join == DRAY_KPI_P90) {
    if (self->values == NULL)
      self->values = g_array_new (FALSE, FALSE, sizeof (double));
    g_array_append_val (self->values, part);
  }
}

void
dray_kpi_cell_merge (DrayKpiCell       *self,
                     const DrayKpiCell *other)
{
  self->part += other->part;
  self->whole += other->whole;
  self->n_rows += other->n_rows;
  self->n_unmeasured += other->n_unmeasured;
  self->seen |= other->seen;
  if (other->values == NULL)
    return;
  if (self->values == NULL)
    self->values = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_vals (self->values, other->values->data, other->values->len);
}

static void
swap (double *a,
      double *b)
{
  double kept = *a;

  *a = *b;
  *b = kept;
}

/* Hoare's selection (1961, algorithm 65), with the middle of three as the pivot: afterwards no value before @rank is above values[rank],
 * and none behind it is below. A whole year is a million and a half values, of which sorting would put all in order to look at one. */
static double
select_rank (double *values,
             gint64  n,
             gint64  rank)
{
  gint64 low = 0, high = n - 1;

  while (low < high) {
    gint64 i = low, j = high, middle = low + (high - low) / 2;
    double pivot;

    if (values[middle] < values[low])
      swap (&values[middle], &values[low]);
    if (values[high] < values[low])
      swap (&values[high], &values[low]);
    if (values[high] < values[middle])
      swap (&values[high], &values[middle]);
    pivot = values[middle];
    while (i <= j) {
      while (values[i] < pivot)
        i++;
      while (values[j] > pivot)
        j--;
      if (i <= j)
        swap (&values[i++], &values[j--]);
    }
    if (rank <= j)
      high = j;
    else if (rank >= i)
      low = i;
    else
      break;
  }
  return values[rank];
}

/* The median of an even number is the mean of the middle two; the decile is the smallest value that nine in ten don't exceed. */
static double
get_quantile (GArray      *values,
              DrayKpiJoin  join)
{
  double *items = (double *) (gpointer) values->data;
  gint64 n = values->len;

  if (join == DRAY_KPI_MEDIAN)
    return (select_rank (items, n, (n - 1) / 2) + select_rank (items, n, n / 2)) / 2.0;
  return select_rank (items, n, (gint64) ceil (0.9 * (double) n) - 1);
}

static guint
get_required (const DrayKpi *kpi)
{
  guint required = 0;

  for (int i = 0; i < kpi->n_terms; i++) {
    if (!kpi->terms[i].optional)
      required |= 1u << i;
  }
  return required;
}

static DrayFigureState
get_state (const DrayKpiCell *self,
           const DrayKpi     *kpi,
           gboolean           outside)
{
  guint required = get_required (kpi);
  gboolean complete = (self->seen & required) == required && (kpi->join != DRAY_KPI_RATIO || self->whole > 0.0);

  if (complete)
    return DRAY_FIGURE_KNOWN;
  if (outside)
    return DRAY_FIGURE_OUTSIDE;
  if (self->n_unmeasured > 0 || ((self->seen & required) != 0 && kpi->unmeasured != NULL))
    return DRAY_FIGURE_NOT_MEASURED;
  return kpi->zero ? DRAY_FIGURE_KNOWN : DRAY_FIGURE_NOTHING;
}

/**
 * dray_kpi_cell_get_figure:
 * @outside: the cell lies before the first record or after today
 *
 * Turns what was added up into a value, or into the reason why there is none. Moves the values of a median about.
 */
DrayFigure
dray_kpi_cell_get_figure (DrayKpiCell   *self,
                          const DrayKpi *kpi,
                          gboolean       outside)
{
  DrayFigure figure = { get_state (self, kpi, outside), 0.0, self->part, self->whole, self->n_rows, self->n_unmeasured };
  double factor = kpi->factor != 0.0 ? kpi->factor : 1.0;

  if (figure.state != DRAY_FIGURE_KNOWN)
    return figure;
  switch (kpi->join) {
  case DRAY_KPI_RATIO:
    figure.value = factor * self->part / self->whole;
    break;
  case DRAY_KPI_SUM:
    figure.value = factor * self->part;
    break;
  case DRAY_KPI_MEDIAN:
  case DRAY_KPI_P90:
  default:
    figure.value = factor * get_quantile (self->values, kpi->join);
  }
  return figure;
}

void
dray_kpi_cell_clear (DrayKpiCell *self)
{
  g_clear_pointer (&self->values, g_array_unref);
}
