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
        ("not exist", AdminErrorCodes.NotFound),
        ("not found", AdminErrorCodes.NotFound),
        ("not be found", AdminErrorCodes.NotFound),
        ("t be found", AdminErrorCodes.NotFound),
        ("filter", AdminErrorCodes.InvalidFilter),
    ];

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
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase)) return known;
        var fields = error.Items("field").Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => item.GetString()).ToList();
        foreach (var (field, known) in ByField)
            if (fields.Contains(field)) return known;
        return null;
    }
}
