namespace Shopkeeper.Simulator.Admin;

/// <summary>
/// The input of a subscription. <c>callbackUrl</c>, <c>arn</c> and the two of Pub/Sub are older names of <c>uri</c>.
/// </summary>
internal sealed class SubscriptionInput
{
    public string? Uri { get; set; }

    public string? CallbackUrl { get; set; }

    public string? Format { get; set; }

    public IReadOnlyList<string>? IncludeFields { get; set; }

    public string? Filter { get; set; }

    public IReadOnlyList<string>? MetafieldNamespaces { get; set; }

    public string? Name { get; set; }

    public string? Arn { get; set; }

    public string? PubSubProject { get; set; }

    public string? PubSubTopic { get; set; }

    public string? Address => Uri ?? CallbackUrl ?? Arn
        ?? (PubSubProject is null ? null : SubscriptionEndpoint.PubSubUri(PubSubProject, PubSubTopic ?? ""));
}
