using System.Text;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>Requests, stays and customers for tests.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Certificate = Guid.Parse("0190a1b2-0000-7000-8000-00000000000c");

    public static readonly ComplianceSubject Subject = new()
    {
        CustomerId = 191_167,
        Email = "john@customer.example",
        Phone = "555-625-1199",
        Orders = [299_938],
        ShopId = 7,
    };

    public static ComplianceRequest Request(
        string topic = "customers/data_request", ComplianceState state = ComplianceState.Open, string? code = null) =>
        new()
        {
            Id = Guid.Parse("0190a1b2-0000-7000-8000-000000000001"),
            Topic = topic,
            Origin = "delivery",
            ShopHash = "00",
            Installation = new InstallationId(Guid.Parse("0190a1b2-0000-7000-8000-000000000002")),
            State = state,
            Code = code,
            RecordedAt = Now.AddHours(-1),
            DueAt = Now.AddDays(30),
            NextAttemptAt = state == ComplianceState.Open ? Now : null,
        };

    /// <summary>live, confirming, ended, ended-before, purged, certified, certified-before or unknown.</summary>
    public static ComplianceStay Stay(string kind) => kind switch
    {
        "live" => Live,
        "confirming" => Live with { HasTeardown = true, IsConfirming = true },
        "ended" => Live with { EndedAt = Now.AddMinutes(-1), HasTeardown = true },
        "ended-before" => Live with { EndedAt = Now.AddHours(-2), HasTeardown = true },
        "purged" => new ComplianceStay { EndedAt = Now.AddMinutes(-1), HasTeardown = true },
        "certified" => new ComplianceStay { EndedAt = Now.AddMinutes(-1), Certificate = Certificate },
        "certified-before" => new ComplianceStay { EndedAt = Now.AddHours(-2), Certificate = Certificate },
        "unknown" => new ComplianceStay(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static StoredDelivery Delivery(string topic, string body, bool dead = false) => new()
    {
        Id = 1,
        DeliveryHash = [1],
        Topic = topic,
        RecordedAt = Now,
        IsDead = dead,
        Body = Encoding.UTF8.GetBytes(body),
    };

    private static ComplianceStay Live { get; } = new()
    {
        Shop = ShopDomain.Parse("blue-widgets.myshopify.com"), ShopId = 7, Generation = 1,
    };
}
