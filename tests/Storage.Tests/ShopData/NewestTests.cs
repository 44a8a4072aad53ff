using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.ShopData;

/// <summary>What keeps the newest only, in whatever order it is told.</summary>
public abstract class NewestTests(Dialect dialect) : ShopDataTests(dialect)
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000);
    private static readonly byte[] Hat = [.. Enumerable.Repeat((byte)7, 32)];

    private ISeenResources Seen => Get<ISeenResources>();

    private IAppSubscriptionStore Subscriptions => Get<IAppSubscriptionStore>();

    [Fact]
    public async Task Seen_resource_keeps_the_newest_by_installation_and_group()
    {
        var blue = (await InstallAsync()).Id;
        var red = (await InstallAsync(Neighbour)).Id;
        SeenResource[] told =
        [
            new(Noon, Noon.AddMilliseconds(200)), new(Noon.AddHours(-1), Noon.AddHours(5)),
            new(Noon, Noon.AddMilliseconds(100)),
        ];
        foreach (var one in told) await Seen.NoteAsync(blue, "products", Hat, one, Cancel);

        Assert.Equal(told[0], await Seen.FindAsync(blue, "products", Hat, Cancel));
        Assert.Null(await Seen.FindAsync(blue, "orders", Hat, Cancel));
        Assert.Null(await Seen.FindAsync(red, "products", Hat, Cancel));
        await Seen.NoteAsync(blue, "products", Hat, new SeenResource(Noon.AddSeconds(1), Noon), Cancel);
        Assert.Equal(Noon.AddSeconds(1), (await Seen.FindAsync(blue, "products", Hat, Cancel))!.HappenedAt);
    }

    [Fact]
    public async Task Seen_resource_goes_when_no_dead_letter_can_be_older()
    {
        var blue = (await InstallAsync()).Id;
        await Seen.NoteAsync(blue, "products", Hat, Planting.Seen, Cancel);
        Assert.Equal(0, await Get<IRetention>().DropOldAsync(Cancel));
        await RunAsync($"update seen_resources set seen_at = seen_at - {31L * 86_400_000}");

        Assert.Equal(1, await Get<IRetention>().DropOldAsync(Cancel));
        Assert.Null(await Seen.FindAsync(blue, "products", Hat, Cancel));
    }

    [Theory]
    [InlineData("ACTIVE@0 CANCELLED@5", "CANCELLED")]
    [InlineData("CANCELLED@5 ACTIVE@0", "CANCELLED")]
    [InlineData("ACTIVE@0 FROZEN@5 ACTIVE@9", "ACTIVE")]
    [InlineData("ACTIVE@9 ACTIVE@0 FROZEN@5", "ACTIVE")]
    [InlineData("CANCELLED@5 ACTIVE@5", "CANCELLED")]
    [InlineData("ACTIVE@5 CANCELLED@5", "CANCELLED")]
    [InlineData("ACTIVE@5 ACTIVE@5", "ACTIVE")]
    [InlineData("ACTIVE@5 PENDING@5", "ACTIVE")]
    [InlineData("ACTIVE@5 ACCEPTED@5 PENDING@5", "ACTIVE")]
    [InlineData("PENDING@5 ACCEPTED@5", "ACCEPTED")]
    [InlineData("PENDING@5 ACTIVE@5 FROZEN@5", "FROZEN")]
    [InlineData("FROZEN@5 PENDING@6", "PENDING")]
    [InlineData("CANCELLED@5 PENDING@5", "CANCELLED")]
    public async Task Subscription_to_the_app_is_what_was_told_of_it_last_by_its_own_time(string told, string status)
    {
        var blue = (await InstallAsync()).Id;
        foreach (var (name, second) in told.Split(' ').Select(one => (one.Split('@')[0], one.Split('@')[1])))
        {
            await Subscriptions.SaveNewerAsync(
                blue,
                Planting.AppSubscription(
                    status: name, updatedAt: 1_790_000_000_000 + (1000 * long.Parse(second, null))),
                Cancel);
        }

        Assert.Equal(status, Assert.Single(await Subscriptions.ListAsync(blue, Cancel)).Status);
    }

    [Fact]
    public async Task Subscriptions_to_the_app_are_listed_newest_first_and_are_nobody_elses()
    {
        var blue = (await InstallAsync()).Id;
        var red = (await InstallAsync(Neighbour)).Id;
        var old = Planting.AppSubscription("gid://shopify/AppSubscription/1");
        var young = Planting.AppSubscription("gid://shopify/AppSubscription/2", "PENDING", 1_790_000_001_000);
        Assert.True(await Subscriptions.SaveNewerAsync(blue, old, Cancel));
        Assert.True(await Subscriptions.SaveNewerAsync(blue, young, Cancel));

        Assert.Equal([young, old], await Subscriptions.ListAsync(blue, Cancel));
        Assert.Empty(await Subscriptions.ListAsync(red, Cancel));
    }

    public sealed class OnPostgres() : NewestTests(Dialect.Postgres);

    public sealed class OnSqlite() : NewestTests(Dialect.Sqlite);
}
