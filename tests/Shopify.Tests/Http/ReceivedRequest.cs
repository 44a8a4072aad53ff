using System.Text.Json;

namespace Shopkeeper.Shopify.Tests.Http;

/// <summary>A request as the server saw it.</summary>
internal sealed record ReceivedRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement Variables => Json.GetProperty("variables");
}
