using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>Every list of the operators' API: its pages, its filters, and what it refuses.</summary>
public sealed class ListTests(SharedServices services)
{
    private static readonly string[] Lists =
        ["shops", "teardowns", "certificates", "audit", "residue"];

    [Theory, OnBothDatabases]
    public async Task Lists_when_a_cursor_limit_or_filter_is_wrong_name_the_field(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var list in Lists)
        {
            foreach (var limit in (string[])["0", "251", "-1", "many", "1.5", "", "99999999999999999999", "1&limit=2"])
                await RefusedAsync(service, $"{list}?limit={limit}", "limit");
            foreach (var cursor in (string[])["x", "AAAA", "c2hvcHM6", "%00", new string('a', 600), "a&cursor=b"])
                await RefusedAsync(service, $"{list}?cursor={cursor}", "cursor");
        }
        await RefusedAsync(service, "shops?state=asleep", "state");
        await RefusedAsync(service, $"shops?search={new string('a', 78)}", "search");
        await RefusedAsync(service, "shops?search=%07", "search");
        await RefusedAsync(service, "teardowns?status=done", "status");
        foreach (var list in (string[])["teardowns", "certificates", "audit"])
            await RefusedAsync(service, $"{list}?shop=nonsense", "shop");
        await RefusedAsync(service, "audit?actor=not a name", "actor");
        await RefusedAsync(service, "audit?action=Not_an_action", "action");
        foreach (var since in (string[])["yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "1767225600"])
            await RefusedAsync(service, $"audit?since={since}", "since");
    }

    [Theory, OnBothDatabases]
    public async Task Lists_when_read_page_by_page_are_the_same_as_read_at_once(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        for (var count = 0; count < 3; count++)
        {
            var shop = await Merchant.InstalledAsync(service, "listed");
            await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
            await shop.InstallAsync();
        }
        // Other tests add to these lists meanwhile, so a page may hold more; none may be missing.
        foreach (var (list, id) in ((string, string)[])
        [
            ("shops?search=listed", "shop"), ("certificates?", "id"), ("audit?", "id"),
            ("residue?", "installationId"),
        ])
        {
            var all = Ids(await service.Operations.ReadAsync($"{list}&limit=250"), id);
            Assert.True(all.Count >= 3, list);
            Assert.Equal(all.Count, all.Distinct().Count());
            var paged = new List<string>();
            string? cursor = null;
            do
            {
                var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
                var page = await service.Operations.ReadAsync($"{list}&limit=2{next}");
                Assert.True(page.GetProperty("items").GetArrayLength() <= 2);
                paged.AddRange(Ids(page, id));
                cursor = page.GetProperty("nextCursor").GetString();
            }
            while (cursor is not null);
            Assert.Equal(paged.Count, paged.Distinct().Count());
            if (list.StartsWith("shops", StringComparison.Ordinal)) Assert.Equal(all, paged);
            else Assert.Subset(paged.Concat(all).ToHashSet(), all.ToHashSet());
        }
        using var foreign = await service.Operations.GetAsync(
            $"certificates?cursor={await CursorOfAsync(service, "shops?search=listed&limit=1")}",
            TestContext.Current.CancellationToken);
        await foreign.AssertProblemAsync(400, field: "cursor");
    }

    [Theory, OnBothDatabases]
    public async Task Residue_of_all_when_an_installation_is_certified_counts_zero_in_every_store(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
        // The shop is back: what its new stay holds is no residue of the old one.
        var ended = shop.InstallationId;
        await shop.InstallAsync();

        JsonElement? found = null;
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await service.Operations.ReadAsync($"residue?limit=250{next}");
            foreach (var one in page.GetProperty("items").EnumerateArray())
            {
                if (one.GetProperty("installationId").GetGuid() == ended) found = one;
            }
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.True(found!.Value.GetProperty("certified").GetBoolean());
        Assert.Equal(0, found.Value.GetProperty("total").GetInt64());
        Assert.True(found.Value.GetProperty("stores").GetArrayLength() >= 10);
    }

    private static async Task RefusedAsync(ShopkeeperProcess service, string path, string field)
    {
        using var answer = await service.Operations.GetAsync(path);
        await answer.AssertProblemAsync(400, "bad-request", field);
    }

    private static async Task<string?> CursorOfAsync(ShopkeeperProcess service, string path) =>
        (await service.Operations.ReadAsync(path)).GetProperty("nextCursor").GetString();

    private static List<string> Ids(JsonElement page, string id) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(id).GetString()!)];
}
