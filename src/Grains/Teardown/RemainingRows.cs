using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Counts rows that are left of an installation: all of them, or those of the stores that one step is for.
/// </summary>
internal sealed class RemainingRows(IResidue residue)
{
    /// <summary>What the shop's actor keeps.</summary>
    public static readonly ImmutableArray<string> ShopGrain = ["grain_state", "reminders"];

    /// <summary>Work that waits or runs.</summary>
    public static readonly ImmutableArray<string> Work = ["jobs", "webhook_inbox"];

    /// <summary>What the app has cached, where that is a table.</summary>
    public static readonly ImmutableArray<string> Cache = ["cache_entries"];

    /// <summary>Every store.</summary>
    public static readonly ImmutableArray<string> Everything = [];

    public async Task<IReadOnlyList<StoreCount>> CountAsync(
        StepContext context, ImmutableArray<string> stores, CancellationToken cancellationToken)
    {
        var counts = await residue.CountAsync(context.Subject, cancellationToken);
        return stores.IsEmpty ? counts : [.. counts.Where(count => stores.Contains(count.Store))];
    }
}
