namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>Where the replacement of tokens without expiry stands, for all shops together.</summary>
public enum TokenMigrationState
{
    /// <summary>The first few shops are done, and no more until an operator continues.</summary>
    Canary = 1,

    /// <summary>An operator continued: all shops, one after the other.</summary>
    Running = 2,

    /// <summary>A shop could not be migrated: no further one is begun until an operator continues.</summary>
    Stopped = 3,
}
