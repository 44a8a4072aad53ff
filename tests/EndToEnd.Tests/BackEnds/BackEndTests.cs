using System.Net;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.BackEnds;

/// <summary>What the app's back ends ask of shops.</summary>
public sealed class BackEndTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Shop_and_token_when_asked_for_are_the_current_installations_and_never_an_ended_ones(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        Assert.Equal(("not-installed", false), await StateAsync(service, shop));
        using var nothing = await service.ServeAsync(HttpMethod.Post, $"{shop.Domain}/token");
        await nothing.AssertProblemAsync(403, "not-installed");

        var installation = await shop.InstallAsync();
        Assert.Equal(("installed", true), await StateAsync(service, shop));
        using var answer = await service.ServeAsync(HttpMethod.Post, $"{shop.Domain}/token");
        var token = await answer.ReadJsonAsync();
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.True(await shop.TakesAsync(token.GetProperty("accessToken").GetString()!));
        Assert.Equal(installation, token.GetProperty("installationId").GetGuid());
        Assert.Contains("read_products", token.GetProperty("scopes").GetString(), StringComparison.Ordinal);

        await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
        Assert.Equal(("not-installed", false), await StateAsync(service, shop));
        foreach (var path in (string[])["token", "jobs"])
        {
            using var ended = await service.ServeAsync(
                HttpMethod.Post, $"{shop.Domain}/{path}", new { kind = "catalog-sync" });
            await ended.AssertProblemAsync(403, "not-installed");
        }
        using var configuration = await service.ServeAsync(HttpMethod.Get, $"{shop.Domain}/configuration");
        await configuration.AssertProblemAsync(403, "not-installed");
    }

    // A back end's key that was stolen read tokens, and nobody could tell which.
    [Theory, OnBothDatabases]
    public async Task Token_when_a_back_end_reads_it_leaves_a_trace_with_the_name_of_its_key(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var nothing = await service.ServeAsync(HttpMethod.Post, $"{shop.Domain}/token");
        await nothing.AssertProblemAsync(403, "not-installed");
        var installation = await shop.InstallAsync();
        await service.ServedAsync(HttpMethod.Post, $"{shop.Domain}/token");
        using var other = await service.ServeAsync(
            HttpMethod.Post, $"{shop.Domain}/token", key: service.Keys.ServiceReader);
        await other.AssertProblemAsync(403, "scope-required");

        var page = await service.Operations.ReadAsync($"audit?shop={shop.Domain}&action=read-access-token");

        var entries = page.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            [("worker", "accepted"), ("worker", "not-installed")],
            entries.Select(entry => (
                entry.GetProperty("actor").GetString(), entry.GetProperty("outcome").GetString())));
        Assert.Equal(installation, entries[0].GetProperty("installationId").GetGuid());
        Assert.DoesNotContain(await shop.ReadAccessTokenAsync(), page.GetRawText(), StringComparison.Ordinal);
        await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
    }

    [Theory, OnBothDatabases]
    public async Task Configuration_when_a_back_end_replaces_it_is_what_the_embedded_app_reads(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        using var read = await service.ServeAsync(HttpMethod.Get, $"{shop.Domain}/configuration");
        var tag = read.Headers.ETag!.Tag;
        await service.ServedAsync(HttpMethod.Put, $"{shop.Domain}/configuration", new { colour = "blue" }, tag);

        Assert.Equal("blue", (await shop.GetAsync("/api/configuration")).GetProperty("colour").GetString());
        using var late = await service.ServeAsync(
            HttpMethod.Put, $"{shop.Domain}/configuration", new { colour = "red" }, ifMatch: tag);
        await late.AssertProblemAsync(412, "version-mismatch", "If-Match");
        using var without = await service.ServeAsync(HttpMethod.Put, $"{shop.Domain}/configuration", new { });
        await without.AssertProblemAsync(428, "if-match-required", "If-Match");
    }

    [Theory, OnBothDatabases]
    public async Task Job_when_a_back_end_starts_it_runs_and_the_same_key_is_the_same_job_only(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var path = $"{shop.Domain}/jobs";
        var key = Keys.RandomText(12);
        using var first = await service.ServeAsync(
            HttpMethod.Post, path, new { kind = "reconcile-webhooks" }, idempotencyKey: key);
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        var id = (await first.ReadJsonAsync()).GetProperty("id").GetGuid();
        Assert.Equal($"/service/shops/{path}/{id}", first.Headers.Location?.OriginalString);

        using var again = await service.ServeAsync(
            HttpMethod.Post, path, new { kind = "reconcile-webhooks" }, idempotencyKey: key);
        Assert.Equal(id, (await again.ReadJsonAsync()).GetProperty("id").GetGuid());
        using var other = await service.ServeAsync(
            HttpMethod.Post, path, new { kind = "catalog-sync" }, idempotencyKey: key);
        await other.AssertProblemAsync(422, "idempotency-key-reused", "Idempotency-Key");
        using var session = await shop.SendAsync(
            HttpMethod.Post, "/api/jobs", new { kind = "catalog-sync", arguments = new { x = 1 } },
            idempotencyKey: key);
        await session.AssertProblemAsync(422, "idempotency-key-reused", "Idempotency-Key");

        await Eventually.PollAsync(
            "the job has ended",
            () => service.ServedAsync(HttpMethod.Get, $"{path}/{id}"),
            job => job.GetProperty("status").GetString() == "completed",
            TimeSpan.FromSeconds(60),
            cancellationToken: TestContext.Current.CancellationToken);
        using var unknown = await service.ServeAsync(HttpMethod.Get, $"{path}/{Guid.Empty}");
        await unknown.AssertProblemAsync(404, "not-found");
        using var nonsense = await service.ServeAsync(HttpMethod.Post, path, new { kind = "nonsense" });
        await nonsense.AssertProblemAsync(400, field: "kind");
        using var noShop = await service.ServeAsync(HttpMethod.Get, "nonsense");
        await noShop.AssertProblemAsync(400, field: "shop");
    }

    private static async Task<(string State, bool Installed)> StateAsync(ShopkeeperProcess service, Merchant shop)
    {
        var seen = await service.ServedAsync(HttpMethod.Get, shop.Domain);
        return (seen.GetProperty("state").GetString()!, seen.GetProperty("installed").GetBoolean());
    }
}
