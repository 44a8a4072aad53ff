using Shopkeeper.Simulator;

namespace Shopkeeper.Cluster.Tests.Clusters;

/// <summary>The settings of the tests' clusters: the product's, with delays scaled from minutes to moments.</summary>
internal static class ClusterSettings
{
    /// <summary>Everything that does not depend on the test.</summary>
    public static Dictionary<string, string?> Scaled { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Shopify:ApiKey"] = SimulatorOptions.DefaultApiKey,
        ["Shopify:ApiSecret"] = SimulatorOptions.DefaultApiSecret,
        ["Shopify:AppUrl"] = "http://127.0.0.1:5080",
        ["Shopify:Scopes"] = "read_products",
        ["Shopify:CallBudget"] = "00:00:02",
        ["Polling:Period"] = "00:00:00.050",
        ["Polling:FailurePause"] = "00:00:00.100",
        ["Webhooks:RetryFirst"] = "00:00:00.010",
        ["Webhooks:RetryMaximum"] = "00:00:00.050",
        ["Webhooks:HandlerTimeout"] = "00:00:02",
        ["Teardown:Confirmation:BackoffFirst"] = "00:00:00.020",
        ["Teardown:Confirmation:BackoffMaximum"] = "00:00:00.100",
        ["Teardown:Confirmation:PatientInterval"] = "00:00:00.200",
        ["Teardown:Confirmation:SupersededAfter"] = "00:00:00.300",
        ["Teardown:Confirmation:StalledAfter"] = "00:00:05",
        ["Teardown:RetryFirst"] = "00:00:00.020",
        ["Teardown:RetryMaximum"] = "00:00:00.200",
        ["Teardown:JobGrace"] = "00:00:02",
        ["Teardown:JobPoll"] = "00:00:00.020",
        ["Teardown:ShopifyDeadline"] = "00:00:05",
        ["Teardown:ShopifyRetryFirst"] = "00:00:00.020",
        ["Teardown:ShopifyRetryMaximum"] = "00:00:00.200",
        ["Tokens:RefreshBeforeMinimum"] = "00:00:10",
        ["Tokens:RefreshBeforeMaximum"] = "00:00:20",
        ["Tokens:RefreshLease"] = "00:00:05",
        ["Tokens:RetryFirst"] = "00:00:00.050",
        ["Tokens:RetryMaximum"] = "00:00:00.200",
        ["Tokens:RefusedApart"] = "00:00:00.300",
        ["Tokens:RefusedRetryAfter"] = "00:00:01",
        ["Jobs:BackoffFirst"] = "00:00:00.050",
        ["Jobs:BackoffMaximum"] = "00:00:00.200",
        ["Jobs:RenewEvery"] = "00:00:00.100",
        ["Jobs:Lease"] = "00:00:02",
        ["Jobs:StopGrace"] = "00:00:02",
    };
}
