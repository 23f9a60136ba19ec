-- Papers, workshop, fuel and meters, the people at a customer’s, the shift log, and what is weighed at the gate.
CREATE TABLE trailer (
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
  cooled INTEGER
) WITHOUT ROWID;
CREATE INDEX trailer_number ON trailer (deleted, number);
CREATE INDEX trailer_plate ON trailer (deleted, plate);
CREATE INDEX trailer_depot ON trailer (deleted, depot);

CREATE TABLE document (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  kind TEXT,
  truck BLOB,
  trailer BLOB,
  driver BLOB,
  number TEXT,
  valid_from INTEGER,
  expires_on INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX document_truck ON document (deleted, truck);
CREATE INDEX document_trailer ON document (deleted, trailer);
CREATE INDEX document_driver ON document (deleted, driver);
CREATE INDEX document_expires_on ON document (deleted, expires_on);

CREATE TABLE defect (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  title TEXT,
  truck BLOB,
  trailer BLOB,
  depot BLOB,
  status TEXT,
  safety_critical INTEGER,
  found_us INTEGER,
  driver BLOB,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX defect_truck ON defect (deleted, truck);
CREATE INDEX defect_trailer ON defect (deleted, trailer);
CREATE INDEX defect_depot ON defect (deleted, depot);

CREATE TABLE work_order (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  title TEXT,
  truck BLOB,
  depot BLOB,
  status TEXT,
  from_us INTEGER,
  until_us INTEGER,
  odometer_m INTEGER,
  cost_minor INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX work_order_truck ON work_order (deleted, truck);
CREATE INDEX work_order_depot ON work_order (deleted, depot);
CREATE INDEX work_order_from_us ON work_order (deleted, from_us);

CREATE TABLE contact (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  party BLOB,
  site BLOB,
  duty TEXT,
  phone TEXT,
  email TEXT,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX contact_party ON contact (deleted, party);
CREATE INDEX contact_site ON contact (deleted, site);
CREATE INDEX contact_phone ON contact (deleted, phone);

CREATE TABLE fuel (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  depot BLOB,
  at_us INTEGER,
  volume_ml INTEGER,
  full INTEGER,
  amount_minor INTEGER,
  odometer_m INTEGER,
  place TEXT
) WITHOUT ROWID;
CREATE INDEX fuel_truck ON fuel (deleted, truck);
CREATE INDEX fuel_at_us ON fuel (deleted, at_us);

CREATE TABLE meter_reading (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  depot BLOB,
  at_us INTEGER,
  odometer_m INTEGER,
  engine_s INTEGER
) WITHOUT ROWID;
CREATE INDEX meter_reading_truck ON meter_reading (deleted, truck);
CREATE INDEX meter_reading_at_us ON meter_reading (deleted, at_us);

CREATE TABLE incident (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  title TEXT,
  kind TEXT,
  status TEXT,
  at_us INTEGER,
  truck BLOB,
  driver BLOB,
  depot BLOB,
  cost_minor INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX incident_at_us ON incident (deleted, at_us);
CREATE INDEX incident_truck ON incident (deleted, truck);
CREATE INDEX incident_driver ON incident (deleted, driver);
CREATE INDEX incident_depot ON incident (deleted, depot);

CREATE TABLE rating (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  driver BLOB,
  "order" BLOB,
  at_us INTEGER,
  stars INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX rating_driver ON rating (deleted, driver);
CREATE INDEX rating_order ON rating (deleted, "order");
CREATE INDEX rating_at_us ON rating (deleted, at_us);

CREATE TABLE shift_note (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  text TEXT,
  at_us INTEGER,
  author TEXT,
  depot BLOB,
  truck BLOB,
  signed INTEGER
) WITHOUT ROWID;
CREATE INDEX shift_note_at_us ON shift_note (deleted, at_us);
CREATE INDEX shift_note_depot ON shift_note (deleted, depot);
CREATE INDEX shift_note_truck ON shift_note (deleted, truck);

CREATE TABLE canned_reply (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  title TEXT,
  text TEXT
) WITHOUT ROWID;

CREATE TABLE commodity (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  code TEXT,
  base_moisture_pm INTEGER,
  shrink_pm INTEGER
) WITHOUT ROWID;
CREATE INDEX commodity_code ON commodity (deleted, code);

CREATE TABLE price (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  commodity BLOB,
  grade TEXT,
  valid_from INTEGER,
  amount_minor INTEGER,
  currency TEXT
) WITHOUT ROWID;
CREATE INDEX price_commodity ON price (deleted, commodity);
CREATE INDEX price_valid_from ON price (deleted, valid_from);

CREATE TABLE recurring_order (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  reference TEXT,
  party BLOB,
  depot BLOB,
  site BLOB,
  weekdays TEXT,
  open_s INTEGER,
  close_s INTEGER,
  load_kg INTEGER,
  pallets INTEGER,
  from_on INTEGER,
  until_on INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX recurring_order_reference ON recurring_order (deleted, reference);
CREATE INDEX recurring_order_party ON recurring_order (deleted, party);
CREATE INDEX recurring_order_depot ON recurring_order (deleted, depot);
