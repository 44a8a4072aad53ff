using Shopkeeper.Frontend.BackEnds;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>The configuration of a service under test: Production, with delays that tests can wait for.</summary>
public static class ServiceSettings
{
    /// <summary>The longest body of a delivery that these services take.</summary>
    public const int MaximumBodyBytes = 64 * 1024;

    /// <summary>The only origin that may read answers from another page.</summary>
    public const string AllowedOrigin = "https://app.example.com";

    /// <summary>Settings of a service whose log tells all there is, from everybody.</summary>
    public static IReadOnlyDictionary<string, string?> AllTold { get; } = new Dictionary<string, string?>
    {
        ["Logging:LogLevel:Microsoft"] = "Trace",
        ["Logging:LogLevel:System"] = "Trace",
        ["Logging:LogLevel:Orleans"] = "Trace",
        ["Logging:Console:LogLevel:Microsoft"] = "Trace",
        ["Logging:Console:LogLevel:System"] = "Trace",
        ["Logging:Console:LogLevel:Orleans"] = "Trace",
    };

    private static readonly Dictionary<string, string?> Waits = new(StringComparer.Ordinal)
    {
        ["Polling:Period"] = "00:00:00.2",
        ["Polling:FailurePause"] = "00:00:00.2",
        ["Teardown:RetryFirst"] = "00:00:00.1",
        ["Teardown:RetryMaximum"] = "00:00:01",
        ["Teardown:ShopifyRetryFirst"] = "00:00:00.1",
        ["Teardown:ShopifyRetryMaximum"] = "00:00:01",
        ["Teardown:JobGrace"] = "00:00:05",
        ["Teardown:JobPoll"] = "00:00:00.05",
        ["Teardown:Confirmation:BackoffFirst"] = "00:00:00.1",
        ["Teardown:Confirmation:BackoffMaximum"] = "00:00:01",
        ["Teardown:Confirmation:SupersededAfter"] = "00:00:01",
        ["Compliance:RetryFirst"] = "00:00:00.1",
        ["Compliance:RetryMaximum"] = "00:00:00.5",
        ["Compliance:LookAgain"] = "00:00:00.2",
        ["Compliance:SettlePoll"] = "00:00:00.1",
        ["Tokens:RefusedApart"] = "00:00:01",
        ["Cluster:StopGrace"] = "00:00:00",
        ["Access:RecheckAfter"] = "00:00:00.2",
        ["Access:DormantFirst"] = "00:00:00.5",
        ["Access:DormantMaximum"] = "00:00:01",
        ["Access:ChecksPerMinute"] = "10000",
        ["Jobs:Lease"] = "00:00:03",
        ["Jobs:RenewEvery"] = "00:00:00.2",
        ["Jobs:BackoffFirst"] = "00:00:00.2",
    };

    /// <summary>Settings that do not depend on where the service runs.</summary>
    public static Dictionary<string, string?> For(Keys keys) =>
        new(Identity(keys).Concat(Waits), StringComparer.Ordinal);

    private static Dictionary<string, string?> Identity(Keys keys) => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["Shopify:ApiKey"] = keys.ApiKey,
        ["Shopify:ApiSecret"] = keys.ApiSecret,
        ["Shopify:PreviousApiSecrets:0"] = keys.PreviousSecret,
        ["Shopify:Scopes"] = "read_products",
        ["EmbeddedApp:AllowedOrigins:0"] = AllowedOrigin,
        ["Reset:FromSession"] = "true",
        ["Webhooks:MaximumBodyBytes"] = $"{MaximumBodyBytes}",
        ["Webhooks:Topics:0"] = "app/uninstalled",
        ["Webhooks:Topics:1"] = "products/update",
        ["Operator:Keys:operator:Sha256"] = Keys.HashOf(keys.Operator),
        ["Operator:Keys:colleague:Sha256"] = Keys.HashOf(keys.Colleague),
        ["Operator:Keys:viewer:Sha256"] = Keys.HashOf(keys.Viewer),
        ["Operator:Keys:viewer:Roles"] = "viewer",
        ["Operator:Keys:expired:Sha256"] = Keys.HashOf(keys.Expired),
        ["Operator:Keys:expired:ExpiresAt"] = "2020-01-01T00:00:00Z",
        ["Service:Keys:worker:Sha256"] = Keys.HashOf(keys.Service),
        ["Service:Keys:worker:Scopes"] = string.Join(',', ServiceScopes.All),
        ["Service:Keys:reader:Sha256"] = Keys.HashOf(keys.ServiceReader),
        ["Service:Keys:reader:Scopes"] = ServiceScopes.ShopsRead,
        ["Service:Keys:expired:Sha256"] = Keys.HashOf(keys.ServiceExpired),
        ["Service:Keys:expired:Scopes"] = ServiceScopes.ShopsRead,
        ["Service:Keys:expired:ExpiresAt"] = "2020-01-01T00:00:00Z",

        // All there is of our own: the log is searched for what must not stand in it. What the frameworks trace is a
        // great deal; the services that most tests share tell it, too.
        ["Logging:LogLevel:Default"] = "Trace",
        ["Logging:Console:LogLevel:Default"] = "Trace",
        ["Logging:Console:LogLevel:Microsoft"] = "Information",
        ["Logging:Console:LogLevel:System"] = "Information",
        ["Logging:Console:LogLevel:Orleans"] = "Information",
    };

    /// <summary>Settings as the variables of a process.</summary>
    public static Dictionary<string, string?> AsEnvironment(IReadOnlyDictionary<string, string?> settings) =>
        settings.ToDictionary(
            pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value, StringComparer.Ordinal);
}
