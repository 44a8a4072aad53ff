using Microsoft.Extensions.Logging.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Teardown.Steps;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Platform;
using Shopkeeper.Simulation.Tests.Stores;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// The service's own classes in one process, over the world's ports: made anew with each process, and each when it is
/// first asked for, because many a process dies before.
/// </summary>
internal sealed class SiloParts
{
    private static readonly SilentPorts Silent = new();
    private static readonly PlainHash Hash = new();
    private readonly SimulatedWorld _world;
    private readonly SimulatedSilo _silo;
    private readonly IPermitStore _permits;
    private readonly ShopifyPort _shopify;
    private readonly TeardownActors _actors;
    private readonly CertificatePort _certificates;
    private readonly TokenCalls _calls;
    private readonly EndClaims _claims;

    public SiloParts(SimulatedWorld world, SimulatedSilo silo)
    {
        (_world, _silo) = (world, silo);
        var (process, effects, db) = (silo.Process, world.Kernel.Effects, world.Database);
        Installations = world.Bug.Installations(
            new InstallationPort(process, effects, db, world.Fences, world.Jobs), process, world);
        Teardowns = world.Bug.Teardowns(
            new TeardownPort(process, effects, db, world.Fences, world.CertificateTables));
        Inbox = world.Bug.Inbox(new InboxPort(process, effects, db));
        Data = new ShopDataPort(process, effects, db);
        _permits = world.Bug.Permits(new PermitPort(process, effects, db, world.Kernel));
        _shopify = new ShopifyPort(process, effects, world.Shopify);
        _actors = new TeardownActors(silo.Grains);
        _certificates = new CertificatePort(process, effects, db);
        _calls = new TokenCalls(
            _shopify,
            new ApiCallLog(world.Bug.ApiLogs(Data, process, world), NullLogger<ApiCallLog>.Instance), process.Clock);
        _claims = new EndClaims(Teardowns, Silent, process.Clock);
    }

    public IInstallationStore Installations { get; }

    public ITeardownStore Teardowns { get; }

    public IWebhookInbox Inbox { get; }

    public ShopifyPort Shopify => _shopify;

    public ShopDataPort Data { get; }

    public TokenParts Tokens =>
        field ??= new TokenParts(_world, _silo, Installations, _shopify, _calls, _claims, Hash);

    public JobParts Jobs => field ??= new JobParts(_world, _silo, this, Silent);

    public ShopActivations Activations { get; } = new();

    public GrantAcceptance Acceptance => field ??= new GrantAcceptance(
        Installations, Teardowns, Jobs.Store, Silent, Meters.Lifecycle, Starts, Clock,
        NullLogger<GrantAcceptance>.Instance);

    public ShopEnding Ending => field ??= new ShopEnding(
        Installations, Teardowns, _certificates, Silent, Resumption,
        new EndLimit(Installations, Settings.EndLimit, Clock), Meters.Lifecycle, Settings.Confirmation, Clock);

    public ShopReset Reset => field ??= new ShopReset(Installations, Teardowns, Resumption, Starts, Silent, Clock);

    public Installer Installer => field ??= new Installer(
        _permits, _shopify, new NewGrantReader(_shopify, Tokens.Grants, Tokens.Factory, Clock), _calls,
        Settings.Install, Clock, NullLogger<Installer>.Instance);

    public SessionTokenInstall SessionInstall => field ??= new SessionTokenInstall(
        Installations, Installer, new OrderedUninstall(Teardowns, _actors, _shopify, Clock),
        _claims, new ShopNews(_silo.Grains), Clock);

    public DeliveryDrain Drain => field ??= MakeDrain();

    public TeardownWork Work => field ??= MakeWork();

    public TeardownOrders Orders => field ??= new TeardownOrders(
        Teardowns, Plan, new WaivedRemains(Plan, Roster, Run, Clock), Silent, Clock);

    public ParticipantRoster Roster => field ??= new ParticipantRoster(
    [
        .. _world.Participants.Select(
            one => new ParticipantPort(_silo.Process, _world.Kernel, _world.Database, one)),
    ]);

    public ParticipantHolds Holds => field ??= new ParticipantHolds(Roster, Teardowns);

    private TimeProvider Clock => _silo.Process.Clock;

    private StartJobs Starts => field ??= new StartJobs(Settings.Install, Clock);

    private TeardownResumption Resumption => field ??= new TeardownResumption(Teardowns, Silent, Clock);

    private ParticipantRun Run =>
        field ??= new ParticipantRun(Clock, Settings.Teardown, NullLogger<ParticipantRun>.Instance)
        {
            Apart = _silo.Process.Apart,
        };

    private TeardownPlan Plan => field ??= new TeardownPlan(Steps(Run).Select(_world.Decorate));

    private DeliveryDrain MakeDrain()
    {
        var handlers = new[] { new OrderHandler(_world.DeclaredLetters) };
        var classifier = new DeliveryClassifier(Teardowns, Hash);
        var call = new HandlerCall(
            handlers, [], new LatestResources(Data, Hash, Meters.Deliveries), Jobs.Store, Jobs.Kinds, Silent,
            Settings.Webhooks, Clock);
        return new DeliveryDrain(
            Inbox, Installations, classifier,
            new DeliveryEffects(
                Inbox, Installations, Teardowns, classifier, call,
                new ScopeUpdates(Installations, new ShopNews(_silo.Grains)),
                new PlanHints(Installations, null!, Silent), Silent, Clock),
            new HeldDeliveries(
                Inbox, new ParticipantDeclarations([], handlers, Roster), Holds,
                Settings.Teardown),
            Meters.Deliveries, Settings.Webhooks, Clock, NullLogger<DeliveryDrain>.Instance);
    }

    private TeardownWork MakeWork() => new(
        Teardowns,
        new EndConfirmation(
            Teardowns, _actors, _shopify, Clock, Settings.Confirmation, NullLogger<EndConfirmation>.Instance),
        new TeardownSaga(Plan, Teardowns, Clock, Settings.Teardown, NullLogger<TeardownSaga>.Instance),
        Clock);

    private IEnumerable<ITeardownStep> Steps(ParticipantRun run)
    {
        var (process, effects, db) = (_silo.Process, _world.Kernel.Effects, _world.Database);
        var round = new ParticipantRound(
            run, new ParticipantGates(Clock, Settings.Teardown), new ParticipantHistory(Silent, Clock),
            Holds, Clock, Settings.Teardown);
        var late = new LateParticipants(Teardowns, Installations);
        var calls = new ShopifyCalls(
            _actors, _permits, Silent, Settings.Shopify, Settings.Teardown, Clock);
        var patience = new ShopifyPatience(Settings.Teardown);
        var remaining = new RemainingRows(new ResiduePort(process, effects, db, _world.Jobs));
        var erasure = new ErasurePort(process, effects, db, _world.Jobs);
        var silos = new CachePort(_world, _silo);
        var caches = new CacheErasure(silos, silos, NullLogger<CacheErasure>.Instance);
        return
        [
            new ClearShopGrain(_actors, silos, remaining),
            new StopJobs(Jobs.Store, Jobs.Cancellation, erasure, remaining, Settings.Teardown),
            new SettleRequests(new RequestPort(process, effects), Settings.Compliance),
            new CloseWebhooks(Data, _shopify, calls, patience),
            new RemoveShopResources(Roster, run, _shopify, calls, patience),
            new RevokeAccess(_actors, Installations, _shopify, calls, patience),
            new EraseParticipants(Roster, run, round, late, Clock),
            new ClearCaches(caches, remaining),
            new PurgeData(erasure, _permits, remaining),
            new VerifyResidue(
                remaining, caches, Roster, run, round, late, Clock, NullLogger<VerifyResidue>.Instance),
            new Certify(
                new CertificateIssuer(new CertificateSigner(_world.Keys), Clock, Settings.Certificates), Teardowns),
        ];
    }
}
