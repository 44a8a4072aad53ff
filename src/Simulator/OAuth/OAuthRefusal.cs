namespace Shopkeeper.Simulator.OAuth;

/// <summary>Why the token endpoint gives no token.</summary>
internal sealed record OAuthRefusal(string Error, string Description, int Status = StatusCodes.Status400BadRequest)
{
    public static OAuthRefusal Unreadable { get; } = new("invalid_request", "The body could not be read.");

    public static OAuthRefusal UnknownApp { get; } =
        new("invalid_request", "Could not find Shopify API application with api_key");

    public static OAuthRefusal WrongSecret { get; } =
        new("invalid_client", "Client authentication failed.", StatusCodes.Status401Unauthorized);

    public static OAuthRefusal UsedCode { get; } =
        new("invalid_request", "The authorization code was not found or was already used");

    public static OAuthRefusal NotInstalled { get; } =
        new("app_not_installed", "The application is not installed on this shop.");

    public static OAuthRefusal InvalidSubject { get; } = new(
        "invalid_subject_token", "Token exchange cannot be performed due to an invalid subject token.");

    public static OAuthRefusal InvalidGrant { get; } =
        new("invalid_grant", "The refresh token is invalid, expired or was already replaced.");

    public static OAuthRefusal UnsupportedGrant { get; } =
        new("unsupported_grant_type", "The grant type is not supported.");
}
