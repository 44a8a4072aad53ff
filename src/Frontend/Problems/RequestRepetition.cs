using System.Text;
using Microsoft.AspNetCore.Http;
using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Problems;

/// <summary>Makes of a request under an <c>Idempotency-Key</c> what it is remembered by.</summary>
internal static class RequestRepetition
{
    /// <summary>The request among those of a scope: its method, path and query with the body.</summary>
    public static KeyedRequest Of(HttpRequest request, string scope, string key, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n");
        return new KeyedRequest(scope, key, [.. head, .. body]);
    }

    public static IResult Different() => Problem.Of(
        StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused",
        "This Idempotency-Key came with another request.",
        new FieldProblem("Idempotency-Key", "Send a new key, or the request that this one was first sent with."));
}
