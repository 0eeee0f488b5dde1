create table knowledge_base (
  kb_id varchar(64) not null primary key
);
