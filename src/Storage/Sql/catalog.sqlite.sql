-- name: columns
select m.name as "table", c.name as "column"
from sqlite_schema m join pragma_table_info(m.name) c
where m.type = 'table' and m.name not like 'sqlite#_%' escape '#'
order by m.name, c.cid

-- name: foreign-keys
select m.name as "table", k."from" as "column", k."table" as target,
    k.on_delete = 'CASCADE' as cascades
from sqlite_schema m join pragma_foreign_key_list(m.name) k
where m.type = 'table'
order by 1, 2

-- name: leading-columns
select m.name as "table", c.name as "column"
from sqlite_schema m
join pragma_index_list(m.name) i on i.partial = 0
join pragma_index_info(i.name) c on c.seqno = 0
where m.type = 'table'
order by 1, 2
