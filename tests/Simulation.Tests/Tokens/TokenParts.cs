using Microsoft.Extensions.Logging.Abstractions;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Platform;
using Shopkeeper.Simulation.Tests.Stores;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What keeps tokens in one process: the real desks, the real refresh and the real migration.</summary>
internal sealed class TokenParts
{
    private readonly IInstallationStore _installations;
    private readonly GrantDesks _desks;
    private readonly TokenMigrator _migrator;
    private readonly AccessProbe _probe;
    private readonly ShopNews _news;
    private readonly TimeProvider _clock;

    public TokenParts(
        SimulatedWorld world, SimulatedSilo silo, IInstallationStore installations, ShopifyPort shopify,
        TokenCalls calls, EndClaims claims, IKeyedHash hash)
    {
        var (process, effects, db) = (silo.Process, world.Kernel.Effects, world.Database);
        (_installations, _clock, _news) = (installations, process.Clock, new ShopNews(silo.Grains));
        Grants = world.Bug.Grants(new GrantPort(process, effects, db, world.Jobs), process, world);
        Migration = new MigrationPort(process, effects, db, world.Jobs);
        Factory = new GrantFactory(
            hash, Settings.Shopify, Settings.Tokens, Meters.Tokens, _clock, NullLogger<GrantFactory>.Instance);
        var consequences = new RefreshConsequences(
            installations, Grants, claims, _news, Meters.Access, _clock, NullLogger<RefreshConsequences>.Instance);
        var refresh = new GrantRefresh(
            Grants, calls, Factory, Meters.Tokens, Settings.Tokens, Settings.Shopify, _clock,
            NullLogger<GrantRefresh>.Instance);
        _desks = new GrantDesks(Grants, refresh, consequences, Meters.Tokens, Settings.Tokens, _clock);
        _migrator = new TokenMigrator(
            Grants, Migration, calls, shopify, Factory, consequences, Meters.Tokens, Settings.Tokens,
            Settings.Migration, _clock, NullLogger<TokenMigrator>.Instance);
        _probe = new AccessProbe(
            installations, new AccessCheckPort(process, effects, db), shopify, _clock, Settings.Access);
    }

    public IGrantStore Grants { get; }

    public ITokenMigrationStore Migration { get; }

    public GrantFactory Factory { get; }

    public GrantGrain CreateKeeper() => new(
        _installations, Grants, _desks, _migrator, _probe, Meters.Access, _news, _clock,
        NullLogger<GrantGrain>.Instance);
}
