using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Http;

/// <summary>One request to Shopify, before it is sent.</summary>
internal sealed record Call
{
    public required string Operation { get; init; }

    public required HttpMethod Method { get; init; }

    public required Uri Address { get; init; }

    public required ExpectedBody Expected { get; init; }

    /// <summary>The JSON to send, if any.</summary>
    public byte[]? Body { get; init; }

    public AccessToken? Token { get; init; }

    /// <summary>True for reads that may be sent again.</summary>
    public bool Retryable { get; init; }

    public Action<AdminCallRecord>? Observer { get; init; }
}
