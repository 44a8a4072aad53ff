using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.OAuth;

/// <summary>The token endpoint over HTTP.</summary>
internal sealed partial class OAuthClient(ShopifyTransport transport, IOptions<ShopifyOptions> options) : IOAuthClient
{
    public async Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        var body = new JsonObject
        {
            ["client_id"] = options.Value.ApiKey,
            ["client_secret"] = options.Value.ApiSecret,
            ["code"] = code,
        };
        var reply = await transport.SendAsync(
            new Call
            {
                Operation = "accessToken",
                Method = HttpMethod.Post,
                Address = AdminUrl.For(options.Value, shop, "admin/oauth/access_token"),
                Expected = ExpectedBody.Json,
                Body = JsonSerializer.SerializeToUtf8Bytes(body),
            },
            cancellationToken);
        return Judge(reply);
    }

    private static TokenOutcome Judge(Reply reply)
    {
        var error = reply.Status is 400 or 401 or 403 ? reply.Root?.Text("error") : null;
        if (error is not null && Error().IsMatch(error)) return new TokenOutcome.Refused(error, reply.Status!.Value);
        if (reply.Failure is { } failure) return new TokenOutcome.Unavailable(failure);
        return reply.Root is { } root && TokenGrantReader.Read(root) is { } grant
            ? new TokenOutcome.Granted(grant)
            : new TokenOutcome.Unavailable(reply.Unreadable());
    }

    [GeneratedRegex(@"\A[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Error();
}
