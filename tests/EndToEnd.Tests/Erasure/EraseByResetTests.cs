using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// The reset of a shop in which everything was planted: what the next stay takes over is there, and nothing else of the
/// stay that ended is found anywhere, while a neighbour keeps all of its own.
/// </summary>
[Collection(CanaryServices.Name)]
public sealed class EraseByResetTests(CanaryServices services)
{
    // The shop is the same, and so are its access at Shopify and the deliveries that wait.
    private static readonly string[] TakenOver =
    [
        "installations.shop", "installations.shop_hash", "installations.app_installation_id", "installations.scopes",
        "subscription_records.topic", "subscription_records.uri", "subscription_records.shopify_id",
        "subscription_records.actual",
        "webhook_inbox.shop", "webhook_inbox.topic", "webhook_inbox.delivery_hash", "webhook_inbox.payload",
        "webhook_inbox.hints", "app_subscriptions.gid_hash", "app_subscriptions.status", "webhook_inbox.error_code",
        "reminders.grain_key", "reminders.grain_id",
    ];

    // These refer to nobody, or are the proof itself.
    // The audit log tells by id and keyed hash who read the token.
    private static readonly string[] Proofs = ["webhook_ids", "certificates", "audit_log"];

    [Theory, OnBothDatabases]
    public Task Reset_when_every_store_holds_canaries_leaves_only_what_the_next_stay_takes_over(DatabaseKind kind) =>
        services.RunAsync(kind, ResetAndSearchAsync);

    private static async Task ResetAndSearchAsync(CanaryWorld world)
    {
        var (service, renewed, stays) = (world.Service, world.Renewed, world.Stays);
        var gone = await world.GatherAsync(renewed);
        var kept = await world.GatherAsync(stays);
        await Planted.AssertFoundAsync(service, gone, renewed);
        var old = renewed.Shop.InstallationId;
        var job = (await renewed.Shop.GetAsync("/api/jobs")).GetProperty("items")[0].GetProperty("id").GetString()!;

        var teardown = await service.ResetByOperatorAsync(renewed.Shop);
        await service.UntilCertifiedAsync(teardown);

        var certificate = await service.UntilCertifiedAsync(renewed.Shop);
        AssertCertified(certificate, old);
        Assert.Equal(0, await service.ReadResidueAsync(renewed.Shop));
        world.AssertErasedOutside(gone.Plain, renewed, old);
        Assert.NotEqual(old, await renewed.Shop.ReadInstallationAsync());
        await AssertOnlyTakenOverAsync(service, gone, renewed.Shop);
        await world.AssertStillThereAsync(kept);
        await AssertNoAnswerHoldsAsync(service, renewed, stays, new Dictionary<string, string>
        {
            ["shops"] = renewed.Shop.Domain,
            ["shop"] = renewed.Shop.Domain,
            ["jobs"] = job,
            ["certificates"] = certificate.GetProperty("id").GetString()!,
            ["teardowns"] = $"{teardown}",
            ["deliveries"] = "none",
            ["request"] = $"{Guid.Empty}",
            ["userId"] = "1",
        });
        await AssertWorksAsync(service, renewed.Shop);
        world.AssertLogHoldsNone(gone, old);
    }

    private static void AssertCertified(JsonElement certificate, Guid ended)
    {
        var claims = certificate.GetProperty("claims");
        Assert.Equal("complete", claims.GetProperty("result").GetString());
        Assert.Equal(
            ("reset", "reset"), (claims.GetProperty("kind").GetString(), claims.GetProperty("cause").GetString()));
        Assert.Equal(ended, claims.GetProperty("installationId").GetGuid());
    }

    // Of every value that the old stay's rows held, as it was stored: it is gone from the whole database, unless the
    // next stay's rows hold it by right.
    private static async Task AssertOnlyTakenOverAsync(ShopkeeperProcess service, Evidence gone, Merchant shop)
    {
        var inDump = service.Kind == DatabaseKind.Postgres;
        var next = (await StoredRows.OfAsync(service, shop)).Where(value => !Proofs.Contains(value.Table));
        var held = next.Select(value => value.AsNeedle(inDump)?.Text).OfType<string>().ToHashSet();
        var excepted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in Proofs)
        {
            var values = await StoredRows.OfTableAsync(service, table);
            excepted.UnionWith(
                values.Where(Evidence.MayStay).Select(value => value.AsNeedle(inDump)?.Text).OfType<string>());
        }

        var takenOver = gone.Values.Where(value => TakenOver.Contains($"{value.Table}.{value.Column}"))
            .Select(value => value.AsNeedle(inDump)?.Text).ToHashSet();
        var overlap = gone.Stored.Where(needle => held.Contains(needle.Text) && !takenOver.Contains(needle.Text));
        Assert.Equal([], overlap.Select(needle => needle.What));
        var shopId = gone.Stored.Where(needle => needle.What == "installations.shop_id").Select(needle => needle.Text);
        var wanted = gone.Stored
            .Where(needle => !held.Contains(needle.Text) && !excepted.Contains(needle.Text))
            .Where(needle => !shopId.Contains(needle.Text)).ToArray();
        Assert.True(wanted.Length > 20, $"Only {wanted.Length} values are looked for.");
        Assert.Empty((await Evidence.ReadDatabaseAsync(service)).SelectMany(one => one.FindAny(wanted)));
        Assert.Empty(Haystack.OfFolder(service.FilesRoot).SelectMany(one => one.FindAny(gone.Plain)));
    }

    private static async Task AssertNoAnswerHoldsAsync(
        ShopkeeperProcess service, CanaryLife renewed, CanaryLife stays, Dictionary<string, string> ids)
    {
        // Who asks is told who asks, and Shopify goes on charging; everything else that was planted is the old stay's
        // alone.
        var planted = renewed.Planted.Where(canary => canary.Value.Table != "app_subscriptions")
            .Select(canary => canary.Key).Append(renewed.InFile)
            .Except([$"{renewed.Shop.OwnerId}"])
            .SelectMany(text => Forms.Encoded(text).Select(form => new Needle($"'{text}'", form))).ToArray();
        var answers = await new EveryAnswer(service, ids).ReadAsync(
            await renewed.Shop.MintTokenAsync(), await stays.Shop.MintTokenAsync());
        Assert.True(answers.Count > 40, $"Only {answers.Count} answers were read.");
        Assert.Empty(answers.SelectMany(answer => answer.FindAny(planted)));
        Assert.Contains(answers, answer => answer.Text.Contains(renewed.Shop.Domain, StringComparison.Ordinal));
    }

    private static async Task AssertWorksAsync(ShopkeeperProcess service, Merchant shop)
    {
        Assert.Equal("{}", (await shop.GetAsync("/api/configuration")).GetRawText());
        Assert.Equal("{}", (await shop.GetAsync("/api/preferences")).GetRawText());
        await shop.CallAsync(HttpMethod.Put, "/api/configuration", new { color = "green" }, ifMatch: "*");
        Assert.Equal("green", (await shop.GetAsync("/api/configuration")).GetProperty("color").GetString());
        Assert.Equal(2, await service.CountAsync(shop, "webhook_inbox"));
        Assert.True(await service.CountAsync(shop, "subscription_records") > 0);
    }
}
