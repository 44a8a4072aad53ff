using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Tokens;

public abstract class GrantStoreTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly Guid Me = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid Other = new("00000000-0000-7000-8000-000000000002");

    private IGrantStore Grants => Get<IGrantStore>();

    private IInstallationStore Installations => Get<IInstallationStore>();

    [Fact]
    public async Task Grant_is_read_whole_with_what_its_refresh_needs()
    {
        var grant = Pair("1") with { MintedBy = "0123456789ab", Predecessor = new AccessToken("shprt_0") };
        var stay = await StartAsync(grant);

        var held = await Grants.ReadAsync(stay.Id, Cancel);

        Assert.NotNull(held);
        Assert.Equal(grant, held.Grant);
        Assert.Equal(stay.Shop, held.Shop);
        Assert.Equal(0, held.Version);
        Assert.Equal(RefreshRefusals.None, held.Refusals);
        Assert.Equal(TimeSpan.Zero, held.BusyFor);
        Assert.Equal(grant.RefreshDueAt, held.RefreshDueAt);
    }

    [Fact]
    public async Task Refresh_when_many_begin_at_once_is_begun_by_one()
    {
        var stay = await StartAsync(Pair("1"));

        var begun = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(() =>
            Grants.TryBeginRefreshAsync(stay.Id, 0, new Guid(number + 1, 0, 0, new byte[8]), Lease, Cancel))));

        Assert.Single(begun, true);
        Assert.InRange((await Grants.ReadAsync(stay.Id, Cancel))!.BusyFor, TimeSpan.FromSeconds(30), Lease);
    }

    [Fact]
    public async Task Refresh_is_renewed_by_its_holder_at_once_and_taken_over_once_its_lease_is_over()
    {
        var stay = await StartAsync(Pair("1"));
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));

        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, TimeSpan.Zero, Cancel));

        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Other, Lease, Cancel));
        Assert.False(await Grants.StoreRefreshedAsync(stay.Id, 0, Me, Pair("late"), Cancel));
        Assert.True(await Grants.StoreRefreshedAsync(stay.Id, 0, Other, Pair("2"), Cancel));
        var held = await Grants.ReadAsync(stay.Id, Cancel);
        Assert.Equal("shpat_2", held!.Grant.AccessToken.Reveal());
        Assert.Equal((1, TimeSpan.Zero), (held.Version, held.BusyFor));
    }

    [Fact]
    public async Task Refresh_that_was_begun_and_never_ended_has_the_pair_refreshed_within_a_week()
    {
        var now = TimeProvider.System.GetUtcNow();
        var far = await StartAsync(Pair("1") with { RefreshDueAt = now.AddDays(60) }, "far");
        var near = await StartAsync(Pair("2") with { RefreshDueAt = now.AddDays(1) }, "near");

        foreach (var stay in (Installation[])[far, near])
            Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));

        // Far less than the thirty days for which Shopify gives a pair again whose answer was lost.
        var due = (await Grants.ReadAsync(far.Id, Cancel))!.RefreshDueAt;
        Assert.InRange(due!.Value, now.AddDays(6), now.AddDays(8));
        due = (await Grants.ReadAsync(near.Id, Cancel))!.RefreshDueAt;
        Assert.InRange(due!.Value, now.AddHours(23), now.AddHours(25));
        Assert.True(await Grants.StoreRefreshedAsync(
            far.Id, 0, Me, Pair("3") with { RefreshDueAt = now.AddDays(60) }, Cancel));
        Assert.True((await Grants.ReadAsync(far.Id, Cancel))!.RefreshDueAt > now.AddDays(59));
    }

    [Fact]
    public async Task Refresh_when_a_new_grant_came_first_is_dropped()
    {
        var stay = await StartAsync(Pair("1"));
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));
        await SwapAsync(stay, Pair("new"));

        Assert.False(await Grants.StoreRefreshedAsync(stay.Id, 0, Me, Pair("2"), Cancel));

        Assert.Equal("shpat_new", (await Grants.ReadAsync(stay.Id, Cancel))!.Grant.AccessToken.Reveal());
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 1, Other, Lease, Cancel));
    }

    [Fact]
    public async Task Refresh_when_the_grant_was_destroyed_revives_nothing()
    {
        var stay = await StartAsync(Pair("1"));
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));
        await Services.FenceAsync(stay.Id, Cancel);
        Assert.True(await Installations.DestroyGrantAsync(stay.Id, Cancel));

        Assert.False(await Grants.StoreRefreshedAsync(stay.Id, 0, Me, Pair("2"), Cancel));

        Assert.False(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));
        Assert.Null(await Grants.NoteRefusedAsync(stay.Id, 0, Me, TimeSpan.Zero, Cancel));
        Assert.Null(await Grants.ReadAsync(stay.Id, Cancel));
    }

    [Fact]
    public async Task Refresh_when_the_installation_has_ended_completes_for_its_teardown()
    {
        var stay = await StartAsync(Pair("1"));
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));
        await Services.FenceAsync(stay.Id, Cancel);

        Assert.True(await Grants.StoreRefreshedAsync(stay.Id, 0, Me, Pair("2"), Cancel));

        var held = await Grants.ReadAsync(stay.Id, Cancel);
        Assert.Equal("shpat_2", held!.Grant.AccessToken.Reveal());
        Assert.NotNull(held.EndedAt);
    }

    // The old pair moves, and the answer in flight is worth nothing: it was never used, so the old pair is good.
    [Fact]
    public async Task Refresh_when_a_reset_moved_the_pair_is_dropped_and_holds_the_new_stay_off()
    {
        var stay = await StartAsync(Pair("1"));
        Assert.True(await Grants.TryBeginRefreshAsync(stay.Id, 0, Me, Lease, Cancel));
        var successor = (await Installations.FenceAsync(Stays.Reset(stay), Cancel)).Successor!;

        Assert.False(await Grants.StoreRefreshedAsync(stay.Id, 0, Me, Pair("2"), Cancel));

        var held = await Grants.ReadAsync(successor.Id, Cancel);
        Assert.Equal(Pair("1"), held!.Grant);
        Assert.True(held.BusyFor > TimeSpan.FromSeconds(30));
        Assert.False(await Grants.TryBeginRefreshAsync(successor.Id, 0, Other, Lease, Cancel));
    }

    [Fact]
    public async Task Refusals_count_apart_and_end_with_the_version()
    {
        var stay = await StartAsync(Pair("1"));
        var apart = TimeSpan.FromHours(1);

        var first = await Grants.NoteRefusedAsync(stay.Id, 0, Me, apart, Cancel);
        var soon = await Grants.NoteRefusedAsync(stay.Id, 0, Me, apart, Cancel);
        var later = await Grants.NoteRefusedAsync(stay.Id, 0, Me, TimeSpan.Zero, Cancel);

        Assert.Equal((1, 1, 2), (first!.Count, soon!.Count, later!.Count));
        Assert.Equal(first.LastAt, soon.LastAt);
        Assert.Equal(first.FirstAt, later.FirstAt);
        Assert.True(await Grants.StoreRefreshedAsync(stay.Id, 0, Me, Pair("2"), Cancel));
        Assert.Null(await Grants.NoteRefusedAsync(stay.Id, 0, Me, apart, Cancel));
        Assert.Equal(RefreshRefusals.None, (await Grants.ReadAsync(stay.Id, Cancel))!.Refusals);
    }

    [Fact]
    public async Task Due_are_the_current_installations_whose_pair_is_and_the_longest_due_first()
    {
        var now = TimeProvider.System.GetUtcNow();
        var quiet = await StartAsync(Pair("1") with { RefreshDueAt = now.AddDays(-1) }, "quiet");
        var quieter = await StartAsync(Pair("2") with { RefreshDueAt = now.AddDays(-2) }, "quieter");
        await StartAsync(Pair("3") with { RefreshDueAt = now.AddDays(1) }, "busy");
        await StartAsync(Stays.Grant("shpat_4"), "lasting");
        var ended = await StartAsync(Pair("5") with { RefreshDueAt = now.AddDays(-3) }, "ended");
        await Services.FenceAsync(ended.Id, Cancel);

        Assert.Equal([quieter.Id, quiet.Id], await Grants.FindDueAsync(10, Cancel));
        Assert.Equal([quieter.Id], await Grants.FindDueAsync(1, Cancel));
        await Grants.DeferRefreshAsync(quieter.Id, 0, now.AddHours(1), Cancel);
        await Grants.DeferRefreshAsync(quiet.Id, 0, null, Cancel);
        Assert.Empty(await Grants.FindDueAsync(10, Cancel));
    }

    [Fact]
    public async Task Secrets_are_counted_by_the_grants_that_they_minted()
    {
        await StartAsync(Pair("1") with { MintedBy = "aaaaaaaaaaaa" }, "one");
        await StartAsync(Stays.Grant("shpat_2") with { MintedBy = "aaaaaaaaaaaa" }, "two");
        var moved = await StartAsync(Pair("3") with { MintedBy = "bbbbbbbbbbbb" }, "three");
        await StartAsync(Stays.Grant("shpat_4"), "four");
        await Grants.StoreRefreshedAsync(moved.Id, 0, Me, Pair("5") with { MintedBy = "aaaaaaaaaaaa" }, Cancel);

        var uses = await Grants.CountBySecretAsync(Cancel);

        Assert.Equal(
            [(null, 1, 1), ("aaaaaaaaaaaa", 3, 1)],
            uses.OrderBy(use => use.Fingerprint, StringComparer.Ordinal)
                .Select(use => (use.Fingerprint, use.Grants, use.WithoutExpiry)));
    }

    internal static Grant Pair(string name) => new()
    {
        AccessToken = new AccessToken($"shpat_{name}"),
        Scopes = "read_products",
        ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(60),
        RefreshToken = new AccessToken($"shprt_{name}"),
        RefreshTokenExpiresAt = DateTimeOffset.UnixEpoch.AddYears(61),
        RefreshDueAt = DateTimeOffset.UnixEpoch.AddYears(60).AddMonths(6),
    };

    private async Task<Installation> StartAsync(Grant grant, string shop = "blue") =>
        (await Installations.StartAsync(Stays.Of(shop) with { Grant = grant }, Cancel)).Installation;

    private Task<Installation> SwapAsync(Installation stay, Grant grant) => Installations.SwapGrantAsync(
        new GrantSwap
        {
            Installation = stay.Id,
            Grant = grant,
            AppInstallationId = stay.AppInstallationId,
        },
        Cancel);

    public sealed class OnPostgres() : GrantStoreTests(Dialect.Postgres);

    public sealed class OnSqlite() : GrantStoreTests(Dialect.Sqlite);
}
