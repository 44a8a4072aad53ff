using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Shops;

/// <summary>
/// The activations of shops on this silo by the installations that each has held in its memory: installation, session
/// claims, configuration. There is one in the cluster as a rule; a second, stale one is found here, too. Clearing has
/// them deactivated, and one counts until it is gone.
/// </summary>
internal sealed class ShopActivations : IInstallationCache
{
    public const string CacheName = "shop-actors";

    private readonly Lock _gate = new();
    private readonly Dictionary<InstallationId, HashSet<IGrainContext>> _holders = [];

    public string Name => CacheName;

    public void Hold(InstallationId installation, IGrainContext activation)
    {
        lock (_gate)
        {
            if (!_holders.TryGetValue(installation, out var holders)) _holders.Add(installation, holders = []);
            holders.Add(activation);
        }
    }

    public void Release(InstallationId installation, IGrainContext activation)
    {
        lock (_gate)
        {
            if (!_holders.TryGetValue(installation, out var holders)) return;
            holders.Remove(activation);
            if (holders.Count == 0) _holders.Remove(installation);
        }
    }

    public int Count(InstallationId installation) => HoldersOf(installation).Length;

    public int Clear(InstallationId installation)
    {
        var holders = HoldersOf(installation);
        foreach (var activation in holders)
        {
            activation.Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationRequested, "An installation that it held has ended."));
        }

        return holders.Length;
    }

    private IGrainContext[] HoldersOf(InstallationId installation)
    {
        lock (_gate)
        {
            return _holders.TryGetValue(installation, out var holders)
                ? [.. holders.Where(activation => !activation.Deactivated.IsCompleted)]
                : [];
        }
    }
}
