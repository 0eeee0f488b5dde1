-- A source that came back from a snapshot after the database was lost, and was not read to its end
-- since.
alter table source add column unread boolean default false not null;
