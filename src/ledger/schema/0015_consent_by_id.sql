-- What was entered last, over the whole base.
CREATE INDEX consent_by_id ON consent(id);
