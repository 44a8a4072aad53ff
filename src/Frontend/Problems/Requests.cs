using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Problems;

/// <summary>Reads what requests carry; what can't be read becomes a problem that names the field.</summary>
internal static class Requests
{
    public static bool TryPage(HttpRequest request, out PageRequest page, [NotNullWhen(false)] out IResult? problem)
    {
        problem = null;
        page = new PageRequest(null, PageRequest.DefaultLimit);
        if (request.Query["limit"] is { Count: > 0 } limits)
        {
            if (limits.Count > 1
                || !int.TryParse(limits[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                || limit is < 1 or > PageRequest.MaximumLimit)
            {
                problem = Problem.BadRequest("limit", $"Send one whole number from 1 to {PageRequest.MaximumLimit}.");
                return false;
            }
            page = page with { Limit = limit };
        }
        var cursors = request.Query["cursor"];
        if (cursors.Count > 1 || cursors is [{ Length: > 512 }])
        {
            problem = Problem.BadRequest("cursor", "Send the nextCursor of the page before, or none.");
            return false;
        }
        page = page with { Cursor = cursors is [{ Length: > 0 } cursor] ? cursor : null };
        return true;
    }

    public static bool TryShop(
        string? text, [NotNullWhen(true)] out ShopDomain? shop, [NotNullWhen(false)] out IResult? problem)
    {
        problem = ShopDomain.TryParse(text, out shop)
            ? null
            : Problem.BadRequest("shop", "Send one shop domain of the form {name}.myshopify.com.");
        return shop is not null;
    }

    /// <summary>
    /// Reads a body that must be one JSON object, and gives it back as it was written, without white space around.
    /// </summary>
    public static async Task<(JsonElement Json, IResult? Problem)> ReadObjectAsync(
        HttpRequest request, int maximumBytes, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType()) return (default, Problem.NotJson());
        var body = await RequestBody.ReadAsync(request, maximumBytes, cancellationToken);
        if (body is null)
        {
            return (default, Problem.Of(
                StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large.",
                new FieldProblem("body", $"Send at most {maximumBytes} bytes.")));
        }
        try
        {
            using var document = JsonDocument.Parse(body, StrictJson);
            if (document.RootElement.ValueKind == JsonValueKind.Object && IsText(body))
                return (document.RootElement.Clone(), null);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Said below: the parser's own message would repeat the body. An escaped half of a character is
            // an InvalidOperationException.
        }
        return (default, NoObject());
    }

    private static IResult NoObject() =>
        Problem.BadRequest("body", "Send one JSON object, in UTF-8, without repeated members.");

    // The parser lets bytes and escapes pass that are no characters, and only complains when they are read.
    private static bool IsText(byte[] body)
    {
        if (!Utf8.IsValid(body)) return false;
        if (!body.AsSpan().ContainsAny(Escape)) return true;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
        }
        return true;
    }

    private static readonly SearchValues<byte> Escape = SearchValues.Create("\\"u8);

    private static readonly JsonDocumentOptions StrictJson = new() { MaxDepth = 64, AllowDuplicateProperties = false };
}
