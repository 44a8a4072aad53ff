using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator;

/// <summary>How a simulated Shopify is started. What may change later is changed through the control API.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The address that <c>dotnet run --project src/Simulator</c> listens on.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5090";

    /// <summary>Where, below the address, the stand-in for App Bridge is.</summary>
    public const string AppBridgePath = "/app-bridge.js";

    /// <summary>The client id of the app, unless another is set. Meant for development; it protects nothing.</summary>
    public const string DefaultApiKey = "shopkeeper-simulator-api-key";

    /// <summary>
    /// The client secret of the app, unless another is set. Meant for development; it protects nothing.
    /// </summary>
    public const string DefaultApiSecret = "shopkeeper-simulator-api-secret-for-development-only";

    /// <summary>Where to listen: plain http on a loopback address; port 0 takes a free port.</summary>
    public string Url { get; init; } = DefaultUrl;

    /// <summary>The app's client id.</summary>
    public string ApiKey { get; init; } = DefaultApiKey;

    /// <summary>
    /// The app's client secret: it authenticates the app and signs queries, session tokens and deliveries.
    /// </summary>
    public string ApiSecret { get; init; } = DefaultApiSecret;

    /// <summary>The app's public address. Redirects after authorization must lead to its origin.</summary>
    public Uri AppUrl { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>
    /// The app-level subscriptions, as an app declares them in its TOML file. Null: one to <c>{AppUrl}/webhooks</c> for
    /// <c>app/uninstalled</c> and the compliance topics.
    /// </summary>
    public IReadOnlyList<AppSubscription>? AppSubscriptions { get; init; }

    /// <summary>The API version named in deliveries and answers, <c>YYYY-MM</c>.</summary>
    public string ApiVersion { get; init; } = "2026-10";

    /// <summary>True shows a page with a button instead of approving each authorization at once.</summary>
    public bool ManualApproval { get; init; }

    /// <summary>True (the default) lets an authorization create a shop that nobody has created before.</summary>
    public bool CreateShopsOnAuthorize { get; init; } = true;

    /// <summary>How many products a new shop has, 0 to 100,000.</summary>
    public int ProductCount { get; init; } = 250;

    /// <summary>How long an app may take to answer a delivery; Shopify allows 5 seconds.</summary>
    /// <remarks>https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks</remarks>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a failed delivery is repeated; Shopify repeats it 8 times.</summary>
    public int DeliveryRetries { get; init; } = 8;

    /// <summary>
    /// The wait before the first retry, doubled for each further one. 56 seconds spread 8 retries over Shopify's four
    /// hours; set less to see them sooner.
    /// </summary>
    public TimeSpan FirstRetryAfter { get; init; } = TimeSpan.FromSeconds(56);

    /// <summary>
    /// True sends <c>shop/redact</c> when <see cref="ShopRedactAfter"/> has passed since an uninstall.
    /// </summary>
    public bool SendShopRedact { get; init; }

    /// <summary>The time between an uninstall and its <c>shop/redact</c>; 48 hours at Shopify.</summary>
    public TimeSpan ShopRedactAfter { get; init; } = TimeSpan.FromHours(48);

    /// <summary>
    /// How many times faster than at Shopify retries, ordered delays and the wait before <c>shop/redact</c> pass: 60
    /// turns hours into minutes. Tokens live as long as ever. Default 1, 1 to 1,000,000.
    /// </summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>True answers <c>THROTTLED</c> when a shop's bucket of GraphQL points is empty.</summary>
    public bool EnforceRateLimit { get; init; }

    /// <summary>
    /// True declines a subscription to a topic whose scope is missing, such as <c>orders/create</c> without
    /// <c>read_orders</c>.
    /// </summary>
    public bool EnforceTopicScopes { get; init; }

    /// <summary>The clock of tokens, timestamps, retries and delays. Time-outs of connections use real time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"SimulatorOptions {{ Url = {Url} }}";
}
