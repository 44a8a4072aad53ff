using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Databases;

/// <summary>
/// The database, PostgreSQL or SQLite, with one way to read and a few ways to write. Work may be run more than once
/// (it is repeated when the database undoes it because of other transactions), so it changes nothing but the
/// database. Work for writing awaits calls of its <see cref="DbSession"/> and nothing else: it holds locks, and on
/// SQLite the one writer.
/// </summary>
/// <remarks>
/// Every member throws <see cref="StorageUnavailableException"/> when the database can't be reached or does not
/// answer in time, and <see cref="InvalidOperationException"/> when it refuses a statement; neither carries the
/// driver's text.
/// </remarks>
public abstract class Database : IAsyncDisposable
{
    /// <summary>The kind of database.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>The statements.</summary>
    public abstract SqlCatalog Catalog { get; }

    /// <summary>
    /// Runs reading work outside a transaction: each statement sees what was committed when it began.
    /// </summary>
    public abstract Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs work in one transaction that needs no guard.</summary>
    public abstract Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs work of exactly one statement, which is a transaction by itself: on PostgreSQL it saves the round trips
    /// of an explicit one.
    /// </summary>
    public abstract Task<T> StatementAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs work for an installation in one transaction, behind the guard: once the fence has ended the
    /// installation, no such work is begun, and none that had begun commits after the fence.
    /// </summary>
    /// <exception cref="InstallationEndedException">The installation has ended or never was; nothing was
    /// run.</exception>
    public abstract Task<T> GuardedAsync<T>(
        InstallationId installation, Func<DbSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="WriteAsync{T}"/>, for bulk work that must not slow the rest: it waits its turn behind it.
    /// </summary>
    public abstract Task<T> PurgeAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// After a purge: copies SQLite's write-ahead log into the file and truncates it, so that erased rows are not
    /// left in it. PostgreSQL recycles its log by itself, so there it does nothing.
    /// </summary>
    public abstract Task TruncateLogAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DbSession, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(Answering(work), cancellationToken);

    /// <inheritdoc cref="GuardedAsync{T}"/>
    public Task GuardedAsync(
        InstallationId installation, Func<DbSession, Task> work, CancellationToken cancellationToken) =>
        GuardedAsync(installation, Answering(work), cancellationToken);

    /// <inheritdoc cref="PurgeAsync{T}"/>
    public Task PurgeAsync(Func<DbSession, Task> work, CancellationToken cancellationToken) =>
        PurgeAsync(Answering(work), cancellationToken);

    /// <summary>Whether the database answers: nothing when it does.</summary>
    /// <exception cref="StorageUnavailableException">It does not.</exception>
    public Task PingAsync(CancellationToken cancellationToken) =>
        ReadAsync(session => session.FindAsync<long>("health/ping"), cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private static Func<DbSession, Task<bool>> Answering(Func<DbSession, Task> work) => async session =>
    {
        await work(session);
        return true;
    };
}
