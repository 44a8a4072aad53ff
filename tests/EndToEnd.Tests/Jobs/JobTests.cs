using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Jobs;

/// <summary>Jobs, subscriptions and logs as the embedded app sees them: those of its own shop.</summary>
public sealed class JobTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Job_when_started_runs_to_its_end_and_is_listed(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service, products: 30);

        var id = await shop.StartJobAsync(new { pageSize = 10 });

        var job = await UntilAsync(shop, id, "completed");
        Assert.Equal("catalog-sync", job.GetProperty("kind").GetString());
        Assert.Equal(30, job.GetProperty("done").GetInt64());
        Assert.Equal(30, await service.CountAsync(shop, "catalogue_products"));
        var listed = (await shop.GetAsync("/api/jobs")).GetProperty("items").EnumerateArray();
        Assert.Contains(listed, one => one.GetProperty("id").GetGuid() == id);
    }

    [Theory, OnBothDatabases]
    public async Task Job_when_started_twice_under_one_key_is_one_job(DatabaseKind kind)
    {
        var shop = await Merchant.InstalledAsync(await services.OnAsync(kind));
        var body = new { kind = "catalog-sync" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            shop.SendAsync(HttpMethod.Post, "/api/jobs", body, idempotencyKey: "e2e-key-1")));

        var ids = new HashSet<Guid>();
        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            var id = (await answer.ReadJsonAsync()).GetProperty("id").GetGuid();
            Assert.Equal($"/api/jobs/{id}", answer.Headers.Location?.OriginalString);
            ids.Add(id);
            answer.Dispose();
        }
        Assert.Single(ids);
        using var other = await shop.SendAsync(HttpMethod.Post, "/api/jobs", body, idempotencyKey: "e2e-key-2");
        Assert.DoesNotContain((await other.ReadJsonAsync()).GetProperty("id").GetGuid(), ids);
    }

    [Theory, OnBothDatabases]
    public async Task Job_when_cancelled_while_it_runs_acknowledges(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = "products", Kind = FaultKind.Hang }, CancellationToken.None);
        var id = await shop.StartJobAsync();
        await UntilAsync(shop, id, "running");

        using var cancelled = await shop.SendAsync(HttpMethod.Delete, $"/api/jobs/{id}");

        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        var job = await UntilAsync(shop, id, "cancelled");
        Assert.True(job.GetProperty("cancelRequested").GetBoolean());
        using var again = await shop.SendAsync(HttpMethod.Delete, $"/api/jobs/{id}");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Job_when_asked_for_by_another_shop_is_not_there(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var other = await Merchant.InstalledAsync(service);
        var id = await shop.StartJobAsync();

        using var read = await other.SendAsync(HttpMethod.Get, $"/api/jobs/{id}");
        await read.AssertProblemAsync(404, "not-found");
        using var cancelled = await other.SendAsync(HttpMethod.Delete, $"/api/jobs/{id}");
        await cancelled.AssertProblemAsync(404, "not-found");

        await UntilAsync(shop, id, "completed");
        var listed = (await other.GetAsync("/api/jobs")).GetProperty("items").EnumerateArray();
        Assert.DoesNotContain(listed, one => one.GetProperty("id").GetGuid() == id);
    }

    [Theory, OnBothDatabases]
    public async Task Job_when_kind_arguments_or_key_are_wrong_is_400(DatabaseKind kind)
    {
        var shop = await Merchant.InstalledAsync(await services.OnAsync(kind));
        (object Body, string? Key, string Field)[] wrong =
        [
            (new { }, null, "kind"), (new { kind = 5 }, null, "kind"), (new { kind = "" }, null, "kind"),
            (new { kind = "no-such-job" }, null, "kind"), (new { kind = "webhook-subscriptions" }, null, "kind"),
            (new { kind = "catalog-sync", arguments = 5 }, null, "arguments"),
            (new { kind = "catalog-sync", arguments = new[] { 1 } }, null, "arguments"),
            (new { kind = "catalog-sync" }, new string('k', 300), "Idempotency-Key"),
        ];
        foreach (var (body, key, field) in wrong)
        {
            using var answer = await shop.SendAsync(HttpMethod.Post, "/api/jobs", body, idempotencyKey: key);
            await answer.AssertProblemAsync(400, "bad-request", field);
        }
        using var missing = await shop.SendAsync(HttpMethod.Get, "/api/jobs/no-id");
        await missing.AssertProblemAsync(404);
        using var unknown = await shop.SendAsync(HttpMethod.Get, $"/api/jobs/{Guid.Empty}");
        await unknown.AssertProblemAsync(404, "not-found");
    }

    [Theory, OnBothDatabases]
    public async Task Lists_when_longer_than_a_page_come_page_by_page_without_gaps(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        for (var number = 0; number < 5; number++) await UntilAsync(shop, await shop.StartJobAsync(), "completed");

        foreach (var path in (string[])["/api/jobs", "/api/logs"])
        {
            var whole = Ids(await shop.GetAsync($"{path}?limit=250"));
            Assert.True(whole.Count >= 5, $"{path} has {whole.Count} entries.");
            var paged = new List<string>();
            string? cursor = null;
            do
            {
                var page = await shop.GetAsync(
                    $"{path}?limit=2" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"));
                Assert.True(page.GetProperty("items").GetArrayLength() <= 2);
                paged.AddRange(Ids(page));
                cursor = page.GetProperty("nextCursor").GetString();
            }
            while (cursor is not null);
            Assert.Equal(whole, paged);
            foreach (var query in (string[])
            [
                "limit=0", "limit=251", "limit=x", "limit=1&limit=2", "limit=-1", "cursor=nonsense", "cursor=AAAA",
                "cursor=a&cursor=b",
            ])
            {
                using var answer = await shop.SendAsync(HttpMethod.Get, $"{path}?{query}");
                await answer.AssertProblemAsync(400, "bad-request", query.Split('=')[0]);
            }
        }
    }

    [Theory, OnBothDatabases]
    public async Task Subscriptions_when_installed_are_made_at_shopify_and_listed(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        var listed = await Eventually.PollAsync(
            "both subscriptions are recorded",
            () => shop.GetAsync("/api/webhooks"),
            page => page.GetProperty("items").EnumerateArray().Count(HasId) == 2,
            cancellationToken: TestContext.Current.CancellationToken);

        var there = (await service.Shopify.Control.GetShopAsync(shop.Domain, CancellationToken.None)).Subscriptions;
        Assert.Equal(
            there.Select(one => (one.Topic, one.Id)).Order(),
            listed.GetProperty("items").EnumerateArray().Where(HasId)
                .Select(one => (one.GetProperty("topic").GetString()!, one.GetProperty("shopifyId").GetString()!))
                .Order());
        Assert.All(there, one => Assert.Equal(new Uri(service.PublicUrl, "/webhooks").AbsoluteUri, one.Uri));
    }

    private static bool HasId(JsonElement subscription) =>
        subscription.GetProperty("shopifyId").ValueKind == JsonValueKind.String;

    private static List<string> Ids(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    private static Task<JsonElement> UntilAsync(Merchant shop, Guid job, string status) => Eventually.PollAsync(
        $"the job is {status}",
        () => shop.GetAsync($"/api/jobs/{job}"),
        seen => seen.GetProperty("status").GetString() == status);
}
