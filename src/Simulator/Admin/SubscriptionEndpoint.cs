namespace Shopkeeper.Simulator.Admin;

/// <summary>A subscription's address in the older form: a union by kind, which libraries still ask for.</summary>
internal abstract record SubscriptionEndpoint
{
    private const string PubSubScheme = "pubsub://";

    private SubscriptionEndpoint()
    {
    }

    public static SubscriptionEndpoint Of(string uri)
    {
        if (uri.StartsWith("arn:", StringComparison.Ordinal)) return new EventBridge(uri);
        if (!uri.StartsWith(PubSubScheme, StringComparison.Ordinal)) return new Http(uri);
        var parts = uri[PubSubScheme.Length..].Split(':', 2);
        return new PubSub(parts[0], parts.Length > 1 ? parts[1] : "");
    }

    public static string PubSubUri(string project, string topic) => $"{PubSubScheme}{project}:{topic}";

    internal sealed record Http(string CallbackUrl) : SubscriptionEndpoint;

    internal sealed record EventBridge(string Arn) : SubscriptionEndpoint;

    internal sealed record PubSub(string PubSubProject, string PubSubTopic) : SubscriptionEndpoint;
}
