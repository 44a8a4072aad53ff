using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// A reverse proxy as it stands before a cluster: it asks every process's <c>/health/ready</c> again and again, and
/// passes each request on to the next of those that said yes. Where nobody listens any more it tries the next one, as
/// proxies do. What a process has got is never repeated, so that whatever it does not answer is seen as 502.
/// </summary>
public sealed class ReadyProxy : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);

    // Each hop's own.
    private static readonly HashSet<string> Hop =
        new(["Connection", "Keep-Alive", "Transfer-Encoding", "Host"], StringComparer.OrdinalIgnoreCase);

    private readonly IReadOnlyList<ShopkeeperProcess> _behind;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _end = new();
    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    private volatile ShopkeeperProcess[] _ready = [];
    private Task _watching = Task.CompletedTask;
    private int _turn;

    private ReadyProxy(IReadOnlyList<ShopkeeperProcess> behind)
    {
        _behind = behind;
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url.AbsoluteUri);
        _app = builder.Build();
        _app.Run(PassOnAsync);
    }

    /// <summary>Its address.</summary>
    public Uri Url { get; }

    /// <summary>Starts one, and waits until it has found all of the processes ready.</summary>
    public static async Task<ReadyProxy> StartAsync(params IReadOnlyList<ShopkeeperProcess> behind)
    {
        var proxy = new ReadyProxy(behind);
        await proxy._app.StartAsync();
        proxy._watching = proxy.WatchAsync();
        foreach (var process in behind) await proxy.UntilFoundAsync(process, ready: true);
        return proxy;
    }

    /// <summary>Waits until it passes requests on to a process, or does no longer.</summary>
    public Task UntilFoundAsync(ShopkeeperProcess process, bool ready) => Eventually.UntilAsync(
        $"the proxy finds a process {(ready ? "ready" : "not ready")}", () => _ready.Contains(process) == ready);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        await _app.DisposeAsync();
        _http.Dispose();
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var found = await Task.WhenAll(_behind.Select(IsReadyAsync));
            _ready = [.. _behind.Zip(found).Where(pair => pair.Second).Select(pair => pair.First)];
            await Pace.SpendUntilAsync(Period, _end.Token);
        }
    }

    private async Task<bool> IsReadyAsync(ShopkeeperProcess process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(ProbeLimit);
        try
        {
            using var answer = await process.Internal.GetAsync("/health/ready", limit.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var ready = _ready;
        var turn = ready.Length == 0 ? 0 : (int)((uint)Interlocked.Increment(ref _turn) % (uint)ready.Length);
        var why = "nobody is ready";
        foreach (var target in ready.Skip(turn).Concat(ready.Take(turn)))
        {
            try
            {
                using var request = RequestOf(context, target);
                using var answer = await _http.SendAsync(request, context.RequestAborted);
                await AnswerAsync(context.Response, answer);
                return;
            }
            catch (HttpRequestException broken)
            {
                var place = _behind.Index().Single(one => one.Item == target).Index;
                why = $"process {place}: {broken.Message} {broken.InnerException?.Message}";
                if (broken.HttpRequestError != HttpRequestError.ConnectionError) break;
            }
        }
        await RefuseAsync(context, why);
    }

    private static HttpRequestMessage RequestOf(HttpContext context, ShopkeeperProcess target)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), target.PublicUrl.GetLeftPart(UriPartial.Authority) + raw);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (Hop.Contains(name)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }
        request.Headers.Host = context.Request.Host.Value;
        return request;
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!Hop.Contains(name)) response.Headers[name] = values.ToArray();
        }
        await answer.Content.CopyToAsync(response.Body, response.HttpContext.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return context.Response.WriteAsync($"The proxy got no answer: {why}");
    }
}
