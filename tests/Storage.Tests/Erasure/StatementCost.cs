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
        string name, InstallationId installation, int rows, CancellationToken cancellationToken) =>
        dialect == Dialect.Postgres
            ? OnPostgresAsync(TextOf(name), installation, rows, cancellationToken)
            : OnSqliteAsync(TextOf(name), installation, rows, cancellationToken);

    private string TextOf(string name) => Literals.Aggregate(
        catalog[name], (text, one) => text.Replace(one.Parameter, one.Literal, StringComparison.Ordinal));

    private async Task<long> OnPostgresAsync(
        string sql, InstallationId installation, int rows, CancellationToken cancellationToken)
    {
        var numbered = sql.Replace("@installation", "$1", StringComparison.Ordinal)
            .Replace("@rows", "$2", StringComparison.Ordinal);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync("set local plan_cache_mode = force_generic_plan");
        await RunAsync($"prepare measured(uuid, integer) as {numbered}");
        var plan = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            $"explain (analyze, format json) execute measured('{installation}', {rows})",
            transaction: transaction, cancellationToken: cancellationToken));
        await transaction.RollbackAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "deallocate measured", cancellationToken: cancellationToken));
        return Read(JsonDocument.Parse(plan!).RootElement[0].GetProperty("Plan"));

        Task RunAsync(string text) => connection.ExecuteAsync(new CommandDefinition(
            text, transaction: transaction, cancellationToken: cancellationToken));
    }

    private async Task<long> OnSqliteAsync(
        string sql, InstallationId installation, int rows, CancellationToken cancellationToken)
    {
        await using var connection =
            new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "shopkeeper.db")};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        var literal = sql.Replace("@installation", $"'{installation}'", StringComparison.Ordinal)
            .Replace("@rows", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("now_ms()", "0", StringComparison.Ordinal);
        var steps = await connection.QueryAsync<Step>(new CommandDefinition(
            $"explain query plan {literal}", cancellationToken: cancellationToken));
        var scanned = steps.Any(step => step.Detail.StartsWith("SCAN ", StringComparison.Ordinal)
            && !step.Detail.Contains("SUBQUERY", StringComparison.Ordinal)
            && !step.Detail.Contains("VIRTUAL TABLE", StringComparison.Ordinal));
        return scanned ? long.MaxValue : rows;
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
