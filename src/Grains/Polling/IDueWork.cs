using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Polling;

/// <summary>One kind of durable work: where its due keys are found, and whom to poke for them.</summary>
/// <typeparam name="TKey">What the grain is known by.</typeparam>
internal interface IDueWork<TKey>
    where TKey : notnull
{
    /// <summary>The kind whose signal wakes the poller.</summary>
    WorkKind Kind { get; }

    /// <summary>Distinct keys with due work, at most <paramref name="limit"/>. No lock outlives the call.</summary>
    Task<IReadOnlyList<TKey>> FindDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Pokes the key's grain.</summary>
    /// <returns>True when more is due for the key already.</returns>
    Task<bool> PokeAsync(TKey key, CancellationToken cancellationToken);
}
