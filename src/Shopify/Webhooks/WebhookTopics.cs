using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Shopkeeper.Shopify.Webhooks;

/// <summary>Topics as they stand in a delivery's header; each string lives only here.</summary>
public static class WebhookTopics
{
    /// <summary>The shop uninstalled the app; the body is the shop.</summary>
    public const string AppUninstalled = "app/uninstalled";

    /// <summary>The access scopes changed; the body names the shop by <c>shop_id</c>.</summary>
    public const string AppScopesUpdate = "app/scopes_update";

    /// <summary>A subscription to the app changed.</summary>
    public const string AppSubscriptionsUpdate = "app_subscriptions/update";

    /// <summary>The shop changed, its plan included; the body is the shop.</summary>
    public const string ShopUpdate = "shop/update";

    /// <summary>Compliance: erase the shop, sent 48 hours after the uninstall.</summary>
    public const string ShopRedact = "shop/redact";

    /// <summary>Compliance: erase a customer.</summary>
    public const string CustomersRedact = "customers/redact";

    /// <summary>Compliance: give the shop's owner a customer's data.</summary>
    public const string CustomersDataRequest = "customers/data_request";

    /// <summary>A product was created.</summary>
    public const string ProductsCreate = "products/create";

    /// <summary>A product changed.</summary>
    public const string ProductsUpdate = "products/update";

    /// <summary>A product was deleted.</summary>
    public const string ProductsDelete = "products/delete";

    /// <summary>Longest topic accepted, in characters.</summary>
    public const int MaximumLength = 100;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-./");

    /// <summary>
    /// True for the topics that Shopify requires of every app; they can't be subscribed through the API.
    /// </summary>
    public static bool IsCompliance(string topic) => topic is ShopRedact or CustomersRedact or CustomersDataRequest;

    /// <summary>
    /// True for topics that must never be shed, delayed behind others or purged unread: <c>app/*</c> and compliance.
    /// </summary>
    public static bool IsLifecycle(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return IsCompliance(topic) || topic.StartsWith("app/", StringComparison.Ordinal);
    }

    /// <summary>
    /// True for topics that are about the merchant and the app: <c>app/*</c>, <c>shop/update</c> and
    /// <c>app_subscriptions/update</c>. Whoever is named there is the owner of the store, who may be a customer too.
    /// </summary>
    public static bool IsOfMerchant(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic is ShopUpdate or AppSubscriptionsUpdate || topic.StartsWith("app/", StringComparison.Ordinal);
    }

    /// <summary>Reads a topic of any letter case, white space around it ignored, and gives it in lower case.</summary>
    /// <returns>False when <paramref name="text"/> is empty, too long or holds characters that no topic has.</returns>
    public static bool TryNormalize([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? topic)
    {
        topic = text is not null && Ascii.IsValid(text) ? text.Trim().ToLowerInvariant() : null;
        if (topic is { Length: > 0 and <= MaximumLength } && !topic.AsSpan().ContainsAnyExcept(Allowed)) return true;
        topic = null;
        return false;
    }

    /// <summary>The GraphQL form: <c>app/uninstalled</c> becomes <c>APP_UNINSTALLED</c>.</summary>
    public static string ToGraphQlEnum(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.ToUpperInvariant().Replace('/', '_').Replace('.', '_');
    }

    /// <summary>
    /// The topic whose GraphQL form is given, if it is one that is known; the text as it is otherwise.
    /// </summary>
    public static string FromGraphQlEnum(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return KnownTopics.Find(text) ?? text;
    }

    /// <summary>
    /// True when two topics are one, each as in deliveries or in the GraphQL form: that form is all that they share.
    /// </summary>
    public static bool AreSame(string one, string other) => ToGraphQlEnum(one) == ToGraphQlEnum(other);
}
