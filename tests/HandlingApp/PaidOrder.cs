using System.Text.Json.Serialization;

namespace Shopkeeper.HandlingApp;

/// <summary>What the app wants of <c>orders/paid</c>.</summary>
internal sealed record PaidOrder
{
    [JsonRequired]
    public long Id { get; init; }

    [JsonRequired]
    public decimal TotalPrice { get; init; }
}
