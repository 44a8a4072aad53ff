using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Teardown;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Resets;

/// <summary>An activation holds a stay that was reset behind its back, or the answer to an order was lost.</summary>
public sealed class StaleResetTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reset_by_an_activation_that_does_not_know_of_the_one_before_answers_that_one(
        ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var old = await cluster.InstalledAsync(Shop);
        var first = await cluster.ResetUnseenAsync(old);

        var repeated = await cluster.ResetAsync(Shop);

        Assert.Equal((FenceOutcome.AlreadyEnded, first.TeardownId), (repeated.Outcome, repeated.TeardownId));
        Assert.Equal(first.Successor!.Id, (await cluster.Lifecycle(Shop).GetCurrentAsync(Cancellation))!.Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Write_of_an_activation_that_does_not_know_of_the_reset_does_not_reach_the_next_stay(
        ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var old = await cluster.InstalledAsync(Shop);
        var configuration = cluster.Grains.GetGrain<IShopConfiguration>(Shop.Value);
        await configuration.PutAsync(new PutConfiguration { Json = """{"stay":1}""" }, Cancellation);
        var stay = (await cluster.ResetUnseenAsync(old)).Successor!;

        var written = await configuration.PutAsync(new PutConfiguration { Json = """{"stay":"old"}""" }, Cancellation);

        Assert.Equal(PutConfigurationOutcome.NotInstalled, written.Outcome);
        Assert.Equal("{}", (await configuration.GetAsync(Cancellation))!.Json);
        var session = await cluster.Grains.GetGrain<IShopSessions>(Shop.Value)
            .CheckAsync(new SessionClaim { UserId = "1", SessionId = "s" }, Cancellation);
        Assert.Equal(stay.Id, session!.InstallationId);
    }

    // Among session checks that came together with resets, one was told that the app is not installed.
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Session_check_by_an_activation_that_does_not_know_of_the_reset_sees_the_next_stay(
        ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var old = await cluster.InstalledAsync(Shop);
        var stay = (await cluster.ResetUnseenAsync(old)).Successor!;

        var session = await cluster.Grains.GetGrain<IShopSessions>(Shop.Value)
            .CheckAsync(new SessionClaim { UserId = "1", SessionId = "s" }, Cancellation);

        Assert.Equal(stay.Id, session?.InstallationId);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Forget_after_the_fence_of_a_reset_drops_the_state_and_keeps_the_reminder(ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var old = await cluster.InstalledAsync(Shop);
        await cluster.Grains.GetGrain<IShopConfiguration>(Shop.Value)
            .PutAsync(new PutConfiguration { Json = """{"a":1}""" }, Cancellation);
        var stay = (await cluster.ResetUnseenAsync(old)).Successor!;

        Assert.Equal(1, await cluster.Lifecycle(Shop).ForgetAsync(old.Id, Cancellation));
        Assert.Equal(0, await cluster.Lifecycle(Shop).ForgetAsync(old.Id, Cancellation));

        var held = await cluster.HeldAsync(stay);
        Assert.Equal(1, held.Single(count => count.Store == "reminders").Count);
        Assert.Equal(0, held.Single(count => count.Store == "grain_state").Count);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Resets_and_session_checks_that_come_together_see_the_old_stay_or_the_new_and_reset_once(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var old = await cluster.InstalledAsync(Shop);
        var sessions = cluster.Grains.GetGrain<IShopSessions>(Shop.Value);

        var resets = Enumerable.Range(0, 6).Select(_ => cluster.ResetAsync(Shop)).ToList();
        var checks = Enumerable.Range(0, 40).Select(number => sessions.CheckAsync(
            new SessionClaim { UserId = $"{number}", SessionId = $"s-{number}" }, Cancellation).AsTask()).ToList();
        await Task.WhenAll(resets);
        await Task.WhenAll(checks);

        var teardowns = resets.Select(reset => reset.Result.TeardownId).Distinct().ToList();
        var generations = checks.Select(check => check.Result!.Generation).Distinct().Order().ToList();
        var current = (await cluster.CurrentAsync(Shop))!;
        Assert.Equal(current.Generation, teardowns.Count + 1);
        Assert.True(generations[^1] <= current.Generation);
        var after = await sessions.CheckAsync(new SessionClaim { UserId = "1", SessionId = "s" }, Cancellation);
        Assert.Equal(current.Id, after!.InstallationId);
        Assert.NotEqual(old.Id, current.Id);
    }

    private static Task<ShopkeeperCluster> StartWithoutPollersAsync(ClusterDatabase database) =>
        ShopkeeperCluster.StartAsync(database, setup => setup.Settings["Polling:Period"] = "00:01:00");
}
