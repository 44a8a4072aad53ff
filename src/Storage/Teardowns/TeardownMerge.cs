using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>What becomes of a claim of an end when another delivery claims the same.</summary>
internal static class TeardownMerge
{
    /// <returns>The open record itself when the delivery adds nothing.</returns>
    public static TeardownRecord Join(TeardownRecord open, TeardownRecord claim)
    {
        var deliveries = claim.Deliveries
            .Where(hash => !open.Deliveries.Any(known => known.SequenceEqual(hash)))
            .ToArray();
        if (deliveries.Length == 0)
            return open;

        var joined = open with
        {
            Deliveries = [.. open.Deliveries, .. deliveries],
            Evidence = open.Evidence.Union(claim.Evidence, StringComparer.Ordinal).ToList(),
            NextAttemptAt = Earlier(open.NextAttemptAt, claim.NextAttemptAt),
            TriggeredAt = Later(open.TriggeredAt, claim.TriggeredAt),
        };

        // A body that names the shop is a proof, and one that does not is none: the proof takes the other's place.
        if (claim.BodyNamesShop && !open.BodyNamesShop)
            joined = joined with { BodyNamesShop = true, BodyHash = claim.BodyHash, Cause = claim.Cause };

        return Wake(joined, claim);
    }

    /// <summary>What becomes of an open claim when Shopify itself says that the app is not installed.</summary>
    /// <returns>The open record itself when that was known, and it has not given up.</returns>
    public static TeardownRecord Claim(TeardownRecord open, TeardownRecord claim)
    {
        if (claim.Evidence.All(open.Evidence.Contains) && open.Status != TeardownStatus.Stalled)
            return open;

        var joined = open with
        {
            Evidence = open.Evidence.Union(claim.Evidence, StringComparer.Ordinal).ToList(),
            NextAttemptAt = Earlier(open.NextAttemptAt, claim.NextAttemptAt),
        };

        // A delivery that names the shop attests the end, which is more; it is confirmed by its own rule.
        if (!open.BodyNamesShop) joined = joined with { Cause = claim.Cause };
        return Wake(joined, claim);
    }

    // A confirmation that had given up has something new to go by, and all its time before it again.
    private static TeardownRecord Wake(TeardownRecord joined, TeardownRecord claim) =>
        joined.Status == TeardownStatus.Stalled
            ? joined with
            {
                Status = TeardownStatus.Confirming,
                StalledBecause = null,
                ConfirmingSince = claim.OpenedAt,
            }
            : joined;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b ?? a : a;
}
