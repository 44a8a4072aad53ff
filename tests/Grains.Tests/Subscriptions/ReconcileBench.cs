using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Grains.Tests.ApiLogs;
using Shopkeeper.Shopify.Admin;
using WebhookSubscription = Shopkeeper.Shopify.Admin.WebhookSubscription;

namespace Shopkeeper.Grains.Tests.Subscriptions;

/// <summary>A comparison over a shop and records in memory.</summary>
internal sealed class ReconcileBench
{
    public const string Address = "https://app.example/base/webhooks";

    private const string AppUrl = "https://app.example/base/";

    public AdminBench Shop { get; } = new();

    public FakeAdminClient Client => Shop.Client;

    public FakeSubscriptionStore Records { get; } = new();

    public FakeSubscriptionChecks Checks { get; } = new();

    public SubscriptionOptions Options { get; set; } = new();

    public WantedSet Wanted(params string[] handled) => WantedRules.Build(Options, handled, AppUrl);

    /// <summary>Wants something by name, instead of what was wanted under it.</summary>
    public SubscriptionEntryOptions Want(string name, string topic, string filter = "", params string[] fields)
    {
        var entry = new SubscriptionEntryOptions { Topic = topic, Filter = filter };
        foreach (var field in fields) entry.IncludeFields.Add(field);
        Options.Subscriptions[name] = entry;
        return entry;
    }

    public WebhookSubscription Stand(string id, string topic, string uri = Address, string? filter = null)
    {
        var one = new WebhookSubscription(id, topic, uri) { Filter = filter };
        Client.Subscriptions.Add(one);
        return one;
    }

    /// <summary>A failure of all calls whose operation begins so.</summary>
    public void Fail(string operation, AdminFailureKind kind, string? code = null) =>
        Client.Fault = call => call.StartsWith(operation, StringComparison.Ordinal)
            ? new AdminFailure { Kind = kind, ErrorCode = code }
            : null;

    public async Task RunAsync(params string[] handled)
    {
        using var arguments = JsonDocument.Parse("{}");
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var job = new ReconcileWebhooks(
            Shop.Admin,
            Records,
            Checks,
            Wanted(handled),
            Microsoft.Extensions.Options.Options.Create(Options),
            new SubscriptionMetrics(services.GetRequiredService<IMeterFactory>()),
            Shop.Clock);
        var context = new JobContext
        {
            JobId = Guid.Empty,
            Installation = Shop.Installation,
            Arguments = arguments.RootElement,
            Attempt = 1,
            Report = _ => { },
        };
        await job.RunAsync(context, TestContext.Current.CancellationToken);
    }

    /// <summary>The state and reason of a name.</summary>
    public (SubscriptionState State, string? Reason) this[string name] =>
        (Records.Records[name].State, Records.Records[name].Reason);
}
