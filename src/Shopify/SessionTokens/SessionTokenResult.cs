namespace Shopkeeper.Shopify.SessionTokens;

/// <summary>The verdict on a session token: <see cref="Valid"/> or <see cref="Refused"/>, nothing else.</summary>
public abstract record SessionTokenResult
{
    private SessionTokenResult()
    {
    }

    /// <summary>The token is genuine, current and meant for this app.</summary>
    public sealed record Valid(SessionClaims Claims) : SessionTokenResult;

    /// <summary>The token proves nothing.</summary>
    public sealed record Refused(SessionTokenRefusal Reason) : SessionTokenResult;
}
