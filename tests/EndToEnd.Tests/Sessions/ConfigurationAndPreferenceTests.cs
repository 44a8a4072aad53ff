using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Sessions;

/// <summary>A shop's configuration with its version, and preferences by user.</summary>
public sealed class ConfigurationAndPreferenceTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Configuration_when_put_needs_the_version_that_was_read(DatabaseKind kind)
    {
        var shop = await Merchant.InstalledAsync(await services.OnAsync(kind));
        using var first = await shop.SendAsync(HttpMethod.Get, "/api/configuration");
        Assert.Equal("{}", await first.ReadTextAsync());
        var version = first.Headers.ETag!.Tag;

        using var unconditional = await shop.SendAsync(HttpMethod.Put, "/api/configuration", new { a = 1 });
        await unconditional.AssertProblemAsync(428, "if-match-required", "If-Match");
        using var put = await shop.SendAsync(HttpMethod.Put, "/api/configuration", new { a = 1 }, ifMatch: version);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.NotEqual(version, put.Headers.ETag!.Tag);
        using var stale = await shop.SendAsync(HttpMethod.Put, "/api/configuration", new { a = 2 }, ifMatch: version);
        await stale.AssertProblemAsync(412, "version-mismatch", "If-Match");
        Assert.Equal(put.Headers.ETag, stale.Headers.ETag);
        using var any = await shop.SendAsync(HttpMethod.Put, "/api/configuration", new { a = 3 }, ifMatch: "*");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
        Assert.Equal("{\"a\":3}", (await shop.GetAsync("/api/configuration")).GetRawText());
    }

    [Theory, OnBothDatabases]
    public async Task Configuration_when_if_match_is_no_version_is_400(DatabaseKind kind)
    {
        var shop = await Merchant.InstalledAsync(await services.OnAsync(kind));
        foreach (var tag in (string[])
            ["1", "W/\"1\"", "\"x\"", "\"1\", \"2\"", "\"-1\"", "\"99999999999999999999999\"", "**"])
        {
            using var answer = await shop.SendAsync(HttpMethod.Put, "/api/configuration", new { a = 1 }, ifMatch: tag);
            await answer.AssertProblemAsync(400, "bad-request", "If-Match");
        }
        Assert.Equal("{}", (await shop.GetAsync("/api/configuration")).GetRawText());
    }

    [Theory, OnBothDatabases]
    public async Task Configuration_when_two_write_at_once_keeps_one_of_them(DatabaseKind kind)
    {
        var shop = await Merchant.InstalledAsync(await services.OnAsync(kind));
        using var read = await shop.SendAsync(HttpMethod.Get, "/api/configuration");
        var version = read.Headers.ETag!.Tag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            shop.SendAsync(HttpMethod.Put, "/api/configuration", new { number }, ifMatch: version)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        var winner = answers.Single(answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(await winner.ReadTextAsync(), (await shop.GetAsync("/api/configuration")).GetRawText());
        foreach (var answer in answers) answer.Dispose();
    }

    [Theory, OnBothDatabases]
    public async Task Body_when_no_json_object_is_refused_by_name(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        (string Body, string Type, int Status, string Field)[] wrong =
        [
            ("[1]", "application/json", 400, "body"), ("1", "application/json", 400, "body"),
            ("", "application/json", 400, "body"), ("{", "application/json", 400, "body"),
            ("{\"a\":1,\"a\":2}", "application/json", 400, "body"), ("{'a':1}", "application/json", 400, "body"),
            (Nested(200), "application/json", 400, "body"),
            ("{\"a\":1}", "text/plain", 415, "Content-Type"), ("{\"a\":1}", "application/xml", 415, "Content-Type"),
            ($"{{\"a\":\"{new string('a', 70_000)}\"}}", "application/json", 413, "body"),
        ];
        foreach (var path in (string[])["/api/configuration", "/api/preferences"])
        {
            foreach (var (body, type, status, field) in wrong)
            {
                using var request = new HttpRequestMessage(HttpMethod.Put, path);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await shop.MintTokenAsync());
                request.Headers.TryAddWithoutValidation("If-Match", "*");
                request.Content = new StringContent(body, Encoding.UTF8, type);
                using var answer = await service.Public.SendAsync(request, CancellationToken.None);
                await answer.AssertProblemAsync(status, field: field);
            }
        }
    }

    [Theory, OnBothDatabases]
    public async Task Preferences_when_two_users_have_some_are_kept_apart(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var neighbour = await Merchant.InstalledAsync(service);

        await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { theme = "dark" }, shop.OwnerId);
        await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { theme = "light" }, shop.StaffId);

        Assert.Contains("dark", await TextAsync(shop, shop.OwnerId), StringComparison.Ordinal);
        Assert.Contains("light", await TextAsync(shop, shop.StaffId), StringComparison.Ordinal);
        Assert.Equal("{}", await TextAsync(neighbour, shop.OwnerId));
        using var removed = await shop.SendAsync(HttpMethod.Delete, "/api/preferences", user: shop.OwnerId);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var again = await shop.SendAsync(HttpMethod.Delete, "/api/preferences", user: shop.OwnerId);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Equal("{}", await TextAsync(shop, shop.OwnerId));
        Assert.Contains("light", await TextAsync(shop, shop.StaffId), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(Merchant shop, long user) =>
        (await shop.CallAsync(HttpMethod.Get, "/api/preferences", user: user)).GetRawText();

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
}
