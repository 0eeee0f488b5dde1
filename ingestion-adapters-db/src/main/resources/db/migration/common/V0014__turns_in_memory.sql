-- Whose turn it is, is kept in memory: a claim changes no lane, and waits for nobody who holds one.
alter table lane drop column served;
alter table lane drop column turn;
