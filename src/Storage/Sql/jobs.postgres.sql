-- Rows that another runner takes at this moment are passed over, so that no claim waits for another. Those taken are
-- named one by one: joined to the table, they made it read the jobs of all shops.
-- name: claim
with due as (
    select sequence from jobs
    where installation_id = @installation
        and ((status = 1 and run_at <= now_ms()) or (status = 2 and lease_until <= now_ms()))
        and kind not in (select jsonb_array_elements_text(@exceptKinds::jsonb))
    order by run_at, sequence
    limit @limit
    for update skip locked
)
update jobs
set status = 2, attempts = attempts + 1, runner = @runner, lease_until = now_ms() + @leaseMs
where jobs.sequence = any (array(select sequence from due))
returning jobs.id, kind, arguments, attempts, cancel_requested, run_at, jobs.sequence

-- name: put-off
update jobs set run_at = now_ms() + @delayMs
where installation_id = @installation and status = 1 and run_at <= now_ms()
    and kind in (select jsonb_array_elements_text(@kinds::jsonb))

-- As in erasure.postgres.sql: a batch reads its own rows, whatever the planner knows of the table.
-- name: cancel-all-queued
update jobs
set status = 4, cancel_requested = true, run_at = null, finished_at = now_ms()
where sequence = any (array(
    select sequence from jobs
    where installation_id = @installation and status = 1
    order by run_at, sequence
    limit @rows))
