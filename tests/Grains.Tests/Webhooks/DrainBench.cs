using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Access;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Grains.Tests.Teardown.World;
using Shopkeeper.Grains.Webhooks;

namespace Shopkeeper.Grains.Tests.Webhooks;

/// <summary>A shop's turn over an inbox in memory, on a clock of the test's.</summary>
internal sealed class DrainBench : IDisposable
{
    public const string Topic = "orders/create";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DeliveryDrain _drain;

    public DrainBench(params IWebhookHandler[] handlers)
        : this([], handlers)
    {
    }

    public DrainBench(IErasureParticipant[] participants, params IWebhookHandler[] handlers)
    {
        Store = new FakeJobStore(Clock);
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var kinds = new JobKinds(
        [
            new ScriptedHandler("count-order", (_, _) => Task.CompletedTask),
            new ScriptedHandler("print-label", (_, _) => Task.CompletedTask),
        ]);
        var teardowns = Teardowns;
        var roster = new ParticipantRoster(participants);
        var classifier = new DeliveryClassifier(teardowns, new Hash());
        var metrics = new DeliveryMetrics(_services.GetRequiredService<IMeterFactory>(), handlers);
        var latest = new LatestResources(new MemorySeenResources(), new Hash(), metrics);
        var installations = new FakeInstallationStore { Rows = { [Installation.Id] = Installation } };
        var call = new HandlerCall(handlers, [], latest, Store, kinds, new FakeSignals(), options, Clock);
        _drain = new DeliveryDrain(
            Inbox,
            installations,
            classifier,
            new DeliveryEffects(
                Inbox, installations, teardowns, classifier, call,
                new ScopeUpdates(new FakeInstallationStore(), null!),
                new PlanHints(installations, Checks, new FakeSignals()), new FakeSignals(), Clock),
            new HeldDeliveries(
                Inbox, new ParticipantDeclarations([], handlers, roster), new ParticipantHolds(roster, teardowns),
                Microsoft.Extensions.Options.Options.Create(new TeardownOptions())),
            metrics,
            options,
            Clock,
            NullLogger<DeliveryDrain>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public MemoryTeardowns Teardowns { get; } = new(new Faults());

    public WebhooksOptions Options { get; } = new();

    public MemoryInbox Inbox { get; } = new();

    public FakeAccessChecks Checks { get; } = new();

    public FakeJobStore Store { get; }

    public Installation Installation { get; } = FakeInstallationStore.Current();

    public void Dispose() => _services.Dispose();

    public void Deliver(int count = 1)
    {
        for (var number = 1; number <= count; number++)
        {
            Inbox.Due.Add(new InboxDelivery
            {
                Id = number,
                Shop = Installation.Shop,
                Topic = Topic,
                DeliveryHash = SHA256.HashData(Encoding.UTF8.GetBytes($"delivery-{number}")),
                RecordedAt = Clock.GetUtcNow(),
                Body = Encoding.UTF8.GetBytes($$"""{"id":{{number}}}"""),
                Attempts = 0,
            });
        }
    }

    /// <summary>One delivery, as its body and its headers tell it.</summary>
    public void Deliver(
        long id, string topic, string body, DateTimeOffset? triggeredAt = null, DeliveryHints? hints = null) =>
        Inbox.Due.Add(new InboxDelivery
        {
            Id = id,
            Shop = Installation.Shop,
            Topic = topic,
            DeliveryHash = SHA256.HashData(Encoding.UTF8.GetBytes($"delivery-{id}")),
            TriggeredAt = triggeredAt,
            Hints = hints ?? DeliveryHints.None,
            RecordedAt = Clock.GetUtcNow(),
            Body = Encoding.UTF8.GetBytes(body),
            Attempts = 0,
        });

    public Task<bool> TurnAsync() => TurnAsync(Installation);

    /// <summary>A turn of an activation that holds that stay, or none.</summary>
    public Task<bool> TurnAsync(Installation? held) =>
        _drain.RunAsync(Installation.Shop, held, TestContext.Current.CancellationToken);

    private sealed class Hash : IKeyedHash
    {
        public byte[] Compute(string purpose, ReadOnlySpan<byte> data) => SHA256.HashData(data);
    }
}
