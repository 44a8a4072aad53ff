using System.Runtime.CompilerServices;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Storage.Tests.ShopData;

/// <summary>An erasure's batches, each from the place where the one before it ended.</summary>
internal static class Batches
{
    /// <summary>Purges batch after batch until nothing is left.</summary>
    public static async IAsyncEnumerable<PurgedBatch> Of(
        ErasureSubject subject,
        Func<ErasureSubject, string?, CancellationToken, Task<PurgedBatch>> purge,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? place = null;
        while (await purge(subject, place, cancellationToken) is { Counts.Count: > 0 } batch)
        {
            yield return batch;
            place = batch.Place;
        }
    }
}
