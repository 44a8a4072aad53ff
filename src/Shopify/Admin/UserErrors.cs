using System.Text.Json;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// The errors inside a mutation's answer. Those of subscriptions have a field and a message and no code, so some are
/// known by their words or, failing that, by the field that they name; no message is ever kept.
/// </summary>
internal static class UserErrors
{
    // In this order: a message may hold the words of a later one, too.
    private static readonly (string Words, string Code)[] ByWords =
    [
        ("already been taken", AdminErrorCodes.Taken),
        ("protected customer data", AdminErrorCodes.ProtectedData),
        ("not approved to", AdminErrorCodes.ProtectedData),
        ("with the specified topic", AdminErrorCodes.TopicNotAllowed),
        ("invalid topic", AdminErrorCodes.TopicNotAllowed),
        ("topic is invalid", AdminErrorCodes.TopicNotAllowed),
        ("access scope", AdminErrorCodes.AccessDenied),
        ("access denied", AdminErrorCodes.AccessDenied),
    ];

    // A field that does not exist is not a subscription that does not exist: taken for one, a subscription that stands
    // would be held to be gone.
    private static readonly string[] MissingWords = ["not exist", "not found", "not be found", "t be found"];

    private static readonly (string Field, string Code)[] ByField =
    [
        ("filter", AdminErrorCodes.InvalidFilter),
        ("uri", AdminErrorCodes.InvalidAddress),
        ("callbackUrl", AdminErrorCodes.InvalidAddress),
        ("includeFields", AdminErrorCodes.InvalidFields),
        ("metafieldNamespaces", AdminErrorCodes.InvalidFields),
        ("topic", AdminErrorCodes.TopicNotAllowed),
    ];

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
        foreach (var (words, known) in ByWords)
            if (Has(message, words)) return known;
        var fields = error.Items("field").Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => item.GetString()).ToList();
        if ((fields.Count == 0 || fields.Contains("id")) && MissingWords.Any(words => Has(message, words)))
            return AdminErrorCodes.NotFound;
        foreach (var (field, known) in ByField)
            if (fields.Contains(field)) return known;
        return Has(message, "filter") ? AdminErrorCodes.InvalidFilter : null;
    }

    private static bool Has(string message, string words) =>
        message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
