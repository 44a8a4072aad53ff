-- name: append
insert into api_logs (installation_id, id, at, operation, outcome, status, duration_us, attempts, cost, detail)
values (@installation, @id, @at, @operation, @outcome, @status, @durationUs, @attempts, @cost, @detail)
on conflict (installation_id, id) do nothing

-- name: list
select id, at, operation, outcome, status, duration_us, attempts, cost, detail from api_logs
where installation_id = @installation and (id < @before or @before is null)
order by id desc
limit @rows
