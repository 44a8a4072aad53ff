namespace Shopkeeper.Silo.Hosting;

/// <summary>What a process of the service does: <c>Cluster:Role</c>, or <c>serve --role</c>.</summary>
public enum ServiceRole
{
    /// <summary><c>all</c>: actors, pollers and every endpoint in one process. The default.</summary>
    All = 1,

    /// <summary><c>silo</c>: actors and pollers; it answers probes and metrics only. PostgreSQL only.</summary>
    Silo = 2,

    /// <summary><c>front-end</c>: every endpoint, and the actors elsewhere. PostgreSQL only.</summary>
    FrontEnd = 3,
}
