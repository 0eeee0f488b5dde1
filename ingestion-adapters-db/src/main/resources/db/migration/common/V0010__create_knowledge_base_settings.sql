-- How a knowledge base is filled when nobody says otherwise.
create table knowledge_base_settings (
  kb_id varchar(64) not null primary key,
  source varchar(64) not null,
  kind varchar(16) not null,
  root varchar not null,
  include varchar array not null,
  exclude varchar array not null,
  hidden boolean not null,
  priority int not null,
  version bigint not null
);
