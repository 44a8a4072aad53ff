using System.Text.Json;
using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>The body of a request about a customer.</summary>
internal sealed record CustomerEnvelope
{
    [JsonPropertyName("operation")]
    public required string Operation { get; init; }

    [JsonPropertyName("operationId")]
    public required string OperationId { get; init; }

    [JsonPropertyName("requestId")]
    public required Guid RequestId { get; init; }

    [JsonPropertyName("installationId")]
    public required Guid InstallationId { get; init; }

    [JsonPropertyName("generation")]
    public required int Generation { get; init; }

    [JsonPropertyName("shop")]
    public required string Shop { get; init; }

    [JsonPropertyName("shopId")]
    public required long ShopId { get; init; }

    [JsonPropertyName("customer")]
    public required CustomerReference Customer { get; init; }

    [JsonPropertyName("orders")]
    public required IReadOnlyList<long> Orders { get; init; }

    /// <summary>The bytes that are signed and sent.</summary>
    public static byte[] Write(string operation, CustomerDataContext context) =>
        JsonSerializer.SerializeToUtf8Bytes(new CustomerEnvelope
        {
            Operation = operation,
            OperationId = context.OperationId,
            RequestId = context.RequestId,
            InstallationId = context.Installation.Value,
            Generation = context.Generation,
            Shop = context.Shop.Value,
            ShopId = context.ShopId,
            Customer = new CustomerReference(
                context.Customer.CustomerId, context.Customer.Email, context.Customer.Phone),
            Orders = context.Customer.Orders,
        });

    public override string ToString() => $"{Operation} {OperationId}";
}
