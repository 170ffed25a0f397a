-- What people said of one record is asked with every record that is matched.
CREATE INDEX decision_of_a ON decision(record_a);
CREATE INDEX decision_of_b ON decision(record_b);
