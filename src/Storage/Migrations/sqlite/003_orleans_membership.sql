-- An embedded database serves one process, which needs no table of members.
select 1;
