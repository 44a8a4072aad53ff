using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Compliance;

/// <summary>The customer as Shopify named him.</summary>
internal sealed record ExportCustomer(
    [property: JsonPropertyName("id")] long? Id,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("phone")] string? Phone)
{
    public override string ToString() => nameof(ExportCustomer);
}
