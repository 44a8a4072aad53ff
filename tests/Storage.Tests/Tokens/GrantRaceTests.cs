using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Tokens;

/// <summary>What comes between a grant's reading and the writing of what was learnt about it.</summary>
public abstract class GrantRaceTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly Guid Me = new("00000000-0000-7000-8000-000000000001");

    private IGrantStore Grants => Get<IGrantStore>();

    private IInstallationStore Installations => Get<IInstallationStore>();

    private ITokenMigrationStore Migration => Get<ITokenMigrationStore>();

    [Fact]
    public async Task Pair_that_a_merchant_brought_meanwhile_keeps_its_due_date_and_its_access()
    {
        var stay = await StartAsync(GrantStoreTests.Pair("1"));
        var brought = GrantStoreTests.Pair("new");
        await Installations.SwapGrantAsync(
            new GrantSwap
            {
                Installation = stay.Id, Grant = brought, AppInstallationId = stay.AppInstallationId,
            },
            Cancel);

        await Grants.DeferRefreshAsync(stay.Id, 0, null, Cancel);
        Assert.False(await Grants.NoteLostAsync(stay.Id, 0, AccessState.NeedsGrant, stay.StartedAt, Cancel));

        var held = await Grants.ReadAsync(stay.Id, Cancel);
        Assert.Equal((brought.RefreshDueAt, AccessState.Fine), (held!.RefreshDueAt, held.Access));
        Assert.True(await Grants.NoteLostAsync(stay.Id, 1, AccessState.NeedsGrant, stay.StartedAt, Cancel));
        Assert.Equal(AccessState.NeedsGrant, (await Grants.ReadAsync(stay.Id, Cancel))!.Access);
    }

    [Fact]
    public async Task Reset_while_Shopify_is_asked_to_replace_a_token_is_refused_so_that_the_pair_is_stored()
    {
        var stay = await StartAsync(Stays.Grant("shpat_1"));
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));
        Assert.True(await Migration.TryBeginAsync(stay.Id, 0, 5, Cancel));

        var refused = await Installations.FenceAsync(Stays.Reset(stay), Cancel);

        Assert.Equal((FenceOutcome.GrantBusy, null), (refused.Outcome, refused.Successor));
        Assert.True(await Migration.CompleteAsync(stay.Id, 0, Me, GrantStoreTests.Pair("2"), Cancel));
        var reset = await Installations.FenceAsync(Stays.Reset(stay), Cancel);
        Assert.Equal(FenceOutcome.Ended, reset.Outcome);
        Assert.Equal(GrantStoreTests.Pair("2"), (await Grants.ReadAsync(reset.Successor!.Id, Cancel))!.Grant);
    }

    [Fact]
    public async Task Reset_once_nobody_asks_any_more_has_the_new_stay_find_out_what_became_of_the_token()
    {
        var stay = await StartAsync(Stays.Grant("shpat_1"));
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, TimeSpan.Zero, Cancel));
        Assert.True(await Migration.TryBeginAsync(stay.Id, 0, 5, Cancel));

        var reset = await Installations.FenceAsync(Stays.Reset(stay), Cancel);

        Assert.Equal(FenceOutcome.Ended, reset.Outcome);
        Assert.Equal([reset.Successor!.Id], await Migration.FindDueAsync(5, 10, Cancel));
        Assert.Equal(MigrationMark.Asked, (await Grants.ReadAsync(reset.Successor.Id, Cancel))!.Migration);
    }

    [Theory]
    [InlineData("client-refused", false, true)]
    [InlineData("token-expired", false, true)]
    [InlineData("shopify-server-error", false, false)]
    [InlineData("client-refused", true, false)]
    public async Task New_pair_wakes_jobs_that_wait_for_a_token_and_none_of_a_stay_that_has_ended(
        string code, bool hasEnded, bool wakes)
    {
        var stay = await StartAsync(GrantStoreTests.Pair("1"));
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        var jobs = Get<IJobStore>();
        var job = (await jobs.EnqueueAsync(stay.Id, Planting.Job() with { RunAt = later }, Cancel)).Job;
        await RunAsync($"update jobs set error_code = '{code}'");
        if (hasEnded) await Services.FenceAsync(stay.Id, Cancel);

        Assert.True(await Grants.StoreRefreshedAsync(stay.Id, 0, Me, GrantStoreTests.Pair("2"), Cancel));

        var after = await jobs.FindAsync(stay.Id, job.Id, Cancel);
        Assert.Equal(wakes, after!.RunAt < later.AddMinutes(-1));
    }

    private async Task<Installation> StartAsync(Grant grant) =>
        (await Installations.StartAsync(Stays.Of("blue") with { Grant = grant }, Cancel)).Installation;

    public sealed class OnPostgres() : GrantRaceTests(Dialect.Postgres);

    public sealed class OnSqlite() : GrantRaceTests(Dialect.Sqlite);
}
