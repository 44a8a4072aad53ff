using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Jobs;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Sessions;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>The service's own defaults, made once.</summary>
internal static class Settings
{
    public static IOptions<TeardownOptions> Teardown { get; } = Options.Create(new TeardownOptions());

    public static IOptions<ConfirmationOptions> Confirmation { get; } = Options.Create(new ConfirmationOptions());

    public static IOptions<EndLimitOptions> EndLimit { get; } = Options.Create(
        new EndLimitOptions { Minimum = 1 });

    public static IOptions<InstallOptions> Install { get; } = Options.Create(new InstallOptions());

    public static IOptions<SessionsOptions> Sessions { get; } = Options.Create(new SessionsOptions());

    public static IOptions<ShopsOptions> Shops { get; } = Options.Create(new ShopsOptions());

    public static IOptions<WebhooksOptions> Webhooks { get; } = Options.Create(new WebhooksOptions());

    public static IOptions<ComplianceOptions> Compliance { get; } = Options.Create(new ComplianceOptions());

    public static IOptions<CertificateOptions> Certificates { get; } = Options.Create(new CertificateOptions());

    public static IOptions<TokensOptions> Tokens { get; } = Options.Create(new TokensOptions
    {
        // What the end of an id or chance decides would be chance that the seed does not give.
        RefreshBeforeMaximum = new TokensOptions().RefreshBeforeMinimum,
        // Each look at another's refresh costs three steps.
        BusyWait = TimeSpan.FromMilliseconds(400),
        KeepWarm = { Jitter = TimeSpan.Zero },
    });

    public static IOptions<MigrationOptions> Migration { get; } = Options.Create(
        new MigrationOptions { Enabled = true, Canary = 2 });

    public static IOptions<AccessOptions> Access { get; } = Options.Create(new AccessOptions());

    public static IOptions<JobOptions> Jobs { get; } = Options.Create(new JobOptions { ConcurrencyPerSilo = 3 });

    public static IOptions<ShopifyOptions> Shopify { get; } =
        Options.Create(new ShopifyOptions { ApiSecret = "a secret of the simulation" });
}
