using System.Text.Json;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// The errors inside a mutation's answer. Those of subscriptions have a message and no code, so two messages are
/// known by their words; no message is ever kept.
/// </summary>
internal static class UserErrors
{
    /// <summary>Our code for "there is no such object".</summary>
    public const string NotFound = "NOT_FOUND";

    private static readonly string[] GoneWords = ["not exist", "not found", "not be found", "t be found"];

    /// <summary>Null when the mutation succeeded.</summary>
    public static AdminFailure? Read(JsonElement payload, int? status)
    {
        if (payload.Items("userErrors").ToList() is not { Count: > 0 } errors) return null;
        return new AdminFailure
        {
            Kind = AdminFailureKind.Refused,
            Status = status,
            ErrorCode = errors.Select(CodeOf).OfType<string>().FirstOrDefault(),
        };
    }

    private static string? CodeOf(JsonElement error)
    {
        if (ReplyReader.CodeOf(error) is { } code) return code;
        var message = error.Text("message") ?? "";
        if (message.Contains("already been taken", StringComparison.OrdinalIgnoreCase)) return AdminErrorCodes.Taken;
        return GoneWords.Any(words => message.Contains(words, StringComparison.OrdinalIgnoreCase)) ? NotFound : null;
    }
}
