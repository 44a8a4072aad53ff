namespace Shopkeeper.Shopify.Admin;

/// <summary>Shopify's codes that decisions depend on (https://shopify.dev/docs/api/admin-graphql).</summary>
public static class AdminErrorCodes
{
    /// <summary>The token lacks a scope for the field.</summary>
    public const string AccessDenied = "ACCESS_DENIED";

    /// <summary>The app is not installed in the shop; <c>appUninstall</c> after a success answers so.</summary>
    public const string AppNotInstalled = "APP_NOT_INSTALLED";

    /// <summary>A query costs more than Shopify allows for one.</summary>
    public const string MaxCostExceeded = "MAX_COST_EXCEEDED";

    /// <summary>The bucket of query costs is empty.</summary>
    public const string Throttled = "THROTTLED";

    /// <summary>The shop is frozen or closed.</summary>
    public const string ShopInactive = "SHOP_INACTIVE";

    /// <summary>
    /// Ours, for a 403 that has a message and no code: tokens without expiry are accepted no longer
    /// (https://shopify.dev/changelog/expiring-offline-access-tokens-required-for-all-public-apps).
    /// </summary>
    public const string NonExpiringToken = "NON_EXPIRING_TOKEN";

    /// <summary>Shopify failed inside.</summary>
    public const string InternalServerError = "INTERNAL_SERVER_ERROR";

    /// <summary>
    /// Ours, for a user error that has a message and no code: the topic already has a subscription with this address.
    /// </summary>
    public const string Taken = "TAKEN";

    /// <summary>Ours, as above: there is no such object.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>Ours, as above: no call can subscribe the topic, or not this app's.</summary>
    public const string TopicNotAllowed = "TOPIC_NOT_ALLOWED";

    /// <summary>Ours, as above: the app is not approved for protected customer data.</summary>
    public const string ProtectedData = "PROTECTED_DATA";

    /// <summary>Ours, as above: the filter can't be read.</summary>
    public const string InvalidFilter = "INVALID_FILTER";

    /// <summary>Ours, as above: Shopify delivers to no such address.</summary>
    public const string InvalidAddress = "INVALID_ADDRESS";

    /// <summary>Ours, as above: there are no such fields, or no such namespaces of metafields.</summary>
    public const string InvalidFields = "INVALID_FIELDS";
}
