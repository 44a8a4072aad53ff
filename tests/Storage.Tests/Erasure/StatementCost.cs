using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Erasure;

/// <summary>
/// How many rows a statement of the catalog reads to do its work. PostgreSQL is asked by running it, with the plan that
/// a prepared statement gets, in a transaction that is rolled back. SQLite tells its plan: a scan of a table counts as
/// all its rows.
/// </summary>
internal sealed class StatementCost(
    Dialect dialect, SqlCatalog catalog, string connectionString, string dataDirectory)
{
    private static readonly (string Parameter, string Literal)[] Literals =
    [
        ("@runner", "'runner'"), ("@limit", "100"), ("@leaseMs", "1000"), ("@exceptKinds", "'[]'"), ("@kept", "0"),
    ];

    public Task<long> RowsReadAsync(
        string name, InstallationId installation, BatchRange range, CancellationToken cancellationToken) =>
        dialect == Dialect.Postgres
            ? OnPostgresAsync(TextOf(name), installation, range, Read, cancellationToken)
            : OnSqliteAsync(TextOf(name), installation, range, cancellationToken);

    /// <summary>
    /// How many blocks PostgreSQL looks at for it: unlike the rows they tell what it read of rows that are deleted.
    /// </summary>
    public Task<long> BlocksReadAsync(
        string name, InstallationId installation, BatchRange range, CancellationToken cancellationToken) =>
        OnPostgresAsync(
            TextOf(name), installation, range,
            plan => Number(plan, "Shared Hit Blocks") + Number(plan, "Shared Read Blocks"), cancellationToken);

    private string TextOf(string name) => Literals.Aggregate(
        catalog[name], (text, one) => text.Replace(one.Parameter, one.Literal, StringComparison.Ordinal));

    private async Task<long> OnPostgresAsync(
        string sql,
        InstallationId installation,
        BatchRange range,
        Func<JsonElement, long> read,
        CancellationToken cancellationToken)
    {
        string[] parameters = ["@installation", "@rows", "@after", "@until"];
        var numbered = parameters.Index().Aggregate(
            sql, (text, one) => text.Replace(one.Item, $"${one.Index + 1}", StringComparison.Ordinal));
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync("set local plan_cache_mode = force_generic_plan");
        await RunAsync($"prepare measured(uuid, integer, text, text) as {numbered}");
        var plan = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            $"explain (analyze, buffers, format json) execute measured('{installation}', {range.Rows}, "
            + $"'{range.After}', '{range.Until}')",
            transaction: transaction, cancellationToken: cancellationToken));
        await transaction.RollbackAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "deallocate measured", cancellationToken: cancellationToken));
        return read(JsonDocument.Parse(plan!).RootElement[0].GetProperty("Plan"));

        Task RunAsync(string text) => connection.ExecuteAsync(new CommandDefinition(
            text, transaction: transaction, cancellationToken: cancellationToken));
    }

    private async Task<long> OnSqliteAsync(
        string sql, InstallationId installation, BatchRange range, CancellationToken cancellationToken)
    {
        await using var connection =
            new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "shopkeeper.db")};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        var literal = sql.Replace("@installation", $"'{installation}'", StringComparison.Ordinal)
            .Replace("@rows", range.Rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@after", $"'{range.After}'", StringComparison.Ordinal)
            .Replace("@until", $"'{range.Until}'", StringComparison.Ordinal)
            .Replace("now_ms()", "0", StringComparison.Ordinal);
        var steps = await connection.QueryAsync<Step>(new CommandDefinition(
            $"explain query plan {literal}", cancellationToken: cancellationToken));
        var scanned = steps.Any(step => step.Detail.StartsWith("SCAN ", StringComparison.Ordinal)
            && !step.Detail.Contains("SUBQUERY", StringComparison.Ordinal)
            && !step.Detail.Contains("SCAN batch", StringComparison.Ordinal)
            && !step.Detail.Contains("VIRTUAL TABLE", StringComparison.Ordinal));
        return scanned ? long.MaxValue : range.Rows;
    }

    // What each scan gave and what it threw away, as often as it was run.
    private static long Read(JsonElement node)
    {
        var own = node.GetProperty("Node Type").GetString()!.Contains("Scan", StringComparison.Ordinal)
            ? (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter")
                + Number(node, "Rows Removed by Index Recheck")) * Number(node, "Actual Loops")
            : 0;
        return own + (node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(Read) : 0);
    }

    private static long Number(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) ? (long)value.GetDouble() : 0;

    private sealed record Step
    {
        public string Detail { get; init; } = "";
    }
}
