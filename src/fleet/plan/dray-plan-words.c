/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-words-private.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * dray_plan_words_put:
 * @sentence: untranslated, with one %s or none
 *
 * Returns: the sentence in the user's language, with @name in it
 */
char *
dray_plan_words_put (const char *sentence,
                     const char *name)
{
  const char *translated = g_dgettext (GETTEXT_PACKAGE, sentence), *gap = strstr (translated, "%s");

  if (gap == NULL)
    return g_strdup (translated);
  return g_strdup_printf ("%.*s%s%s", (int) (gap - translated), translated, name, gap + 2);
}

static const char *const whys[DRAY_N_CONSTRAINTS] = {
  [DRAY_CONSTRAINT_NONE] = N_("No truck is on the roster for %s."),
  [DRAY_CONSTRAINT_VEHICLE] = N_("The goods for %s are on a truck that can't bring them in time."),
  [DRAY_CONSTRAINT_SKILLS] = N_("No truck of its depot has what %s needs."),
  [DRAY_CONSTRAINT_CAPACITY] = N_("No truck has room left for %s."),
  [DRAY_CONSTRAINT_UNREACHABLE] = N_("No road that the trucks may use leads to %s."),
  [DRAY_CONSTRAINT_WINDOW] = N_("No truck reaches %s within its promised window."),
  [DRAY_CONSTRAINT_SHIFT] = N_("No shift is long enough for the way to %s and back."),
  [DRAY_CONSTRAINT_MAX_STOPS] = N_("Every truck has all the stops that it may make; %s is one too many."),
  [DRAY_CONSTRAINT_MAX_DISTANCE] = N_("%s is further than the trucks may drive."),
  [DRAY_CONSTRAINT_MAX_DURATION] = N_("The routes are as long as they may be; %s is too much."),
  [DRAY_CONSTRAINT_MAX_RIDE] = N_("The goods for %s would ride for too long."),
  [DRAY_CONSTRAINT_BREAK] = N_("With %s no driver could take the break that is due."),
  [DRAY_CONSTRAINT_HOURS] = N_("No driver has hours of driving left for %s."),
  [DRAY_CONSTRAINT_ORDER] = N_("The stops of the order for %s can't be driven in their order."),
  [DRAY_CONSTRAINT_RELATION] = N_("What %s is tied to can't ride with it."),
  [DRAY_CONSTRAINT_PREFIX] = N_("The routes that could take %s are pinned or under way."),
  [DRAY_CONSTRAINT_CHURN] = N_("Taking %s would move more stops than may be moved."),
};

/* Those that need a truck that isn't there say which. */
static char *
name_need (const DrayPlanDay *day,
           int                task)
{
  const DrayPlannerTask *at = &day->request.tasks[task];
  const char *name = dray_plan_day_get_task (day, task)->name;

  if (at->tail_lift && !at->hazmat)
    return g_strdup_printf (_("No truck of its depot that has a tail-lift can take %s."), name);
  if (at->hazmat)
    return g_strdup_printf (_("No truck and driver of its depot may carry the dangerous goods for %s."), name);
  return dray_plan_words_put (whys[DRAY_CONSTRAINT_SKILLS], name);
}

/* Returns: why no truck takes a task, by the rule that most of them break */
char *
dray_plan_words_why (const DrayPlanDay *day,
                     int                task,
                     DrayConstraint     commonest)
{
  if (commonest == DRAY_CONSTRAINT_SKILLS)
    return name_need (day, task);
  return dray_plan_words_put (whys[commonest], dray_plan_day_get_task (day, task)->name);
}

static int
to_minutes (int seconds)
{
  return (seconds + DRAY_S_PER_MINUTE - 1) / DRAY_S_PER_MINUTE;
}

char *
dray_plan_words_money (gint64 amount_minor)
{
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT, amount_minor < 0 ? "−" : "", ABS (amount_minor) / 100, ABS (amount_minor) % 100);
}

/* Returns: a change that was tried, in words */
char *
dray_plan_words_change (const DrayPlanDay    *day,
                        const DrayRelaxation *change)
{
  const char *truck = dray_plan_day_get_truck (day, change->vehicle)->number;
  g_autofree char *price = dray_plan_words_money (change->extra_cost / 10000);

  switch (change->kind) {
  case DRAY_RELAX_WINDOW:
    return g_strdup_printf (_("With %d minutes more on either side of its window, truck %s takes it for %s more."), to_minutes (change->amount), truck, price);
  case DRAY_RELAX_SHIFT:
    return g_strdup_printf (_("With a shift %d minutes longer at either end, truck %s takes it for %s more."), to_minutes (change->amount), truck, price);
  case DRAY_RELAX_CAPACITY:
    return g_strdup_printf (_("With room for %d more, truck %s takes it for %s more."), change->amount, truck, price);
  case DRAY_RELAX_SKILL:
    return g_strdup_printf (_("Truck %s could take it for %s more if it had what the order needs."), truck, price);
  case DRAY_RELAX_VEHICLE:
    return g_strdup_printf (_("One more truck like %s takes it for %s."), truck, price);
  case DRAY_N_RELAXATIONS:
  default:
    return NULL;
  }
}

static const char *const brokens[DRAY_N_CONSTRAINTS] = {
  [DRAY_CONSTRAINT_VEHICLE] = N_("Its goods are aboard another truck; it moves by a hand-over or a reload only"),
  [DRAY_CONSTRAINT_SKILLS] = N_("Truck %s lacks what the order needs, or its goods lie at another depot"),
  [DRAY_CONSTRAINT_CAPACITY] = N_("Truck %s would be over its legal weight"),
  [DRAY_CONSTRAINT_UNREACHABLE] = N_("No road that truck %s may use leads there"),
  [DRAY_CONSTRAINT_WINDOW] = N_("Outside a promised window on truck %s"),
  [DRAY_CONSTRAINT_SHIFT] = N_("Truck %s is back after the end of the shift"),
  [DRAY_CONSTRAINT_MAX_STOPS] = N_("Truck %s has all the stops that it may make"),
  [DRAY_CONSTRAINT_MAX_DISTANCE] = N_("Truck %s would drive further than it may"),
  [DRAY_CONSTRAINT_MAX_DURATION] = N_("The route of truck %s would be longer than it may"),
  [DRAY_CONSTRAINT_MAX_RIDE] = N_("The goods would ride on truck %s for too long"),
  [DRAY_CONSTRAINT_BREAK] = N_("The driver of truck %s could not take the break that is due"),
  [DRAY_CONSTRAINT_HOURS] = N_("The driver of truck %s has no hours left for it"),
  [DRAY_CONSTRAINT_ORDER] = N_("It would be delivered before it is picked up"),
  [DRAY_CONSTRAINT_RELATION] = N_("It is tied to another stop"),
  [DRAY_CONSTRAINT_PREFIX] = N_("Truck %s is pinned, or is on its way to that stop"),
  [DRAY_CONSTRAINT_CHURN] = N_("More stops would change than may"),
};

/* Returns: which rule a route breaks, in words; with the minutes where there are any */
char *
dray_plan_words_broken (DrayConstraint broken,
                        const char    *truck,
                        int            excess)
{
  g_autofree char *words = dray_plan_words_put (brokens[broken], truck);

  if ((broken == DRAY_CONSTRAINT_WINDOW || broken == DRAY_CONSTRAINT_SHIFT) && excess > 0)
    return g_strdup_printf (_("%s, by %d minutes."), words, to_minutes (excess));
  return g_strdup_printf ("%s.", words);
}
