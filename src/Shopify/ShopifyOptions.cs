namespace Shopkeeper.Shopify;

/// <summary>What the service knows of the app it serves: section <c>Shopify</c> of the configuration.</summary>
public sealed class ShopifyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Shopify";

    /// <summary>The app's client id; the audience of every session token. Required.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>
    /// The app's client secret. It signs deliveries, callbacks and session tokens, and buys tokens. Required.
    /// </summary>
    public string ApiSecret { get; set; } = "";

    /// <summary>
    /// Earlier client secrets whose signatures are still accepted. Shopify signs with the oldest secret that is not
    /// revoked, and a switch can take an hour
    /// (https://shopify.dev/docs/apps/build/authentication-authorization/client-secrets).
    /// At most 5.
    /// </summary>
    public IList<string> PreviousApiSecrets { get; } = [];

    /// <summary>
    /// Access scopes to ask for, comma separated. Empty: the scopes are those of the app's TOML file.
    /// </summary>
    public string Scopes { get; set; } = "";

    /// <summary>
    /// Whether installs ask for offline tokens that expire and are refreshed. Default true: Shopify demands it of
    /// public apps; custom apps and those of one merchant may set it to false
    /// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens).
    /// </summary>
    public bool ExpiringTokens { get; set; } = true;

    /// <summary>The Admin API's version, <c>YYYY-MM</c> or <c>unstable</c>. Default <c>2026-10</c>.</summary>
    public string ApiVersion { get; set; } = "2026-10";

    /// <summary>The app's own public address: https, or http on loopback. Required.</summary>
    public string AppUrl { get; set; } = "";

    /// <summary>
    /// Where a shop's admin is reached; <c>{shop}</c> stands for the shop domain. Https, or http on loopback as in
    /// <c>http://127.0.0.1:5090/{shop}</c>. Default <c>https://{shop}</c>.
    /// </summary>
    public string AdminUrlTemplate { get; set; } = "https://{shop}";

    /// <summary>
    /// Longest time for one call to Shopify, its retries and its body included. Default and maximum 10 s, because a
    /// teardown's permit to call lasts 15 s.
    /// </summary>
    public TimeSpan CallBudget { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string ToString() => nameof(ShopifyOptions);
}
