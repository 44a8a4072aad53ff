using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Installations;

public abstract class AccessChecksTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly AccessCheckClaim Claim = new(10, 100, TimeSpan.FromMinutes(3));

    private IAccessChecks Checks => Get<IAccessChecks>();

    private IInstallationStore Installations => Get<IInstallationStore>();

    [Fact]
    public async Task Check_that_is_due_is_claimed_once_and_planned_ones_are_not()
    {
        var due = await Services.StartAsync("due", Cancel);
        var later = await Services.StartAsync("later", Cancel);
        Assert.Equal(
            new[] { due.Id.Value, later.Id.Value }.Order(),
            (await Checks.FindUnplannedAsync(10, Cancel)).Select(stay => stay.Id.Value).Order());
        await Checks.ScheduleAsync(due, TimeSpan.Zero, Cancel);
        await Checks.ScheduleAsync(later, TimeSpan.FromHours(1), Cancel);

        Assert.Empty(await Checks.FindUnplannedAsync(10, Cancel));
        Assert.Equal([due.Id], await Checks.ClaimAsync(Claim, Cancel));
        Assert.Empty(await Checks.ClaimAsync(Claim, Cancel));
    }

    [Fact]
    public async Task Claims_of_many_silos_at_once_keep_to_the_budget_of_a_minute_and_take_no_check_twice()
    {
        for (var shop = 0; shop < 12; shop++)
            await Checks.ScheduleAsync(await Services.StartAsync($"shop-{shop}", Cancel), TimeSpan.Zero, Cancel);

        var claims = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(_ => Checks.ClaimAsync(Claim with { Limit = 3, PerMinute = 7 }, Cancel)));

        var claimed = claims.SelectMany(claim => claim).ToList();
        Assert.Equal(7, claimed.Count);
        Assert.Equal(7, claimed.Distinct().Count());
        await RunAsync("update installations set access_claimed_at = access_claimed_at - 61000");
        Assert.Equal(5, (await Checks.ClaimAsync(Claim, Cancel)).Count);
    }

    [Fact]
    public async Task Check_whose_silo_was_lost_is_due_again_after_its_lease()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Checks.ScheduleAsync(stay, TimeSpan.Zero, Cancel);
        Assert.Single(await Checks.ClaimAsync(Claim with { Lease = TimeSpan.Zero }, Cancel));
        Assert.Single(await Checks.ClaimAsync(Claim, Cancel));
    }

    [Fact]
    public async Task Check_that_was_hastened_while_another_was_under_way_stays_due()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Checks.ScheduleAsync(stay, TimeSpan.Zero, Cancel);
        await Checks.ClaimAsync(Claim, Cancel);
        await Checks.NoteAsync(stay.Id, stay.StartedAt, Cancel);
        await Checks.MakeDueAsync(stay.Id, Cancel);

        await Checks.ScheduleAsync(stay, TimeSpan.FromHours(24), Cancel);

        Assert.Null((await Installations.FindAsync(stay.Id, Cancel))!.AccessCheckedAt);
        Assert.Equal([stay.Id], await Checks.ClaimAsync(Claim, Cancel));
    }

    [Fact]
    public async Task Shop_that_fell_asleep_is_to_be_planned_anew()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Checks.ScheduleAsync(stay, TimeSpan.FromHours(24), Cancel);
        await Installations.SetAccessAsync(stay.Id, AccessState.Frozen, stay.StartedAt, Cancel);
        var unplanned = Assert.Single(await Checks.FindUnplannedAsync(10, Cancel));
        Assert.Equal(AccessState.Frozen, unplanned.Access);
    }

    // Planned as one that is awake, it would have been asked a day later, its jobs waiting all the while.
    [Fact]
    public async Task Shop_that_fell_asleep_after_it_was_read_is_not_planned_as_it_was()
    {
        var awake = await Services.StartAsync("blue", Cancel);
        await Installations.SetAccessAsync(awake.Id, AccessState.Frozen, awake.StartedAt, Cancel);

        await Checks.ScheduleAsync(awake, TimeSpan.FromHours(24), Cancel);

        var asleep = Assert.Single(await Checks.FindUnplannedAsync(10, Cancel));
        await Checks.ScheduleAsync(asleep, TimeSpan.FromMinutes(5), Cancel);
        Assert.Empty(await Checks.FindUnplannedAsync(10, Cancel));
    }

    [Fact]
    public async Task Installation_that_has_ended_is_asked_no_more()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Checks.ScheduleAsync(stay, TimeSpan.Zero, Cancel);
        await Services.FenceAsync(stay.Id, Cancel);
        await Checks.MakeDueAsync(stay.Id, Cancel);
        await Checks.NoteAsync(stay.Id, stay.StartedAt, Cancel);
        Assert.Empty(await Checks.ClaimAsync(Claim, Cancel));
        Assert.Empty(await Checks.FindUnplannedAsync(10, Cancel));
        Assert.Null((await Installations.FindAsync(stay.Id, Cancel))!.AccessCheckedAt);
    }

    [Fact]
    public async Task Jobs_that_wait_for_their_shop_are_due_once_it_is_back_and_no_others()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var jobs = Get<IJobStore>();
        foreach (var (kind, code) in new[] { ("waits", "shopify-frozen"), ("failed", "shopify-server-error") })
        {
            await jobs.EnqueueAsync(stay.Id, Planting.Job(kind), Cancel);
            var claimed = Assert.Single(
                await jobs.ClaimAsync(stay.Id, new JobClaim("silo", 1, TimeSpan.FromMinutes(1)), Cancel));
            var put = new JobEnd(JobStatus.Queued, default, code, TimeSpan.FromHours(1)) { SpendsAttempt = false };
            Assert.True(await jobs.FinishAsync(claimed, put, Cancel));
        }

        await Installations.SetAccessAsync(stay.Id, AccessState.Frozen, stay.StartedAt, Cancel);
        Assert.Empty(await jobs.FindDueInstallationsAsync(10, Cancel));
        await Installations.SetAccessAsync(stay.Id, AccessState.Fine, stay.StartedAt, Cancel);

        var woken = await jobs.ClaimAsync(stay.Id, new JobClaim("silo", 9, TimeSpan.FromMinutes(1)), Cancel);
        Assert.Equal(("waits", 1), (Assert.Single(woken).Kind, woken[0].Attempt));
    }

    public sealed class OnPostgres() : AccessChecksTests(Dialect.Postgres);

    public sealed class OnSqlite() : AccessChecksTests(Dialect.Sqlite);
}
