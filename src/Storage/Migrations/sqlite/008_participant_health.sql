-- How each participant in erasure last answered, for all processes. It refers to no shop and to no installation.
create table participant_health(
  name text primary key,
  last_success_at integer,
  last_failure_at integer,
  last_failure_code text,
  failures integer not null default 0 check (failures >= 0)
) strict;
