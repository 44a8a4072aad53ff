namespace Shopkeeper.Storage.Databases;

/// <summary>The kinds of database that the service runs on.</summary>
public enum Dialect
{
    /// <summary>A PostgreSQL server, shared by all silos.</summary>
    Postgres = 1,

    /// <summary>One SQLite file, held by one process.</summary>
    Sqlite = 2,
}
