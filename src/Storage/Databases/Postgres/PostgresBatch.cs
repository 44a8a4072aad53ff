using System.Collections.Concurrent;
using System.Reflection;
using Dapper;
using Npgsql;

namespace Shopkeeper.Storage.Databases.Postgres;

/// <summary>Sends one statement with many rows of arguments in one round trip.</summary>
internal static class PostgresBatch
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static async Task<int> ExecuteAsync<T>(
        NpgsqlConnection connection, string statement, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        var properties = Properties.GetOrAdd(typeof(T), type => type.GetProperties());
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(statement);
            foreach (var property in properties) command.Parameters.Add(Parameter(property, row));
            batch.BatchCommands.Add(command);
        }

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Parameter<T>(PropertyInfo property, T row)
    {
        var parameter = new NpgsqlParameter { ParameterName = property.Name };
        var value = property.GetValue(row) ?? DBNull.Value;
#pragma warning disable CS0618 // Dapper's own look-up of the types registered with it; there is no other way to ask.
        var type = SqlMapper.LookupDbType(property.PropertyType, property.Name, demand: true, out var handler);
#pragma warning restore CS0618
        if (handler is not null)
        {
            handler.SetValue(parameter, value);
            return parameter;
        }

        if (type is { } known) parameter.DbType = known;
        parameter.Value = value is Enum number ? Convert.ToInt32(number, null) : value;
        return parameter;
    }
}
