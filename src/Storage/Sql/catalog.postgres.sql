-- name: columns
select c.relname as "table", a.attname as "column"
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
order by 1, a.attnum

-- name: foreign-keys
select c.relname as "table", a.attname as "column", t.relname as target,
    k.confdeltype = 'c' as cascades
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_class t on t.oid = k.confrelid
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace
order by 1, 2

-- name: leading-columns
select c.relname as "table", a.attname as "column"
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
where i.indpred is null and i.indisvalid and c.relnamespace = current_schema()::regnamespace
order by 1, 2
