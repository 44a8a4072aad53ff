using Npgsql;

namespace Shopkeeper.Storage.Databases.Postgres;

/// <summary>Sends one statement with many rows of arguments in one round trip.</summary>
internal static class PostgresBatch
{
    public static async Task<int> ExecuteAsync<T>(
        NpgsqlConnection connection, string statement, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(statement);
            Arguments.Fill(row!, name => command.Parameters.Add(new NpgsqlParameter { ParameterName = name }));
            batch.BatchCommands.Add(command);
        }

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
