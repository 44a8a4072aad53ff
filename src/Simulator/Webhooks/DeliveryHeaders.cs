using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>The headers of a delivery in either family, with the signature over the body.</summary>
/// <remarks>https://shopify.dev/docs/apps/build/webhooks/subscribe/https</remarks>
internal static class DeliveryHeaders
{
    private const string AnotherSecret = "a secret that the app does not know";

    public static Dictionary<string, string> Of(Envelope draft, DeliveryRequest how, string secret, string apiVersion)
    {
        var classic = how.Family is HeaderFamily.Classic;
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["User-Agent"] = "Shopify-Captain-Hook",
        };
        void Add(string name, string value) =>
            headers[classic ? $"X-Shopify-{name}" : $"shopify-{name.ToLowerInvariant()}"] = value;

        Add("Topic", draft.Topic);
        Add("Shop-Domain", draft.Shop);
        Add("API-Version", apiVersion);
        Add("Webhook-Id", draft.WebhookId);
        Add("Event-Id", draft.EventId);
        Add("Triggered-At", draft.TriggeredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        if (!classic && draft.Topic.Split('/')[^1] is var action
            && action is "create" or "update" or "delete") Add("Action", action);
        if (how.Signature is not SignatureKind.Missing)
            Add("Hmac-Sha256", Sign(draft.Body, how.Signature is SignatureKind.Valid ? secret : AnotherSecret));
        foreach (var (name, value) in how.Headers ?? new Dictionary<string, string?>())
        {
            if (value is null) headers.Remove(name);
            else headers[name] = value;
        }

        return headers;
    }

    internal sealed record Envelope
    {
        public required string Topic { get; init; }

        public required string Shop { get; init; }

        public required string WebhookId { get; init; }

        public required string EventId { get; init; }

        public required DateTimeOffset TriggeredAt { get; init; }

        public required string Body { get; init; }
    }

    private static string Sign(string body, string secret) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
