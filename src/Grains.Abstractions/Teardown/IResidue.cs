namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Counts what is left of an ended installation, by other code and other SQL than erased it.</summary>
public interface IResidue
{
    /// <summary>A count for every store, zeros too.</summary>
    Task<IReadOnlyList<StoreCount>> CountAsync(ErasureSubject subject, CancellationToken cancellationToken);
}
