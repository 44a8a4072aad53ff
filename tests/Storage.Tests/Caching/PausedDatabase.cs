using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Caching;

/// <summary>A database whose reader is held up after it has read, as a process that is frozen there.</summary>
internal sealed class PausedDatabase(Database database) : Database
{
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task HasRead => _read.Task;

    public override Dialect Dialect => database.Dialect;

    public override SqlCatalog Catalog => database.Catalog;

    public void GoOn() => _release.SetResult();

    public override async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var read = await database.ReadAsync(work, cancellationToken);
        _read.TrySetResult();
        await _release.Task.WaitAsync(cancellationToken);
        return read;
    }

    public override Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        database.WriteAsync(work, cancellationToken);

    public override Task<T> StatementAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        database.StatementAsync(work, cancellationToken);

    public override Task<T> GuardedAsync<T>(
        InstallationId installation, Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        database.GuardedAsync(installation, work, cancellationToken);

    public override Task<T> PurgeAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        database.PurgeAsync(work, cancellationToken);

    public override Task TruncateLogAsync(CancellationToken cancellationToken) =>
        database.TruncateLogAsync(cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
