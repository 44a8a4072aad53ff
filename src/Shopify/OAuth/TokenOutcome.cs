using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.OAuth;

/// <summary>What came of asking for a token: one of the three, nothing else.</summary>
public abstract record TokenOutcome
{
    private TokenOutcome()
    {
    }

    /// <summary>Shopify granted a token.</summary>
    public sealed record Granted(TokenGrant Grant) : TokenOutcome;

    /// <summary>
    /// Shopify answered 400, 401 or 403 with a readable OAuth error: a decision, so asking again is no use.
    /// </summary>
    /// <param name="Error">
    /// The OAuth error, such as <see cref="TokenErrors.AppNotInstalled"/>; only <c>[a-z0-9_]</c>.
    /// </param>
    /// <param name="Status">The HTTP status.</param>
    public sealed record Refused(string Error, int Status) : TokenOutcome;

    /// <summary>
    /// No decision was understood; this proves nothing about the installation. A code or token that was sent may be
    /// spent (<see cref="AdminFailure.MayHaveHappened"/>).
    /// </summary>
    public sealed record Unavailable(AdminFailure Failure) : TokenOutcome;
}
