using Npgsql;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>A table that lets readers in and nobody who writes, as long as the test holds it.</summary>
internal sealed class HeldTable : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldTable(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldTable> HoldAsync(string connectionString, string table)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; lock table {table} in exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return new HeldTable(connection);
    }

    /// <summary>Lets the writers in. The pool would only roll back when the connection is used again.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("rollback", _connection)) await command.ExecuteNonQueryAsync();
        await _connection.DisposeAsync();
    }
}
