using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Frontend.Sessions;

internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <returns>The token, or null when there is none or the header is repeated.</returns>
    public static string? Read(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;
}
