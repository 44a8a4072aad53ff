namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>The databases that the service runs on.</summary>
public enum DatabaseKind
{
    /// <summary>The embedded default.</summary>
    Sqlite = 1,

    /// <summary>A real server, private to the test process.</summary>
    Postgres = 2,
}
