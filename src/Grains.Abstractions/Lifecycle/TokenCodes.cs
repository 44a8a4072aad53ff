namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Why no token is handed out, as <see cref="TokenReply.Code"/> says it.</summary>
public static class TokenCodes
{
    /// <summary>The installation has ended: only its teardown gets a token.</summary>
    public const string InstallationEnded = "installation-ended";

    /// <summary>The stored tokens were destroyed.</summary>
    public const string GrantDestroyed = "grant-destroyed";

    /// <summary>The token has expired and could not be refreshed for now; ask again.</summary>
    public const string TokenExpired = "token-expired";

    /// <summary>The token has expired, and Shopify refused once to refresh it; ask again.</summary>
    public const string RefreshRefusedOnce = "refresh-refused-once";

    /// <summary>
    /// The token has expired, and Shopify refused twice, apart, to refresh an unchanged pair: only a new grant helps.
    /// </summary>
    public const string RefreshRefused = "refresh-refused";

    /// <summary>Token and refresh token have expired: only a new grant helps.</summary>
    public const string RefreshTokenExpired = "refresh-token-expired";

    /// <summary>The token has expired, and the token endpoint says that the app is not installed.</summary>
    public const string AppNotInstalled = "app-not-installed";

    /// <summary>The token has expired, and Shopify refuses the app itself: its id or secret is wrong.</summary>
    public const string ClientRefused = "client-refused";
}
