using System.Text.Json;
using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>The body of every request to a participant.</summary>
internal sealed record ParticipantEnvelope
{
    [JsonPropertyName("operation")]
    public required string Operation { get; init; }

    [JsonPropertyName("operationId")]
    public required string OperationId { get; init; }

    [JsonPropertyName("teardownId")]
    public required Guid TeardownId { get; init; }

    [JsonPropertyName("installationId")]
    public required Guid InstallationId { get; init; }

    [JsonPropertyName("generation")]
    public required int Generation { get; init; }

    [JsonPropertyName("shop")]
    public required string Shop { get; init; }

    [JsonPropertyName("shopId")]
    public required long ShopId { get; init; }

    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    [JsonPropertyName("endedAt")]
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>The bytes that are signed and sent.</summary>
    public static byte[] Write(ParticipantOperation operation, ParticipantContext context) =>
        JsonSerializer.SerializeToUtf8Bytes(new ParticipantEnvelope
        {
            Operation = NameOf(operation),
            OperationId = context.OperationId,
            TeardownId = context.TeardownId,
            InstallationId = context.Installation.Value,
            Generation = context.Generation,
            Shop = context.Shop.Value,
            ShopId = context.ShopId,
            Reason = context.Cause is { } cause ? ClaimsBuilder.CodeOf(cause) : "preview",
            EndedAt = context.EndedAt?.ToUniversalTime(),
        });

    /// <summary>The operation as it stands in bodies and addresses.</summary>
    public static string NameOf(ParticipantOperation operation) => operation switch
    {
        ParticipantOperation.Plan => "plan",
        ParticipantOperation.Erase => "erase",
        ParticipantOperation.Verify => "verify",
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
