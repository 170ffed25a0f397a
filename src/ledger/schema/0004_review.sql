-- One queue of pairs for people stands in uncertain_pair; the second one goes.
DROP TABLE review_pair;
