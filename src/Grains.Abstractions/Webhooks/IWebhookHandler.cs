namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// The app's own reaction to a topic, over the body as it is; most derive from <see cref="WebhookHandler{TPayload}"/>
/// instead. Register it with <c>services.AddWebhookHandler&lt;T&gt;()</c>. It runs in the shop's turn, at least once
/// and in order of arrival, which need not be the order of events, so it must be short: what takes time goes into a
/// job, enqueued with <see cref="WebhookContext.EnqueueAsync"/>, which happens once per delivery however often the
/// handler runs.
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

    /// <summary>
    /// A name for what the handler keeps of resources, such as <c>products</c>: then a delivery about a resource that
    /// is older than the newest handled under this name never reaches it, so that a late update overwrites no newer one
    /// and brings nothing deleted back. Handlers of several topics that keep the same share the name. How old a
    /// delivery is says its body's <c>updated_at</c>, or else the time in its header, which never counts as later than
    /// the recording; which resource, its body's <c>id</c>. Null: every delivery is handled. At most 64 characters.
    /// </summary>
    string? ResourceGroup => null;

    /// <summary>Handles one delivery. An exception means: try again later, at most ten times; a
    /// <see cref="PoisonDeliveryException"/>: never again.</summary>
    Task HandleAsync(WebhookContext context, CancellationToken cancellationToken);
}
