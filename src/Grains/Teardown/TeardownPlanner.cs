using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown;

/// <summary>Previews a teardown from the plan, the erasure's own counts and the participants' plans.</summary>
internal sealed class TeardownPlanner(
    TeardownPlan plan,
    IErasure erasure,
    CacheErasure caches,
    ParticipantRoster roster,
    ParticipantRun participants,
    TimeProvider time)
    : ITeardownPlanner
{
    public async Task<TeardownPreview> PreviewAsync(
        Installation installation, TeardownKind kind, CancellationToken cancellationToken)
    {
        var subject = new ErasureSubject { Installation = installation.Id, Shop = installation.Shop };
        var context = new ParticipantContext
        {
            TeardownId = Guid.CreateVersion7(time.GetUtcNow()),
            Installation = installation.Id,
            Generation = installation.Generation,
            Shop = installation.Shop,
            ShopId = installation.ShopId,
        };
        var held = await Task.WhenAll(roster.InsideShop.Concat(roster.Outside).Select(participant =>
            participants.PreviewAsync(
                participant, context with { OperationId = $"op_preview-{context.TeardownId:N}" }, cancellationToken)));
        var cached = await caches.CountAsync(subject.Installation, cancellationToken);
        if (cached.Missing is { } missing) throw new CacheUnavailableException(missing);
        var stores = await erasure.PlanAsync(subject, kind, cancellationToken);
        return new TeardownPreview
        {
            Stores = [.. stores.Erased, .. cached.Counts],
            Moved = stores.Moved,
            Participants = held,
            Steps = [.. plan.StepsOf(kind).Select(step => step.Name)],
            At = time.GetUtcNow(),
        };
    }
}
