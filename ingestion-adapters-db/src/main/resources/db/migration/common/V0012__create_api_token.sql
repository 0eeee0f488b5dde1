-- Who may use the API. The token itself is not kept: it is 256 random bits, which nobody can find
-- from their hash by trying, so that the hash needs neither salt nor slowness.
create table api_token (
  name varchar(64) not null primary key,
  -- SHA-256, hexadecimal
  hash varchar(64) not null unique,
  role varchar(16) not null,
  -- ids with a space between them; empty for all
  knowledge_bases varchar not null,
  created_at timestamp with time zone not null,
  -- empty for never
  expires_at timestamp with time zone
);
