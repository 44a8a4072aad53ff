using System.Globalization;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Billing;

/// <summary>
/// What is kept of a delivery about a subscription to the app. Whether the last CANCELLED comes before
/// <c>app/uninstalled</c>, after it or never is not known of Shopify: before, it is stored and goes with the stay;
/// after, there is no stay to store it for; after a reinstall, it is of an earlier stay.
/// </summary>
internal static class AppSubscriptionRules
{
    private const int MaximumLength = 255;
    private const int MaximumStatusLength = 32;
    private const string ShopGid = "gid://shopify/Shop/";

    // Shopify tells the time in whole seconds, cut off.
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(1);

    /// <summary>True when the body names the installation's shop, as all of them do: nothing else is signed.</summary>
    public static bool IsOf(AppSubscriptionPayload.Subscription subscription, Installation installation) =>
        subscription.AdminGraphqlApiShopId == ShopGid + installation.ShopId.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// True for what was changed before the app's stay in the shop began: it ended with the one before.
    /// </summary>
    public static bool IsOfEarlierStay(AppSubscriptionPayload.Subscription subscription, Installation installation) =>
        subscription.UpdatedAt + Cut <= (installation.DeliveriesSince ?? installation.StartedAt);

    /// <summary>What is stored; null when it is of no use.</summary>
    public static AppSubscription? Read(AppSubscriptionPayload.Subscription subscription)
    {
        var status = subscription.Status.ToUpperInvariant();
        if (subscription.AdminGraphqlApiId.Length is 0 or > MaximumLength || !IsStatus(status)) return null;
        return new AppSubscription
        {
            Id = subscription.AdminGraphqlApiId,
            Status = status,
            Name = Bounded(subscription.Name) ?? "",
            Price = Bounded(PriceOf(subscription.Price)),
            Currency = Bounded(subscription.Currency),
            Interval = Bounded(subscription.Interval),
            PlanHandle = Bounded(subscription.PlanHandle),
            UpdatedAt = subscription.UpdatedAt.ToUniversalTime(),
        };
    }

    private static bool IsStatus(string text) =>
        text.Length is > 0 and <= MaximumStatusLength && text.All(sign => char.IsAsciiLetterUpper(sign) || sign == '_');

    private static string? PriceOf(JsonElement price) => price.ValueKind switch
    {
        JsonValueKind.Number => price.GetRawText(),
        JsonValueKind.String => price.GetString(),
        _ => null,
    };

    private static string? Bounded(string? text) => text is { Length: > MaximumLength } ? text[..MaximumLength] : text;
}
