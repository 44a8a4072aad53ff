using Npgsql;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Databases.Postgres;

/// <summary>
/// The database on a PostgreSQL server. Transactions are READ COMMITTED; the guard is a shared advisory lock,
/// followed by a statement of its own, whose snapshot is therefore newer than any fence that it waited for.
/// </summary>
public sealed class PostgresDatabase : Database
{
    private const int AttemptsMaximum = 4;
    private const int PurgesMaximum = 2;
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _purges = new(PurgesMaximum);

    /// <summary>Prepares a pool of connections; none is opened yet.</summary>
    /// <param name="connectionString">As Npgsql reads it. Time-outs and the size of the pool are set here.</param>
    /// <param name="poolSize">How many connections are open at most.</param>
    public PostgresDatabase(string connectionString, int poolSize = 16)
    {
        DapperTypes.Apply();
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var options = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = given.ApplicationName is { Length: > 0 } name ? name : "shopkeeper",
            Pooling = true,
            MaxPoolSize = poolSize,
            MinPoolSize = 0,
            Timeout = 5,
            CommandTimeout = 10,
            MaxAutoPrepare = 256,
            AutoPrepareMinUsages = 2,

            // Nothing here outlives a transaction in a session, so there is nothing to reset.
            NoResetOnClose = true,
            Options = $"{given.Options} -c statement_timeout=5000 -c idle_in_transaction_session_timeout=5000",
        };
        _source = new NpgsqlDataSourceBuilder(options.ConnectionString).Build();
    }

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Postgres;

    /// <inheritdoc/>
    public override SqlCatalog Catalog { get; } = SqlCatalog.Load(Dialect.Postgres);

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        StatementAsync(work, cancellationToken);

    /// <inheritdoc/>
    public override Task<T> StatementAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        RepeatingAsync(
            async () =>
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                return await RunAsync(connection, work, cancellationToken);
            });

    /// <inheritdoc/>
    public override Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        RepeatingAsync(() => TransactAsync(null, work, cancellationToken));

    /// <inheritdoc/>
    public override Task<T> GuardedAsync<T>(
        InstallationId installation, Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        RepeatingAsync(() => TransactAsync(installation, work, cancellationToken));

    /// <inheritdoc/>
    public override async Task<T> PurgeAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await _purges.WaitAsync(cancellationToken);
        try
        {
            return await WriteAsync(work, cancellationToken);
        }
        finally
        {
            _purges.Release();
        }
    }

    /// <inheritdoc/>
    public override Task TruncateLogAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _purges.Dispose();
    }

    private static async Task<T> RepeatingAsync<T>(Func<Task<T>> attempt)
    {
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (NpgsqlException exception)
            {
                if (attempts == AttemptsMaximum || !PostgresFaults.MayBeRepeated(exception))
                    throw PostgresFaults.Translate(exception);
            }
        }
    }

    private async Task<T> TransactAsync<T>(
        InstallationId? guarded, Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);

        // BEGIN travels with the first statement, so that guard and BEGIN are one round trip.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (guarded is { } installation) await GuardAsync(connection, installation, cancellationToken);
        var result = await RunAsync(connection, work, cancellationToken);

        // A commit that has begun is not cancelled: its outcome would be unknown.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private async Task GuardAsync(
        NpgsqlConnection connection, InstallationId installation, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        var shared = new NpgsqlBatchCommand(Catalog["locks/shared"]);
        shared.Parameters.Add(new NpgsqlParameter<long>("key", LockKeys.Of(installation)));
        var current = new NpgsqlBatchCommand(Catalog["guard/current"]);
        current.Parameters.Add(new NpgsqlParameter<Guid>("installation", installation.Value));
        batch.BatchCommands.Add(shared);
        batch.BatchCommands.Add(current);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) throw new InstallationEndedException(installation);
    }

    private async Task<T> RunAsync<T>(
        NpgsqlConnection connection, Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var session = new DbSession(Dialect, connection, Catalog, cancellationToken);
        try
        {
            return await work(session);
        }
        finally
        {
            session.Close();
        }
    }
}
