using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Billing;

/// <summary>A row of <c>app_subscriptions</c>.</summary>
internal sealed record AppSubscriptionRow
{
    public byte[] GidHash { get; init; } = [];

    public string Status { get; init; } = "";

    public DateTimeOffset UpdatedAt { get; init; }

    public byte[] Payload { get; init; } = [];

    /// <summary>What the payload is encrypted as.</summary>
    public static string FieldOf(byte[] gidHash) => $"app_subscriptions.payload:{Convert.ToHexStringLower(gidHash)}";

    public AppSubscription Read(FieldCipher cipher) =>
        JsonSerializer.Deserialize<StoredSubscription>(cipher.Decrypt(FieldOf(GidHash), Payload))!
            .ToSubscription(Status, UpdatedAt);
}
