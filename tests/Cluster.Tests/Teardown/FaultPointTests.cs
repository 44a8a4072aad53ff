using Orleans.Core.Internal;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>
/// A teardown is cut off right before and right after the effect of every step, and another activation goes on.
/// </summary>
public sealed class FaultPointTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Teardown_when_cut_off_around_any_step_is_certified_by_another_activation(ClusterDatabase database)
    {
        var cuts = new CutOffs();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            cuts.Add(setup);
        });
        var neighbour = await cluster.LiveAsync("red-widgets");
        var held = await cluster.HeldAsync(neighbour);

        await Task.WhenAll(
            from step in TeardownPlan.Order
            from after in (bool[])[false, true]
            select CutOffAsync(cluster, cuts, step, after));

        Assert.Equal(held, await cluster.HeldAsync(neighbour));
        await UninstallTests.AssertLivesAsync(cluster, neighbour);
    }

    private static async Task CutOffAsync(ShopkeeperCluster cluster, CutOffs cuts, string step, bool after)
    {
        var installation = await cluster.LiveAsync($"{(after ? "after" : "before")}-{step}");
        var cut = cuts.Arm(installation.Id, step, after);
        await cluster.EndByOperatorAsync(installation.Shop);
        await cut.WaitAsync(TestContext.Current.CancellationToken);

        var teardown = cluster.Grains.GetGrain<ITeardown>(installation.Id.Value);
        await teardown.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        cuts.Revive(installation.Id);

        await AssertTornDownAsync(cluster, installation, await cluster.CertifiedAsync(installation));
    }

    private static async Task AssertTornDownAsync(
        ShopkeeperCluster cluster, Installation installation, CertificateRecord certificate)
    {
        var verdict = CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>()));
        var claims = Assert.IsType<CertificateVerdict.Complete>(verdict).Claims;
        Assert.Equal([.. TeardownPlan.Order], claims.Steps.Select(claim => claim.Name));
        Assert.Empty(await cluster.ResidueAsync(installation));
        var shop = await cluster.Simulator.Control.GetShopAsync(
            installation.Shop.Value, TestContext.Current.CancellationToken);
        Assert.Null(shop.InstallationId);
    }
}
