-- Where a delivery's trace goes on when it is handled: a trace id says nothing of whose delivery it is.
alter table webhook_inbox add column trace_parent text;
