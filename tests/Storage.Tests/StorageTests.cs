using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Npgsql;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests;

/// <summary>
/// The ground of the conformance suite: each test has a fresh, migrated database of its own, and the services over
/// it. A suite is an abstract class with two nested ones, <c>OnPostgres</c> and <c>OnSqlite</c>.
/// </summary>
public abstract class StorageTests(Dialect dialect) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private MigratedDatabase? _postgres;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected Dialect Dialect { get; } = dialect;

    protected string DataDirectory => _folder.Combine("data");

    protected string ConnectionString => _postgres?.ConnectionString ?? "";

    protected ServiceProvider Services { get; private set; } = null!;

    protected Database Database => Get<Database>();

    public virtual async ValueTask InitializeAsync()
    {
        if (Dialect == Dialect.Postgres) _postgres = await MigratedDatabase.CreateAsync();
        Services = Build();
        await StorageStartup.PrepareAsync(Services, Cancel);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>What a suite sets besides where its data are.</summary>
    protected virtual IEnumerable<(string Key, string Value)> Settings => [];

    /// <summary>Another process over the same database and keys, as far as services go. PostgreSQL only.</summary>
    protected ServiceProvider Build()
    {
        var values = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Shopkeeper"] = ConnectionString,
            ["Storage:DataDirectory"] = DataDirectory,
            ["Keys:Directory"] = _folder.Combine("keys"),
        };
        foreach (var (key, value) in Settings) values[key] = value;
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        services.AddShopkeeperStorage(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        Configure(services);
        return services.BuildServiceProvider();
    }

    /// <summary>Asks the database directly, past the code under test. Ids can be written as quoted text.</summary>
    protected async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using DbConnection connection = Dialect == Dialect.Postgres
            ? new NpgsqlConnection(ConnectionString)
            : new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "shopkeeper.db")};Pooling=False");
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: Cancel))).AsList();
    }

    /// <summary>Changes the database past the stores.</summary>
    protected Task RunAsync(string sql) => Database.WriteAsync(session => session.RunScriptAsync(sql), Cancel);

    protected virtual void Configure(IServiceCollection services)
    {
    }
}
