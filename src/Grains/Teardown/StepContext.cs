using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Teardown;

/// <summary>What a step knows when it is run: the teardown as it is stored, this run's attempt included.</summary>
internal sealed record StepContext
{
    public required TeardownRecord Record { get; init; }

    /// <summary>The step's own progress.</summary>
    public required StepProgress Progress { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Now { get; init; }

    public InstallationId Installation => Record.Installation;

    /// <summary>Whose grant the teardown calls Shopify with: in a reset that of the stay that took over.</summary>
    public InstallationId AccessHolder => Record.Successor ?? Record.Installation;

    public ShopDomain Shop => Record.Shop;

    public ErasureSubject Subject => new() { Installation = Record.Installation, Shop = Record.Shop };

    /// <summary>For how long the step has been going on.</summary>
    public TimeSpan Elapsed => Now - (Progress.StartedAt ?? Now);

    /// <summary>How the participants are asked, without a token: once, unless it is given an id of its own.</summary>
    public ParticipantContext ParticipantContext => new()
    {
        TeardownId = Record.Id,
        Installation = Record.Installation,
        Generation = Record.Generation,
        Shop = Record.Shop,
        ShopId = Record.ShopId,
        Cause = Record.Cause,
        EndedAt = Record.EndedAt,
        OperationId = $"op_{Record.Id:N}-{Progress.Name}-{Now.ToUnixTimeMilliseconds():x}",
    };
}
