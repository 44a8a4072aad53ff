using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Http;

/// <summary>Sends calls and turns whatever happens into a <see cref="Reply"/>.</summary>
internal sealed class ShopifyTransport(IHttpClientFactory clients, IOptions<ShopifyOptions> options, TimeProvider time)
{
    private const string Json = "application/json";
    private const string TokenHeader = "X-Shopify-Access-Token";
    private const string Cancelled = "cancelled";
    private static readonly ActivitySource Spans = new("Shopkeeper.Shopify");

    public async Task<Reply> SendAsync(Call call, CancellationToken cancellationToken)
    {
        var state = new CallState(call, options.Value.CallBudget, time);
        var startedAt = time.GetUtcNow();
        Reply? reply = null;
        using var span = Begin(call);
        try
        {
            return reply = await SendAsync(call, state, cancellationToken);
        }
        finally
        {
            var record = new AdminCallRecord
            {
                Operation = call.Operation,
                StartedAt = startedAt,
                Duration = state.Elapsed,
                Status = reply?.Status,
                Outcome = reply is null ? Cancelled : reply.Failure?.Code ?? AdminOutcome.OkCode,
                Attempts = Math.Max(1, state.Attempts),
                RetryAfter = reply?.Failure?.RetryAfter,
                Cost = reply?.Cost,
            };
            call.Observer?.Invoke(record);
            Tell(span, record);
        }
    }

    // Only inside a trace, and without the address: it names the shop.
    private static Activity? Begin(Call call) =>
        Activity.Current is { Recorded: true }
            ? Spans.StartActivity("shopify " + call.Operation, ActivityKind.Client)
            : null;

    private static void Tell(Activity? span, AdminCallRecord record)
    {
        if (span is null) return;
        span.SetTag("shopify.operation", record.Operation);
        span.SetTag("shopify.attempts", record.Attempts);
        span.SetTag("shopify.cost", record.Cost?.Actual);
        span.SetTag("http.response.status_code", record.Status);
        span.SetTag("shopkeeper.outcome", record.Outcome);
        if (record.Outcome != AdminOutcome.OkCode) span.SetStatus(ActivityStatusCode.Error, record.Outcome);
    }

    private async Task<Reply> SendAsync(Call call, CallState state, CancellationToken cancellationToken)
    {
        using var request = Build(call);
        request.Options.Set(CallState.Key, state);
        try
        {
            using var client = clients.CreateClient(ShopifyHttp.ClientName);
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return state.Reply ?? throw new InvalidOperationException("The reply's handler is missing.");
        }
        catch (Exception fault) when (CallFaults.Map(fault, cancellationToken) is { } failure)
        {
            return new Reply { Failure = failure };
        }
    }

    private static HttpRequestMessage Build(Call call)
    {
        var request = new HttpRequestMessage(call.Method, call.Address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Json));
        if (call.Token is not null) request.Headers.TryAddWithoutValidation(TokenHeader, call.Token.Reveal());
        if (call.Body is null) return request;
        request.Content = new ByteArrayContent(call.Body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        return request;
    }
}
