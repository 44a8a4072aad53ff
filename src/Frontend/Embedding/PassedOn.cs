using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Shopkeeper.Frontend.Embedding;

/// <summary>
/// What of a load request's query goes on with the browser: where in the admin the app is, and never a token or a
/// signature, which would stand in histories and logs of others.
/// </summary>
internal static class PassedOn
{
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "hmac", "signature", "timestamp", "session", LoadRequestReader.IdToken, LoadRequestReader.Bounced,
        ReloadTarget.Parameter,
    };

    /// <summary>The address with the query's harmless parameters added to its own.</summary>
    public static string To(string address, IQueryCollection query) => QueryHelpers.AddQueryString(
        address, query.Where(pair => !Dropped.Contains(pair.Key)));
}
