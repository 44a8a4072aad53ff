using System.Data;
using Npgsql;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.BigShops;

/// <summary>
/// A transaction that reads, and goes on reading, what the database held when it began: as a backup does.
/// </summary>
internal sealed class HeldSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private HeldSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    /// <summary>Takes one; null on SQLite, which drops deleted rows whoever still reads them.</summary>
    public static async Task<HeldSnapshot?> TakeAsync(ShopkeeperProcess service)
    {
        if (service.ConnectionString is not { } postgres) return null;
        var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var command = new NpgsqlCommand("select count(*) from installations", connection, transaction);
        await command.ExecuteScalarAsync();
        return new HeldSnapshot(connection, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
