using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Migrations;

/// <summary>
/// Brings a database to this program's schema: the scripts <c>Migrations/{dialect}/NNN_name.sql</c> that it has not
/// seen, in their order, in one transaction, under a lock, so that silos may start together.
/// </summary>
public static class Migrator
{
    /// <summary>Applies what is missing.</summary>
    /// <returns>The names of the migrations applied now; empty when there was nothing to do.</returns>
    /// <exception cref="InvalidOperationException">
    /// A migration was altered after this database had applied it, or the database is newer than the program.
    /// </exception>
    public static Task<IReadOnlyList<string>> ApplyAsync(Database database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        var folder = database.Dialect == Dialect.Postgres ? "Migrations/postgres/" : "Migrations/sqlite/";
        return ApplyAsync(database, [.. EmbeddedScripts.Read(folder)], cancellationToken);
    }

    internal static Task<IReadOnlyList<string>> ApplyAsync(
        Database database, IReadOnlyList<(string Name, string Text)> scripts, CancellationToken cancellationToken) =>
        database.WriteAsync(session => ApplyAsync(session, scripts), cancellationToken);

    private static async Task<IReadOnlyList<string>> ApplyAsync(
        DbSession session, IReadOnlyList<(string Name, string Text)> scripts)
    {
        if (session.Dialect == Dialect.Postgres) await session.FindAsync<string>("migrations/lift-time-limit");
        await session.LockMigrationsAsync();
        await session.ExecuteAsync("migrations/create-table");
        var applied =
            (await session.ListAsync<Applied>("migrations/list")).ToDictionary(row => row.Script, row => row.Checksum);
        if (applied.Keys.Except(scripts.Select(script => script.Name)).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException(
                $"The database has migration {unknown}, which this version of the service does not know. "
                + "Start the version that applied it, or a newer one.");

        var done = new List<string>();
        foreach (var (name, text) in scripts)
        {
            var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            if (!applied.TryGetValue(name, out var known))
            {
                await session.RunScriptAsync(text);
                await session.ExecuteAsync("migrations/record", new { script = name, checksum });
                done.Add(name);
            }
            else if (known != checksum)
            {
                throw new InvalidOperationException(
                    $"Migration {name} was altered after this database had applied it. "
                    + "Restore its text, and put the change into a new migration.");
            }
        }

        return done;
    }

    private sealed record Applied
    {
        public string Script { get; init; } = "";

        public string Checksum { get; init; } = "";
    }
}
