-- When a request to start a job was made, so that it can be forgotten; of earlier ones, now.
alter table start_request add column asked_at timestamp with time zone default current_timestamp not null;
alter table start_request alter column asked_at drop default;

create index start_request_by_age on start_request (asked_at);
