-- What is kept for a while only is found by its age.
create index jobs_finished_at on jobs (finished_at) where finished_at is not null;
create index api_logs_at on api_logs (at);
create index webhook_inbox_dead_at on webhook_inbox (dead_at) where dead_at is not null;
