-- What a message is about, and what was sent to several drivers at once.
ALTER TABLE message ADD COLUMN stop BLOB;
ALTER TABLE message ADD COLUMN order_id BLOB;
ALTER TABLE message ADD COLUMN broadcast TEXT;
CREATE INDEX message_broadcast ON message (broadcast);
