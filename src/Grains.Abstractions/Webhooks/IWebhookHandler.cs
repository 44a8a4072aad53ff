using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// The app's own reaction to a topic. Register it with <c>services.AddSingleton&lt;IWebhookHandler, …&gt;()</c>. It runs in
/// the shop's turn, at least once and in order, so it must be short: what takes time goes into a job, enqueued with
/// <see cref="WebhookContext.EnqueueAsync"/>, which happens once per delivery however often the handler runs.
/// </summary>
public interface IWebhookHandler
{
    /// <summary>The topic it handles, such as <c>orders/create</c>.</summary>
    string Topic { get; }

    /// <summary>Handles one delivery. An exception means: try again later, at most ten times.</summary>
    Task HandleAsync(WebhookContext context, CancellationToken cancellationToken);
}

/// <summary>A delivery as a handler sees it.</summary>
public sealed record WebhookContext
{
    /// <summary>The installation it is for.</summary>
    public required Installation Installation { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>When the event happened, as the unsigned header says.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>The parsed body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>Enqueues a job for the installation: kind and arguments. Once per delivery and kind.</summary>
    public required Func<string, JsonElement, Task> EnqueueAsync { get; init; }
}
