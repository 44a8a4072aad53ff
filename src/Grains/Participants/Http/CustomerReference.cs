using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>A customer as a participant is told of him.</summary>
internal sealed record CustomerReference(
    [property: JsonPropertyName("id")] long? Id,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("phone")] string? Phone)
{
    public override string ToString() => nameof(CustomerReference);
}
