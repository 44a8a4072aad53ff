using System.Data.Common;
using Dapper;
using Npgsql;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases.Postgres;

namespace Shopkeeper.Storage.Databases;

/// <summary>
/// A connection, inside a transaction where it was given for writing, that runs named statements (see
/// <see cref="SqlCatalog"/>). Arguments are the properties of an object (statements name theirs in camelCase); rows
/// fill the settable properties of a class. Not for use after the work it was given to has ended, and not for two
/// statements at once.
/// </summary>
public sealed class DbSession
{
    private readonly DbConnection _connection;
    private readonly SqlCatalog _catalog;
    private readonly CancellationToken _cancellation;
    private bool _closed;

    internal DbSession(Dialect dialect, DbConnection connection, SqlCatalog catalog, CancellationToken cancellation)
    {
        Dialect = dialect;
        _connection = connection;
        _catalog = catalog;
        _cancellation = cancellation;
    }

    /// <summary>The kind of database.</summary>
    public Dialect Dialect { get; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(string name, object? args = null) =>
        SqlSpan.FollowAsync(name, Dialect, _connection.ExecuteAsync, Command(name, args));

    /// <summary>Runs a statement once for each row, in one round trip.</summary>
    /// <returns>How many rows were changed.</returns>
    public async Task<int> ExecuteEachAsync<T>(string name, IReadOnlyCollection<T> rows)
    {
        if (rows.Count == 0) return 0;
        if (_connection is NpgsqlConnection postgres)
        {
            using var span = SqlSpan.Begin(name, Dialect);
            return await PostgresBatch.ExecuteAsync(postgres, _catalog[name], rows, Open());
        }

        var changed = 0;
        foreach (var row in rows) changed += await ExecuteAsync(name, row);
        return changed;
    }

    /// <summary>The first row, or the first row's only column when <typeparamref name="T"/> is a value.</summary>
    /// <returns>The default of <typeparamref name="T"/> without a row: ask for <c>long?</c> to tell none from
    /// zero.</returns>
    public Task<T?> FindAsync<T>(string name, object? args = null) =>
        SqlSpan.FollowAsync(name, Dialect, _connection.QueryFirstOrDefaultAsync<T?>, Command(name, args));

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string name, object? args = null) =>
        (await SqlSpan.FollowAsync(name, Dialect, _connection.QueryAsync<T>, Command(name, args))).AsList();

    /// <summary>
    /// Runs a counting statement whose <c>{table}</c> and <c>{column}</c> are put in now, from names that the
    /// database's own catalog lists.
    /// </summary>
    internal Task<long> CountInAsync(string name, string table, string column, object args) =>
        _connection.QuerySingleAsync<long>(new CommandDefinition(
            In(name, table, column),
            Bound(args),
            cancellationToken: Open()));

    /// <summary>
    /// Runs a listing statement whose <c>{table}</c> and <c>{column}</c> are put in now, from names that the
    /// database's own catalog lists.
    /// </summary>
    internal async Task<IReadOnlyList<T>> ListInAsync<T>(string name, string table, string column) =>
        (await _connection.QueryAsync<T>(new CommandDefinition(
            In(name, table, column), cancellationToken: Open()))).AsList();

    /// <summary>Takes the shop's lock until the transaction ends. Always before an installation's lock.</summary>
    public Task LockShopAsync(ShopDomain shop) => LockAsync("locks/exclusive", LockKeys.Of(shop));

    /// <summary>
    /// Takes the installation's lock exclusively: the fence. Waits only for guarded writers already inside.
    /// </summary>
    public Task LockInstallationAsync(InstallationId installation) =>
        LockAsync("locks/exclusive", LockKeys.Of(installation));

    /// <summary>
    /// Takes the lock under which ends that nobody attests are counted. Always before an installation's lock.
    /// </summary>
    internal Task LockUnattestedEndsAsync() => LockAsync("locks/exclusive", LockKeys.UnattestedEnds);

    /// <summary>Takes the lock under which checks of access are counted and claimed.</summary>
    internal Task LockAccessChecksAsync() => LockAsync("locks/exclusive", LockKeys.AccessChecks);

    /// <summary>Takes the lock under which migrations are applied.</summary>
    internal Task LockMigrationsAsync() => LockAsync("locks/exclusive", LockKeys.Migrations);

    /// <summary>Runs a script of several statements as it is, without arguments and without a limit of time.</summary>
    internal Task RunScriptAsync(string script) => _connection.ExecuteAsync(
        new CommandDefinition(script, commandTimeout: 0, cancellationToken: Open()));

    /// <summary>PostgreSQL's own connection, for statements that need more than Dapper offers.</summary>
    internal (NpgsqlConnection Connection, SqlCatalog Catalog) Postgres => ((NpgsqlConnection)_connection, _catalog);

    internal void Close() => _closed = true;

    private string In(string name, string table, string column) =>
        _catalog[name].Replace("{table}", Quote(table), StringComparison.Ordinal)
            .Replace("{column}", Quote(column), StringComparison.Ordinal);

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // SQLite has one writer, so that every transaction holds all locks.
    private Task LockAsync(string name, long key) =>
        Dialect == Dialect.Sqlite ? Task.CompletedTask : ExecuteAsync(name, new { key });

    private CommandDefinition Command(string name, object? args) =>
        new(_catalog[name], Bound(args), cancellationToken: Open());

    private object? Bound(object? args) => Dialect == Dialect.Sqlite ? new Arguments(args) : args;

    private CancellationToken Open() => _closed
        ? throw new InvalidOperationException("The session is used after the work that it was given to has ended.")
        : _cancellation;
}
