using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Billing;

/// <summary>
/// The body of <c>app_subscriptions/update</c>; older ones have no price, interval and handle
/// (https://shopify.dev/docs/api/webhooks?topic=app_subscriptions/update).
/// </summary>
internal sealed record AppSubscriptionPayload
{
    [JsonRequired]
    public Subscription AppSubscription { get; init; } = null!;

    internal sealed record Subscription
    {
        [JsonRequired]
        public string AdminGraphqlApiId { get; init; } = null!;

        [JsonRequired]
        public string AdminGraphqlApiShopId { get; init; } = null!;

        [JsonRequired]
        public string Status { get; init; } = null!;

        [JsonRequired]
        public DateTimeOffset UpdatedAt { get; init; }

        public string? Name { get; init; }

        /// <summary>A number or a text, as Shopify pleases.</summary>
        public JsonElement Price { get; init; }

        public string? Currency { get; init; }

        public string? Interval { get; init; }

        public string? PlanHandle { get; init; }
    }
}
