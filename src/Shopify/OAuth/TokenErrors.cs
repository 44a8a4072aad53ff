namespace Shopkeeper.Shopify.OAuth;

/// <summary>Errors of the token endpoint that decisions depend on.</summary>
public static class TokenErrors
{
    /// <summary>
    /// The app is not installed in this shop: proof that an installation ended
    /// (https://github.com/Shopify/shopify-api-ruby/issues/1322).
    /// </summary>
    public const string AppNotInstalled = "app_not_installed";

    /// <summary>The authorization code is unknown or was already used.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The session token is expired or not valid.</summary>
    public const string InvalidSubjectToken = "invalid_subject_token";
}
