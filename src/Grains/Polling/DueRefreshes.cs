using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Tokens;

namespace Shopkeeper.Grains.Polling;

/// <summary>Pairs of quiet shops that are to be refreshed, so many in a minute.</summary>
internal sealed class DueRefreshes(
    IGrantStore grants, IGrainFactory grains, IOptions<TokensOptions> options, TimeProvider clock)
    : IDueWork<InstallationId>
{
    private readonly MinuteBudget _budget = new(options.Value.KeepWarm.PerMinute, clock);

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Refreshes;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken)
    {
        if (_budget.Available(limit) is not (> 0 and var allowed)) return [];
        var due = await grants.FindDueAsync(allowed, cancellationToken);
        _budget.Take(due.Count);
        return due;
    }

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(InstallationId key, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IGrantKeeper>(key.Value).KeepWarmAsync(cancellationToken);
        return false;
    }
}
