using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Shops;

/// <summary>What one activation of a shop has held in memory, told to its silo until the activation is gone.</summary>
internal sealed class ShopHolding(ShopActivations activations, IGrainContext activation)
{
    private readonly HashSet<InstallationId> _held = [];

    public void Add(InstallationId installation)
    {
        if (!_held.Add(installation)) return;
        activations.Hold(installation, activation);

        // Beside the activation's own scheduler, which goes with it.
        activation.Deactivated.ContinueWith(
            _ => activations.Release(installation, activation),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }
}
