using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Tokens;

namespace Shopkeeper.Grains.Polling;

/// <summary>Tokens without expiry that are to be replaced, so many in a minute; none unless that is enabled.</summary>
internal sealed class DueTokenMigrations(
    ITokenMigrationStore migration, IGrainFactory grains, IOptions<MigrationOptions> options, TimeProvider clock)
    : IDueWork<InstallationId>
{
    private readonly MigrationOptions _options = options.Value;
    private readonly MinuteBudget _budget = new(options.Value.PerMinute, clock);

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.TokenMigrations;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken)
    {
        if (!_options.Enabled || _budget.Available(limit) is not (> 0 and var allowed)) return [];
        var due = await migration.FindDueAsync(_options.Canary, allowed, cancellationToken);
        _budget.Take(due.Count);
        return due;
    }

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(InstallationId key, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IGrantKeeper>(key.Value).MigrateAsync(cancellationToken);
        return false;
    }
}
