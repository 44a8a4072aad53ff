namespace Shopkeeper.Shopify.OAuth;

/// <summary>Errors of the token endpoint that decisions depend on.</summary>
public static class TokenErrors
{
    /// <summary>
    /// The app is not installed in this shop: proof that an installation ended
    /// (https://github.com/Shopify/shopify-api-ruby/issues/1322).
    /// </summary>
    public const string AppNotInstalled = "app_not_installed";

    /// <summary>
    /// The authorization code is unknown or was already used. Not documented for refreshes, where it is a refusal.
    /// </summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The session token is expired or not valid.</summary>
    public const string InvalidSubjectToken = "invalid_subject_token";

    /// <summary>
    /// The refresh token is not known, has expired or was replaced. That is no proof of an end: a merchant who opens
    /// the app can retire it at any time.
    /// </summary>
    public const string InvalidGrant = "invalid_grant";

    /// <summary>The client id or the client secret is wrong: it says nothing about the shop.</summary>
    public const string InvalidClient = "invalid_client";

    /// <summary>The client may not do this: it says nothing about the shop.</summary>
    public const string UnauthorizedClient = "unauthorized_client";

    /// <summary>The endpoint does not know this kind of grant.</summary>
    public const string UnsupportedGrantType = "unsupported_grant_type";

    /// <summary>
    /// No app has this client id: it says nothing about the shop. Shopify's own code for it is
    /// <see cref="InvalidRequest"/>; the description alone tells it apart, and is read as this code.
    /// </summary>
    public const string UnknownApp = "application_cannot_be_found";

    /// <summary>
    /// Ours, for a refresh that is answered 400 or 401 with a JSON object that names none of the protocol's errors.
    /// </summary>
    public const string Unnamed = "unnamed";
}
