using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.Tests.ApiLogs;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tests.Tokens;

/// <summary>A grant, the migration of it and Shopify in memory, on a clock of the test's.</summary>
internal sealed partial class TokenBench : IDisposable
{
    public static readonly Guid Me = new("00000000-0000-7000-8000-000000000001");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Installation _stay = FakeInstallationStore.Current();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));

    /// <summary>The row; null once the grant is destroyed.</summary>
    public HeldGrant? Held { get; set; }

    /// <summary>What the token endpoint answers, one a call.</summary>
    public Queue<TokenOutcome> Answers { get; } = new();

    /// <summary>Done while the token endpoint is asked.</summary>
    public Action Meanwhile { get; set; } = () => { };

    /// <summary>How often the token endpoint was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Shopify's answers to the access token, and what stands in the log of calls.</summary>
    public FakeAdminClient Admin { get; } = new()
    {
        Probe = new InstallationProbe
        {
            AppInstallationId = "gid://1",
            ShopId = 1,
            Shop = ShopDomain.Parse("blue-widgets.myshopify.com"),
            Name = "B",
        },
    };

    public FakeApiLogStore Log { get; } = new();

    public TokensOptions Options { get; } = new();

    /// <summary>A grant without expiry, with what its row says of a migration.</summary>
    public HeldGrant Lasting(MigrationMark mark = MigrationMark.None) => new()
    {
        Installation = _stay.Id,
        Shop = _stay.Shop,
        Grant = new Grant { AccessToken = new AccessToken("shpat_old"), Scopes = "read_products" },
        Version = 3,
        Migration = mark,
    };

    /// <summary>A pair that has an hour left.</summary>
    public HeldGrant Pair(AccessState access) => Lasting() with
    {
        Access = access,
        Grant = new Grant
        {
            AccessToken = new AccessToken("shpat_1"),
            Scopes = "read_products",
            ExpiresAt = Clock.GetUtcNow().AddHours(1),
            RefreshToken = new AccessToken("shprt_1"),
            RefreshTokenExpiresAt = Clock.GetUtcNow().AddDays(90),
        },
    };

    /// <summary>The token endpoint grants a pair.</summary>
    public static TokenOutcome Granted(string name = "new") => new TokenOutcome.Granted(new TokenGrant
    {
        AccessToken = new AccessToken($"shpat_{name}"),
        Scopes = AccessScopes.Parse("read_products"),
        ExpiresIn = TimeSpan.FromHours(1),
        RefreshToken = new AccessToken($"shprt_{name}"),
        RefreshTokenExpiresIn = TimeSpan.FromDays(90),
    });

    /// <summary>The token endpoint's answer is lost.</summary>
    public static TokenOutcome Unanswered() =>
        new TokenOutcome.Unavailable(new AdminFailure { Kind = AdminFailureKind.Unreachable });

    /// <summary>Has the token migrated, as a poll does.</summary>
    public Task MigrateAsync() => new TokenMigrator(
        this, this, Calls, Admin, Factory, Consequences, Metrics,
        Microsoft.Extensions.Options.Options.Create(Options),
        Microsoft.Extensions.Options.Options.Create(new MigrationOptions()),
        Clock, NullLogger<TokenMigrator>.Instance).MigrateAsync(_stay.Id, Me, CancellationToken.None);

    /// <summary>A desk that hands the token out.</summary>
    public GrantDesk Desk() => new(
        _stay.Id, this,
        new GrantRefresh(
            this, Calls, Factory, Metrics, Microsoft.Extensions.Options.Options.Create(Options),
            Microsoft.Extensions.Options.Options.Create(new ShopifyOptions()), Clock,
            NullLogger<GrantRefresh>.Instance),
        Consequences, Metrics, Microsoft.Extensions.Options.Options.Create(Options), Clock);

    public void Dispose() => _services.Dispose();

    private TokenCalls Calls => new(this, new ApiCallLog(Log, NullLogger<ApiCallLog>.Instance), Clock);

    private GrantFactory Factory => TestGrants.Factory(Clock);

    private TokenMetrics Metrics => new(_services.GetRequiredService<IMeterFactory>());

    // What follows for the shop is the store's affair here: it is told, and says that there is nothing to tell others.
    private RefreshConsequences Consequences => new(
        new FakeInstallationStore(), this, null!, null!,
        new AccessMetrics(_services.GetRequiredService<IMeterFactory>()),
        Clock, NullLogger<RefreshConsequences>.Instance);
}
