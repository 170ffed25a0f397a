-- The batch that took a correction out of the records again. Undoing that batch lets the correction stand.
ALTER TABLE correction ADD COLUMN withdrawn_by INTEGER;
