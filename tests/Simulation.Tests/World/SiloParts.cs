using Microsoft.Extensions.Logging.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Teardown.Steps;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Platform;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>The service's own classes in one process, over the world's ports; made anew with each process.</summary>
internal sealed class SiloParts
{
    private static readonly SilentPorts Silent = new();
    private static readonly PlainHash Hash = new();
    private static readonly JobKinds Kinds = new([new OrderHandler()]);
    private readonly SimulatedWorld _world;
    private readonly SimulatedSilo _silo;
    private readonly JobPort _jobs;
    private readonly IPermitStore _permits;
    private readonly ShopifyPort _shopify;
    private readonly TeardownActors _actors;
    private readonly CertificatePort _certificates;

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
        _jobs = new JobPort(process, effects, db, world.Jobs);
        _permits = world.Bug.Permits(new PermitPort(process, effects, db, world.Kernel));
        _shopify = new ShopifyPort(process, effects, world.Shopify);
        _actors = new TeardownActors(silo.Grains);
        _certificates = new CertificatePort(process, effects, db);
        MakeLifecycle();
        Drain = MakeDrain();
        MakeTeardown();
    }

    public IInstallationStore Installations { get; }

    public ITeardownStore Teardowns { get; }

    public IWebhookInbox Inbox { get; }

    public ShopifyPort Shopify => _shopify;

    public ShopDataPort Data { get; }

    public ShopActivations Activations { get; } = new();

    public GrantAcceptance Acceptance { get; private set; } = null!;

    public ShopEnding Ending { get; private set; } = null!;

    public ShopReset Reset { get; private set; } = null!;

    public Installer Installer { get; private set; } = null!;

    public SessionTokenInstall SessionInstall { get; private set; } = null!;

    public DeliveryDrain Drain { get; }

    public TeardownWork Work { get; private set; } = null!;

    public TeardownOrders Orders { get; private set; } = null!;

    private TimeProvider Clock => _silo.Process.Clock;

    private void MakeLifecycle()
    {
        var starts = new StartJobs(Settings.Install, Clock);
        var resumption = new TeardownResumption(Teardowns, Silent, Clock);
        Acceptance = new GrantAcceptance(
            Installations, Teardowns, _jobs, Silent, Meters.Lifecycle, starts, Clock,
            NullLogger<GrantAcceptance>.Instance);
        Ending = new ShopEnding(
            Installations, Teardowns, _certificates, Silent, resumption,
            new EndLimit(Installations, Settings.EndLimit, Clock), Meters.Lifecycle, Settings.Confirmation, Clock);
        Reset = new ShopReset(Installations, Teardowns, resumption, starts, Silent, Clock);
        Installer = new Installer(
            _permits, _shopify,
            new NewGrantReader(
                _shopify, Installations, new GrantFactory(Hash, Settings.Shopify, Settings.Tokens, Clock), Clock),
            new TokenCalls(_shopify, new ApiCallLog(Data, NullLogger<ApiCallLog>.Instance), Clock),
            Settings.Install, Clock, NullLogger<Installer>.Instance);
        SessionInstall = new SessionTokenInstall(
            Installations, Installer, new OrderedUninstall(Teardowns, _actors, _shopify, Clock),
            new EndClaims(Teardowns, Silent, Clock), new ShopNews(_silo.Grains), Clock);
    }

    private DeliveryDrain MakeDrain()
    {
        var handlers = new[] { new OrderHandler() };
        var roster = new ParticipantRoster([]);
        var classifier = new DeliveryClassifier(Teardowns, Hash);
        var call = new HandlerCall(
            handlers, [], new LatestResources(Data, Hash, Meters.Deliveries), _jobs, Kinds, Silent, Settings.Webhooks,
            Clock);
        return new DeliveryDrain(
            Inbox, classifier,
            new DeliveryEffects(
                Inbox, Installations, Teardowns, classifier, call,
                new ScopeUpdates(Installations, new ShopNews(_silo.Grains)),
                new PlanHints(Installations, null!, Silent), Silent, Clock),
            new HeldDeliveries(
                Inbox, new ParticipantDeclarations([], handlers, roster), new ParticipantHolds(roster, Teardowns),
                Settings.Teardown),
            Meters.Deliveries, Settings.Webhooks, Clock, NullLogger<DeliveryDrain>.Instance);
    }

    private void MakeTeardown()
    {
        IErasureParticipant[] participants =
            [.. _world.Participants.Select(one => new ParticipantPort(_silo.Process, _world.Kernel, one))];
        var roster = new ParticipantRoster(participants);
        var run = new ParticipantRun(Clock, Settings.Teardown, NullLogger<ParticipantRun>.Instance)
        {
            Apart = _silo.Process.Apart,
        };
        var plan = new TeardownPlan(Steps(roster, run).Select(_world.Decorate));
        var saga = new TeardownSaga(
            plan, Teardowns, Clock, Settings.Teardown, NullLogger<TeardownSaga>.Instance);
        var confirmation = new EndConfirmation(
            Teardowns, _actors, _shopify, Clock, Settings.Confirmation, NullLogger<EndConfirmation>.Instance);
        Work = new TeardownWork(Teardowns, confirmation, saga, Clock);
        Orders = new TeardownOrders(Teardowns, plan, new WaivedRemains(plan, roster, run, Clock), Silent, Clock);
    }

    private IEnumerable<ITeardownStep> Steps(ParticipantRoster roster, ParticipantRun run)
    {
        var (process, effects, db) = (_silo.Process, _world.Kernel.Effects, _world.Database);
        var round = new ParticipantRound(
            run, new ParticipantGates(Clock, Settings.Teardown), new ParticipantHistory(Silent, Clock),
            new ParticipantHolds(roster, Teardowns), Clock, Settings.Teardown);
        var late = new LateParticipants(Teardowns, Installations);
        var calls = new ShopifyCalls(_actors, _permits, Silent, Clock);
        var patience = new ShopifyPatience(Settings.Teardown);
        var remaining = new RemainingRows(new ResiduePort(process, effects, db, _world.Jobs));
        var erasure = new ErasurePort(process, effects, db, _world.Jobs);
        var silos = new CachePort(_world, _silo);
        var caches = new CacheErasure(silos, silos, NullLogger<CacheErasure>.Instance);
        return
        [
            new ClearShopGrain(_actors, silos, remaining),
            new StopJobs(_jobs, _jobs, erasure, remaining, Settings.Teardown),
            new SettleRequests(new RequestPort(process, effects), Settings.Compliance),
            new CloseWebhooks(Data, _shopify, calls, patience),
            new RemoveShopResources(roster, run, _shopify, calls, patience),
            new RevokeAccess(_actors, Installations, _shopify, calls, patience),
            new EraseParticipants(roster, run, round, late, Clock),
            new ClearCaches(caches, remaining),
            new PurgeData(erasure, remaining),
            new VerifyResidue(
                remaining, caches, roster, run, round, late, Clock, NullLogger<VerifyResidue>.Instance),
            new Certify(
                new CertificateIssuer(new CertificateSigner(_world.Keys), Clock, Settings.Certificates), Teardowns),
        ];
    }
}
