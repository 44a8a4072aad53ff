using Npgsql;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Databases.Postgres;

/// <summary>
/// What the driver's exceptions mean. Their text may quote values, so only codes and names of constraints are kept.
/// </summary>
internal static class PostgresFaults
{
    /// <summary>
    /// True when the server undid the transaction because of others, so that running it again can help.
    /// </summary>
    public static bool MayBeRepeated(NpgsqlException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    public static Exception Translate(NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: var state } refused when !IsOfTheServer(state) => new InvalidOperationException(
            $"The database refused a statement ({state} {refused.ConstraintName ?? refused.Routine})."),
        PostgresException { SqlState: var state } => new StorageUnavailableException(state),
        { InnerException: TimeoutException } => new StorageUnavailableException("timeout"),
        _ => new StorageUnavailableException("connection"),
    };

    // Classes of SQLSTATE that speak of the server's state and not of the statement: connection, authorization,
    // transaction rollback, resources, lock not available, operator intervention (time-outs too), system errors.
    private static bool IsOfTheServer(string state) =>
        state[..2] is "08" or "28" or "3D" or "40" or "53" or "55" or "57" or "58" or "25" or "XX";
}
