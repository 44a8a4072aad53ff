using Npgsql;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>
/// Counts attempts that are spent on deliveries: a trigger in the database sees each, also those of deliveries that are
/// gone by the time that anybody looks.
/// </summary>
internal static class SpentAttempts
{
    /// <summary>Begins to count.</summary>
    public static Task WatchAsync(string connectionString) => RunAsync(
        connectionString,
        """
        create sequence if not exists spent_attempts;
        create or replace function count_spent_attempt() returns trigger language plpgsql as $$
        begin perform nextval('spent_attempts'); return new; end $$;
        create or replace trigger count_spent_attempt before update on webhook_inbox for each row
        when (new.attempts > old.attempts) execute function count_spent_attempt();
        """);

    /// <summary>How many were spent since.</summary>
    public static async Task<long> CountAsync(string connectionString) => (long)(await RunAsync(
        connectionString, "select case when is_called then last_value else 0 end from spent_attempts"))!;

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
