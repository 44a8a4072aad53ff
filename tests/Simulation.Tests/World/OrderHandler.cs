using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>The app's own code: each order is to be counted once, by a job.</summary>
internal sealed class OrderHandler : IWebhookHandler, IJobHandler
{
    public const string OrderTopic = "orders/create";

    public string Topic => OrderTopic;

    public string Kind => "count-order";

    IReadOnlyList<string> IWebhookHandler.Participants => [];

    IReadOnlyList<string> IJobHandler.Participants => [];

    public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken) =>
        context.EnqueueAsync(Kind, JsonElement.Parse("{}"));

    public Task RunAsync(JobContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
}
