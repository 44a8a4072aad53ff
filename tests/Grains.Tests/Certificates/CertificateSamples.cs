using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Certificates;

/// <summary>A teardown at its end, and what certifies it.</summary>
internal static class CertificateSamples
{
    public static readonly DateTimeOffset At = new(2026, 5, 1, 12, 30, 15, 250, TimeSpan.Zero);

    public static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TeardownRecord Record(params NotErased[] notErased) => new()
    {
        Id = Guid.CreateVersion7(At),
        Installation = InstallationId.New(At),
        Shop = Shop,
        ShopId = 548380009,
        Generation = 3,
        Status = TeardownStatus.Running,
        Cause = EndCause.UninstalledByMerchant,
        Evidence = ["delivery:app/uninstalled", "probe:401"],
        BodyHash = new string('a', 64),
        OpenedAt = At.AddMinutes(-2),
        StartedAt = At.AddDays(-90),
        EndedAt = At.AddMinutes(-1),
        Steps = [.. TeardownPlan.Order.Select(name => Step(name, name == StepNames.CloseWebhooks ? notErased : []))],
    };

    public static CertificateRecord Issue(
        ICertificateKeys keys, TeardownRecord record, CertificateOptions? options = null) =>
        new CertificateIssuer(
            new CertificateSigner(keys), new FakeTimeProvider(At), Options.Create(options ?? new CertificateOptions()))
            .Issue(record);

    public static NotErased Left() =>
        new() { Store = "webhook-subscriptions", Kind = "subscription", Count = 2, Reason = "unreachable" };

    private static ParticipantResult Erased(string name, long count) =>
        new() { Name = name, Assurance = "verified", Erased = [new StoreCount { Store = name, Count = count }] };

    private static StepProgress Step(string name, IReadOnlyList<NotErased> notErased) => new()
    {
        Name = name,
        Status = name == StepNames.Certify ? StepStatus.Running : StepStatus.Done,
        Outcome = name == StepNames.Certify ? null : "done",
        Attempts = 1,
        StartedAt = At.AddSeconds(-30),
        FinishedAt = name == StepNames.Certify ? null : At.AddSeconds(-29),
        Counts = [new StoreCount { Store = "api_logs", Count = 12 }],
        NotErased = notErased,
        Participants = name == StepNames.EraseParticipants
            ? [Erased("files", 4)]
            : [],
    };
}
