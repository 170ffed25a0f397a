-- Consents that wait until who gave them follows a link. recipient: where the link goes.
CREATE TABLE confirmation(
  id INTEGER PRIMARY KEY,
  purpose TEXT NOT NULL,
  channel TEXT NOT NULL,
  text TEXT NOT NULL,
  text_version TEXT NOT NULL,
  recipient TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,  -- 0: not yet
  confirmed_at INTEGER NOT NULL  -- 0: not yet
) STRICT;

-- The pending entries that it turns into given ones.
CREATE TABLE confirmation_consent(
  confirmation_id INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  consent_id INTEGER NOT NULL,
  PRIMARY KEY (confirmation_id, consent_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmation_by_consent ON confirmation_consent(consent_id);
