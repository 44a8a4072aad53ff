using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Installations;

public abstract class ResetTests(Dialect dialect) : StorageTests(dialect)
{
    private IInstallationStore Store => Get<IInstallationStore>();

    [Fact]
    public async Task Reset_ends_the_stay_and_begins_the_next_with_what_it_takes_over()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await Store.SetAccessAsync(old.Id, AccessState.Locked, old.StartedAt.AddMinutes(1), Cancel);
        var fence = Stays.Reset(old) with { Successor = Stays.Reset(old).Successor! with { Jobs = [Planting.Job()] } };

        var result = await Store.FenceAsync(fence, Cancel);

        Assert.Equal((FenceOutcome.Ended, fence.TeardownId), (result.Outcome, result.TeardownId));
        var stay = result.Successor!;
        var ended = (await Store.FindAsync(old.Id, Cancel))!;
        Assert.Equal(stay, await Store.FindCurrentAsync(old.Shop, Cancel));
        Assert.Equal((fence.Successor!.Id, 2), (stay.Id, stay.Generation));
        Assert.Equal(
            (old.ShopId, old.AppInstallationId, old.Scopes), (stay.ShopId, stay.AppInstallationId, stay.Scopes));
        Assert.Equal((ended.EndedAt!.Value, old.StartedAt), (stay.StartedAt, stay.DeliveriesSince!.Value));
        Assert.Equal((AccessState.Locked, old.StartedAt.AddMinutes(1)), (stay.Access, stay.AccessLostAt));
        Assert.Equal(
            [fence.Successor.Jobs[0].Id],
            await QueryAsync<Guid>($"select id from jobs where installation_id = '{stay.Id}'"));

        // The shop's name and e-mail were told to the stay that ended.
        Assert.Equal([0L], await QueryAsync<long>(
            $"select count(*) from installations where id = '{stay.Id}' and profile_ciphertext is not null"));
        var teardown = (await Get<ITeardownStore>().FindByInstallationAsync(old.Id, Cancel))!;
        Assert.Equal(
            (TeardownKind.Reset, stay.Id, TeardownStatus.Running, EndCause.Reset),
            (teardown.Kind, teardown.Successor, teardown.Status, teardown.Cause));
    }

    [Fact]
    public async Task Authorization_is_remembered_by_the_stay_its_claims_and_the_stay_after_a_reset()
    {
        var claimed = await Services.StartAsync("blue", Cancel);
        await ClaimAsync(claimed, TeardownStatus.Confirming);
        var reset = await Services.StartAsync("green", Cancel);
        Assert.Equal((null, null), (claimed.ReauthorizedAt, reset.ReauthorizedAt));
        var asked = claimed.StartedAt.AddHours(1);

        await ReauthorizeAsync(claimed, asked);
        var again = await ReauthorizeAsync(reset, asked);

        Assert.Equal(asked, again.ReauthorizedAt);
        var claim = await Get<ITeardownStore>().FindByInstallationAsync(claimed.Id, Cancel);
        Assert.Equal(asked, claim!.ReauthorizedAt);
        Assert.Equal(asked, (await Store.FenceAsync(Stays.Reset(again), Cancel)).Successor!.ReauthorizedAt);
    }

    [Fact]
    public async Task Grant_when_its_stay_is_reset_is_readable_under_the_new_key_and_not_under_the_old_one()
    {
        var old = await Services.StartAsync("blue", Cancel);
        var oldKey = Assert.Single(
            await QueryAsync<byte[]>($"select data_key from installations where id = '{old.Id}'"));

        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;

        Assert.Equal("shpat_1", (await Store.ReadGrantAsync(stay.Id, Cancel))!.AccessToken.Reveal());
        Assert.Null(await Store.ReadGrantAsync(old.Id, Cancel));
        Assert.Equal(["destroyed"], await QueryAsync<string>(
            $"select grant_state from installations where id = '{old.Id}' and grant_ciphertext is null"));
        var row = $"from installations where id = '{stay.Id}'";
        var newKey = Assert.Single(await QueryAsync<byte[]>($"select data_key {row}"));
        var moved = Assert.Single(await QueryAsync<byte[]>($"select grant_ciphertext {row}"));
        foreach (var (key, id) in new[] { (oldKey, stay.Id), (oldKey, old.Id), (newKey, old.Id) })
        {
            Assert.ThrowsAny<CryptographicException>(
                () => Get<DataKeys>().Decrypt(key, id, "installations.grant_ciphertext", moved));
        }
    }

    [Fact]
    public async Task Reset_moves_the_subscriptions_and_leaves_everything_else_to_the_stay_that_ended()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await Planting.PlantAsync(Services, old, Cancel);

        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;

        string[] left = ["sessions", "user_preferences", "api_logs", "catalogue_products", "jobs", "grain_state"];
        foreach (var table in left)
            Assert.Equal([old.Id.Value], await QueryAsync<Guid>($"select installation_id from {table}"));
        Assert.Equal([stay.Id.Value], await QueryAsync<Guid>("select installation_id from subscription_records"));
        Assert.Equal(
            Planting.Subscription(),
            Assert.Single(await Get<IWebhookSubscriptionStore>().ListAsync(stay.Id, Cancel)));
    }

    [Fact]
    public async Task Reset_when_its_last_statement_fails_has_written_nothing()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await Planting.PlantAsync(Services, old, Cancel);
        var before = await EverythingAsync();
        await RunAsync(Dialect == Dialect.Sqlite
            ? "create trigger refuse before update on subscription_records begin select raise(abort, 'no'); end"
            : """
              create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
              create trigger refuse before update on subscription_records execute function refuse();
              """);

        await Assert.ThrowsAnyAsync<Exception>(() => Store.FenceAsync(Stays.Reset(old), Cancel));

        Assert.Equal(before, await EverythingAsync());
        Assert.Equal(old, await Store.FindCurrentAsync(old.Shop, Cancel));
        Assert.Equal("shpat_1", (await Store.ReadGrantAsync(old.Id, Cancel))!.AccessToken.Reveal());
    }

    [Theory]
    [InlineData(TeardownStatus.Confirming)]
    [InlineData(TeardownStatus.Stalled)]
    public async Task Reset_while_an_end_is_claimed_is_refused_and_swallows_nothing(TeardownStatus status)
    {
        var old = await Services.StartAsync("blue", Cancel);
        var claim = await ClaimAsync(old, status);
        var before = await EverythingAsync();

        var result = await Store.FenceAsync(Stays.Reset(old), Cancel);

        Assert.Equal(new FenceResult(FenceOutcome.EndPending, claim.Id), result);
        Assert.Equal(before, await EverythingAsync());
    }

    [Fact]
    public async Task Reset_when_it_is_repeated_answers_the_same_teardown_until_that_is_certified()
    {
        var old = await Services.StartAsync("blue", Cancel);
        var first = Stays.Reset(old);
        var stay = (await Store.FenceAsync(first, Cancel)).Successor!;

        var repeated = await Store.FenceAsync(Stays.Reset(stay), Cancel);

        Assert.Equal(new FenceResult(FenceOutcome.AlreadyEnded, first.TeardownId), repeated);
        Assert.Equal(stay, await Store.FindCurrentAsync(old.Shop, Cancel));
        await CertifyAsync(old.Id);

        // The order that was carried out stays what it was; another one is another reset.
        var same = await Store.FenceAsync(Stays.Reset(stay) with { TeardownId = first.TeardownId }, Cancel);
        Assert.Equal(new FenceResult(FenceOutcome.AlreadyEnded, first.TeardownId), same);
        var again = await Store.FenceAsync(Stays.Reset(stay), Cancel);
        Assert.Equal((FenceOutcome.Ended, 3), (again.Outcome, again.Successor!.Generation));
        Assert.Equal(old.StartedAt, again.Successor.DeliveriesSince);
    }

    [Fact]
    public async Task Reset_of_a_stay_that_has_ended_or_never_was_writes_nothing()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(old.Id, Cancel);
        var before = await EverythingAsync();

        await Assert.ThrowsAsync<InstallationEndedException>(() => Store.FenceAsync(Stays.Reset(old), Cancel));
        var unknown = Stays.Reset(old) with { Installation = InstallationId.New(old.StartedAt) };
        Assert.Equal(FenceOutcome.Unknown, (await Store.FenceAsync(unknown, Cancel)).Outcome);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.FenceAsync(Stays.Reset(old) with { Successor = null }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.FenceAsync(Stays.Reset(old) with { Kind = TeardownKind.Uninstall }, Cancel));
        Assert.Equal(before, await EverythingAsync());
    }

    [Fact]
    public async Task Resets_when_many_come_at_once_are_one()
    {
        var old = await Services.StartAsync("blue", Cancel);

        // Whoever loses has to read the truth again, as an activation does.
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await Store.FenceAsync(Stays.Reset(old), Cancel);
            }
            catch (InstallationEndedException)
            {
                var stay = (await Store.FindCurrentAsync(old.Shop, Cancel))!;
                return await Store.FenceAsync(Stays.Reset(stay), Cancel);
            }
        })));

        Assert.Single(results, result => result.Outcome == FenceOutcome.Ended);
        Assert.Single(results.Select(result => result.TeardownId).Distinct());
        Assert.Equal(2, (await Store.FindCurrentAsync(old.Shop, Cancel))!.Generation);
    }

    [Fact]
    public async Task Grant_when_it_is_swapped_while_the_stay_is_reset_is_never_lost()
    {
        for (var round = 0; round < 10; round++)
        {
            var old = await Services.StartAsync($"shop-{round}", Cancel);
            var swap = new GrantSwap
            {
                Installation = old.Id, Grant = Stays.Grant("shpat_2"), AppInstallationId = "gid://2",
            };

            var swapping = Task.Run(() => Store.SwapGrantAsync(swap, Cancel));
            var resetting = Task.Run(() => Store.FenceAsync(Stays.Reset(old), Cancel));
            var stay = (await resetting).Successor!;
            var swapped = await Record.ExceptionAsync(() => swapping) is null;

            // Either it came first and moved along, or its caller knows that it has to be offered to the next stay.
            if (!swapped) await Assert.ThrowsAsync<InstallationEndedException>(() => swapping);
            var token = (await Store.ReadGrantAsync(stay.Id, Cancel))!.AccessToken.Reveal();
            Assert.Equal(swapped ? "shpat_2" : "shpat_1", token);
        }
    }

    private Task<Installation> ReauthorizeAsync(Installation stay, DateTimeOffset asked) => Store.SwapGrantAsync(
        new GrantSwap
        {
            Installation = stay.Id,
            Grant = Stays.Grant("shpat_2") with { AskedAt = asked },
            AppInstallationId = stay.AppInstallationId,
        },
        Cancel);

    private async Task<TeardownRecord> ClaimAsync(Installation stay, TeardownStatus status)
    {
        await Planting.DeliverAsync(Database, stay.Shop, "app/uninstalled", "one", Cancel);
        var row = Assert.Single(await QueryAsync<long>("select id from webhook_inbox"));
        var teardowns = Get<ITeardownStore>();
        var claim = await teardowns.OpenAsync(
            Samples.Confirming(stay, "one"), Samples.Delivery(stay, row, "one"), Cancel);
        return (await teardowns.SaveAsync(claim with { Status = status, StalledBecause = "silence" }, Cancel))!;
    }

    private async Task CertifyAsync(InstallationId ended)
    {
        await RunAsync($"delete from installations where id = '{ended}'");
        var record = (await Get<ITeardownStore>().FindByInstallationAsync(ended, Cancel))!;
        Assert.True(await Get<ITeardownStore>().CertifyAsync(record, Samples.Certificate(record), Cancel));
    }

    // Every row that a reset could write, as text.
    private async Task<string> EverythingAsync()
    {
        var rows = new List<string>();
        foreach (var columns in (string[])
        [
            "id, generation, ended_at, grant_state from installations",
            "id, status, version, ended_at from teardowns", "id, installation_id, dead_at from webhook_inbox",
            "installation_id, topic from subscription_records", "id, installation_id from jobs",
        ])
        {
            var found = await QueryAsync<dynamic>($"select {columns} order by 1");
            rows.AddRange(found.Select(row => (string)row.ToString()));
        }

        return string.Join('\n', rows);
    }

    public sealed class OnPostgres() : ResetTests(Dialect.Postgres);

    public sealed class OnSqlite() : ResetTests(Dialect.Sqlite);
}
