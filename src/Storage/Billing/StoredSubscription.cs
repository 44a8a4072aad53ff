using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Billing;

namespace Shopkeeper.Storage.Billing;

/// <summary>What of a subscription to the app is stored encrypted, as JSON.</summary>
internal sealed record StoredSubscription
{
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("price")]
    public string? Price { get; init; }

    [JsonPropertyName("currency")]
    public string? Currency { get; init; }

    [JsonPropertyName("interval")]
    public string? Interval { get; init; }

    [JsonPropertyName("planHandle")]
    public string? PlanHandle { get; init; }

    public static StoredSubscription Of(AppSubscription subscription) => new()
    {
        Id = subscription.Id,
        Name = subscription.Name,
        Price = subscription.Price,
        Currency = subscription.Currency,
        Interval = subscription.Interval,
        PlanHandle = subscription.PlanHandle,
    };

    public AppSubscription ToSubscription(string status, DateTimeOffset updatedAt) => new()
    {
        Id = Id,
        Status = status,
        Name = Name,
        Price = Price,
        Currency = Currency,
        Interval = Interval,
        PlanHandle = PlanHandle,
        UpdatedAt = updatedAt,
    };
}
