using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Ports;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>A process that hands out tokens: the real desks and the real refresh over simulated ports.</summary>
internal sealed class TokenSilo
{
    private static readonly IMeterFactory Meters =
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private static readonly TokenMetrics TokenMetrics = new(Meters);
    private static readonly AccessMetrics AccessMetrics = new(Meters);

    private static readonly IOptions<TokensOptions> Tokens = Options.Create(
        new TokensOptions { KeepWarm = { Jitter = TimeSpan.Zero } });

    private static readonly IOptions<ShopifyOptions> Shopify = Options.Create(
        new ShopifyOptions { ApiSecret = "a secret of the simulation" });

    private readonly Dictionary<InstallationId, GrantDesk> _desks = [];
    private readonly GrantDesks _opens;

    public TokenSilo(TokenWorld world, SimulatedProcess process)
    {
        (Process, World) = (process, world);
        var effects = world.Kernel.Effects;
        Grants = world.Bug.Grants(
            new SimulatedGrants(effects, process, world.Database, world.Jobs), effects, process, world.Database);
        var endpoint = new SimulatedTokenEndpoint(world.Kernel, process, _ => world.Book, world.Watch);
        var log = new ApiCallLog(
            world.Bug.ApiLogs(new SimulatedApiLogs(effects, process, world.Database), effects, process, world.Database),
            NullLogger<ApiCallLog>.Instance);
        Endpoint = endpoint;
        Factory = new GrantFactory(new ZeroHash(), Shopify, Tokens, process.Clock);
        var refresh = new GrantRefresh(
            Grants, new TokenCalls(endpoint, log, process.Clock), Factory, TokenMetrics, Tokens, Shopify,
            process.Clock, NullLogger<GrantRefresh>.Instance);
        _opens = new GrantDesks(Grants, refresh, Consequences(effects), TokenMetrics, Tokens, process.Clock);
    }

    public SimulatedProcess Process { get; }

    public IGrantStore Grants { get; }

    public SimulatedTokenEndpoint Endpoint { get; }

    public GrantFactory Factory { get; }

    private TokenWorld World { get; }

    /// <summary>This silo's activation of an installation's grant.</summary>
    public GrantDesk Desk(InstallationId installation)
    {
        if (!_desks.TryGetValue(installation, out var desk))
            _desks.Add(installation, desk = _opens.Open(installation));
        return desk;
    }

    // What follows for the shop is another schedule's: here a claim is taken down, and the news arrives or does not.
    private RefreshConsequences Consequences(Effects effects)
    {
        var installations = PortProxy.Of<IInstallationStore>((nameof(IInstallationStore.FindAsync), args =>
            effects.Do(Process, "installations/find", () =>
                World.Database.Installations.GetValueOrDefault((InstallationId)args[0]!)?.Value)));
        var teardowns = PortProxy.Of<ITeardownStore>((nameof(ITeardownStore.ClaimAsync), args =>
            effects.Do(Process, "teardowns/claim", () =>
            {
                World.Database.Guard(((TeardownRecord)args[0]!).Installation);
                World.Claims++;
                return (TeardownRecord)args[0]!;
            })));
        var actor = PortProxy.Of<IShopLifecycle>((nameof(IShopLifecycle.ReadAgainAsync), _ =>
            effects.Do(Process, "shop/read-again", () => { })));
        var news = new ShopNews(PortProxy.Of<IGrainFactory>((nameof(IGrainFactory.GetGrain), _ => actor)));
        var signals = PortProxy.Of<IWorkSignals>((nameof(IWorkSignals.Notify), _ => null));
        return new RefreshConsequences(
            installations, Grants, new EndClaims(teardowns, signals, Process.Clock), news, AccessMetrics,
            Process.Clock, NullLogger<RefreshConsequences>.Instance);
    }
}
