namespace Shopkeeper.Shopify.Http;

/// <summary>
/// Innermost handler: reads the whole body and judges it, so that the budget covers the body and the retry sees a
/// throttled GraphQL answer, which comes with a 200.
/// </summary>
internal sealed class ReplyHandler(TimeProvider time) : DelegatingHandler
{
    /// <summary>Longest body read, after decompression: 8 MiB.</summary>
    public const int MaximumBody = 8 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(CallState.Key, out var state))
            throw new InvalidOperationException("Requests to Shopify go through ShopifyTransport.");
        state.Attempts++;
        state.Reply = null;
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumBody, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            state.Reply = ReplyReader.Read(
                (int)response.StatusCode, body, RetryAfter.Read(response.Headers, time), state.Expected);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
