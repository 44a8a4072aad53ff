using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>The app's own code: each order is to be counted once, by a job.</summary>
/// <param name="participants">Where that job writes to.</param>
internal sealed class OrderHandler(IReadOnlyList<string> participants) : IWebhookHandler
{
    public const string OrderTopic = "orders/create";
    public const string JobKind = "count-order";

    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    public string Topic => OrderTopic;

    IReadOnlyList<string> IWebhookHandler.Participants => participants;

    public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken) =>
        context.EnqueueAsync(JobKind, NoArguments);
}
