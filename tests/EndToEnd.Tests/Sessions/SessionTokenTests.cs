using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Sessions;

/// <summary>Who may call the embedded app's API: holders of a genuine, fresh session token of this app.</summary>
public sealed class SessionTokenTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Call_when_the_session_token_is_wrong_in_one_claim_is_401_and_asks_for_a_fresh_one(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        foreach (var (name, token) in await WrongTokensAsync(service, shop))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session");
            if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await service.Public.SendAsync(request, CancellationToken.None);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{name}: {(int)answer.StatusCode}");
            await answer.AssertProblemAsync(401, "bad-session-token", "Authorization");
            Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-Shopify-Retry-Invalid-Session-Request")));
            if (token is { Length: >= 8 })
                Assert.DoesNotContain(token, await answer.ReadTextAsync(), StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Call_when_the_token_is_in_another_place_is_401(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var token = await shop.MintTokenAsync();
        (string Path, string? Header)[] wrong =
        [
            ($"/api/session?session={token}", null), ("/api/session", token), ("/api/session", $"Basic {token}"),
            ("/api/session", $"Bearer {token}, Bearer {token}"), ("/api/session", "Bearer"),
        ];
        foreach (var (path, header) in wrong)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
            using var answer = await service.Public.SendAsync(request, CancellationToken.None);
            await answer.AssertProblemAsync(401, "bad-session-token");
        }
    }

    [Theory, OnBothDatabases]
    public async Task Call_when_the_app_is_not_installed_is_403_on_every_route(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        foreach (var path in (string[])["session", "configuration", "preferences", "jobs", "webhooks", "logs"])
        {
            using var answer = await shop.SendAsync(HttpMethod.Get, $"/api/{path}");
            await answer.AssertProblemAsync(403, "not-installed", "shop");
        }
        using var put = await shop.SendAsync(HttpMethod.Put, "/api/configuration", new { a = 1 }, ifMatch: "*");
        await put.AssertProblemAsync(403, "not-installed");
        using var post = await shop.SendAsync(HttpMethod.Post, "/api/jobs", new { kind = "catalog-sync" });
        await post.AssertProblemAsync(403, "not-installed");
        Assert.False(await service.KnowsAsync(shop));
    }

    [Theory, OnBothDatabases]
    public async Task Call_when_the_installation_has_ended_is_403_at_once(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.EndByOperatorAsync(shop);

        using var answer = await shop.SendAsync(HttpMethod.Get, "/api/session");

        await answer.AssertProblemAsync(403, "not-installed");
    }

    [Theory, OnBothDatabases]
    public async Task Call_when_made_from_a_browser_is_readable_by_configured_origins_only(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var token = await shop.MintTokenAsync();
        (string Origin, bool May)[] origins =
        [
            (ServiceSettings.AllowedOrigin, true), ("https://evil.example.com", false), ("null", false),
            ("http://app.example.com", false), ("https://app.example.com.evil.com", false),
            ("https://app.example.com:8443", false),
        ];
        foreach (var (origin, may) in origins)
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/session");
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "GET");
            preflight.Headers.Add("Access-Control-Request-Headers", "authorization");
            using var allowed = await service.Public.SendAsync(preflight, CancellationToken.None);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session");
            request.Headers.Add("Origin", origin);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await service.Public.SendAsync(request, CancellationToken.None);
            foreach (var one in (HttpResponseMessage[])[allowed, answer])
            {
                one.Headers.TryGetValues("Access-Control-Allow-Origin", out var named);
                Assert.Equal(may ? origin : null, named?.Single());
            }
        }
    }

    private static async Task<IReadOnlyList<(string Case, string? Token)>> WrongTokensAsync(
        ShopkeeperProcess service, Merchant shop)
    {
        var right = await shop.MintTokenAsync();
        var parts = right.Split('.');
        var claims = JsonSerializer.Deserialize<Dictionary<string, object>>(WebEncoders.Base64UrlDecode(parts[1]))!;
        string Signed(string name, object? value) => Sign(service, claims, name, value);
        return
        [
            ("none", null),
            ("expired", await shop.MintTokenAsync(new SessionTokenRequest { Lifetime = TimeSpan.FromSeconds(-30) })),
            ("of the future", await shop.MintTokenAsync(
                new SessionTokenRequest { ValidAfter = TimeSpan.FromMinutes(2) })),
            ("of another app", await shop.MintTokenAsync(new SessionTokenRequest { Audience = "another-app" })),
            ("of another issuer", await shop.MintTokenAsync(
                new SessionTokenRequest { Issuer = "https://evil.example.com/admin" })),
            ("of another shop's issuer", await shop.MintTokenAsync(
                new SessionTokenRequest { Issuer = "https://other.myshopify.com/admin" })),
            ("of another secret", await shop.MintTokenAsync(new SessionTokenRequest { WrongSecret = true })),
            ("without exp", Signed("exp", null)),
            ("without aud", Signed("aud", null)),
            ("without dest", Signed("dest", null)),
            ("with dest of no shop", Signed("dest", "https://evil.example.com")),
            ("with dest over http", Signed("dest", $"http://{shop.Domain}")),
            ("with sub of no user", Signed("sub", "robot")),
            ("with exp as text", Signed("exp", "tomorrow")),
            ("unsigned", $"{parts[0]}.{parts[1]}."),
            ("cut short", right[..^1]),
            ("with a part more", right + ".e30"),
            ("algorithm none", $"{WebEncoders.Base64UrlEncode("{\"alg\":\"none\"}"u8)}.{parts[1]}.{parts[2]}"),
            ("no token at all", "x"),
            ("with bytes of no text", "e30.e30.e30"),
            ("very long", new string('e', 9000)),
        ];
    }

    private static string Sign(
        ShopkeeperProcess service, Dictionary<string, object> claims, string changed, object? value)
    {
        var copy = new Dictionary<string, object>(claims);
        copy.Remove(changed);
        if (value is not null) copy[changed] = value;
        var signed = WebEncoders.Base64UrlEncode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8) + "."
            + WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(copy));
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(service.Keys.ApiSecret), Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{WebEncoders.Base64UrlEncode(signature)}";
    }
}
