using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Participants;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// The product in one test: everything of a shop is planted, found, and after a signed <c>app/uninstalled</c> found
/// nowhere any more, while a neighbour keeps all of its own.
/// </summary>
public sealed class EraseEverythingTests
{
    // A teardown's row begins with the end itself; the certificate and the delivery ids are what may stay.
    // The audit log names operators' orders by keyed hash and id, and keeps them; a merchant gives none.
    // The compliance desk keeps codes under a keyed hash; its own tests search for whom it was asked about.
    // webhook_subscriptions is what the release before wrote; this one only copies from it, and erases it.
    private static readonly string[] NotPlanted =
        ["teardowns", "certificates", "audit_log", "compliance_requests", "webhook_subscriptions"];

    private static readonly string[] Referring =
        ["installation_id", "shop", "shop_hash", "shop_id", "grain_id", "grain_key"];

    // No references: what Shopify calls the thing in the row, and how Orleans spreads reminders over silos.
    private static readonly string[] Unreferring = ["app_installation_id", "shopify_id", "grain_hash"];

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_every_store_holds_canaries_leaves_none_of_them_anywhere(DatabaseKind kind)
    {
        await using var outside = new NodeParticipant();
        await outside.StartAsync();
        await ShopkeeperProcess.RunAsync(
            kind,
            service => EraseAndSearchAsync(service, outside),
            new Dictionary<string, string?>(outside.Settings().Concat(ServiceSettings.AllTold))
            {
                ["Jobs:MaxAttempts"] = "100",
            });
    }

    private static async Task EraseAndSearchAsync(ShopkeeperProcess service, NodeParticipant outside)
    {
        service.Ledger.Add("a participant's secret", outside.Secret);
        var (leaves, stays) = await PlantAsync(service);
        var gone = await Evidence.GatherAsync(service, leaves, stays);
        var kept = await Evidence.GatherAsync(service, stays, leaves);
        await AssertEveryTableHoldsARowAsync(service, gone, kept);
        await AssertPlantedAsync(service, gone, leaves);
        await AssertPlantedAsync(service, kept, stays);
        foreach (var life in (CanaryLife[])[leaves, stays])
            await outside.PutAsync(life.Shop, "report", life.InFile);
        var job = (await leaves.Shop.GetAsync("/api/jobs")).GetProperty("items")[0].GetProperty("id").GetString()!;

        var deliveries = await service.Shopify.Control.UninstallAsync(leaves.Shop.Domain, null, CancellationToken.None);
        var certificate = await service.UntilCertifiedAsync(leaves.Shop);

        Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
        Assert.Equal(0, await service.ReadResidueAsync(leaves.Shop));
        await AssertAbsentAsync(service, await gone.WithoutExceptedAsync(service));
        await AssertStillThereAsync(service, kept, stays);
        AssertErasedOutside(outside, await gone.WithoutExceptedAsync(service), leaves, stays);
        await AssertNoAnswerHoldsAsync(service, gone, leaves, stays, new Dictionary<string, string>
        {
            ["shops"] = leaves.Shop.Domain,
            ["shop"] = leaves.Shop.Domain,
            ["jobs"] = job,
            ["certificates"] = certificate.GetProperty("id").GetString()!,
            ["teardowns"] = certificate.GetProperty("claims").GetProperty("teardownId").GetString()!,
            ["deliveries"] = deliveries[0].WebhookId,
            ["request"] = $"{Guid.Empty}",
            ["userId"] = "1",
        });
        await service.StopAsync();
        AssertLogHoldsNone(service, gone, leaves);
    }

    internal static async Task<(CanaryLife Leaves, CanaryLife Stays)> PlantAsync(ShopkeeperProcess service)
    {
        var leaves = await CanaryLife.BeginAsync(service, "leaves");
        var stays = await CanaryLife.BeginAsync(service, "stays");
        await service.StopAsync();
        await StorageBeside.UseAsync(service, async stores =>
        {
            await leaves.PlantBesideAsync(stores, ends: true);
            await stays.PlantBesideAsync(stores, ends: false);
        });
        await service.StartAsync();
        await leaves.StartEndlessJobAsync();
        await stays.StartEndlessJobAsync();
        return (leaves, stays);
    }

    // The schema says what can refer to a shop; a table that nobody planted a row in would prove nothing.
    private static async Task AssertEveryTableHoldsARowAsync(
        ShopkeeperProcess service, Evidence gone, Evidence kept)
    {
        var schema = await StoredRows.ReadSchemaAsync(service);
        var unknown = schema.SelectMany(table => table.Select(column => $"{table.Key}.{column}"))
            .Where(name => MayRefer(name.Split('.')[1])).ToArray();
        Assert.True(
            unknown.Length == 0,
            $"Columns that may refer to a shop and are not known here: {string.Join(", ", unknown)}");
        var referring = schema.Where(table => table.Any(Referring.Contains)).Select(table => table.Key)
            .Append("installations").Except(NotPlanted).Distinct().ToArray();
        Assert.True(
            referring.Length >= 12, $"Only {referring.Length} tables refer to a shop: the catalog was misread.");
        foreach (var evidence in (Evidence[])[gone, kept])
        {
            var planted = evidence.Values.Select(value => value.Table).ToHashSet();
            var empty = referring.Except(planted).ToArray();
            Assert.True(empty.Length == 0, $"No row was planted in {string.Join(", ", empty)}.");
        }
    }

    private static bool MayRefer(string column) =>
        !Referring.Contains(column) && !Unreferring.Contains(column)
        && ((string[])["shop", "installation", "grain"]).Any(column.Contains);

    // Without this the absence afterwards would prove nothing: each form is one that the search does find.
    internal static async Task AssertPlantedAsync(ShopkeeperProcess service, Evidence evidence, CanaryLife life)
    {
        var database = await Evidence.ReadDatabaseAsync(service);
        var missing = evidence.Stored.Where(needle => !database.Any(one => one.Contains(needle))).ToArray();
        Assert.True(
            missing.Length == 0, $"Not found before the end: {string.Join(", ", missing.Select(one => one.What))}");
        var columns = evidence.Values.Where(value => value.AsNeedle(true) is not null)
            .Select(value => (value.Table, value.Column)).ToHashSet();
        Assert.All(life.Planted, planted => Assert.Contains(planted.Value, columns));
        Assert.Contains(Haystack.OfFolder(service.FilesRoot), file => file.Text == life.InFile);

        // What is encrypted stands nowhere in plain: only the domain, the shop's id and the product's are columns.
        string[] open = [life.Shop.Domain, life.Shop.Handle, $"{life.Shop.ShopId}"];
        var encrypted = life.Texts.Except(open)
            .Where(text => !life.Planted.TryGetValue(text, out var at) || at.Column != "product_id")
            .SelectMany(text => Forms.Encoded(text).Select(form => new Needle($"'{text}' in plain", form))).ToArray();
        Assert.Empty(database.SelectMany(one => one.FindAny(encrypted)));
    }

    private static async Task AssertAbsentAsync(ShopkeeperProcess service, IReadOnlyList<Needle> needles)
    {
        Assert.Empty((await Evidence.ReadDatabaseAsync(service)).SelectMany(one => one.FindAny(needles)));
        Assert.Empty(Haystack.OfFolder(service.FilesRoot).SelectMany(one => one.FindAny(needles)));
    }

    internal static async Task AssertStillThereAsync(ShopkeeperProcess service, Evidence kept, CanaryLife stays)
    {
        var database = await Evidence.ReadDatabaseAsync(service);
        var missing = kept.Stored.Where(needle => !database.Any(one => one.Contains(needle))).ToArray();
        Assert.True(missing.Length == 0, $"The neighbour lost {string.Join(", ", missing.Select(one => one.What))}");
        Assert.Contains(Haystack.OfFolder(service.FilesRoot), file => file.Text == stays.InFile);
        Assert.Equal(0, await service.ReadResidueAsync(stays.Shop));
    }

    // Another process, in another language: its store names the stay that ended nowhere, in no path and in no file.
    internal static void AssertErasedOutside(
        NodeParticipant outside, IReadOnlyList<Needle> needles, CanaryLife leaves, CanaryLife stays)
    {
        var files = outside.ReadFiles();
        var names = new Needle("the installation", $"{leaves.Shop.InstallationId}");
        Assert.Empty(files.SelectMany(
            file => new Haystack(file.Key, file.Key + file.Value).FindAny([.. needles, names])));
        var document = Assert.Single(files, file => file.Key.StartsWith("documents", StringComparison.Ordinal));
        Assert.Contains($"{stays.Shop.InstallationId}", document.Key, StringComparison.Ordinal);
        Assert.Contains(stays.InFile, document.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(leaves.Shop.Domain, outside.ReadLog(), StringComparison.Ordinal);
    }

    private static async Task AssertNoAnswerHoldsAsync(
        ShopkeeperProcess service, Evidence gone, CanaryLife leaves, CanaryLife stays, Dictionary<string, string> ids)
    {
        var answers = await new EveryAnswer(service, ids).ReadAsync(
            await leaves.Shop.MintTokenAsync(), await stays.Shop.MintTokenAsync());
        Assert.True(answers.Count > 40, $"Only {answers.Count} answers were read.");
        var needles = await gone.WithoutExceptedAsync(service);
        foreach (var answer in answers)
        {
            // An answer may repeat the domain that the question itself named; nothing else.
            var asked = answer.Name.Contains(leaves.Shop.Domain, StringComparison.Ordinal);
            var wanted = needles.Where(needle => !asked || !IsPartOf(needle, leaves.Shop)).ToArray();
            Assert.Empty(answer.FindAny(wanted));
        }
        Assert.Contains(answers, answer => answer.Text.Contains(stays.Shop.Domain, StringComparison.Ordinal));
    }

    private static bool IsPartOf(Needle needle, Merchant shop) =>
        needle.Text == shop.Domain || needle.Text == shop.Handle || needle.Text == $"shop/{shop.Domain}";

    internal static void AssertLogHoldsNone(ShopkeeperProcess service, Evidence gone, CanaryLife leaves)
    {
        var log = service.ReadLogs();
        Assert.Contains("TRACE", log, StringComparison.Ordinal);
        Assert.Contains($"{leaves.Shop.InstallationId}", log, StringComparison.Ordinal);
        Assert.Empty(new Haystack("log", log).FindAny(gone.Plain));
    }
}
