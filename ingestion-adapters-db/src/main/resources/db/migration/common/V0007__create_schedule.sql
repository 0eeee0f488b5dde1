-- When a source is ingested again by itself; one row a source at most.
create table schedule (
  kb_id varchar(64) not null,
  source varchar(64) not null,
  pipeline varchar not null,
  priority int,
  -- one of both: an interval in seconds, or a cron expression with the zone whose clocks it means
  every_seconds bigint,
  cron varchar,
  zone varchar(64),
  followed boolean not null,
  paused boolean not null,
  next_run timestamp with time zone not null,
  -- the latest run; empty before the first
  last_run timestamp with time zone,
  last_job varchar(64),
  last_outcome varchar(16),
  last_message varchar,
  version bigint not null,
  primary key (kb_id, source)
);
