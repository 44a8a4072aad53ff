using Orleans.Concurrency;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>Previews for processes that have neither steps nor participants. It keeps nothing.</summary>
[StatelessWorker]
internal sealed class TeardownPreviewGrain(ITeardownPlanner planner) : Grain, ITeardownPreviews
{
    public async Task<TeardownPreview> PreviewAsync(
        Installation installation, TeardownKind kind, CancellationToken cancellationToken)
    {
        var preview = await planner.PreviewAsync(installation, kind, cancellationToken);
        // Arrays travel; what the planner's parts answer need not.
        return preview with
        {
            Stores = preview.Stores.ToArray(),
            Moved = preview.Moved.ToArray(),
            Participants = preview.Participants
                .Select(participant => participant with { Erased = participant.Erased.ToArray() }).ToArray(),
            Steps = preview.Steps.ToArray(),
        };
    }
}
