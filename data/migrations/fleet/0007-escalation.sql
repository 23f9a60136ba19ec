-- An alarm that nobody took goes to somebody above.
ALTER TABLE alarm ADD COLUMN escalated_us INTEGER;
ALTER TABLE alarm ADD COLUMN escalated_to TEXT;
