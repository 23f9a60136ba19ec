-- The records of a fleet: parties, sites, trucks, drivers and their roster, orders with their tasks, released routes, alarms, messages.
CREATE TABLE party (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  kind TEXT,
  phone TEXT,
  email TEXT,
  tolerance_s INTEGER,
  free_s INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX party_phone ON party (phone);

CREATE TABLE site (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  party BLOB,
  name TEXT,
  kind TEXT,
  address TEXT,
  lon_e7 INTEGER,
  lat_e7 INTEGER,
  docks INTEGER,
  gate_open_s INTEGER,
  gate_close_s INTEGER,
  service_s INTEGER,
  call_ahead INTEGER,
  zone TEXT,
  day_start_s INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX site_party ON site (party);
CREATE INDEX site_kind ON site (kind);

CREATE TABLE truck (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  number TEXT,
  plate TEXT,
  depot BLOB,
  status TEXT,
  payload_kg INTEGER,
  volume_l INTEGER,
  pallets INTEGER,
  gross_kg INTEGER,
  axle_load_kg INTEGER,
  height_mm INTEGER,
  width_mm INTEGER,
  length_mm INTEGER,
  tail_lift INTEGER,
  hazmat INTEGER,
  fuel TEXT,
  tank_ml INTEGER,
  day_cost_minor INTEGER,
  hour_cost_minor INTEGER,
  km_cost_minor INTEGER
) WITHOUT ROWID;
CREATE INDEX truck_number ON truck (number);
CREATE INDEX truck_plate ON truck (plate);
CREATE INDEX truck_depot ON truck (depot);

CREATE TABLE driver (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  depot BLOB,
  phone TEXT,
  licence TEXT,
  adr INTEGER,
  hour_cost_minor INTEGER,
  left_on INTEGER
) WITHOUT ROWID;
CREATE INDEX driver_depot ON driver (depot);
CREATE INDEX driver_phone ON driver (phone);

CREATE TABLE shift (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  driver BLOB,
  truck BLOB,
  depot BLOB,
  day INTEGER,
  kind TEXT,
  start_us INTEGER,
  end_us INTEGER
) WITHOUT ROWID;
CREATE INDEX shift_driver ON shift (driver);
CREATE INDEX shift_truck ON shift (truck);
CREATE INDEX shift_day ON shift (day);

CREATE TABLE "order" (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  reference TEXT,
  party BLOB,
  depot BLOB,
  day INTEGER,
  status TEXT,
  priority INTEGER,
  charge_minor INTEGER,
  goods_value_minor INTEGER,
  currency TEXT,
  requested_us INTEGER,
  reason TEXT,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX order_reference ON "order" (reference);
CREATE INDEX order_party ON "order" (party);
CREATE INDEX order_depot ON "order" (depot);
CREATE INDEX order_day ON "order" (day);
CREATE INDEX order_status ON "order" (status);

CREATE TABLE task (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  order_id BLOB,
  kind TEXT,
  site BLOB,
  position INTEGER,
  window_open_us INTEGER,
  window_close_us INTEGER,
  service_s INTEGER,
  load_kg INTEGER,
  volume_l INTEGER,
  pallets INTEGER,
  tail_lift INTEGER,
  hazmat INTEGER,
  goods TEXT,
  outcome TEXT,
  disposition TEXT
) WITHOUT ROWID;
CREATE INDEX task_order_id ON task (order_id);
CREATE INDEX task_site ON task (site);

CREATE TABLE route (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  driver BLOB,
  depot BLOB,
  day INTEGER,
  status TEXT,
  told TEXT,
  start_us INTEGER,
  end_us INTEGER,
  released_us INTEGER,
  "release" INTEGER,
  distance_m INTEGER,
  drive_s INTEGER,
  cost_minor INTEGER,
  region TEXT
) WITHOUT ROWID;
CREATE INDEX route_truck ON route (truck);
CREATE INDEX route_driver ON route (driver);
CREATE INDEX route_depot ON route (depot);
CREATE INDEX route_day ON route (day);

CREATE TABLE stop (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  route BLOB,
  rank TEXT,
  site BLOB,
  task BLOB,
  status TEXT,
  planned_us INTEGER,
  planned_leave_us INTEGER,
  arrived_us INTEGER,
  started_us INTEGER,
  departed_us INTEGER
) WITHOUT ROWID;
CREATE INDEX stop_route ON stop (route);
CREATE INDEX stop_task ON stop (task);

CREATE TABLE alarm (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  depot BLOB,
  kind TEXT,
  priority INTEGER,
  status TEXT,
  text TEXT,
  raised_us INTEGER,
  owner TEXT,
  taken_us INTEGER,
  acknowledged_us INTEGER,
  normal_us INTEGER,
  shelved_until_us INTEGER,
  reason TEXT,
  outcome TEXT,
  closed_us INTEGER,
  "count" INTEGER
) WITHOUT ROWID;
CREATE INDEX alarm_truck ON alarm (truck);
CREATE INDEX alarm_status ON alarm (status);

CREATE TABLE message (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  depot BLOB,
  direction TEXT,
  author TEXT,
  text TEXT,
  sent_us INTEGER,
  hold INTEGER,
  delivered_us INTEGER,
  read_us INTEGER
) WITHOUT ROWID;
CREATE INDEX message_truck ON message (truck);
