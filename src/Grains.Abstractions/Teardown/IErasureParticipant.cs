namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// Code that holds data of installations outside our database: files, a search index, a mailing list, resources inside
/// the shop. Register it with <c>services.AddSingleton&lt;IErasureParticipant, …&gt;()</c>. All three calls may come
/// more than once, and for an installation that it has never heard of (then the answers are zeros).
/// </summary>
public interface IErasureParticipant
{
    /// <summary>A stable kebab-case name; it stands in certificates.</summary>
    string Name { get; }

    /// <summary>
    /// True for what lives inside the shop (metafields, web pixels): it runs while the token is alive, and is the only
    /// kind that gets one. Each of its calls may take at most 10 s. It throws <see cref="ShopAccessLostException"/>
    /// when Shopify refuses the token; it is then planned once more without one, for the last counts known.
    /// </summary>
    bool InsideShop => false;

    /// <summary>
    /// By what its store is keyed. With <see cref="KeyedBy.Shop"/> jobs and webhook handlers that write to it have to
    /// say so by <c>Participants</c>: those of a newer stay then wait until an ended stay's erasure is settled.
    /// </summary>
    KeyedBy KeyedBy => KeyedBy.Installation;

    /// <summary>
    /// Counts what it holds, by kind (a code such as <c>metafields</c>: it stands in certificates). Changes nothing.
    /// Inside a shop and without a token: the last counts known; an empty list says that nothing is known.
    /// </summary>
    Task<IReadOnlyList<StoreCount>> PlanAsync(ParticipantContext context, CancellationToken cancellationToken);

    /// <summary>Erases all of it. Throw <see cref="ParticipantBusyException"/> to be asked again later.</summary>
    /// <returns>What was erased, by kind.</returns>
    Task<IReadOnlyList<StoreCount>> EraseAsync(ParticipantContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Counts what is left, by other means than <see cref="EraseAsync"/> used where there are any. Zero makes the
    /// erasure
    /// <c>verified</c>. Throw <see cref="NotSupportedException"/> where nothing can be counted: then it is
    /// <c>attested</c>.
    /// </summary>
    Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken);
}
