using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Http;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Shopify.Admin;

/// <summary>The Admin API over HTTP.</summary>
internal sealed class AdminClient(ShopifyTransport transport, IAdminGate gate, IOptions<ShopifyOptions> options)
    : IAdminClient
{
    private const int MaximumPages = 40;

    private static readonly AdminDone Changed = new(AlreadyDone: false);

    public Task<AdminOutcome<InstallationProbe>> ProbeAsync(AdminAccess access, CancellationToken cancellationToken) =>
        AskAsync(access, AdminOperation.Probe, [], AdminAnswers.Probe, cancellationToken);

    public async Task<AdminOutcome<IReadOnlyList<WebhookSubscription>>> ListWebhooksAsync(
        AdminAccess access, CancellationToken cancellationToken)
    {
        var subscriptions = new List<WebhookSubscription>();
        var trail = new CursorTrail();
        string? cursor = null;
        for (var page = 0; page < MaximumPages; page++)
        {
            var outcome = await ReadPageAsync(
                access, AdminOperation.ListWebhooks, AdminOperation.PageSize, cursor, trail, AdminAnswers.Subscription,
                cancellationToken);
            if (!outcome.IsOk) return AdminOutcome.Failed<IReadOnlyList<WebhookSubscription>>(outcome.Failure);
            subscriptions.AddRange(outcome.Value.Nodes);
            cursor = outcome.Value.Next;
            if (cursor is null) return AdminOutcome.Ok<IReadOnlyList<WebhookSubscription>>(subscriptions);
        }
        return AdminOutcome.Failed<IReadOnlyList<WebhookSubscription>>(AdminFailureKind.Unreadable);
    }

    public Task<AdminOutcome<WebhookSubscription>> CreateWebhookAsync(
        AdminAccess access, WebhookSubscriptionInput subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var variables = new JsonObject
        {
            ["topic"] = WebhookTopics.ToGraphQlEnum(subscription.Topic),
            ["subscription"] = SubscriptionVariables.ForCreate(subscription),
        };
        return ChangeAsync(
            access, AdminOperation.CreateWebhook, variables, AdminAnswers.Changed, cancellationToken);
    }

    public Task<AdminOutcome<WebhookSubscription>> UpdateWebhookAsync(
        AdminAccess access, string subscriptionId, WebhookSubscriptionInput subscription,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subscriptionId);
        ArgumentNullException.ThrowIfNull(subscription);
        var variables = new JsonObject
        {
            ["id"] = subscriptionId,
            ["subscription"] = SubscriptionVariables.ForUpdate(subscription),
        };
        return ChangeAsync(
            access, AdminOperation.UpdateWebhook, variables, AdminAnswers.Changed, cancellationToken);
    }

    public async Task<AdminOutcome<AdminDone>> DeleteWebhookAsync(
        AdminAccess access, string subscriptionId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subscriptionId);
        var outcome = await ChangeAsync(
            access, AdminOperation.DeleteWebhook, new JsonObject { ["id"] = subscriptionId },
            static payload => payload.Text("deletedWebhookSubscriptionId") is null ? null : Changed,
            cancellationToken);
        return outcome.Failure?.ErrorCode == AdminErrorCodes.NotFound
            ? AdminOutcome.Ok(new AdminDone(AlreadyDone: true))
            : outcome;
    }

    public Task<AdminOutcome<AdminDone>> UninstallAsync(AdminAccess access, CancellationToken cancellationToken) =>
        ChangeAsync(access, AdminOperation.Uninstall, [], static _ => Changed, cancellationToken);

    public async Task<AdminOutcome<AdminDone>> RevokeAccessAsync(
        AdminAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var reply = await SendAsync(
            access,
            new Call
            {
                Operation = "revokeAccess",
                Method = HttpMethod.Delete,
                Address = AdminUrl.For(options.Value, access.Shop, "admin/api_permissions/current.json"),
                Expected = ExpectedBody.NothingOrJson,
                Token = access.Token,
            },
            points: 0,
            cancellationToken);
        return reply.Failure is { } failure
            ? AdminOutcome.Failed<AdminDone>(failure)
            : AdminOutcome.Ok(Changed);
    }

    public async Task<AdminOutcome<ProductPage>> ReadProductsAsync(
        AdminAccess access, string? after, int first, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, AdminOperation.PageSize);
        var outcome = await ReadPageAsync(
            access, AdminOperation.Products, first, after, new CursorTrail(), AdminAnswers.Product, cancellationToken);
        return outcome.IsOk
            ? AdminOutcome.Ok(new ProductPage(outcome.Value.Nodes, outcome.Value.Next))
            : AdminOutcome.Failed<ProductPage>(outcome.Failure);
    }

    private Task<AdminOutcome<Page<T>>> ReadPageAsync<T>(
        AdminAccess access, AdminOperation operation, int first, string? after, CursorTrail trail,
        Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class =>
        AskAsync(
            access, operation, new JsonObject { ["first"] = first, ["after"] = after },
            data => data.Child(operation.Field) is { } connection
                && AdminAnswers.Nodes(connection, read) is { } nodes
                && trail.TryAdvance(connection, after, out var next)
                    ? new Page<T>(nodes, next)
                    : null,
            cancellationToken);

    private async Task<AdminOutcome<T>> ChangeAsync<T>(
        AdminAccess access, AdminOperation operation, JsonObject variables, Func<JsonElement, T?> read,
        CancellationToken cancellationToken)
        where T : class
    {
        var reply = await SendAsync(access, operation, variables, cancellationToken);
        if (reply.Failure is { } failure) return AdminOutcome.Failed<T>(failure);
        if (reply.Root?.Child("data")?.Child(operation.Field) is not { } payload)
            return AdminOutcome.Failed<T>(reply.Unreadable());
        if (UserErrors.Read(payload, reply.Status) is { } refused) return AdminOutcome.Failed<T>(refused);
        return read(payload) is { } value ? AdminOutcome.Ok(value) : AdminOutcome.Failed<T>(reply.Unreadable());
    }

    private async Task<AdminOutcome<T>> AskAsync<T>(
        AdminAccess access, AdminOperation operation, JsonObject variables, Func<JsonElement, T?> read,
        CancellationToken cancellationToken)
        where T : class
    {
        var reply = await SendAsync(access, operation, variables, cancellationToken);
        if (reply.Failure is { } failure) return AdminOutcome.Failed<T>(failure);
        return reply.Root?.Child("data") is { } data && read(data) is { } value
            ? AdminOutcome.Ok(value)
            : AdminOutcome.Failed<T>(reply.Unreadable());
    }

    private Task<Reply> SendAsync(
        AdminAccess access, AdminOperation operation, JsonObject variables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var body = new JsonObject { ["query"] = operation.Document, ["variables"] = variables };
        return SendAsync(
            access,
            new Call
            {
                Operation = operation.Field,
                Method = HttpMethod.Post,
                Address = AdminUrl.For(
                    options.Value, access.Shop, $"admin/api/{options.Value.ApiVersion}/graphql.json"),
                Expected = ExpectedBody.GraphQl,
                Body = JsonSerializer.SerializeToUtf8Bytes(body),
                Token = access.Token,
                Retryable = !operation.IsMutation && !access.SingleAttempt,
            },
            Points(operation, variables),
            cancellationToken);
    }

    private static double Points(AdminOperation operation, JsonObject variables)
    {
        if (operation.IsMutation) return AdminCosts.Mutation;
        return variables["first"] is { } first ? AdminCosts.Page(first.GetValue<int>()) : AdminCosts.Probe;
    }

    /// <summary>The one place where calls with a shop's token are made: through the gate and out again.</summary>
    private async Task<Reply> SendAsync(
        AdminAccess access, Call call, double points, CancellationToken cancellationToken)
    {
        long reservation;
        try
        {
            reservation = access.Reservation ?? await gate.ReserveAsync(
                access.Shop, access.Priority, call.Operation, points, cancellationToken);
        }
        catch (CallsHeldException held)
        {
            return new Reply
            {
                Failure = new AdminFailure { Kind = AdminFailureKind.Rejected, RetryAfter = held.Wait },
            };
        }

        AdminCallRecord? record = null;
        try
        {
            return await transport.SendAsync(call with { Observer = told => record = told }, cancellationToken);
        }
        finally
        {
            if (record is not null)
            {
                access.Observer?.Invoke(record);
                await gate.LeaveAsync(access, reservation, points, record);
            }
        }
    }

    private sealed record Page<T>(List<T> Nodes, string? Next);
}
