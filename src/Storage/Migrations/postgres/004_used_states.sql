-- Authorization states that came back, so that each works once on whichever node. Quick: a new, empty table.
create table used_states(
  state_hash bytea primary key,
  used_at bigint not null,
  constraint used_states_hash check (octet_length(state_hash) = 32)
);
create index used_states_used_at on used_states(used_at);
