using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Databases;

public abstract partial class NamedStatementsTests(Dialect dialect) : StorageTests(dialect)
{
    [Fact]
    public async Task Every_statement_compiles_against_the_schema()
    {
        var faults = new List<string>();
        foreach (var name in Database.Catalog.Names)
        {
            var text = WithNames(Database.Catalog[name]);
            if (await FindFaultAsync(text) is { } fault) faults.Add($"{name}: {fault}");
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_name_in_the_code_is_a_statement_and_every_statement_is_named()
    {
        var used = Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", "Storage"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToHashSet();
        var known = SqlCatalog.Load(Dialect.Postgres).Names.Concat(SqlCatalog.Load(Dialect.Sqlite).Names).ToHashSet();
        var files = known.Select(name => name.Split('/')[0]).ToHashSet();

        // The writer's statements are named without their file.
        var unused = known.Except(used).Where(name => !name.StartsWith("writer/", StringComparison.Ordinal)).ToList();
        var unknown = used.Except(known).Where(name => files.Contains(name.Split('/')[0])).ToList();

        Assert.Empty(unused);
        Assert.Empty(unknown);
    }

    // Where names are put in at run time, those of a table that has all the columns stand for them.
    private static string WithNames(string text)
    {
        var (table, column) = text.Contains("grain_id", StringComparison.Ordinal) ? ("reminders", "grain_key")
            : text.Contains("expires_at", StringComparison.Ordinal) ? ("permits", "shop")
            : ("webhook_inbox", "shop");
        return text.Replace("{table}", table, StringComparison.Ordinal)
            .Replace("{column}", column, StringComparison.Ordinal);
    }

    private async Task<string?> FindFaultAsync(string text)
    {
        if (Dialect == Dialect.Sqlite)
        {
            var path = Path.Combine(DataDirectory, "shopkeeper.db");
            await using var file = new SqliteConnection($"Data Source={path};Pooling=False");
            file.Open();
            file.CreateFunction("now_ms", () => 0L);
            await using var statement = new SqliteCommand(List().Replace(text, "in ($1)"), file);
            return Record.Exception(statement.Prepare)?.Message;
        }

        // Whatever has no type of its own in the text is typed by the server; only what it can't infer is a fault.
        await using var server = new NpgsqlConnection(ConnectionString);
        await server.OpenAsync(Cancel);
        var names = new List<string>();
        var numbered = Parameter().Replace(text, match =>
        {
            if (!names.Contains(match.Value)) names.Add(match.Value);
            return $"${names.IndexOf(match.Value) + 1}";
        });
        await using var prepare = new NpgsqlCommand($"prepare tried as {numbered}", server);
        var refused = await Record.ExceptionAsync(() => prepare.ExecuteNonQueryAsync(Cancel)) as PostgresException;
        return refused is null || IsUntyped(refused.SqlState) || !CanBePrepared(text) ? null : refused.MessageText;
    }

    private static bool IsUntyped(string state) =>
        state is PostgresErrorCodes.IndeterminateDatatype or PostgresErrorCodes.AmbiguousParameter;

    private static bool CanBePrepared(string text) => Query().IsMatch(text);

    [GeneratedRegex("\"([a-z][a-z-]*/[a-z][a-z0-9-]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<![@\w:])@\w+")]
    private static partial Regex Parameter();

    // What is expanded into a list of parameters before it reaches the database.
    [GeneratedRegex(@"\bin (@\w+)")]
    private static partial Regex List();

    [GeneratedRegex(@"\A(--[^\n]*\n)*\s*(select|insert|update|delete|with)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Query();

    public sealed class OnPostgres() : NamedStatementsTests(Dialect.Postgres);

    public sealed class OnSqlite() : NamedStatementsTests(Dialect.Sqlite);
}
