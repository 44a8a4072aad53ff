using System.Text.Json;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Http;

/// <summary>What came back, judged: a failure, or a body that is what the call expected.</summary>
internal sealed record Reply
{
    public int? Status { get; init; }

    /// <summary>The body, when it was a JSON object.</summary>
    public JsonElement? Root { get; init; }

    public AdminFailure? Failure { get; init; }

    public AdminCallCost? Cost { get; init; }

    public static Reply Unanswered(AdminFailureKind kind) => new() { Failure = new AdminFailure { Kind = kind } };

    /// <summary>The failure of a call whose success had another shape than it must have.</summary>
    public AdminFailure Unreadable() => new() { Kind = AdminFailureKind.Unreadable, Status = Status };
}
