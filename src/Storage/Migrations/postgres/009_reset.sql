-- A stay that a reset began has the deliveries that the one before had not handled: since when the shop's deliveries
-- are the stay's. Null: since its start. Quick: a nullable column without a default rewrites no row.
alter table installations add column deliveries_since bigint;
