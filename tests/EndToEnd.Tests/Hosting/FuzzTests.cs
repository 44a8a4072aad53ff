using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Hosting;

/// <summary>
/// Every route with input that nobody means well: no answer is a 5xx but a 503 with Retry-After, each refusal is a
/// problem document, and none tells of the inside.
/// </summary>
public sealed class FuzzTests(SharedServices services)
{
    private const int Seed = 20260101;

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "x", "../../etc/passwd", "%00", "%ff%fe", "%F0%9F%92%A9", "a'; drop table jobs--",
        "<script>alert(1)</script>", "{{7*7}}", "99999999999999999999", "null", "00000000-0000-0000-0000-000000000000",
        "a.myshopify.com", "A%2F..%2Fb.myshopify.com", new('v', 3000),
    ];

    private static readonly string[] Queries =
    [
        "", "?limit=0", "?limit=%00", "?limit=9e9", "?cursor=%ff%ff", "?cursor=" + new string('c', 5000), "?a[b]=c&&&=",
        "?shop=a.myshopify.com&shop=b.myshopify.com", "?status=no", "?state=no&search=%00", "?" + new string('q', 6000),
        "?search=" + new string('s', 200), "?dryRun=true", "?%=%&;=;",
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "\"", "{\"a\":", "\u0000\u0001", "{\"kind\":{\"kind\":1}}",
        "{\"reason\":[],\"confirm\":{}}",
        "{\"kind\":\"catalog-sync\",\"arguments\":{\"pageSize\":1e99}}", "{\"\\ud800\":1}", "{\"a\":1e400}",
        "{\"kind\":\"\\u0000\"}", "{\"reason\":\"test\",\"confirm\":\"\\ud800\"}",
    ];

    private static readonly string[] Types =
    [
        "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "*/*",
        "a",
    ];

    [Theory, OnBothDatabases]
    public async Task Service_when_sent_nonsense_answers_a_problem_and_never_breaks(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var random = new Random(Seed);
        var routes = await RoutesAsync(service);
        Assert.True(routes.Count >= 20, $"Only {routes.Count} routes are described.");
        foreach (var (method, path) in routes)
        {
            for (var round = 0; round < 8; round++)
                await TryAsync(service, shop, random, new HttpMethod(method.ToUpperInvariant()), path);
        }
        await shop.GetAsync("/api/session");
        Assert.True((await service.Internal.ReadTextOfAsync("/health/ready")).Length > 0);
    }

    [Theory, OnBothDatabases]
    public async Task Body_when_deeply_nested_or_of_odd_bytes_is_a_problem(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        byte[][] bodies =
        [
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 2000))), [0xFF, 0xFE, 0x7B, 0x7D],
            [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D], Encoding.UTF8.GetBytes(new string('[', 10_000)),
            Encoding.UTF8.GetBytes("{\"a\":\"\\ud800\"}"), Encoding.UTF8.GetBytes("{\"\\udc00\":1}"),
        ];
        foreach (var (method, path) in ((string, string)[])
            [("PUT", "/api/configuration"), ("PUT", "/api/preferences"), ("POST", "/api/jobs")])
        {
            foreach (var body in bodies)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Content = new ByteArrayContent(body);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await shop.MintTokenAsync());
                request.Headers.TryAddWithoutValidation("If-Match", "*");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                using var answer = await service.Public.SendAsync(request, CancellationToken.None);
                await answer.AssertProblemAsync(400, "bad-request", "body");
            }
        }
    }

    private static async Task TryAsync(
        ShopkeeperProcess service, Merchant shop, Random random, HttpMethod method, string path)
    {
        var isInternal = path.StartsWith("/ops", StringComparison.Ordinal);
        var target = Fill(path, random) + Pick(Queries, random);
        using var request = new HttpRequestMessage(method, target);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", isInternal ? service.Keys.Operator : await shop.MintTokenAsync());
        request.Headers.TryAddWithoutValidation("If-Match", Pick(Values[..12], random).Replace('\n', ' '));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Pick(Values[..12], random));
        request.Headers.TryAddWithoutValidation("X-Shopify-Hmac-Sha256", Pick(Values[..12], random));
        if (method != HttpMethod.Get && method != HttpMethod.Head)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Pick(Bodies, random)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Pick(Types, random));
        }
        var client = isInternal ? service.Internal : service.Public;
        using var answer = await client.SendAsync(request, CancellationToken.None);
        await AssertMeantAsync(answer, $"{method} {target}");
    }

    private static async Task AssertMeantAsync(HttpResponseMessage answer, string asked)
    {
        var status = (int)answer.StatusCode;
        var text = await answer.ReadTextAsync();
        var isMeant = status < 500 || (status == 503 && answer.Headers.RetryAfter is not null);
        Assert.True(isMeant, $"{asked}: {status} {text}");
        Answers.AssertSaysNothingOfTheInside(text);
        if (status < 400) return;

        // A request that the server itself can't parse never reaches the service.
        if (answer.StatusCode is HttpStatusCode.RequestUriTooLong or HttpStatusCode.RequestHeaderFieldsTooLarge) return;
        if (status == 400 && text.Length == 0) return;
        Assert.True(
            answer.Content.Headers.ContentType?.MediaType == "application/problem+json",
            $"{asked}: {status} is no problem document: {answer.Content.Headers.ContentType} '{text}'");
    }

    private static async Task<IReadOnlyList<(string Method, string Path)>> RoutesAsync(ShopkeeperProcess service)
    {
        var description = await service.Internal.ReadAsync("/openapi/v1.json");
        var described = from path in description.GetProperty("paths").EnumerateObject()
                        from method in path.Value.EnumerateObject()
                        where method.Value.ValueKind == JsonValueKind.Object
                        select (method.Name, path.Name);
        return
        [
            .. described, ("post", "/webhooks/{any}"), ("get", "/{any}"), ("post", "/{any}"), ("get", "/ops/{any}"),
        ];
    }

    private static string Fill(string path, Random random)
    {
        var start = path.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return path;
        var value = Pick(Values, random);
        var filled = value.Contains('%', StringComparison.Ordinal) ? value : Uri.EscapeDataString(value);
        return Fill(path[..start] + filled + path[(path.IndexOf('}', start) + 1)..], random);
    }

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
