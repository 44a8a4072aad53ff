using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>What a participant holds of a customer.</summary>
/// <param name="Data">The data, as JSON; it goes to the store's owner as it is.</param>
/// <param name="Counts">How much it is, by kind: codes, such as <c>reviews</c>.</param>
public sealed record CustomerExport(JsonElement Data, IReadOnlyList<StoreCount> Counts)
{
    /// <summary>Nobody's data.</summary>
    public override string ToString() => nameof(CustomerExport);
}
