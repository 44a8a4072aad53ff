using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>An operator's order that is repeated, and the one that only asks what would happen.</summary>
public sealed class OperatorOrderTests(SharedServices services)
{
    // The operator's client lost the answer and asked again; the merchant had come back meanwhile, and was ended too.
    [Theory, OnBothDatabases]
    public async Task Uninstall_when_repeated_under_its_key_after_a_reinstall_ends_nothing_more(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var key = Keys.RandomText(12);
        var first = await OrderAsync(service, shop, key);
        await service.UntilCertifiedAsync(first);
        var reinstalled = await shop.InstallAsync();

        Assert.Equal(first, await OrderAsync(service, shop, key));

        Assert.Equal(reinstalled, (await shop.GetAsync("/api/session")).GetProperty("installationId").GetGuid());
        var certificates = await service.Operations.ReadAsync($"certificates?shop={shop.Domain}");
        Assert.Equal(1, certificates.GetProperty("items").GetArrayLength());
    }

    // Two operators keep books of their own, and both began them with ticket-1: the second one's order was answered
    // with the teardown of the first one's, and the shop stayed.
    [Theory, OnBothDatabases]
    public async Task Uninstall_when_a_colleague_used_the_same_key_before_is_carried_out(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        const string Key = "ticket-1";
        var first = await OrderAsync(service, shop, Key);
        await service.UntilCertifiedAsync(first);
        await shop.InstallAsync();

        var second = await OrderAsync(service, shop, Key, service.Keys.Colleague);

        Assert.NotEqual(first, second);
        await service.UntilCertifiedAsync(second);
        Assert.Equal(0, await service.ReadResidueAsync(shop));

        // Certificates name the teardown: whoever guesses the key must not find the shop by it.
        foreach (var guess in (string[])
            [$"uninstall\n{shop.Domain}\n{Key}", $"uninstall\noperator\n{shop.Domain}\n{Key}"])
        {
            var hashed = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(guess)).AsSpan(0, 16));
            Assert.DoesNotContain(hashed, new[] { first, second });
        }
    }

    // A typing error: the corrected order was refused as another one under the key.
    [Theory, OnBothDatabases]
    public async Task Uninstall_when_refused_and_corrected_under_its_key_is_carried_out(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var (path, key) = ($"shops/{shop.Domain}/uninstall", Keys.RandomText(12));
        using var refused = await service.OrderAsync(path, new { reason = "tset", confirm = shop.Domain }, key);
        await refused.AssertProblemAsync(400, field: "reason");

        var accepted = await service.OrderedAsync(path, new { reason = "test", confirm = shop.Domain }, key);

        using var other = await service.OrderAsync(path, new { reason = "legal", confirm = shop.Domain }, key);
        await other.AssertProblemAsync(422, "idempotency-key-reused", "Idempotency-Key");
        await service.UntilCertifiedAsync(accepted.GetProperty("teardownId").GetGuid());
    }

    [Theory, OnBothDatabases]
    public async Task DryRun_when_asked_for_counts_what_the_uninstall_then_erases_and_changes_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { theme = "dark" });
        await shop.GetAsync("/api/session");
        await Eventually.UntilAsync(
            "the jobs of the install are done, and the shop is quiet",
            async () => (await shop.GetAsync("/api/jobs")).GetProperty("items").EnumerateArray().ToArray() is { } jobs
                && jobs.Length > 0 && jobs.All(job => job.GetProperty("status").GetString() == "completed"),
            cancellationToken: TestContext.Current.CancellationToken);

        using var answer = await service.Operations.PostAsync(
            $"shops/{shop.Domain}/uninstall?dryRun=true", null, CancellationToken.None);
        var plan = await answer.ReadJsonAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stores = plan.GetProperty("stores").EnumerateArray()
            .ToDictionary(
                store => store.GetProperty("store").GetString()!, store => store.GetProperty("count").GetInt64());
        Assert.Equal(1, stores["user_preferences"]);
        Assert.Equal(1, stores["installations"]);
        Assert.Equal("clear-shop-grain", plan.GetProperty("steps")[0].GetString());
        await shop.GetAsync("/api/session");

        var teardown = await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
        var erased = teardown.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("name").GetString() != "verify-residue")
            .SelectMany(step => step.GetProperty("counts").EnumerateArray())
            .GroupBy(store => store.GetProperty("store").GetString()!)
            .ToDictionary(group => group.Key, group => group.Sum(store => store.GetProperty("count").GetInt64()));

        // What the actor holds goes in the call that runs the fence; subscriptions are counted as Shopify closes them.
        Assert.Equal(stores["subscription_records"], erased["webhook-subscriptions"]);
        string[] elsewhere =
        [
            "grain_state", "reminders", "cache:shop-actors", "subscription_records", "webhook-subscriptions", "grant",
        ];
        Assert.Contains("cache:memory", stores.Keys);
        Assert.Equal(
            string.Join('\n', Compared(stores, elsewhere)), string.Join('\n', Compared(erased, elsewhere)));
    }

    [Theory, OnBothDatabases]
    public async Task DryRun_when_it_is_neither_true_nor_false_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        using var answer = await service.Operations.PostAsJsonAsync(
            $"shops/{shop.Domain}/uninstall?dryRun=yes", new { reason = "test", confirm = shop.Domain },
            CancellationToken.None);

        await answer.AssertProblemAsync(400, "bad-request", "dryRun");
        await shop.GetAsync("/api/session");
    }

    private static IEnumerable<(string, long)> Compared(Dictionary<string, long> counts, string[] except) =>
        counts.Where(count => count.Value > 0 && !except.Contains(count.Key))
            .Select(count => (count.Key, count.Value)).OrderBy(count => count.Key, StringComparer.Ordinal);

    private static async Task<Guid> OrderAsync(
        ShopkeeperProcess service, Merchant shop, string key, string? actor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"shops/{shop.Domain}/uninstall");
        request.Headers.Add("Idempotency-Key", key);
        if (actor is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", actor);
        request.Content = JsonContent.Create(new { reason = "test", confirm = shop.Domain });
        using var answer = await service.Operations.SendAsync(request, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.ReadJsonAsync()).GetProperty("teardownId").GetGuid();
    }
}
