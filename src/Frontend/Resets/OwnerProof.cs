using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.SessionTokens;

namespace Shopkeeper.Frontend.Resets;

/// <summary>
/// Proves at the moment of a request that it comes from the owner of the shop's account. A session token does not say
/// who its user is, so it is exchanged at Shopify for an online access token, which does. That token is used for
/// nothing and kept nowhere.
/// </summary>
internal sealed class OwnerProof(IOAuthClient oauth)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <returns>Null when it is proved.</returns>
    public async Task<IResult?> RefuseAsync(HttpContext context, SessionClaims claims)
    {
        // A token without a user is the app's own, such as a checkout's.
        if (claims.UserId is not { } user) return NotTheOwner();
        var token = BearerToken.Read(context.Request)!;
        return await oauth.ExchangeForOnlineAsync(claims.Shop, token, context.RequestAborted) switch
        {
            TokenOutcome.Granted { Grant.User: { } proved } =>
                proved.Id == user && proved.AccountOwner ? null : NotTheOwner(),
            TokenOutcome.Refused { Error: TokenErrors.InvalidSubjectToken } => EmbeddedSession.Refuse(context),
            TokenOutcome.Refused { Error: TokenErrors.AppNotInstalled } => Problem.NotInstalled(),
            TokenOutcome.Unavailable { Failure: var failure } => Unasked(context, failure),

            // Shopify declines the app itself, or names no user: it was asked and proved nothing.
            _ => Unasked(context, null),
        };
    }

    private static IResult NotTheOwner() => Problem.Of(
        StatusCodes.Status403Forbidden, "account-owner-required",
        "Only the owner of the shop's account may reset it.",
        new FieldProblem("Authorization", "Have the owner of the account open the app and order it."));

    private static IResult Unasked(HttpContext context, AdminFailure? failure) =>
        Problem.Unavailable(context, failure?.RetryAfter ?? RetryAfter, "owner-not-proved");
}
