using Npgsql;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>
/// Holds every delivery right before its end: a trigger in the database waits for a lock that the test keeps. Who waits
/// is told by the name of its connection.
/// </summary>
internal sealed class HeldDelivery : IAsyncDisposable
{
    private const string Hold =
        """
        create function hold_delivery() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock(4711); return old; end $$;
        create trigger hold_delivery before delete on webhook_inbox for each row execute function hold_delivery();
        select pg_advisory_lock(4711);
        """;

    private const string Waiting =
        "select application_name from pg_stat_activity where wait_event = 'advisory' and application_name like 'process-%'";

    private readonly NpgsqlConnection _connection;

    private HeldDelivery(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldDelivery> BeginAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var held = new HeldDelivery(connection);
        await held.RunAsync(Hold);
        return held;
    }

    /// <summary>The name of a connection that waits; null when none does.</summary>
    public async Task<string?> FindWaitingAsync()
    {
        await using var command = new NpgsqlCommand(Waiting, _connection);
        return await command.ExecuteScalarAsync() as string;
    }

    /// <summary>
    /// Lets deliveries end. The server would let a dead process's statement end too, so its connections are cut first.
    /// </summary>
    public Task ReleaseAsync(string dead) => RunAsync(
        $"""
         select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{dead}';
         drop trigger hold_delivery on webhook_inbox;
         select pg_advisory_unlock(4711);
         """);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
