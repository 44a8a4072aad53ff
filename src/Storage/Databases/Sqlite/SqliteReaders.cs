using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Shopkeeper.Storage.Databases.Sqlite;

/// <summary>
/// A few connections that only read; beside the writer they see what is committed and never wait for it.
/// </summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private const int ConnectionsMaximum = 8;
    private readonly SemaphoreSlim _free = new(ConnectionsMaximum);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];

    public async Task<T> UseAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : file.OpenReader();
            try
            {
                return await work(connection);
            }
            finally
            {
                _idle.Add(connection);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _free.Dispose();
    }
}
