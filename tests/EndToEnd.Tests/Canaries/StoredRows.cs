using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Canaries;

/// <summary>
/// Reads, beside the service, what the database holds of a shop: every column of every row, as stored.
/// </summary>
public static class StoredRows
{
    private const string ColumnsOfPostgres =
        "select table_name, column_name from information_schema.columns where table_schema = 'public' order by 1, 2";

    private const string ColumnsOfSqlite =
        "select m.name, c.name from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' "
        + "and m.name not like 'sqlite%' order by 1, 2";

    /// <summary>Every table with its columns, as the database itself lists them.</summary>
    public static async Task<ILookup<string, string>> ReadSchemaAsync(ShopkeeperProcess service)
    {
        await using var connection = await OpenAsync(service);
        var sql = service.Kind == DatabaseKind.Postgres ? ColumnsOfPostgres : ColumnsOfSqlite;
        var columns = new List<(string Table, string Column)>();
        await using var command = Command(connection, sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns.ToLookup(one => one.Table, one => one.Column, StringComparer.Ordinal);
    }

    /// <summary>All values in rows that refer to the shop or to its current installation.</summary>
    public static async Task<IReadOnlyList<StoredValue>> OfAsync(ShopkeeperProcess service, Merchant shop)
    {
        var schema = await ReadSchemaAsync(service);
        await using var connection = await OpenAsync(service);
        var hash = await ReadHashAsync(connection, service, shop);
        var values = new List<StoredValue>();
        foreach (var table in schema)
        {
            if (Condition(table) is not { } condition) continue;
            await using var command = Command(connection, $"select * from \"{table.Key}\" where {condition}");
            Add(command, "id", service.Kind == DatabaseKind.Postgres ? shop.InstallationId : $"{shop.InstallationId}");
            Add(command, "shop", shop.Domain);
            Add(command, "shopId", shop.ShopId);
            Add(command, "hash", hash);
            Add(command, "likeShop", $"%{shop.Domain}%");
            Add(command, "likeId", $"%{shop.InstallationId:N}%");
            values.AddRange(await ReadAllAsync(command, table.Key));
        }
        return values;
    }

    /// <summary>All values of a table.</summary>
    public static async Task<IReadOnlyList<StoredValue>> OfTableAsync(ShopkeeperProcess service, string table)
    {
        await using var connection = await OpenAsync(service);
        await using var command = Command(connection, $"select * from \"{table}\"");
        return await ReadAllAsync(command, table);
    }

    /// <summary>Runs a statement; for the few rows that no port of the service would write.</summary>
    public static async Task ExecuteAsync(
        ShopkeeperProcess service, string sql, params (string Name, object Value)[] arguments)
    {
        await using var connection = await OpenAsync(service);
        await using var command = Command(connection, sql);
        foreach (var (name, value) in arguments)
            Add(command, name, value is Guid && service.Kind == DatabaseKind.Sqlite ? $"{value}" : value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value of the first row that a query finds.</summary>
    public static async Task<object?> FindAsync(ShopkeeperProcess service, string sql)
    {
        await using var connection = await OpenAsync(service);
        await using var command = Command(connection, sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>How many rows of a table an installation has.</summary>
    public static async Task<long> CountAsync(ShopkeeperProcess service, string table, Guid installation)
    {
        await using var connection = await OpenAsync(service);
        await using var command = Command(connection, $"select count(*) from {table} where installation_id = @id");
        Add(command, "id", service.Kind == DatabaseKind.Postgres ? installation : $"{installation}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    // Which rows of a table are the shop's: by whatever column can refer to it. Null where none can.
    private static string? Condition(IEnumerable<string> columns)
    {
        var known = columns.Select(column => column switch
        {
            "installation_id" => "installation_id = @id",
            "shop" => "shop = @shop",
            "shop_id" => "shop_id = @shopId",
            "shop_hash" => "shop_hash = @hash",
            "grain_id" or "grain_key" => $"({column} like @likeShop or {column} like @likeId)",
            _ => null,
        }).OfType<string>().ToArray();
        return known.Length == 0 ? null : string.Join(" or ", known);
    }

    private static async Task<byte[]> ReadHashAsync(DbConnection connection, ShopkeeperProcess service, Merchant shop)
    {
        await using var command = Command(connection, "select shop_hash from installations where shop = @shop");
        Add(command, "shop", shop.Domain);
        return await command.ExecuteScalarAsync() as byte[]
            ?? throw new InvalidOperationException($"No installation of the shop is stored on {service.Kind}.");
    }

    private static async Task<List<StoredValue>> ReadAllAsync(DbCommand command, string table)
    {
        var values = new List<StoredValue>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                if (!reader.IsDBNull(column))
                    values.Add(new StoredValue(table, reader.GetName(column), reader.GetValue(column)));
            }
        }
        return values;
    }

    // SQLite allows readers in other processes; only the service's own lock forbids a second writer.
    private static async Task<DbConnection> OpenAsync(ShopkeeperProcess service)
    {
        DbConnection connection = service.ConnectionString is { } postgres
            ? new NpgsqlConnection(postgres)
            : new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(service.DataDirectory, "shopkeeper.db"),
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 10,
            }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables come from the database's own catalog.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
