-- The condition of the index of open jobs is repeated as it is: only then the index is used.
-- name: claim
update jobs
set status = 2, attempts = attempts + 1, runner = @runner, lease_until = now_ms() + @leaseMs
where sequence in (
    select sequence from jobs
    where installation_id = @installation and status in (1, 2)
        and ((status = 1 and run_at <= now_ms()) or (status = 2 and lease_until <= now_ms()))
        and kind not in (select value from json_each(@exceptKinds))
    order by run_at, sequence
    limit @limit)
returning id, kind, arguments, attempts, cancel_requested, run_at, sequence

-- name: put-off
update jobs set run_at = now_ms() + @delayMs
where installation_id = @installation and status = 1 and run_at <= now_ms()
    and kind in (select value from json_each(@kinds))
