namespace Shopkeeper.Simulator.Tests;

/// <summary>A delivery as it came in over the wire.</summary>
internal sealed record ReceivedDelivery(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Topic => Headers["X-Shopify-Topic"];

    public string WebhookId => Headers["X-Shopify-Webhook-Id"];
}
