using Microsoft.Extensions.Options;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>Who may call <c>/api</c> from a browser: section <c>EmbeddedApp</c>.</summary>
public sealed class EmbeddedAppOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "EmbeddedApp";

    /// <summary>Exact origins (scheme, host, port) that may read answers across origins. None by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

internal sealed class EmbeddedAppOptionsValidator : IValidateOptions<EmbeddedAppOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddedAppOptions options) =>
        options.AllowedOrigins.All(IsOrigin)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "EmbeddedApp:AllowedOrigins must be exact origins such as https://app.example.com, without path or *.");

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https")
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
