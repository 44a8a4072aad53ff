using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Frontend.Problems;

/// <summary>Reads the header <c>Idempotency-Key</c> of a request that starts work.</summary>
internal static class IdempotencyKey
{
    private const int MaximumLength = 255;

    /// <returns>False when the header is repeated or too long; true with null when there is none.</returns>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        var header = request.Headers["Idempotency-Key"];
        key = header is [{ Length: > 0 } once] ? once : null;
        return header.Count <= 1 && key is null or { Length: <= MaximumLength };
    }

    public static IResult Refused() =>
        Problem.BadRequest("Idempotency-Key", $"Send one key of at most {MaximumLength} characters.");
}
