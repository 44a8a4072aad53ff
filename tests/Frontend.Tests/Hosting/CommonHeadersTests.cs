using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;

namespace Shopkeeper.Frontend.Tests.Hosting;

public sealed class CommonHeadersTests : IDisposable
{
    private readonly StoppingHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Answer_that_an_error_replaced_carries_what_browsers_heed_all_the_same()
    {
        var headers = await AnswerAsync(
            Problems(_ => throw new TimeoutException("Slower than allowed.")), expected: 503);
        Assert.Equal("nosniff", headers.XContentTypeOptions);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal("frame-ancestors 'none'", headers.ContentSecurityPolicy);
        Assert.NotEmpty(headers.RetryAfter.ToString());
    }

    [Fact]
    public async Task Page_that_says_who_may_frame_it_is_not_spoken_over()
    {
        var headers = await AnswerAsync(context =>
        {
            context.Response.Headers.ContentSecurityPolicy = "frame-ancestors https://a.example";
            return Task.CompletedTask;
        });
        Assert.Equal("frame-ancestors https://a.example", headers.ContentSecurityPolicy);
    }

    [Fact]
    public async Task Connection_stays_open_until_the_process_is_asked_to_stop()
    {
        Assert.Empty((await AnswerAsync(_ => Task.CompletedTask)).Connection.ToString());
        _host.StopApplication();
        Assert.Equal("close", (await AnswerAsync(_ => Task.CompletedTask)).Connection);
    }

    [Fact]
    public async Task Answer_that_was_under_way_when_the_process_was_asked_to_stop_closes_its_connection()
    {
        var headers = await AnswerAsync(Problems(_ =>
        {
            _host.StopApplication();
            throw new TimeoutException("Slower than allowed.");
        }), expected: 503);
        Assert.Equal("close", headers.Connection);
    }

    [Theory]
    [InlineData("HTTP/2")]
    [InlineData("HTTP/3")]
    public async Task Connection_that_carries_several_requests_is_not_closed_by_a_header(string protocol)
    {
        _host.StopApplication();
        var headers = await AnswerAsync(_ => Task.CompletedTask, protocol);
        Assert.Empty(headers.Connection.ToString());
    }

    private RequestDelegate Problems(RequestDelegate next) =>
        new ProblemMiddleware(next, _host, NullLogger<ProblemMiddleware>.Instance).InvokeAsync;

    private async Task<IHeaderDictionary> AnswerAsync(
        RequestDelegate next, string protocol = "HTTP/1.1", int expected = 200)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var answer = new StartedResponse();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Features.Set<IHttpResponseFeature>(answer);
        context.Request.Protocol = protocol;
        await new CommonHeaders(next, _host).InvokeAsync(context);
        await answer.StartAsync();
        Assert.Equal(expected, answer.StatusCode);
        return answer.Headers;
    }

    /// <summary>Starts as a server's does: whoever asked for it is called before headers are sent.</summary>
    private sealed class StartedResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _asked = new();

        public override void OnStarting(Func<object, Task> callback, object state) => _asked.Push((callback, state));

        public async Task StartAsync()
        {
            while (_asked.TryPop(out var one)) await one.Callback(one.State);
        }
    }

    private sealed class StoppingHost : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
