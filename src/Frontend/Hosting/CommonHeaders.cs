using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Shopkeeper.Frontend.Hosting;

/// <summary>
/// What every answer carries, whoever gives it: set at the last moment, since an error throws away what was set before.
/// <para>
/// Once the process was asked to stop, answers also ask for their connection to be closed. Whoever keeps some open, and
/// is told nothing of readiness, comes back by a new one, which a balancer leads elsewhere; by the end of the grace few
/// are left to be cut under a request that is just being sent.
/// </para>
/// </summary>
internal sealed class CommonHeaders
{
    private readonly RequestDelegate _next;
    private readonly IHostApplicationLifetime _host;
    private readonly Func<object, Task> _starting;

    public CommonHeaders(RequestDelegate next, IHostApplicationLifetime host)
    {
        (_next, _host) = (next, host);
        _starting = Complete;
    }

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(_starting, context);
        return _next(context);
    }

    private Task Complete(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Pages that belong into the admin say so themselves.
        headers.TryAdd("Content-Security-Policy", "frame-ancestors 'none'");
        if (_host.ApplicationStopping.IsCancellationRequested && !MayShare(context.Request.Protocol))
            headers.Connection = "close";
        return Task.CompletedTask;
    }

    // Several requests at once on one connection: there the server itself says when it takes no more.
    private static bool MayShare(string protocol) => HttpProtocol.IsHttp2(protocol) || HttpProtocol.IsHttp3(protocol);
}
