using System.Text.Json;
using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Billing;

namespace Shopkeeper.Storage.Billing;

/// <summary>
/// Subscriptions to the app in one status, as a teardown's row and, as JSON, its certificate's row hold them.
/// </summary>
internal sealed record StoredStatusCount
{
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    [JsonPropertyName("count")]
    public long Count { get; init; }

    public static IReadOnlyList<StoredStatusCount> From(IEnumerable<AppSubscriptionCount> counts) =>
        [.. counts.Select(one => new StoredStatusCount { Status = one.Status, Count = one.Count })];

    public static IReadOnlyList<AppSubscriptionCount> ToCounts(IEnumerable<StoredStatusCount> stored) =>
        [.. stored.Select(one => one.ToCount())];

    /// <returns>Null for none.</returns>
    public static string? Write(IReadOnlyList<AppSubscriptionCount> counts) =>
        counts.Count == 0 ? null : JsonSerializer.Serialize(From(counts));

    public static IReadOnlyList<AppSubscriptionCount> Read(string? json) =>
        json is null ? [] : ToCounts(JsonSerializer.Deserialize<StoredStatusCount[]>(json)!);

    public AppSubscriptionCount ToCount() => new(Status, Count);
}
