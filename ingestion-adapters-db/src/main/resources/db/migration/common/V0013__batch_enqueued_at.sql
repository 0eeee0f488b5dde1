-- Since when a batch waits, by the wall clock; null for those that were enqueued before this was kept.
alter table batch add column enqueued_at timestamp with time zone;
