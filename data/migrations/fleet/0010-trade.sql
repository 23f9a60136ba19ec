-- Duty, the weighbridge and what is paid for, charges, detected trips, standing routes, plans that are kept, overrides and checks.
CREATE TABLE duty (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  driver BLOB,
  status TEXT,
  from_us INTEGER,
  until_us INTEGER,
  source TEXT,
  note TEXT,
  replaces BLOB,
  replaced INTEGER
) WITHOUT ROWID;
CREATE INDEX duty_driver ON duty (deleted, driver);
CREATE INDEX duty_from_us ON duty (deleted, from_us);

CREATE TABLE weighbridge (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  site BLOB,
  division_kg INTEGER,
  limit_kg INTEGER,
  n_tickets INTEGER
) WITHOUT ROWID;
CREATE INDEX weighbridge_site ON weighbridge (deleted, site);

CREATE TABLE weigh_ticket (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  number INTEGER,
  weighbridge BLOB,
  status TEXT,
  truck BLOB,
  party BLOB,
  commodity BLOB,
  order_id BLOB,
  first_kg INTEGER,
  first_us INTEGER,
  second_kg INTEGER,
  second_us INTEGER,
  delivered_on INTEGER,
  gross_kg INTEGER,
  tare_kg INTEGER,
  net_kg INTEGER,
  moisture_pm INTEGER,
  grade TEXT,
  overweight INTEGER,
  reason TEXT,
  settlement BLOB
) WITHOUT ROWID;
CREATE INDEX weigh_ticket_weighbridge ON weigh_ticket (deleted, weighbridge);
CREATE INDEX weigh_ticket_truck ON weigh_ticket (deleted, truck);
CREATE INDEX weigh_ticket_party ON weigh_ticket (deleted, party);
CREATE INDEX weigh_ticket_settlement ON weigh_ticket (deleted, settlement);

CREATE TABLE deduction (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  commodity BLOB,
  kind TEXT,
  amount_minor INTEGER,
  share_pm INTEGER,
  valid_from INTEGER
) WITHOUT ROWID;
CREATE INDEX deduction_commodity ON deduction (deleted, commodity);

CREATE TABLE advance (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  party BLOB,
  given_on INTEGER,
  amount_minor INTEGER,
  taken_minor INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX advance_party ON advance (deleted, party);

CREATE TABLE settlement (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  party BLOB,
  status TEXT,
  until_on INTEGER,
  currency TEXT,
  n_tickets INTEGER,
  net_kg INTEGER,
  worth_minor INTEGER,
  deducted_minor INTEGER,
  advance_minor INTEGER,
  total_minor INTEGER,
  drawn_us INTEGER,
  drawn_by TEXT,
  finalised_us INTEGER,
  finalised_by TEXT
) WITHOUT ROWID;
CREATE INDEX settlement_party ON settlement (deleted, party);

CREATE TABLE settlement_line (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  settlement BLOB,
  position INTEGER,
  kind TEXT,
  ticket BLOB,
  advance BLOB,
  text TEXT,
  weight_kg INTEGER,
  rate_minor INTEGER,
  amount_minor INTEGER
) WITHOUT ROWID;
CREATE INDEX settlement_line_settlement ON settlement_line (deleted, settlement);
CREATE INDEX settlement_line_ticket ON settlement_line (deleted, ticket);

CREATE TABLE charge (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  order_id BLOB,
  party BLOB,
  depot BLOB,
  kind TEXT,
  at_us INTEGER,
  amount_minor INTEGER,
  currency TEXT,
  visit BLOB,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX charge_order_id ON charge (deleted, order_id);
CREATE INDEX charge_party ON charge (deleted, party);
CREATE INDEX charge_at_us ON charge (deleted, at_us);

CREATE TABLE trip (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  kind TEXT,
  from_us INTEGER,
  until_us INTEGER,
  from_lon_e7 INTEGER,
  from_lat_e7 INTEGER,
  to_lon_e7 INTEGER,
  to_lat_e7 INTEGER,
  length_m INTEGER,
  max_speed_cms INTEGER,
  idle_s INTEGER
) WITHOUT ROWID;
CREATE INDEX trip_truck ON trip (deleted, truck);
CREATE INDEX trip_from_us ON trip (deleted, from_us);

CREATE TABLE standing_route (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  depot BLOB,
  truck BLOB,
  weekdays TEXT,
  start_s INTEGER
) WITHOUT ROWID;
CREATE INDEX standing_route_depot ON standing_route (deleted, depot);

CREATE TABLE standing_stop (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  standing_route BLOB,
  rank TEXT,
  site BLOB
) WITHOUT ROWID;
CREATE INDEX standing_stop_standing_route ON standing_stop (deleted, standing_route);
CREATE INDEX standing_stop_site ON standing_stop (deleted, site);

CREATE TABLE day_plan (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  day INTEGER,
  depot BLOB,
  status TEXT,
  cost_minor INTEGER,
  distance_m INTEGER,
  n_unplaced INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX day_plan_day ON day_plan (deleted, day);
CREATE INDEX day_plan_depot ON day_plan (deleted, depot);

CREATE TABLE plan_stop (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  "plan" BLOB,
  task BLOB,
  truck BLOB,
  rank TEXT,
  arrive_us INTEGER,
  leave_us INTEGER
) WITHOUT ROWID;
CREATE INDEX plan_stop_plan ON plan_stop (deleted, "plan");
CREATE INDEX plan_stop_task ON plan_stop (deleted, task);

CREATE TABLE override (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  rule TEXT,
  route BLOB,
  task BLOB,
  truck BLOB,
  fence BLOB,
  reason TEXT,
  by TEXT,
  at_us INTEGER
) WITHOUT ROWID;
CREATE INDEX override_route ON override (deleted, route);
CREATE INDEX override_task ON override (deleted, task);
CREATE INDEX override_at_us ON override (deleted, at_us);

CREATE TABLE daily_check (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  driver BLOB,
  depot BLOB,
  at_us INTEGER,
  passed INTEGER,
  odometer_m INTEGER,
  note TEXT,
  defect BLOB
) WITHOUT ROWID;
CREATE INDEX daily_check_truck ON daily_check (deleted, truck);
CREATE INDEX daily_check_at_us ON daily_check (deleted, at_us);

CREATE TABLE order_line (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  task BLOB,
  position INTEGER,
  goods TEXT,
  quantity INTEGER,
  unit TEXT,
  load_kg INTEGER,
  delivered INTEGER
) WITHOUT ROWID;
CREATE INDEX order_line_task ON order_line (deleted, task);

CREATE TABLE coaching_note (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  driver BLOB,
  at_us INTEGER,
  author TEXT,
  text TEXT
) WITHOUT ROWID;
CREATE INDEX coaching_note_driver ON coaching_note (deleted, driver);

-- What is doubtful about what a meter or a pump said, and how far a truck has come.
ALTER TABLE meter_reading ADD COLUMN doubt TEXT;
ALTER TABLE fuel ADD COLUMN doubt TEXT;
ALTER TABLE truck ADD COLUMN odometer_m INTEGER;
ALTER TABLE truck ADD COLUMN odometer_us INTEGER;
