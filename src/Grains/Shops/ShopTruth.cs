using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Shops;

/// <summary>
/// What an activation holds to be the shop's current installation. Every store knows better: when one says that it has
/// ended, the truth is read again, the activation goes, and the caller hears "not installed".
/// </summary>
internal sealed partial class ShopTruth(
    ShopDomain shop, IInstallationStore installations, ShopHolding holding, Action deactivate, ILogger logger)
{
    private Stay? _stay;

    /// <summary>The shop.</summary>
    public ShopDomain Shop { get; } = shop;

    /// <summary>The current installation, or null.</summary>
    public Stay? Stay
    {
        get => _stay;
        set
        {
            if (value is not null) holding.Add(value.Id);
            _stay = value;
        }
    }

    /// <summary>Reads it from its row.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var current = await installations.FindCurrentAsync(Shop, cancellationToken);
        Stay = current is null ? null : new Stay(current);
    }

    /// <summary>Reads it again, for an activation that was wrong about it and goes.</summary>
    public async Task DistrustAsync(CancellationToken cancellationToken)
    {
        if (Stay is not null) LogStale(Stay.Id);
        deactivate();
        await ReadAsync(cancellationToken);
    }

    /// <summary>Works for the current installation.</summary>
    /// <returns>What the work returned; null when the app is not installed, or turns out not to be.</returns>
    public async Task<T?> WhileInstalledAsync<T>(Func<Stay, Task<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(work);
        if (Stay is not { } stay) return null;
        try
        {
            return await work(stay);
        }
        catch (InstallationEndedException)
        {
            await DistrustAsync(cancellationToken);
            return null;
        }
        catch (InconsistentStateException)
        {
            // Either the stay is over, or another activation of this shop wrote for the same stay.
            await DistrustAsync(cancellationToken);
            if (Stay?.Id == stay.Id) throw;
            return null;
        }
    }

    /// <inheritdoc cref="WhileInstalledAsync{T}(Func{Stay, Task{T}}, CancellationToken)"/>
    /// <returns>False when the app is not installed, or turns out not to be.</returns>
    public async Task<bool> WhileInstalledAsync(Func<Stay, Task> work, CancellationToken cancellationToken)
    {
        var worked = await WhileInstalledAsync(
            async stay =>
            {
                await work(stay);
                return stay;
            },
            cancellationToken);
        return worked is not null;
    }
}
