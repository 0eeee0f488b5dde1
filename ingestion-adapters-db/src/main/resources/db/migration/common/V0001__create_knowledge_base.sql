-- One row: which database this is, and the generation numbers that are still unused.
create table database_identity (
  database_id varchar(64) not null primary key,
  next_generation bigint not null
);

create table knowledge_base (
  kb_id varchar(64) not null primary key,
  building_index varchar(64) not null,
  building_space varchar not null,
  building_dimension int not null,
  serving_index varchar(64) not null,
  serving_space varchar not null,
  serving_dimension int not null,
  index_checkpoint bigint not null,
  deleting boolean not null,
  created_at timestamp with time zone not null
);

create table source (
  kb_id varchar(64) not null,
  name varchar(64) not null,
  kind varchar(64) not null,
  root varchar not null,
  include varchar array not null,
  exclude varchar array not null,
  hidden boolean not null,
  primary key (kb_id, name)
);
