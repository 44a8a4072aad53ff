using System.Text.Json.Nodes;

namespace Shopkeeper.Shopify.Admin;

/// <summary>A subscription as the variable of a mutation.</summary>
internal static class SubscriptionVariables
{
    /// <summary>Only what is wanted is said.</summary>
    public static JsonObject ForCreate(WebhookSubscriptionInput subscription)
    {
        var variable = Basics(subscription);
        if (subscription.Filter is { } filter) variable["filter"] = filter;
        if (subscription.IncludeFields.Count > 0) variable["includeFields"] = Array(subscription.IncludeFields);
        if (subscription.MetafieldNamespaces.Count > 0)
            variable["metafieldNamespaces"] = Array(subscription.MetafieldNamespaces);
        return variable;
    }

    /// <summary>
    /// All is said: what is left out of a change stays as it is. Without fields, null says "all of them".
    /// </summary>
    public static JsonObject ForUpdate(WebhookSubscriptionInput subscription)
    {
        var variable = Basics(subscription);
        variable["filter"] = subscription.Filter;
        variable["includeFields"] = subscription.IncludeFields.Count > 0 ? Array(subscription.IncludeFields) : null;
        variable["metafieldNamespaces"] = Array(subscription.MetafieldNamespaces);
        return variable;
    }

    private static JsonObject Basics(WebhookSubscriptionInput subscription) => new()
    {
        ["uri"] = subscription.Uri,
        ["format"] = WebhookSubscription.JsonFormat,
    };

    private static JsonArray Array(IReadOnlyList<string> texts) =>
        [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];
}
