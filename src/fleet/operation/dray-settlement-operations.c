/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-advance.h"
#include "dray-commodity.h"
#include "dray-deduction.h"
#include "dray-party.h"
#include "dray-price.h"
#include "dray-settlement-line.h"
#include "dray-settlement-operations.h"
#include "dray-settlement-rule.h"
#include "dray-settlement.h"
#include "dray-weigh-ticket.h"

#include <glib/gi18n-lib.h>

/* Drawing goes ticket by ticket: the weight that counts, the price that was valid on the day of the delivery, what is deducted from it; then
 * advances are taken back as far as the money reaches, and the rest of them carries over. A ticket names the settlement that it is in, so
 * that no other can take it; throwing a draft away frees it again. Whoever drew a settlement can't make it final. */

/* A settlement's lines have to fit an operation; more tickets go into the next. */
#define MAX_TICKETS 60

#define DRAY_SETTLEMENT_DRAW_ARGUMENTS(FIELD) \
  FIELD (SETTLEMENT_DRAW, SETTLEMENT, settlement, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "settlement") \
  FIELD (SETTLEMENT_DRAW, PARTY, party, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "party") \
  FIELD (SETTLEMENT_DRAW, UNTIL_ON, until_on, DATE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (SETTLEMENT_DRAW, CURRENCY, currency, TEXT, .flags = DRAY_FIELD_REQUIRED, .minimum = 3, .maximum = 3)

DRAY_DECLARE_ARGUMENTS (SETTLEMENT_DRAW, DRAY_SETTLEMENT_DRAW_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (settlement_draw, DRAY_SETTLEMENT_DRAW_ARGUMENTS)

typedef struct {
  DrayMutation *mutation;
  DrayId        id;
  const char   *currency;
  int           n_lines;
  int           n_tickets;
  gint64        net_kg;
  gint64        worth_minor;
  gint64        deducted_minor;
  gint64        advance_minor;
} Drawing;

static DrayId
add_line (Drawing    *self,
          const char *kind,
          const char *text,
          gint64      amount_minor)
{
  DrayId id = dray_mutation_make_id (self->mutation);

  dray_mutation_create (self->mutation, &dray_settlement_line_table, &id);
  dray_mutation_set_id (self->mutation, &dray_settlement_line_table, &id, DRAY_SETTLEMENT_LINE_SETTLEMENT, &self->id);
  dray_mutation_set_integer (self->mutation, &dray_settlement_line_table, &id, DRAY_SETTLEMENT_LINE_POSITION, ++self->n_lines);
  dray_mutation_set_text (self->mutation, &dray_settlement_line_table, &id, DRAY_SETTLEMENT_LINE_KIND, kind);
  dray_mutation_set_text (self->mutation, &dray_settlement_line_table, &id, DRAY_SETTLEMENT_LINE_TEXT, text);
  dray_mutation_set_integer (self->mutation, &dray_settlement_line_table, &id, DRAY_SETTLEMENT_LINE_AMOUNT_MINOR, amount_minor);
  return id;
}

/* The price that was valid on the day: that of the grade, or else the one for any grade. */
static const DrayRow *
find_price (Drawing       *self,
            const DrayRow *ticket,
            GPtrArray     *prices)
{
  gint64 day = dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_DELIVERED_ON), found_from = G_MININT64;
  const char *grade = dray_row_get_text (ticket, DRAY_WEIGH_TICKET_GRADE);
  const DrayRow *found = NULL;

  for (guint i = 0; i < prices->len; i++) {
    const DrayRow *price = prices->pdata[i];
    const char *of = dray_row_get_text (price, DRAY_PRICE_GRADE);
    gint64 from = dray_row_get_integer (price, DRAY_PRICE_VALID_FROM);
    gboolean any = of == NULL || *of == '\0', better = found == NULL || (!any && g_strcmp0 (dray_row_get_text (found, DRAY_PRICE_GRADE), of) != 0);

    if (from > day || (!any && g_strcmp0 (of, grade) != 0) || g_strcmp0 (dray_row_get_text (price, DRAY_PRICE_CURRENCY), self->currency) != 0)
      continue;
    if (any && found != NULL && dray_row_get_text (found, DRAY_PRICE_GRADE) != NULL && *dray_row_get_text (found, DRAY_PRICE_GRADE) != '\0')
      continue;
    if (better || from > found_from) {
      found = price;
      found_from = from;
    }
  }
  return found;
}

/* Of deductions of one name the latest that was valid on the day counts. */
static gboolean
is_latest (GPtrArray     *deductions,
           const DrayRow *deduction,
           gint64         day)
{
  gint64 from = dray_row_get_integer (deduction, DRAY_DEDUCTION_VALID_FROM);

  if (from > day)
    return FALSE;
  for (guint i = 0; i < deductions->len; i++) {
    const DrayRow *other = deductions->pdata[i];
    gint64 other_from = dray_row_get_integer (other, DRAY_DEDUCTION_VALID_FROM);

    if (other != deduction && other_from <= day && g_strcmp0 (dray_row_get_text (other, DRAY_DEDUCTION_NAME), dray_row_get_text (deduction, DRAY_DEDUCTION_NAME)) == 0
        && (other_from > from || (other_from == from && dray_id_compare (&other->id, &deduction->id) > 0)))
      return FALSE;
  }
  return TRUE;
}

static void
deduct (Drawing       *self,
        const DrayRow *ticket,
        gint64         weight_kg,
        gint64         worth_minor)
{
  DrayId commodity = dray_row_get_id (ticket, DRAY_WEIGH_TICKET_COMMODITY);
  g_autoptr (GPtrArray) deductions = dray_mutation_select_by_id (self->mutation, &dray_deduction_table, DRAY_DEDUCTION_COMMODITY, &commodity);
  gint64 left_minor = worth_minor;

  for (guint i = 0; deductions != NULL && i < deductions->len; i++) {
    const DrayRow *deduction = deductions->pdata[i];
    gboolean a_tonne = g_strcmp0 (dray_row_get_text (deduction, DRAY_DEDUCTION_KIND), "a-tonne") == 0;
    gint64 amount_minor;

    if (!is_latest (deductions, deduction, dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_DELIVERED_ON)))
      continue;
    amount_minor = a_tonne ? dray_settlement_price_minor (weight_kg, dray_row_get_integer (deduction, DRAY_DEDUCTION_AMOUNT_MINOR))
                           : dray_settlement_share_minor (worth_minor, (int) dray_row_get_integer (deduction, DRAY_DEDUCTION_SHARE_PM));
    amount_minor = CLAMP (amount_minor, 0, left_minor);
    DrayId line = add_line (self, "deduction", dray_row_get_text (deduction, DRAY_DEDUCTION_NAME), -amount_minor);
    dray_mutation_set_id (self->mutation, &dray_settlement_line_table, &line, DRAY_SETTLEMENT_LINE_TICKET, &ticket->id);
    left_minor -= amount_minor;
    self->deducted_minor += amount_minor;
  }
}

static void
settle_ticket (Drawing       *self,
               const DrayRow *ticket,
               const DrayRow *commodity,
               const DrayRow *price)
{
  int base_pm = (int) dray_row_get_integer (commodity, DRAY_COMMODITY_BASE_MOISTURE_PM), shrink_pm = (int) dray_row_get_integer (commodity, DRAY_COMMODITY_SHRINK_PM);
  int moisture_pm = dray_row_has (ticket, DRAY_WEIGH_TICKET_MOISTURE_PM) ? (int) dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_MOISTURE_PM) : base_pm;
  gint64 weight_kg = dray_settlement_count_kg (dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_NET_KG), moisture_pm, base_pm, shrink_pm);
  gint64 rate_minor = dray_row_get_integer (price, DRAY_PRICE_AMOUNT_MINOR), worth_minor = dray_settlement_price_minor (weight_kg, rate_minor);
  DrayId line = add_line (self, "worth", dray_row_get_text (commodity, DRAY_COMMODITY_NAME), worth_minor);

  dray_mutation_set_id (self->mutation, &dray_settlement_line_table, &line, DRAY_SETTLEMENT_LINE_TICKET, &ticket->id);
  dray_mutation_set_integer (self->mutation, &dray_settlement_line_table, &line, DRAY_SETTLEMENT_LINE_WEIGHT_KG, weight_kg);
  dray_mutation_set_integer (self->mutation, &dray_settlement_line_table, &line, DRAY_SETTLEMENT_LINE_RATE_MINOR, rate_minor);
  dray_mutation_set_id (self->mutation, &dray_weigh_ticket_table, &ticket->id, DRAY_WEIGH_TICKET_SETTLEMENT, &self->id);
  self->n_tickets++;
  self->net_kg += dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_NET_KG);
  self->worth_minor += worth_minor;
  deduct (self, ticket, weight_kg, worth_minor);
}

/* A ticket without a price has to wait for one: it can't be worth nothing by an oversight. */
static void
draw_ticket (Drawing       *self,
             const DrayRow *ticket)
{
  DrayId commodity_id = dray_row_get_id (ticket, DRAY_WEIGH_TICKET_COMMODITY);
  const DrayRow *commodity = dray_id_is_none (&commodity_id) ? NULL : dray_mutation_find (self->mutation, &dray_commodity_table, &commodity_id), *price = NULL;
  g_autoptr (GPtrArray) prices = commodity != NULL ? dray_mutation_select_by_id (self->mutation, &dray_price_table, DRAY_PRICE_COMMODITY, &commodity_id) : NULL;

  if (prices != NULL)
    price = find_price (self, ticket, prices);
  if (price == NULL)
    dray_mutation_refuse (self->mutation, N_("Ticket %d has no price that was valid on its day."), (int) dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_NUMBER));
  else
    settle_ticket (self, ticket, commodity, price);
}

static gboolean
is_due (const DrayRow *ticket,
        gint64         until_on)
{
  return g_strcmp0 (dray_row_get_text (ticket, DRAY_WEIGH_TICKET_STATUS), "weighed") == 0 && !dray_row_has (ticket, DRAY_WEIGH_TICKET_SETTLEMENT)
         && dray_row_get_integer (ticket, DRAY_WEIGH_TICKET_DELIVERED_ON) <= until_on;
}

/* As far as the money reaches, the oldest first. */
static void
take_advances (Drawing      *self,
               const DrayId *party)
{
  g_autoptr (GPtrArray) advances = dray_mutation_select_by_id (self->mutation, &dray_advance_table, DRAY_ADVANCE_PARTY, party);

  for (guint i = 0; advances != NULL && i < advances->len; i++) {
    const DrayRow *advance = advances->pdata[i];
    gint64 taken_minor = dray_row_get_integer (advance, DRAY_ADVANCE_TAKEN_MINOR);
    gint64 left_minor = self->worth_minor - self->deducted_minor - self->advance_minor;
    gint64 amount_minor = MIN (dray_row_get_integer (advance, DRAY_ADVANCE_AMOUNT_MINOR) - taken_minor, left_minor);

    if (amount_minor <= 0)
      continue;
    DrayId line = add_line (self, "advance", "Advance", -amount_minor);
    dray_mutation_set_id (self->mutation, &dray_settlement_line_table, &line, DRAY_SETTLEMENT_LINE_ADVANCE, &advance->id);
    dray_mutation_set_integer (self->mutation, &dray_advance_table, &advance->id, DRAY_ADVANCE_TAKEN_MINOR, taken_minor + amount_minor);
    self->advance_minor += amount_minor;
  }
}

static char *
name_actor (DrayMutation *mutation)
{
  const DrayActor *actor = dray_mutation_get_actor (mutation);

  return actor != NULL ? dray_id_dup_text (&actor->user) : g_strdup ("");
}

static void
put_settlement (Drawing *self)
{
  g_autofree char *actor = name_actor (self->mutation);
  const struct { int field; gint64 value; } figures[] = {
    { DRAY_SETTLEMENT_N_TICKETS, self->n_tickets }, { DRAY_SETTLEMENT_NET_KG, self->net_kg }, { DRAY_SETTLEMENT_WORTH_MINOR, self->worth_minor },
    { DRAY_SETTLEMENT_DEDUCTED_MINOR, self->deducted_minor }, { DRAY_SETTLEMENT_ADVANCE_MINOR, self->advance_minor },
    { DRAY_SETTLEMENT_TOTAL_MINOR, self->worth_minor - self->deducted_minor - self->advance_minor }, { DRAY_SETTLEMENT_DRAWN_US, dray_mutation_get_at_us (self->mutation) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    dray_mutation_set_integer (self->mutation, &dray_settlement_table, &self->id, figures[i].field, figures[i].value);
  dray_mutation_set_text (self->mutation, &dray_settlement_table, &self->id, DRAY_SETTLEMENT_STATUS, "draft");
  dray_mutation_set_text (self->mutation, &dray_settlement_table, &self->id, DRAY_SETTLEMENT_DRAWN_BY, actor);
  dray_mutation_set_argument (self->mutation, &dray_settlement_table, &self->id, DRAY_SETTLEMENT_PARTY, DRAY_SETTLEMENT_DRAW_PARTY);
  dray_mutation_set_argument (self->mutation, &dray_settlement_table, &self->id, DRAY_SETTLEMENT_UNTIL_ON, DRAY_SETTLEMENT_DRAW_UNTIL_ON);
  dray_mutation_set_argument (self->mutation, &dray_settlement_table, &self->id, DRAY_SETTLEMENT_CURRENCY, DRAY_SETTLEMENT_DRAW_CURRENCY);
}

static void
settlement_draw (DrayMutation *mutation)
{
  Drawing self = { .mutation = mutation, .id = dray_mutation_argument_id (mutation, DRAY_SETTLEMENT_DRAW_SETTLEMENT),
                   .currency = dray_mutation_argument_text (mutation, DRAY_SETTLEMENT_DRAW_CURRENCY) };
  DrayId party = dray_mutation_argument_id (mutation, DRAY_SETTLEMENT_DRAW_PARTY);
  gint64 until_on = dray_mutation_argument_integer (mutation, DRAY_SETTLEMENT_DRAW_UNTIL_ON);

  if (dray_mutation_require (mutation, &dray_party_table, &party) == NULL)
    return;
  g_autoptr (GPtrArray) tickets = dray_mutation_select_by_id (mutation, &dray_weigh_ticket_table, DRAY_WEIGH_TICKET_PARTY, &party);
  dray_mutation_create (mutation, &dray_settlement_table, &self.id);
  for (guint i = 0; tickets != NULL && i < tickets->len && self.n_tickets < MAX_TICKETS && !dray_mutation_has_failed (mutation); i++)
    if (is_due (tickets->pdata[i], until_on))
      draw_ticket (&self, tickets->pdata[i]);
  if (self.n_tickets == 0)
    dray_mutation_refuse (mutation, N_("There is no ticket to settle."));
  take_advances (&self, &party);
  put_settlement (&self);
}

const DrayOperation dray_settlement_draw = {
  .name = "settlement.draw", .version = 1, .label = N_("Draw a settlement"), .kind = DRAY_OPERATION_EDIT,
  .arguments = settlement_draw_arguments, .n_arguments = DRAY_SETTLEMENT_DRAW_N_FIELDS, .mutate = settlement_draw,
};

#define DRAY_SETTLEMENT_CLOSE_ARGUMENTS(FIELD) \
  FIELD (SETTLEMENT_CLOSE, SETTLEMENT, settlement, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "settlement")

DRAY_DECLARE_ARGUMENTS (SETTLEMENT_CLOSE, DRAY_SETTLEMENT_CLOSE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (settlement_close, DRAY_SETTLEMENT_CLOSE_ARGUMENTS)

static const DrayRow *
require_draft (DrayMutation *mutation,
               DrayId       *id)
{
  const DrayRow *settlement;

  *id = dray_mutation_argument_id (mutation, DRAY_SETTLEMENT_CLOSE_SETTLEMENT);
  settlement = dray_mutation_require (mutation, &dray_settlement_table, id);
  if (settlement != NULL && g_strcmp0 (dray_row_get_text (settlement, DRAY_SETTLEMENT_STATUS), "draft") != 0) {
    dray_mutation_refuse (mutation, N_("The settlement is final, or was thrown away; corrections go into the next."));
    return NULL;
  }
  return settlement;
}

static void
free_line (DrayMutation  *mutation,
           const DrayRow *line)
{
  DrayId ticket = dray_row_get_id (line, DRAY_SETTLEMENT_LINE_TICKET), advance_id = dray_row_get_id (line, DRAY_SETTLEMENT_LINE_ADVANCE);
  const DrayRow *advance = dray_id_is_none (&advance_id) ? NULL : dray_mutation_find (mutation, &dray_advance_table, &advance_id);

  if (!dray_id_is_none (&ticket))
    dray_mutation_set_none (mutation, &dray_weigh_ticket_table, &ticket, DRAY_WEIGH_TICKET_SETTLEMENT);
  if (advance != NULL)
    dray_mutation_set_integer (mutation, &dray_advance_table, &advance_id, DRAY_ADVANCE_TAKEN_MINOR,
                               dray_row_get_integer (advance, DRAY_ADVANCE_TAKEN_MINOR) + dray_row_get_integer (line, DRAY_SETTLEMENT_LINE_AMOUNT_MINOR));
}

static void
settlement_discard (DrayMutation *mutation)
{
  DrayId id;

  if (require_draft (mutation, &id) == NULL)
    return;
  g_autoptr (GPtrArray) lines = dray_mutation_select_by_id (mutation, &dray_settlement_line_table, DRAY_SETTLEMENT_LINE_SETTLEMENT, &id);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    free_line (mutation, lines->pdata[i]);
  dray_mutation_set_text (mutation, &dray_settlement_table, &id, DRAY_SETTLEMENT_STATUS, "discarded");
}

const DrayOperation dray_settlement_discard = {
  .name = "settlement.discard", .version = 1, .label = N_("Throw the settlement away"), .kind = DRAY_OPERATION_EDIT,
  .arguments = settlement_close_arguments, .n_arguments = DRAY_SETTLEMENT_CLOSE_N_FIELDS, .mutate = settlement_discard,
};

static void
settlement_finalise (DrayMutation *mutation)
{
  DrayId id;
  const DrayRow *settlement = require_draft (mutation, &id);
  g_autofree char *actor = name_actor (mutation);

  if (settlement == NULL)
    return;
  if (g_strcmp0 (dray_row_get_text (settlement, DRAY_SETTLEMENT_DRAWN_BY), actor) == 0) {
    dray_mutation_refuse (mutation, N_("A second person has to make the settlement final."));
    return;
  }
  dray_mutation_set_text (mutation, &dray_settlement_table, &id, DRAY_SETTLEMENT_STATUS, "final");
  dray_mutation_set_text (mutation, &dray_settlement_table, &id, DRAY_SETTLEMENT_FINALISED_BY, actor);
  dray_mutation_set_integer (mutation, &dray_settlement_table, &id, DRAY_SETTLEMENT_FINALISED_US, dray_mutation_get_at_us (mutation));
}

const DrayOperation dray_settlement_finalise = {
  .name = "settlement.finalise", .version = 1, .label = N_("Make the settlement final"), .kind = DRAY_OPERATION_RELEASE, .undo = DRAY_UNDO_NEVER,
  .arguments = settlement_close_arguments, .n_arguments = DRAY_SETTLEMENT_CLOSE_N_FIELDS, .mutate = settlement_finalise,
};
