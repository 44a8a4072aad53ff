using Microsoft.Data.Sqlite;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Databases.Sqlite;

/// <summary>
/// The embedded database: one file, one process. All writes pass one thread (see <see cref="SqliteWriter"/>), which
/// is also why the guard needs no lock: nothing runs beside a transaction.
/// </summary>
public sealed class SqliteDatabase : Database
{
    private readonly SemaphoreSlim _truncations = new(1);
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    /// <summary>Opens the file <c>shopkeeper.db</c>, which is created (mode 0600) where there is none.</summary>
    /// <param name="directory">Its directory; created where there is none.</param>
    /// <param name="time">The database's clock.</param>
    /// <exception cref="InvalidOperationException">Another process has the database open.</exception>
    public SqliteDatabase(string directory, TimeProvider time)
    {
        DapperTypes.Apply();
        _file = new SqliteFile(directory, time);
        _writer = new SqliteWriter(_file.OpenWriter(), Catalog);
        _readers = new SqliteReaders(_file);
    }

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Sqlite;

    /// <inheritdoc/>
    public override SqlCatalog Catalog { get; } = SqlCatalog.Load(Dialect.Sqlite);

    /// <inheritdoc/>
    public override async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _readers.UseAsync(
                connection => RunAsync(connection, work, cancellationToken), cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(exception);
        }
    }

    /// <inheritdoc/>
    public override Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync(work, bulk: false, cancellationToken);

    /// <inheritdoc/>
    public override Task<T> StatementAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(work, cancellationToken);

    /// <inheritdoc/>
    public override Task<T> GuardedAsync<T>(
        InstallationId installation, Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async session => await session.FindAsync<long?>("guard/current", new { installation }) is null
                ? throw new InstallationEndedException(installation)
                : await work(session),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<T> PurgeAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync(work, bulk: true, cancellationToken);

    /// <inheritdoc/>
    public override async Task TruncateLogAsync(CancellationToken cancellationToken)
    {
        // SQLite lets one at a time, and turns others away at once instead of having them wait.
        await _truncations.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(
                async session =>
                {
                    // A log that readers still use stays as it is; it says so, and the caller tries again.
                    var log = await session.FindAsync<LogState>("health/truncate-log");
                    return log is { Busy: 0 } ? true : throw new StorageUnavailableException("log-busy");
                },
                cancellationToken);
        }
        finally
        {
            _truncations.Release();
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        _file.Dispose();
        _truncations.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> RunAsync<T>(
        SqliteConnection connection, Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
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

    private sealed record LogState
    {
        public long Busy { get; init; }
    }
}
