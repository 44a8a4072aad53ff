using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>One shop at Shopify: who may call, which subscriptions stand, whether the app is installed.</summary>
internal sealed class MemoryShopify(Faults faults, ShopDomain shop) : IAdminClient
{
    private readonly Dictionary<string, Queue<AdminFailure>> _failures = [];

    public bool IsInstalled { get; set; } = true;

    public HashSet<string> LiveTokens { get; } = [];

    public HashSet<string> Subscriptions { get; } = [];

    /// <summary>What a list tells of subscriptions; those that stand no more are not told.</summary>
    public List<WebhookSubscription> Details { get; } = [];

    /// <summary>The operations called, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Calls that came without the promise to be sent once.</summary>
    public List<string> Repeatable { get; } = [];

    /// <summary>The reservations that calls were made under.</summary>
    public List<long?> Reservations { get; } = [];

    /// <summary>True to carry calls out and lose their answers.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Has calls of an operation (<c>*</c>: of all) fail.</summary>
    public void Fail(string operation, AdminFailureKind kind, int times = int.MaxValue, string? errorCode = null)
    {
        var queue = _failures[operation] = new();
        for (var time = 0; time < Math.Min(times, 10_000); time++)
            queue.Enqueue(new AdminFailure { Kind = kind, ErrorCode = errorCode });
    }

    public void Recover()
    {
        _failures.Clear();
        LosesAnswers = false;
    }

    public void Uninstall()
    {
        IsInstalled = false;
        LiveTokens.Clear();
        Subscriptions.Clear();
    }

    public Task<AdminOutcome<InstallationProbe>> ProbeAsync(AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync(access, "probe", () => new InstallationProbe
        {
            AppInstallationId = "gid://shopify/AppInstallation/1",
            ShopId = 1,
            Shop = shop,
            Name = "",
        });

    public Task<AdminOutcome<AdminDone>> DeleteWebhookAsync(
        AdminAccess access, string subscriptionId, CancellationToken cancellationToken) =>
        CallAsync(access, "delete-webhook", () => new AdminDone(!Subscriptions.Remove(subscriptionId)));

    public Task<AdminOutcome<AdminDone>> UninstallAsync(AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync(access, "uninstall", EndAccess);

    public Task<AdminOutcome<AdminDone>> RevokeAccessAsync(AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync(access, "revoke", EndAccess);

    public Task<AdminOutcome<IReadOnlyList<WebhookSubscription>>> ListWebhooksAsync(
        AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<WebhookSubscription>>(
            access, "list-webhooks", () => [.. Details.Where(made => Subscriptions.Contains(made.Id))]);

    public Task<AdminOutcome<WebhookSubscription>> CreateWebhookAsync(
        AdminAccess access, WebhookSubscriptionInput subscription, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AdminOutcome<WebhookSubscription>> UpdateWebhookAsync(
        AdminAccess access,
        string subscriptionId,
        WebhookSubscriptionInput subscription,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AdminOutcome<ProductPage>> ReadProductsAsync(
        AdminAccess access, string? after, int first, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private AdminDone EndAccess()
    {
        Uninstall();
        return new AdminDone(false);
    }

    private Task<AdminOutcome<T>> CallAsync<T>(AdminAccess access, string operation, Func<T> effect)
        where T : class =>
        faults.Around($"shopify.{operation}", () =>
        {
            Calls.Add(operation);
            Reservations.Add(access.Reservation);
            if (!access.SingleAttempt) Repeatable.Add(operation);
            if (Failure(operation) is { } failure) return AdminOutcome.Failed<T>(failure);
            if (!LiveTokens.Contains(access.Token.Reveal()))
                return AdminOutcome.Failed<T>(AdminFailureKind.Unauthorized);
            var value = effect();
            return LosesAnswers ? AdminOutcome.Failed<T>(AdminFailureKind.Unreachable) : AdminOutcome.Ok(value);
        });

    private AdminFailure? Failure(string operation) =>
        _failures.TryGetValue(operation, out var queue) && queue.TryDequeue(out var failure) ? failure
        : operation != "*" ? Failure("*")
        : null;
}
