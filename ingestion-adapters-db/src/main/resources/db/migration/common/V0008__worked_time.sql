-- How long a job was worked on, without pauses: up to worked_since, from when on it is still to be
-- added, or in all if that is empty.
alter table job add column worked_nanos bigint default 0 not null;
alter table job add column worked_since timestamp with time zone;

-- Of earlier jobs no pauses are known.
update job
set worked_nanos = cast(
  extract(epoch from (coalesce(completed_at, updated_at) - started_at)) * 1000000000 as bigint)
where started_at is not null and started_at <= coalesce(completed_at, updated_at);
