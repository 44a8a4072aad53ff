using Shopkeeper.Simulator;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Postgres;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>What all processes of one deployment share: the database, the keys, the app's address, Shopify.</summary>
public sealed class Deployment : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Deployment(DatabaseKind kind, Keys keys, Uri appUrl, SimulatorHost shopify, string? connection)
    {
        (Kind, Keys, AppUrl, Shopify, ConnectionString) = (kind, keys, appUrl, shopify, connection);
        foreach (var secret in keys.Secrets) Ledger.Add("a secret of the configuration", secret);
    }

    /// <summary>The database that it runs on.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>Its secrets.</summary>
    public Keys Keys { get; }

    /// <summary>Where merchants' browsers and Shopify find the app.</summary>
    public Uri AppUrl { get; }

    /// <summary>The Shopify that it works with.</summary>
    public SimulatorHost Shopify { get; }

    /// <summary>PostgreSQL's connection string; null on SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>What must not stand in any log.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>What its processes run: the service itself, or an app that is built on it.</summary>
    public string Project { get; init; } = "Silo";

    /// <summary>The folder of the keys.</summary>
    public string KeysDirectory => _folder.Combine("keys");

    /// <summary>The folder of the files that the service keeps for installations.</summary>
    public string FilesRoot => _folder.Combine("files");

    /// <summary>Makes a new, empty database and opens a Shopify.</summary>
    /// <param name="kind">The database.</param>
    /// <param name="appUrl">Where browsers find the app.</param>
    /// <param name="project">What its processes run.</param>
    /// <param name="database">A PostgreSQL database to take; null makes one.</param>
    public static async Task<Deployment> CreateAsync(
        DatabaseKind kind, Uri appUrl, string project = "Silo", string? database = null)
    {
        var connection = kind == DatabaseKind.Postgres
            ? database ?? await PostgresServer.CreateDatabaseAsync(CancellationToken.None)
            : null;
        var keys = new Keys();
        var shopify = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                Url = "http://127.0.0.1:0",
                AppUrl = appUrl,
                ApiKey = keys.ApiKey,
                ApiSecret = keys.ApiSecret,
                EnforceTopicScopes = true,
                DeliveryRetries = 30,
                FirstRetryAfter = TimeSpan.FromMilliseconds(200),
            },
            CancellationToken.None);
        return new Deployment(kind, keys, appUrl, shopify, connection) { Project = project };
    }

    /// <summary>Settings that say where everything shared is.</summary>
    public Dictionary<string, string?> Places() => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings:Shopkeeper"] = ConnectionString,
        ["Keys:Directory"] = KeysDirectory,
        ["Participants:Files:Root"] = FilesRoot,
        ["Shopify:AppUrl"] = AppUrl.GetLeftPart(UriPartial.Authority),
        ["Shopify:AdminUrlTemplate"] = Shopify.AdminUrlTemplate,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Shopify.DisposeAsync();
        _folder.Dispose();
    }
}
