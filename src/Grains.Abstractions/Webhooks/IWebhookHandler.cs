namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// The app's own reaction to a topic. Register it with <c>services.AddSingleton&lt;IWebhookHandler, …&gt;()</c>. It
/// runs in the shop's turn, at least once and in order, so it must be short: what takes time goes into a job, enqueued
/// with
/// <see cref="WebhookContext.EnqueueAsync"/>, which happens once per delivery however often the handler runs.
/// </summary>
public interface IWebhookHandler
{
    /// <summary>The topic it handles, such as <c>orders/create</c>.</summary>
    string Topic { get; }

    /// <summary>
    /// Names of the participants in erasure whose stores the handler writes to. Where one of them is keyed by shop, the
    /// delivery waits while an earlier stay of its shop is not yet erased there.
    /// </summary>
    IReadOnlyList<string> Participants => [];

    /// <summary>Handles one delivery. An exception means: try again later, at most ten times.</summary>
    Task HandleAsync(WebhookContext context, CancellationToken cancellationToken);
}
