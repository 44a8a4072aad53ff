using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// What operators have ordered, by the id that an order keeps when it is repeated: each may end one stay of its shop,
/// however often and however late it is sent.
/// </summary>
internal sealed class OrderModel(SimulatedWorld world)
{
    private readonly Dictionary<Guid, (ShopDomain Shop, EndCause Cause)> _given = [];
    private readonly Dictionary<Guid, InstallationId> _carriedOut = [];

    /// <summary>An operator orders an end or a reset.</summary>
    public Guid Give(ShopDomain shop, EndCause cause)
    {
        var id = world.Kernel.Chance.Id(world.Kernel.Time.Now);
        _given.Add(id, (shop, cause));
        return id;
    }

    /// <summary>One that was given before, to be repeated; null without any.</summary>
    public Guid? FindEarlier(ShopDomain shop, EndCause cause)
    {
        var earlier = _given.Where(order => order.Value == (shop, cause)).Select(order => order.Key).ToList();
        return earlier.Count == 0 ? null : world.Kernel.Chance.Of(earlier);
    }

    /// <summary>A fence has ended a stay.</summary>
    public void NoteEnded(ShopDomain shop, Fence fence)
    {
        if (fence.Cause is not (EndCause.Operator or EndCause.Reset)) return;
        world.Kernel.Require(
            _given.TryGetValue(fence.TeardownId, out var order) && order == (shop, fence.Cause),
            "Invariant 5: a stay was ended by an order that nobody gave for its shop");
        world.Kernel.Require(
            _carriedOut.TryAdd(fence.TeardownId, fence.Installation), "Invariant 5: one order ended two stays");
    }

    /// <summary>True where an order ended the stay.</summary>
    public bool HasEnded(InstallationId stay) => _carriedOut.ContainsValue(stay);
}
