-- Requests to start a job that may be sent again, with the job that each made.
create table start_request (
  kb_id varchar(64) not null,
  request_key varchar(128) not null,
  fingerprint varchar(64) not null,
  job_id varchar(64) not null,
  -- of the job when it was to be continued; 0 of a new one
  job_version bigint not null,
  primary key (kb_id, request_key)
);

-- The jobs of all knowledge bases, newest first.
create index job_in_order on job (number);
