-- name: note-success
insert into participant_health (name, last_success_at, failures) values (@participant, now_ms(), 0)
on conflict (name) do update set last_success_at = excluded.last_success_at, failures = 0

-- name: note-failure
insert into participant_health (name, last_failure_at, last_failure_code, failures)
values (@participant, now_ms(), @code, 1)
on conflict (name) do update
set last_failure_at = excluded.last_failure_at, last_failure_code = excluded.last_failure_code,
    failures = participant_health.failures + 1

-- name: list
select name, last_success_at, last_failure_at, last_failure_code, failures from participant_health
