-- name: lift-time-limit
select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '60s', true)

-- name: record
insert into schema_versions(script, checksum, applied_at)
values (@script, @checksum, (extract(epoch from clock_timestamp()) * 1000)::bigint)
