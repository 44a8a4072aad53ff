using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Teardown.Steps;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>
/// A shop with a full life and a neighbour, everything durable in memory, and a process that tears the shop down. A
/// process that died is started anew: what is not durable is made afresh.
/// </summary>
internal sealed class TeardownWorld
{
    public const string Token = "old-token";
    public const string NewToken = "new-token";
    public const string Topic = "orders/create";

    public TeardownWorld(bool confirming = false, TeardownOptions? options = null)
    {
        Options = options ?? new TeardownOptions();
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        Faults = new Faults();
        Installation = InstallationId.New(Time.GetUtcNow());
        Neighbour = InstallationId.New(Time.GetUtcNow());
        Teardowns = new MemoryTeardowns(Faults);
        Data = new MemoryData(Faults);
        Shopify = new MemoryShopify(Faults, Shop);
        Permits = new MemoryPermits(Faults, Time);
        Data.Permits = Permits;
        Gate = new MemoryGate(Permits);
        Actors = new MemoryActors(Faults, Teardowns, Data, Time);
        Installations = new MemoryInstallations(Actors);
        Jobs = new MemoryJobs(Faults);
        Requests = new MemoryRequests(Faults);
        Silos = new MemorySilos(Cache);
        Files = new MemoryParticipant(Faults, "files");
        Metafields = new MemoryParticipant(Faults, "metafields", insideShop: true);
        Live(Installation, Token);
        Live(Neighbour, "neighbour-token");
        Teardowns.Row = Record(confirming);
        Participants = [Metafields, Files];
    }

    public static ShopDomain Shop { get; } = ShopDomain.Parse("blue-widgets.myshopify.com");

    public TeardownOptions Options { get; }

    public ConfirmationOptions Confirmation { get; } = new();

    public FakeTimeProvider Time { get; }

    public Faults Faults { get; }

    public InstallationId Installation { get; }

    public InstallationId Neighbour { get; }

    public MemoryTeardowns Teardowns { get; }

    public MemoryData Data { get; }

    public MemoryShopify Shopify { get; }

    public MemoryPermits Permits { get; }

    public MemoryGate Gate { get; }

    public MemoryActors Actors { get; }

    public MemoryInstallations Installations { get; }

    public MemoryJobs Jobs { get; }

    public MemoryRequests Requests { get; }

    public ComplianceOptions Compliance { get; } = new();

    public MemoryCache Cache { get; } = new();

    public MemoryNotes Notes { get; } = new();

    public MemorySilos Silos { get; }

    public MemorySharedCache Shared { get; } = new();

    public MemoryParticipant Files { get; }

    public MemoryParticipant Metafields { get; }

    public List<IErasureParticipant> Participants { get; }

    public TestCertificateKeys Keys { get; } = new();

    /// <summary>Changes the steps of the processes started from now on.</summary>
    public Func<ITeardownStep, ITeardownStep> Decorate { get; set; } = step => step;

    public TeardownRecord Row => Teardowns.Row ?? throw new InvalidOperationException("The row is gone.");

    /// <summary>The merchant installs again: at Shopify, and here as a newer installation.</summary>
    public void Reinstall() => Permits.BeginInstall(() =>
    {
        Shopify.IsInstalled = true;
        Shopify.LiveTokens.Add(NewToken);
        Shopify.Subscriptions.Add("gid://shopify/WebhookSubscription/new");
    });

    /// <summary>A new process: everything but what is durable.</summary>
    public TeardownWork Start()
    {
        Faults.Restart();
        var plan = new TeardownPlan(Steps().Select(Decorate));
        var saga = new TeardownSaga(plan, Teardowns, Time, Wrap(Options), NullLogger<TeardownSaga>.Instance);
        var confirmation = new EndConfirmation(
            Teardowns, Actors, Shopify, Time, Wrap(Confirmation), NullLogger<EndConfirmation>.Instance);
        return new TeardownWork(Teardowns, confirmation, saga, Time);
    }

    /// <summary>Runs until the row is gone or stalled; waits are skipped by moving the clock.</summary>
    public async Task<Advance> RunAsync(TeardownWork? work = null, TimeSpan? atMost = null)
    {
        work ??= Start();
        var limit = Time.GetUtcNow() + (atMost ?? TimeSpan.FromDays(7));
        for (var piece = 0; piece < 2_000; piece++)
        {
            Permits.GoOn();
            var advance = await work.AdvanceAsync(Installation, TestContext.Current.CancellationToken);
            if (advance.State is AdvanceState.Gone or AdvanceState.Stalled) return advance;
            if (advance.At is not { } at) continue;
            if (at > limit) return advance;
            if (at > Time.GetUtcNow()) Time.Advance(at - Time.GetUtcNow());
        }

        throw new InvalidOperationException("The teardown came to no end in 2,000 pieces.");
    }

    /// <summary>Runs until the process dies at the next point of that name.</summary>
    public async Task RunUntilAsync(TeardownWork work, string point)
    {
        Faults.OnPoint = place =>
        {
            if (Faults.Passed[place] == point) Faults.DiesAt = place;
        };
        await Assert.ThrowsAsync<ProcessDiedException>(() => RunAsync(work));
        Faults.OnPoint = null;
    }

    public CertificateVerdict Verdict() =>
        CertificateVerifier.Verify(Teardowns.Certificate!.Jws, Jwks.WriteText(Keys));

    public CertificateClaims Claims() => Verdict() switch
    {
        CertificateVerdict.Complete complete => complete.Claims,
        CertificateVerdict.CompleteWithExceptions exceptions => exceptions.Claims,
        var verdict => throw new InvalidOperationException(verdict.ToString()),
    };

    public string OutcomeOf(string step) => Claims().Steps.Single(claim => claim.Name == step).Outcome;

    public static IOptions<T> Wrap<T>(T options)
        where T : class => Microsoft.Extensions.Options.Options.Create(options);

    public IEnumerable<ITeardownStep> Steps()
    {
        var roster = new ParticipantRoster(Participants);
        var run = new ParticipantRun(Time, Wrap(Options), NullLogger<ParticipantRun>.Instance);
        var round = new ParticipantRound(
            run, new ParticipantGates(Time, Wrap(Options)), new ParticipantHistory(Notes, Time),
            new ParticipantHolds(roster, Teardowns), Time, Wrap(Options));
        var late = new LateParticipants(Teardowns, Installations);
        var calls = new ShopifyCalls(
            Actors, Permits, Gate, Wrap(new ShopifyOptions()), Wrap(Options), Time);
        var patience = new ShopifyPatience(Wrap(Options));
        var remaining = new RemainingRows(Data);
        var caches = new CacheErasure(Silos, Shared, NullLogger<CacheErasure>.Instance);
        var issuer = new CertificateIssuer(new CertificateSigner(Keys), Time, Wrap(new CertificateOptions()));
        return
        [
            new ClearShopGrain(Actors, Silos, remaining),
            new StopJobs(Jobs, Jobs, Data, remaining, Wrap(Options)),
            new SettleRequests(Requests, Wrap(Compliance)),
            new CloseWebhooks(Data, Shopify, calls, patience),
            new RemoveShopResources(roster, run, Shopify, calls, patience),
            new RevokeAccess(Actors, Installations, Shopify, calls, patience),
            new EraseParticipants(roster, run, round, late, Time),
            new ClearCaches(caches, remaining),
            new PurgeData(Data, Permits, remaining),
            new VerifyResidue(
                remaining, caches, roster, run, round, late, Time, NullLogger<VerifyResidue>.Instance),
            new Certify(issuer, Teardowns),
        ];
    }

    private void Live(InstallationId installation, string token)
    {
        foreach (var store in (string[])["grain_state", "reminders", "jobs", "webhook_inbox", "installations"])
            Data[installation, store] = 1;
        Data[installation, "api_logs"] = 5;
        Data[installation, "sessions"] = 3;
        foreach (var topic in (string[])[Topic, "products/update"])
        {
            var id = $"gid://shopify/WebhookSubscription/{installation}/{topic}";
            Shopify.Subscriptions.Add(id);
            Data.Subscriptions.Add((installation, Subscription(topic, id)));
        }

        var refused = Subscription("themes/publish", null) with
        {
            State = SubscriptionState.Refused, Reason = "refused-access-denied",
        };
        Data.Subscriptions.Add((installation, refused));
        Actors.Grants[installation] = token;
        Shopify.LiveTokens.Add(token);
        Files[installation] = 4;
        Metafields[installation] = 2;
        Cache[installation] = 1;
        Shared[installation] = 3;
        if (installation == Installation) Jobs.Running = 1;
    }

    private WebhookSubscriptionRecord Subscription(string topic, string? id) =>
        new()
        {
            Name = topic.Replace('/', '-'),
            Topic = topic,
            Uri = "https://app.example/webhooks",
            ShopifyId = id,
            State = id is null ? SubscriptionState.Missing : SubscriptionState.InPlace,
            CheckedAt = Time.GetUtcNow(),
        };

    private TeardownRecord Record(bool confirming) => new()
    {
        Id = Guid.CreateVersion7(Time.GetUtcNow()),
        Installation = Installation,
        Shop = Shop,
        ShopId = 77,
        Generation = 1,
        Status = confirming ? TeardownStatus.Confirming : TeardownStatus.Running,
        Cause = confirming ? EndCause.UninstalledByMerchant : EndCause.Operator,
        Evidence = confirming ? ["delivery:app/uninstalled"] : ["operator"],
        BodyNamesShop = confirming,
        OpenedAt = Time.GetUtcNow(),
        StartedAt = Time.GetUtcNow() - TimeSpan.FromDays(30),
        EndedAt = confirming ? null : Time.GetUtcNow(),
        NextAttemptAt = Time.GetUtcNow(),
        Version = 1,
    };
}
