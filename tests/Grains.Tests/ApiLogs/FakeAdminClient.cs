using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Webhooks;
using WebhookSubscription = Shopkeeper.Shopify.Admin.WebhookSubscription;

namespace Shopkeeper.Grains.Tests.ApiLogs;

/// <summary>A shop in memory: products, subscriptions, failures to order. Each call is told to the observer.</summary>
internal sealed class FakeAdminClient : IAdminClient
{
    private readonly Lock _gate = new();
    private int _made;

    /// <summary>Asked before each call: its operation; a failure is the answer.</summary>
    public Func<string, AdminFailure?> Fault { get; set; } = _ => null;

    public List<Product> Products { get; } = [];

    public List<WebhookSubscription> Subscriptions { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>Where calls are written down, as behind the gate.</summary>
    public ApiCallLog? CallLog { get; set; }

    /// <summary>What each call was made with.</summary>
    public List<AdminAccess> Accesses { get; } = [];

    /// <summary>Awaited before each call is carried out: its operation.</summary>
    public Func<string, Task>? Meanwhile { get; set; }

    /// <summary>True has changes leave filters as they are.</summary>
    public bool KeepsFilters { get; set; }

    /// <summary>Whom every token speaks for; null where the test doesn't say.</summary>
    public InstallationProbe? Probe { get; init; }

    public Task<AdminOutcome<ProductPage>> ReadProductsAsync(
        AdminAccess access, string? after, int first, CancellationToken cancellationToken) =>
        AnswerAsync(access, "products", () =>
        {
            var from = after is null ? 0 : int.Parse(after, null);
            var page = Products.Skip(from).Take(first).ToList();
            var next = from + first < Products.Count ? $"{from + first}" : null;
            return new ProductPage(page, next);
        }, cancellationToken);

    public Task<AdminOutcome<IReadOnlyList<WebhookSubscription>>> ListWebhooksAsync(
        AdminAccess access, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<WebhookSubscription>>(
            access, "webhookSubscriptions", () => Subscriptions.ToArray(), cancellationToken);

    public Task<AdminOutcome<WebhookSubscription>> CreateWebhookAsync(
        AdminAccess access, WebhookSubscriptionInput subscription, CancellationToken cancellationToken) =>
        AnswerAsync(access, "webhookSubscriptionCreate:" + subscription.Topic, () =>
        {
            var made = Made($"gid://made/{_made++}", subscription);
            Subscriptions.Add(made);
            return made;
        }, cancellationToken);

    public Task<AdminOutcome<WebhookSubscription>> UpdateWebhookAsync(
        AdminAccess access,
        string subscriptionId,
        WebhookSubscriptionInput subscription,
        CancellationToken cancellationToken) =>
        AnswerAsync(access, "webhookSubscriptionUpdate:" + subscriptionId, () =>
        {
            var index = Subscriptions.FindIndex(one => one.Id == subscriptionId);
            var changed = Made(subscriptionId, subscription);
            if (KeepsFilters) changed = changed with { Filter = Subscriptions[index].Filter };
            return Subscriptions[index] = changed;
        }, cancellationToken);

    public Task<AdminOutcome<AdminDone>> DeleteWebhookAsync(
        AdminAccess access, string subscriptionId, CancellationToken cancellationToken) =>
        AnswerAsync(
            access, "webhookSubscriptionDelete:" + subscriptionId,
            () => new AdminDone(Subscriptions.RemoveAll(one => one.Id == subscriptionId) == 0), cancellationToken);

    public Task<AdminOutcome<InstallationProbe>> ProbeAsync(
        AdminAccess access, CancellationToken cancellationToken) =>
        AnswerAsync(access, "probe", () => Probe ?? throw new NotSupportedException(), cancellationToken);

    public Task<AdminOutcome<AdminDone>> UninstallAsync(AdminAccess access, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AdminOutcome<AdminDone>> RevokeAccessAsync(AdminAccess access, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static WebhookSubscription Made(string id, WebhookSubscriptionInput subscription) =>
        new(id, WebhookTopics.ToGraphQlEnum(subscription.Topic), subscription.Uri)
        {
            Filter = subscription.Filter,
            IncludeFields = subscription.IncludeFields,
            MetafieldNamespaces = subscription.MetafieldNamespaces,
        };

    private async Task<AdminOutcome<T>> AnswerAsync<T>(
        AdminAccess access, string operation, Func<T> answer, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Meanwhile is { } meanwhile) await meanwhile(operation);
        AdminOutcome<T> outcome;
        lock (_gate)
        {
            Calls.Add(operation);
            Accesses.Add(access);
            outcome = Fault(operation) is { } failure ? AdminOutcome.Failed<T>(failure) : AdminOutcome.Ok(answer());
        }

        var record = Record(operation, outcome.Code);
        access.Observer?.Invoke(record);
        if (CallLog is not null) await CallLog.WriteAsync(access, record);
        return outcome;
    }

    private static AdminCallRecord Record(string operation, string outcome) => new()
    {
        Operation = operation.Split(':')[0],
        StartedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(12),
        Status = 200,
        Outcome = outcome,
        Attempts = 2,
        Cost = new AdminCallCost(10, 3.2, 996.8, 50),
    };
}
