-- The tables and queries that Microsoft.Orleans.Clustering.AdoNet works with. Names and parameters are its contract.
create table OrleansQuery(
  QueryKey text primary key,
  QueryText text not null
);

create table OrleansMembershipVersionTable(
  DeploymentId text primary key,
  Timestamp timestamptz not null default now(),
  Version integer not null default 0
);

create table OrleansMembershipTable(
  DeploymentId text not null references OrleansMembershipVersionTable,
  Address text not null,
  Port integer not null,
  Generation integer not null,
  SiloName text not null,
  HostName text not null,
  Status integer not null,
  ProxyPort integer,
  SuspectTimes text,
  StartTime timestamptz not null,
  IAmAliveTime timestamptz not null,
  primary key (DeploymentId, Address, Port, Generation)
);

insert into OrleansQuery(QueryKey, QueryText) values
('UpdateIAmAlivetimeKey',
 'update OrleansMembershipTable set IAmAliveTime = @IAmAliveTime
  where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation'),
('InsertMembershipVersionKey',
 'with i as (insert into OrleansMembershipVersionTable(DeploymentId) values (@DeploymentId)
             on conflict do nothing returning 1)
  select count(*)::int from i'),
('InsertMembershipKey',
 'with v as (update OrleansMembershipVersionTable set Timestamp = now(), Version = Version + 1
             where DeploymentId = @DeploymentId and Version = @Version returning 1),
  i as (insert into OrleansMembershipTable(
          DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
        select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime,
          @IAmAliveTime
        from v returning 1)
  select count(*)::int from i'),
('UpdateMembershipKey',
 'with v as (update OrleansMembershipVersionTable set Timestamp = now(), Version = Version + 1
             where DeploymentId = @DeploymentId and Version = @Version returning 1),
  u as (update OrleansMembershipTable set Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
        from v
        where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation
        returning 1)
  select count(*)::int from u'),
('MembershipReadRowKey',
 'select v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort,
    m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  from OrleansMembershipVersionTable v
  left join OrleansMembershipTable m on v.DeploymentId = m.DeploymentId
    and m.Address = @Address and m.Port = @Port and m.Generation = @Generation
  where v.DeploymentId = @DeploymentId'),
('MembershipReadAllKey',
 'select v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort,
    m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  from OrleansMembershipVersionTable v
  left join OrleansMembershipTable m on v.DeploymentId = m.DeploymentId
  where v.DeploymentId = @DeploymentId'),
('DeleteMembershipTableEntriesKey',
 'with d as (delete from OrleansMembershipTable where DeploymentId = @DeploymentId)
  delete from OrleansMembershipVersionTable where DeploymentId = @DeploymentId'),
('GatewaysQueryKey',
 'select Address, ProxyPort, Generation from OrleansMembershipTable
  where DeploymentId = @DeploymentId and Status = @Status and ProxyPort > 0'),
('CleanupDefunctSiloEntriesKey',
 'delete from OrleansMembershipTable
  where DeploymentId = @DeploymentId and IAmAliveTime < @IAmAliveTime and Status <> 3');
