using Npgsql;

namespace Shopkeeper.Testing.Postgres;

/// <summary>
/// A PostgreSQL server of a test's own, which the test may crash, freeze and cut off. Other than that of
/// <see cref="PostgresServer"/> it keeps what it committed over a crash. It ends with the test process.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Others =
        "select pid from pg_stat_activity where pg_backend_pid() <> pid and datname = current_database() "
        + "and (application_name = @name or @name is null)";

    private readonly PostgresCluster _cluster;
    private readonly HashSet<int> _frozen = [];

    private PrivatePostgres(PostgresCluster cluster, string connectionString) =>
        (_cluster, ConnectionString) = (cluster, connectionString);

    /// <summary>The connection string of its database, new and empty, with the rights of a superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a server and creates a database.</summary>
    public static async Task<PrivatePostgres> StartAsync()
    {
        var cluster = await PostgresCluster.StartAsync(durable: true);
        return new PrivatePostgres(cluster, await cluster.CreateDatabaseAsync("template0", CancellationToken.None));
    }

    /// <summary>
    /// Restarts it in immediate mode: every connection breaks, nothing is written on the way out, and what was
    /// committed is found again in the log.
    /// </summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        Thaw();
        await _cluster.RestartAsync(cancellationToken);
    }

    /// <summary>Ends connections, as <c>pg_terminate_backend</c> does.</summary>
    /// <param name="name">Those of one name, or null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many.</returns>
    public async Task<int> TerminateAsync(string? name, CancellationToken cancellationToken) =>
        (await ReadBackendsAsync(
            $"with others as materialized ({Others}) select pid from others where pg_terminate_backend(pid)",
            name,
            cancellationToken)).Count;

    /// <summary>Freezes the processes behind connections (SIGSTOP), with whatever they hold.</summary>
    /// <param name="name">Those of one name, or null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many.</returns>
    public async Task<int> FreezeAsync(string? name, CancellationToken cancellationToken)
    {
        var backends = await ReadBackendsAsync(
            Others,
            name,
            cancellationToken);
        lock (_frozen)
        {
            foreach (var backend in backends.Where(backend => Signals.TrySend(backend, Signals.Stop)))
                _frozen.Add(backend);
        }
        return backends.Count;
    }

    /// <summary>Lets everything frozen go on.</summary>
    public void Thaw()
    {
        lock (_frozen)
        {
            foreach (var backend in _frozen) Signals.TrySend(backend, Signals.Continue);
            _frozen.Clear();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Thaw();
        _cluster.Stop();
        return ValueTask.CompletedTask;
    }

    private async Task<List<int>> ReadBackendsAsync(string sql, string? name, CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // Made of constants.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string?>("name", NpgsqlTypes.NpgsqlDbType.Text)
        {
            TypedValue = name,
        });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var backends = new List<int>();
        while (await reader.ReadAsync(cancellationToken)) backends.Add(reader.GetInt32(0));
        return backends;
    }
}
