/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-settlement-rule.h"

/* Half away from zero; @divisor over 0. */
static gint64
divide_rounded (gint64 dividend,
                gint64 divisor)
{
  return dividend >= 0 ? (dividend + divisor / 2) / divisor : -((-dividend + divisor / 2) / divisor);
}

/**
 * dray_settlement_count_kg:
 * @moisture_pm: of the sample, per mille
 * @base_moisture_pm: that is paid for
 * @shrink_pm: what a point (a hundredth) of moisture over that costs in weight; 0: by dry matter
 *
 *   by points       net × (1 − shrink × (m − m₀) / 10)
 *   by dry matter   net × (1000 − m) / (1000 − m₀)
 *
 * A load that is drier than it has to be counts as it was weighed.
 *
 * Returns: the weight that counts, whole kilograms, never below 0
 */
gint64
dray_settlement_count_kg (gint64 net_kg,
                          int    moisture_pm,
                          int    base_moisture_pm,
                          int    shrink_pm)
{
  int over_pm = moisture_pm - base_moisture_pm;

  if (over_pm <= 0 || base_moisture_pm >= 1000)
    return net_kg;
  if (shrink_pm > 0)
    return MAX (divide_rounded (net_kg * (10000 - (gint64) shrink_pm * over_pm), 10000), 0);
  return MAX (divide_rounded (net_kg * (1000 - moisture_pm), 1000 - base_moisture_pm), 0);
}

/* Returns: what @weight_kg are worth at @a_tonne_minor a tonne */
gint64
dray_settlement_price_minor (gint64 weight_kg,
                             gint64 a_tonne_minor)
{
  return divide_rounded (weight_kg * a_tonne_minor, 1000);
}

/* Returns: so many per mille of an amount */
gint64
dray_settlement_share_minor (gint64 amount_minor,
                             int    share_pm)
{
  return divide_rounded (amount_minor * share_pm, 1000);
}
