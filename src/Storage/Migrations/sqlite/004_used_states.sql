-- Authorization states that came back, so that each works once. Quick: a new, empty table.
create table used_states(
  state_hash blob primary key,
  used_at integer not null,
  constraint used_states_hash check (length(state_hash) = 32)
) strict, without rowid;
create index used_states_used_at on used_states(used_at);
