using Orleans.Core.Internal;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>
/// A refresh is cut off right before and right after each of its writes and calls, and another activation goes on.
/// </summary>
public sealed class RefreshFaultPointTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Refresh_when_cut_off_between_any_two_writes_loses_no_grant(ClusterDatabase database)
    {
        var cuts = new RefreshCutOffs();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Tokens:RefreshLease"] = "00:00:03";
            cuts.Add(setup);
        });

        await Task.WhenAll(
            from point in RefreshCutOffs.Points
            from after in (bool[])[false, true]
            select CutOffAsync(cluster, cuts, point, after));
    }

    private static async Task CutOffAsync(ShopkeeperCluster cluster, RefreshCutOffs cuts, string point, bool after)
    {
        var name = $"{(after ? "after" : "before")}-{point}".ToLowerInvariant();
        var shop = ShopDomain.Parse($"{name}.myshopify.com");
        var installation = await cluster.InstalledForAsync(shop, Short);
        await cluster.ExpiredAsync(installation);
        await cluster.TokensLiveAsync(shop, Long);
        cuts.Arm(installation, point, after);

        // Whoever asks has no answer, and nobody else has the token either.
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.TokenAsync(installation));
        Assert.True(cuts.IsCut(installation));
        await cluster.Keeper(installation).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        cuts.Revive(installation);

        var token = await Eventually.GetAsync(
            $"a token is handed out after a cut {name}",
            async () => (await cluster.TokenAsync(installation)).Token,
            cancellationToken: Cancellation);
        await cluster.AssertTakenAsync(shop, token);
        await AssertOnePairLivesAsync(cluster, installation, token);
    }

    // The pair that is stored is the one that Shopify refreshes; its refresh retires it.
    private static async Task AssertOnePairLivesAsync(
        ShopkeeperCluster cluster, Installation installation, AccessToken token)
    {
        var held = await cluster.HeldAsync(installation);
        Assert.Equal(token, held.Grant.AccessToken);
        Assert.Equal((TimeSpan.Zero, 0), (held.BusyFor, held.Refusals.Count));
        var oauth = cluster.Get<IOAuthClient>();
        Assert.IsType<TokenOutcome.Refused>(
            await oauth.RefreshAsync(installation.Shop, held.Grant.Predecessor!, Cancellation));
        Assert.IsType<TokenOutcome.Granted>(
            await oauth.RefreshAsync(installation.Shop, held.Grant.RefreshToken!, Cancellation));
    }
}
