using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Shops;

/// <summary>What one activation of a shop has held in memory, told to its silo until the activation goes.</summary>
internal sealed class ShopHolding(ShopActivations activations, IGrainContext activation)
{
    private readonly HashSet<InstallationId> _held = [];

    public void Add(InstallationId installation)
    {
        if (_held.Add(installation)) activations.Hold(installation, activation);
    }

    public void Release()
    {
        foreach (var installation in _held) activations.Release(installation, activation);
        _held.Clear();
    }
}
