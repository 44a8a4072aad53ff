using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What is left of an ended installation.</summary>
/// <param name="InstallationId">The installation.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Certified">True when its teardown is certified: then nothing should be left.</param>
/// <param name="Stores">A count for every store, zeros too.</param>
/// <param name="Total">The sum; zero when nothing is left.</param>
public sealed record InstallationResidueView(
    Guid InstallationId, int Generation, bool Certified, IReadOnlyList<StoreView> Stores, long Total)
{
    internal static InstallationResidueView Of(EndedResidue residue, IEnumerable<StoreCount> outside)
    {
        StoreCount[] stores = [.. residue.Stores, .. outside];
        return new InstallationResidueView(
            residue.Installation.Value, residue.Generation, residue.IsCertified, StoreView.Of(stores),
            stores.Sum(store => store.Count));
    }
}
