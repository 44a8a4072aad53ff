using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.CommandLine;

/// <summary>
/// Stands before a service's internal listener. The first order is carried out and certified, and its answer is lost;
/// the second finds the service away; everything else is passed on.
/// </summary>
internal sealed class LostAnswers : IAsyncDisposable
{
    private readonly ShopkeeperProcess _service;
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public LostAnswers(ShopkeeperProcess service)
    {
        _service = service;
        Url = $"http://127.0.0.1:{FreePort.Next()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    /// <summary>The key of each order that came.</summary>
    public ConcurrentQueue<string?> Keys { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var isOrder = context.Request.HttpMethod == "POST";
        if (isOrder) Keys.Enqueue(context.Request.Headers["Idempotency-Key"]);
        if (isOrder && Keys.Count == 2)
        {
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            context.Response.Close();
            return;
        }
        using var answer = await PassOnAsync(context.Request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (isOrder && Keys.Count == 1)
        {
            var teardown = JsonDocument.Parse(body).RootElement.GetProperty("teardownId").GetGuid();
            await _service.UntilCertifiedAsync(teardown);
            // The connection breaks in the midst of the answer.
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body.AsMemory(0, 1));
            context.Response.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.Close(body, willBlock: true);
    }

    private async Task<HttpResponseMessage> PassOnAsync(HttpListenerRequest request)
    {
        using var passed = new HttpRequestMessage(new HttpMethod(request.HttpMethod), request.RawUrl);
        foreach (var name in (string[])["Authorization", "Idempotency-Key"])
        {
            if (request.Headers[name] is { } value) passed.Headers.TryAddWithoutValidation(name, value);
        }
        if (request.HasEntityBody)
        {
            passed.Content = new StreamContent(request.InputStream);
            passed.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }
        return await _service.Internal.SendAsync(passed);
    }
}
