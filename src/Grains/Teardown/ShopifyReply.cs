using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown;

/// <summary>What came of a teardown's call to Shopify. Closed.</summary>
internal abstract record ShopifyReply
{
    private ShopifyReply()
    {
    }

    /// <summary>Shopify did it, or had nothing left to do.</summary>
    public sealed record Ok : ShopifyReply;

    /// <summary>401, or the app is not installed: access has ended already.</summary>
    public sealed record TokenDead : ShopifyReply;

    /// <summary>
    /// No token is held any more, and nothing was called; or the one that is held was refused, and a migration may have
    /// replaced it: then nobody has the one that Shopify takes, and the app may be installed still.
    /// </summary>
    public sealed record NoToken : ShopifyReply;

    /// <summary>No permit: the merchant came back; nothing was called.</summary>
    public sealed record Superseded : ShopifyReply;

    /// <summary>
    /// No permit while an install is on its way. It may come to nothing, or be a mere re-authorization of the stay that
    /// a reset began: nothing was called, ask again soon.
    /// </summary>
    public sealed record InstallPending : ShopifyReply;

    /// <summary>Neither done nor ended: ask again later.</summary>
    public sealed record Later(AdminFailure Failure) : ShopifyReply
    {
        /// <summary>True when Shopify understood and declined: another way to ask may do.</summary>
        public bool IsDeclined => Failure.Kind
            is AdminFailureKind.Refused or AdminFailureKind.Forbidden or AdminFailureKind.NotFound;
    }

    /// <summary>
    /// Reads why there is no token: the token endpoint's word that the app is not installed is as good as a 401; a
    /// token that could not be refreshed for now is worth another try.
    /// </summary>
    public static ShopifyReply Without(TokenReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply.Code switch
        {
            TokenCodes.AppNotInstalled => new TokenDead(),
            TokenCodes.TokenExpired or TokenCodes.RefreshRefusedOnce or TokenCodes.ClientRefused => new Later(
                new AdminFailure { Kind = AdminFailureKind.Unreachable, RetryAfter = reply.RetryAfter }),
            _ => new NoToken(),
        };
    }

    /// <summary>Reads an answer of the Admin API.</summary>
    /// <param name="outcome">The answer.</param>
    /// <param name="used">The token that was used.</param>
    /// <param name="now">When it was answered: a 401 to a token that may have expired by then says nothing of the app.
    /// </param>
    public static ShopifyReply Of<T>(AdminOutcome<T> outcome, TokenReply used, DateTimeOffset now)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(used);
        if (outcome.IsOk) return new Ok();
        return outcome.Failure switch
        {
            { Kind: AdminFailureKind.Unauthorized } when TokenRules.MayHaveExpired(used.ExpiresAt, now) =>
                new Later(new AdminFailure { Kind = AdminFailureKind.Unreachable }),
            { Kind: AdminFailureKind.Unauthorized } when used.MayBeReplaced => new NoToken(),
            { Kind: AdminFailureKind.Unauthorized } => new TokenDead(),
            { Kind: AdminFailureKind.Refused, ErrorCode: AdminErrorCodes.AppNotInstalled } => new TokenDead(),
            { } failure => new Later(failure),
        };
    }

    /// <summary>
    /// The code of a reply that ends the step it is for; null for the others. A merchant who begins one install after
    /// the other until nobody waits any more is left alone as one who came back.
    /// </summary>
    public string? EndCode => this switch
    {
        TokenDead => OutcomeCodes.TokenDead,
        NoToken => OutcomeCodes.NoToken,
        Superseded or InstallPending => OutcomeCodes.Superseded,
        _ => null,
    };
}
