using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Installations;

public abstract class InstallationStoreTests(Dialect dialect) : StorageTests(dialect)
{
    private IInstallationStore Store => Get<IInstallationStore>();

    [Fact]
    public async Task Start_keeps_what_it_was_given_and_reads_it_back()
    {
        var start = Stays.Of("blue") with
        {
            Grant = new Grant
            {
                AccessToken = new AccessToken("shpat_a"),
                Scopes = "read_products",
                ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(60),
                RefreshToken = new AccessToken("shprt_r"),
                RefreshTokenExpiresAt = DateTimeOffset.UnixEpoch.AddYears(61),
            },
        };

        var (started, installation) = await Store.StartAsync(start, Cancel);

        Assert.True(started);
        Assert.Equal(start.Id, installation.Id);
        Assert.Equal(start.Shop, installation.Shop);
        Assert.Equal(start.ShopId, installation.ShopId);
        Assert.Equal(1, installation.Generation);
        Assert.Equal("read_products", installation.Scopes);
        Assert.Null(installation.EndedAt);
        Assert.Equal(installation, await Store.FindCurrentAsync(start.Shop, Cancel));
        Assert.Equal(installation, await Store.FindAsync(start.Id, Cancel));
        Assert.Equal(start.Grant, await Store.ReadGrantAsync(start.Id, Cancel));
    }

    [Fact]
    public async Task Start_when_the_shop_has_a_current_installation_writes_nothing()
    {
        var first = await Services.StartAsync("blue", Cancel);

        var (started, current) = await Store.StartAsync(Stays.Of("blue"), Cancel);

        Assert.False(started);
        Assert.Equal(first, current);
    }

    [Fact]
    public async Task Start_when_many_race_begins_exactly_one_stay()
    {
        var starts =
            Enumerable.Range(0, 24).Select(_ => Task.Run(() => Store.StartAsync(Stays.Of("blue"), Cancel))).ToList();

        var results = await Task.WhenAll(starts);

        Assert.Single(results, result => result.Started);
        Assert.Single(results.Select(result => result.Installation.Id).Distinct());
    }

    [Fact]
    public async Task Start_enqueues_its_jobs_in_the_same_transaction()
    {
        var start = Stays.Of("blue");
        var job = new NewJob
        {
            Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            Kind = "catalog-sync",
            Arguments = """{"full":true}""",
            IdempotencyKey = "first",
        };

        await Store.StartAsync(start with { Jobs = [job] }, Cancel);

        Assert.Equal([job.Id], await QueryAsync<Guid>($"select id from jobs where installation_id = '{start.Id}'"));
    }

    [Fact]
    public async Task Generation_grows_with_each_stay_even_after_the_earlier_ones_are_purged()
    {
        for (var generation = 1; generation <= 3; generation++)
        {
            var stay = await Services.StartAsync("blue", Cancel);
            Assert.Equal(generation, stay.Generation);
            await Services.FenceAsync(stay.Id, Cancel);

            // What a purge leaves is the teardown's row.
            await RunAsync($"delete from installations where id = '{stay.Id}'");
            Assert.Null(await Store.FindAsync(stay.Id, Cancel));
        }

        Assert.Equal(1, (await Services.StartAsync("green", Cancel)).Generation);
    }

    [Fact]
    public async Task Swapped_grant_takes_the_old_ones_place_and_access_is_found_again()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Store.SetAccessAsync(stay.Id, AccessState.Refused, stay.StartedAt.AddHours(1), Cancel);
        await Store.SetAccessAsync(stay.Id, AccessState.Frozen, stay.StartedAt.AddHours(2), Cancel);
        var dormant = (await Store.FindAsync(stay.Id, Cancel))!;
        Assert.Equal((AccessState.Frozen, stay.StartedAt.AddHours(1)), (dormant.Access, dormant.AccessLostAt));

        var swapped = await Store.SwapGrantAsync(
            new GrantSwap { Installation = stay.Id, Grant = Stays.Grant("shpat_2"), AppInstallationId = "gid://2" },
            Cancel);

        Assert.Equal((AccessState.Fine, null), (swapped.Access, swapped.AccessLostAt));
        Assert.Equal("gid://2", swapped.AppInstallationId);
        Assert.Equal("shpat_2", (await Store.ReadGrantAsync(stay.Id, Cancel))!.AccessToken.Reveal());
    }

    [Fact]
    public async Task Swapped_grant_voids_what_was_proved_with_the_old_one_and_a_late_probe_is_refused()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var teardowns = Get<ITeardownStore>();
        await Planting.DeliverAsync(Database, stay.Shop, "app/uninstalled", "one", Cancel);
        var row = Assert.Single(await QueryAsync<long>("select id from webhook_inbox"));
        var claimed = await teardowns.OpenAsync(
            Samples.Confirming(stay, "one"), Samples.Delivery(stay, row, "one"), Cancel);
        var refused = new EndProbe { At = stay.StartedAt, Code = "unauthorized" };
        var proved = await teardowns.SaveAsync(
            claimed with { Probes = [refused], Status = TeardownStatus.Stalled, StalledBecause = "silence" }, Cancel);

        await Store.SwapGrantAsync(
            new GrantSwap { Installation = stay.Id, Grant = Stays.Grant("shpat_2"), AppInstallationId = "gid://2" },
            Cancel);

        var open = (await teardowns.FindByInstallationAsync(stay.Id, Cancel))!;
        Assert.Empty(open.Probes);
        Assert.Equal((TeardownStatus.Confirming, null, null), (open.Status, open.StalledBecause, open.EndedAt));
        Assert.NotNull(open.ConfirmingSince);
        Assert.Contains(stay.Id, await teardowns.FindDueAsync(10, Cancel));
        Assert.Null(await teardowns.SaveAsync(proved! with { Probes = [refused, refused] }, Cancel));
    }

    // The answer was lost, the merchant came back, and the same order came once more.
    [Fact]
    public async Task Order_of_an_operator_when_repeated_for_the_next_stay_ends_nothing_more()
    {
        var first = await Services.StartAsync("blue", Cancel);
        var order = Stays.Fence(first.Id, EndCause.Operator);
        await Store.FenceAsync(order, Cancel);
        var next = await Services.StartAsync("blue", Cancel);
        var repeated = new FenceResult(FenceOutcome.AlreadyEnded, order.TeardownId);

        Assert.Equal(repeated, await Store.FenceAsync(order with { Installation = next.Id }, Cancel));
        Assert.Equal(next, await Store.FindCurrentAsync(next.Shop, Cancel));

        var teardowns = Get<ITeardownStore>();
        var record = (await teardowns.FindAsync(order.TeardownId, Cancel))!;
        await RunAsync($"delete from installations where id = '{first.Id}'");
        Assert.True(await teardowns.CertifyAsync(record, Samples.Certificate(record), Cancel));
        Assert.Equal(repeated, await Store.FenceAsync(order with { Installation = next.Id }, Cancel));
        Assert.Equal(next, await Store.FindCurrentAsync(next.Shop, Cancel));

        var another = Stays.Fence(next.Id, EndCause.Operator);
        Assert.Equal(
            new FenceResult(FenceOutcome.Ended, another.TeardownId), await Store.FenceAsync(another, Cancel));
    }

    // The end was being confirmed when the order came: the row is the order's from then on.
    [Fact]
    public async Task Order_that_took_over_a_claim_when_repeated_for_the_next_stay_ends_nothing_more()
    {
        var first = await Services.StartAsync("blue", Cancel);
        var teardowns = Get<ITeardownStore>();
        var claimed = await teardowns.ClaimAsync(Samples.Confirming(first, "one"), Cancel);
        var order = Stays.Fence(first.Id, EndCause.Operator);

        Assert.Equal(
            new FenceResult(FenceOutcome.Ended, order.TeardownId), await Store.FenceAsync(order, Cancel));
        Assert.Null(await teardowns.FindAsync(claimed.Id, Cancel));
        Assert.Null(await teardowns.SaveAsync(claimed with { Status = TeardownStatus.Stalled }, Cancel));
        Assert.False(await teardowns.SupersedeAsync(claimed, Cancel));
        Assert.Equal(order.TeardownId, (await teardowns.FindByInstallationAsync(first.Id, Cancel))!.Id);

        var next = await Services.StartAsync("blue", Cancel);
        Assert.Equal(
            new FenceResult(FenceOutcome.AlreadyEnded, order.TeardownId),
            await Store.FenceAsync(order with { Installation = next.Id }, Cancel));
        Assert.Equal(next, await Store.FindCurrentAsync(next.Shop, Cancel));
    }

    [Fact]
    public async Task Grant_outlives_the_fence_until_it_is_destroyed()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(stay.Id, Cancel);
        Assert.NotNull(await Store.ReadGrantAsync(stay.Id, Cancel));

        Assert.True(await Store.DestroyGrantAsync(stay.Id, Cancel));
        Assert.False(await Store.DestroyGrantAsync(stay.Id, Cancel));
        Assert.Null(await Store.ReadGrantAsync(stay.Id, Cancel));
    }

    [Fact]
    public async Task Ends_without_delivery_or_operator_are_counted_and_stay_counted_after_the_purge()
    {
        EndCause[] causes =
        [
            EndCause.UninstalledByMerchant, EndCause.Operator, EndCause.EndedBeforeReinstall, EndCause.AppNotInstalled,
        ];
        var since = DateTimeOffset.MinValue;
        foreach (var cause in causes)
        {
            var stay = await Services.StartAsync($"shop-{(int)cause}", Cancel);
            since = stay.StartedAt.AddMinutes(-1);
            await Store.FenceAsync(Stays.Fence(stay.Id, cause), Cancel);
            await RunAsync($"delete from installations where id = '{stay.Id}'");
        }

        await Services.StartAsync("current", Cancel);

        Assert.Equal((2, 1), await Store.CountEndsAsync(since, Cancel));
        Assert.Equal((0, 1), await Store.CountEndsAsync(since.AddHours(1), Cancel));
    }

    [Fact]
    public async Task Unattested_ends_when_many_come_at_once_stop_at_the_limit_and_the_rest_go_on()
    {
        var stays = new List<Installation>();
        for (var number = 0; number < 12; number++) stays.Add(await Services.StartAsync($"shop-{number}", Cancel));
        Fence Limited(Installation stay) => Stays.Fence(stay.Id, EndCause.EndedBeforeReinstall) with
        {
            Limit = new FenceLimit(5, TimeSpan.FromHours(1)),
        };

        var results = await Task.WhenAll(
            stays.Select(stay => Task.Run(() => Store.FenceAsync(Limited(stay), Cancel))));

        Assert.Equal(5, results.Count(result => result.Outcome == FenceOutcome.Ended));
        Assert.Equal(7, results.Count(result => result == new FenceResult(FenceOutcome.HeldBack, Guid.Empty)));
        Assert.Equal([5L], await QueryAsync<long>("select count(*) from installations where ended_at is not null"));
        Assert.Equal([5L], await QueryAsync<long>("select count(*) from teardowns"));

        // One that has ended gets that answer, and an end that somebody attests is not limited.
        var ended = stays[Array.FindIndex(results, result => result.Outcome == FenceOutcome.Ended)];
        var current = stays[Array.FindIndex(results, result => result.Outcome == FenceOutcome.HeldBack)];
        Assert.Equal(FenceOutcome.AlreadyEnded, (await Store.FenceAsync(Limited(ended), Cancel)).Outcome);
        Assert.Equal(FenceOutcome.Ended, (await Services.FenceAsync(current.Id, Cancel)).Outcome);

        // What is old no longer counts.
        await RunAsync("update unattested_ends set ended_at = ended_at - 4000000");
        var later = stays[Array.FindLastIndex(results, result => result.Outcome == FenceOutcome.HeldBack)];
        Assert.Equal(FenceOutcome.Ended, (await Store.FenceAsync(Limited(later), Cancel)).Outcome);
    }

    [Fact]
    public async Task Note_of_an_unattested_end_leads_to_no_teardown_and_no_certificate()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var fence = Stays.Fence(stay.Id, EndCause.EndedBeforeReinstall);

        await Store.FenceAsync(fence, Cancel);

        var id = Assert.Single(await QueryAsync<Guid>("select id from unattested_ends"));
        Assert.NotEqual(fence.TeardownId, id);
        Assert.NotEqual(stay.Id.Value, id);
        Assert.Equal([0L], await QueryAsync<long>("select ended_at % 60000 from unattested_ends"));
    }

    [Fact]
    public async Task Guarded_write_when_the_installation_has_ended_is_refused()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(stay.Id, Cancel);
        var swap =
            new GrantSwap { Installation = stay.Id, Grant = Stays.Grant("shpat_2"), AppInstallationId = "gid://2" };

        await Assert.ThrowsAsync<InstallationEndedException>(() => Store.SwapGrantAsync(swap, Cancel));
        await Assert.ThrowsAsync<InstallationEndedException>(
            () => Store.SetAccessAsync(stay.Id, AccessState.Fine, stay.StartedAt, Cancel));
        Assert.Equal("shpat_1", (await Store.ReadGrantAsync(stay.Id, Cancel))!.AccessToken.Reveal());
    }

    public sealed class OnPostgres() : InstallationStoreTests(Dialect.Postgres);

    public sealed class OnSqlite() : InstallationStoreTests(Dialect.Sqlite);
}
