using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>Sends what a client library is willing to send, to one route after the other.</summary>
internal sealed class HttpFuzz(ShopkeeperProcess service, Merchant shop, FuzzRoutes routes, Random random)
{
    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "*/*", "a", "",
    ];

    private static readonly string[] Headers =
    [
        "If-Match", "If-None-Match", "Idempotency-Key", "X-Shopify-Hmac-Sha256", "X-Shopify-Topic",
        "X-Shopify-Shop-Domain", "X-Shopify-Webhook-Id", "shopify-hmac-sha256", "shopify-topic", "Cookie", "Accept",
        "Accept-Encoding", "Accept-Language", "Origin", "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
        "Content-Encoding", "Range", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded",
        "traceparent", "tracestate", "baggage", "Expect", "X-HTTP-Method-Override", "Referer", "User-Agent", "Via",
    ];

    private readonly Nonsense _nonsense = new(random);

    /// <summary>How many were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How many were answered, and none as it must not be.</summary>
    public int Answered { get; private set; }

    /// <summary>Sends one request to the next route.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        var route = routes.Next();
        var (method, path) = route;
        var isInternal = FuzzRoutes.IsInternal(path) != _nonsense.Chance(15);
        var target = Fill(path) + (_nonsense.Chance(2) ? _nonsense.Query(FuzzRoutes.Parameters) : "");
        using var request = new HttpRequestMessage(
            new HttpMethod(_nonsense.Chance(8) ? _nonsense.Pick(FuzzRoutes.OddMethods) : method), target);
        if (await AuthorizationAsync(path) is { Length: > 0 } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        for (var count = _nonsense.Number(5); count > 0; count--)
        {
            var name = _nonsense.Pick(Headers);
            for (var times = _nonsense.Chance(6) ? 2 : 1; times > 0; times--)
                request.Headers.TryAddWithoutValidation(name, _nonsense.Line());
        }
        if (request.Method.Method is not ("GET" or "HEAD" or "TRACE") || _nonsense.Chance(10)) AddBody(request);
        Sent++;
        if (!await IsAnsweredAsync(isInternal ? service.Internal : service.Public, request, target, cancellationToken))
            return;
        Answered++;
        routes.Count(route);
    }

    private async Task<bool> IsAnsweredAsync(
        HttpClient client, HttpRequestMessage request, string target, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            AssertMeant(answer, text, $"{request.Method} {target}");
            return true;
        }
        catch (HttpRequestException refused) when (refused.InnerException is IOException or null)
        {
            // The server may end a connection of whose request it has read enough to refuse it. That it still answers
            // others is what the run ends with.
            Assert.False(service.Process.HasExited, $"{request.Method} {target} ended the service.");
            return false;
        }
    }

    private static void AssertMeant(HttpResponseMessage answer, string text, string asked)
    {
        var status = (int)answer.StatusCode;
        Assert.True(
            status < 500 || (status == 503 && answer.Headers.RetryAfter is not null), $"{asked}: {status} {text}");
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (status >= 400) Answers.AssertSaysNothingOfTheInside(text);
        else Answers.AssertHasNoTrace(text);
        var isOfTheServer = text.Length == 0
            && status is 400 or 408 or 411 or 413 or 414 or 417 or 431;
        if (status < 400 || isOfTheServer || answer.RequestMessage?.Method == HttpMethod.Head) return;
        Assert.True(type == "application/problem+json", $"{asked}: {status} is no problem document: {type} '{text}'");
    }

    private void AddBody(HttpRequestMessage request)
    {
        request.Content = new ByteArrayContent(_nonsense.Body());
        request.Content.Headers.TryAddWithoutValidation("Content-Type", _nonsense.Pick(Types));
        if (_nonsense.Chance(4)) request.Headers.TransferEncodingChunked = true;
    }

    private async Task<string> AuthorizationAsync(string path) => _nonsense.Number(8) switch
    {
        0 => "",
        1 => _nonsense.Line(),
        2 => $"Bearer {_nonsense.Line()}",
        _ when path.StartsWith("/service", StringComparison.Ordinal) => $"Bearer {service.Keys.Service}",
        _ when FuzzRoutes.IsInternal(path) => $"Bearer {service.Keys.Operator}",
        _ => $"Bearer {await shop.MintTokenAsync()}",
    };

    private string Fill(string path)
    {
        var start = path.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return path;
        var value = _nonsense.Chance(4) ? shop.Domain : _nonsense.Segment();
        return Fill(path[..start] + value + path[(path.IndexOf('}', start) + 1)..]);
    }
}
