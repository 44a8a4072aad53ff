using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Erasure;

/// <summary>
/// Where an installation stands among those of its shop: what an erasure must not touch. Holds until the next stay
/// begins, so that who deletes by it holds the shop's lock.
/// </summary>
internal sealed record ErasureBounds
{
    public bool IsCurrent { get; init; }

    public bool HasNewer { get; init; }

    public DateTimeOffset? NewerSince { get; init; }

    public DateTimeOffset? OwnSince { get; init; }

    public static async Task<ErasureBounds> ReadAsync(DbSession db, ErasureSubject subject) =>
        (await db.FindAsync<ErasureBounds>("erasure/bounds", new { subject.Installation, subject.Shop }))!;

    /// <summary>Reads the bounds of an installation that is to lose data.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public static async Task<ErasureBounds> ReadEndedAsync(DbSession db, ErasureSubject subject)
    {
        var bounds = await ReadAsync(db, subject);
        return bounds.IsCurrent
            ? throw new InvalidOperationException(
                $"Installation {subject.Installation} has not ended: nothing of it is erased.")
            : bounds;
    }

    public object Arguments(ErasureSubject subject) => new
    {
        subject.Installation,
        subject.Shop,
        HasNewer,
        NewerSince,
        OwnSince,

        // The form in which Orleans writes a grain's key that is a GUID.
        grain = subject.Installation.Value.ToString("N"),
    };
}
