using Microsoft.AspNetCore.Http;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.SessionTokens;

namespace Shopkeeper.Frontend.Embedding;

/// <summary>What a request for the App URL comes to: one of the four, nothing else.</summary>
internal abstract record LoadRequest
{
    private LoadRequest()
    {
    }

    /// <summary>It is wrong, or not signed.</summary>
    public sealed record Refused(IResult Answer) : LoadRequest;

    /// <summary>Not inside the admin: the authorization code grant.</summary>
    public sealed record Authorize(ShopDomain Shop) : LoadRequest;

    /// <summary>Inside the admin, without a session token that is good now: App Bridge has to fetch one.</summary>
    public sealed record Bounce(ShopDomain Shop) : LoadRequest;

    /// <summary>Inside the admin, with a session token of the shop.</summary>
    public sealed record Enter(SessionClaims Claims, string Token) : LoadRequest;
}
