using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Frontend.Problems;

/// <summary>
/// The body of an order, read whole before its endpoint reads it again: whoever writes down or recognizes an order has
/// to know it first.
/// </summary>
internal static class OrderBody
{
    /// <summary>More than any order takes; endpoints have narrower bounds of their own.</summary>
    private const int MaximumBytes = 128 * 1024;

    private static readonly object Key = new();

    /// <returns>Null when the body is longer than any order's.</returns>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known)) return (byte[]?)known;
        var body = await RequestBody.ReadAsync(context.Request, MaximumBytes, context.RequestAborted);
        context.Items[Key] = body;
        // A stream of its own, since the connection's is read to its end.
        if (body is not null) context.Request.Body = new MemoryStream(body, writable: false);
        return body;
    }

    public static IResult TooLarge() => Problem.Of(
        StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large.",
        new FieldProblem("body", $"Send at most {MaximumBytes} bytes."));
}
