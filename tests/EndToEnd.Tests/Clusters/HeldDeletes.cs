using Npgsql;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>
/// Holds whoever deletes rows of a table: a trigger in the database waits for a lock that the test keeps. Who waits is
/// told by the name of its connection.
/// </summary>
internal sealed class HeldDeletes : IAsyncDisposable
{
    private const string Waiting =
        "select application_name from pg_stat_activity "
        + "where wait_event = 'advisory' and application_name like 'process-%'";

    private readonly NpgsqlConnection _connection;

    private readonly string _table;

    private HeldDeletes(NpgsqlConnection connection, string table) => (_connection, _table) = (connection, table);

    public static async Task<HeldDeletes> BeginAsync(string connectionString, string table)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var held = new HeldDeletes(connection, table);
        await held.RunAsync(
            $"""
             create or replace function hold_{table}() returns trigger language plpgsql as $$
             begin perform pg_advisory_xact_lock(4711); return old; end $$;
             create or replace trigger hold_{table} before delete on {table}
             for each row execute function hold_{table}();
             select pg_advisory_lock(4711);
             """);
        return held;
    }

    /// <summary>The name of a connection that waits; null when none does.</summary>
    public async Task<string?> FindWaitingAsync()
    {
        await using var command = new NpgsqlCommand(Waiting, _connection);
        return await command.ExecuteScalarAsync() as string;
    }

    /// <summary>
    /// Lets deletes go on. The server would let a dead process's statement end too, so its connections are cut first;
    /// null where nobody died.
    /// </summary>
    public Task ReleaseAsync(string? dead) => RunAsync(
        $"""
         select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = '{dead}' and application_name like 'process-%';
         select pg_advisory_unlock(4711);
         """);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("select pg_advisory_unlock_all();");
        await RunAsync($"drop trigger hold_{_table} on {_table};");
        await _connection.DisposeAsync();
    }

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
