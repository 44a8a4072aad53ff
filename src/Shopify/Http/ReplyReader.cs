using System.Text.Json;
using System.Text.RegularExpressions;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Http;

/// <summary>
/// Judges an answer. The status decides where it is an error; a 2xx counts only with the body the call expects,
/// because a proxy's page is also a 200 (https://shopify.dev/docs/api/usage/response-codes).
/// </summary>
internal static partial class ReplyReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };
    private static readonly TimeSpan UntoldRestore = TimeSpan.FromSeconds(1);

    public static Reply Read(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, ExpectedBody expected)
    {
        var root = Parse(body);
        var cost = root is { } told ? ReadCost(told) : null;
        var failure = status is >= 200 and < 300
            ? JudgeSuccess(root, body.IsEmpty, cost, expected)
            : JudgeStatus(status, root, body, cost);
        return new Reply
        {
            Status = status,
            Root = root,
            Cost = cost,
            Failure = failure is null
                ? null
                : failure with { Status = status, RetryAfter = retryAfter ?? failure.RetryAfter },
        };
    }

    /// <summary>Shopify's code if it is fit to be stored and shown: never free text.</summary>
    public static string? CodeOf(JsonElement error) =>
        (error.Text("code") ?? error.Child("extensions")?.Text("code")) is { } code && Code().IsMatch(code)
            ? code
            : null;

    private static AdminFailure? JudgeSuccess(
        JsonElement? root, bool isEmpty, AdminCallCost? cost, ExpectedBody expected)
    {
        var unreadable = new AdminFailure { Kind = AdminFailureKind.Unreadable };
        if (root is not { } answer) return expected == ExpectedBody.NothingOrJson && isEmpty ? null : unreadable;
        if (answer.Child("errors") is { } errors && !IsEmptyArray(errors)) return JudgeErrors(answer, cost);
        if (expected != ExpectedBody.GraphQl) return null;
        return answer.Child("data") is { ValueKind: JsonValueKind.Object } ? null : unreadable;
    }

    private static AdminFailure JudgeErrors(JsonElement answer, AdminCallCost? cost)
    {
        var codes = answer.Items("errors").Select(CodeOf).OfType<string>().ToList();
        if (codes.Contains(AdminErrorCodes.Throttled)) return Throttled(cost);
        var kind = codes.Contains(AdminErrorCodes.InternalServerError) ? AdminFailureKind.ServerError
            : codes.Contains(AdminErrorCodes.ShopInactive) ? AdminFailureKind.PaymentRequired
            : AdminFailureKind.Refused;
        return new AdminFailure { Kind = kind, ErrorCode = codes.FirstOrDefault() };
    }

    private static AdminFailure JudgeStatus(
        int status, JsonElement? root, ReadOnlyMemory<byte> body, AdminCallCost? cost)
    {
        var code = root?.Items("errors").Select(CodeOf).OfType<string>().FirstOrDefault();
        if (status == 403) return ForbiddenMeanings.Read(code, body.Span);
        if (status == 429 && cost is not null) return Throttled(cost);
        return new AdminFailure { Kind = KindOf(status), ErrorCode = code };
    }

    private static AdminFailureKind KindOf(int status) => status switch
    {
        >= 300 and < 400 => AdminFailureKind.Redirected,
        401 => AdminFailureKind.Unauthorized,
        402 => AdminFailureKind.PaymentRequired,
        404 => AdminFailureKind.NotFound,
        423 => AdminFailureKind.Locked,
        429 => AdminFailureKind.Throttled,
        430 => AdminFailureKind.Rejected,
        >= 400 and < 500 => AdminFailureKind.Refused,
        >= 500 => AdminFailureKind.ServerError,
        _ => AdminFailureKind.Unreadable,
    };

    // A throttled answer has no Retry-After: the wait is what the bucket needs to hold the query's cost again.
    private static AdminFailure Throttled(AdminCallCost? cost)
    {
        var wait = cost is { Requested: { } requested, Available: { } available, RestoreRate: > 0 and { } rate }
            ? TimeSpan.FromSeconds(Math.Clamp((requested - available) / rate, 0, RetryAfter.Maximum.TotalSeconds))
            : UntoldRestore;
        return new AdminFailure
        {
            Kind = AdminFailureKind.Throttled, ErrorCode = AdminErrorCodes.Throttled, RetryAfter = wait,
        };
    }

    private static AdminCallCost? ReadCost(JsonElement root)
    {
        if (root.Child("extensions")?.Child("cost") is not { } cost) return null;
        var bucket = cost.Child("throttleStatus");
        return new AdminCallCost(
            cost.Number("requestedQueryCost"),
            cost.Number("actualQueryCost"),
            bucket?.Number("currentlyAvailable"),
            bucket?.Number("restoreRate"),
            bucket?.Number("maximumAvailable"));
    }

    private static bool IsEmptyArray(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 0;

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // HTML, plain text, cut off: not an answer in the sense of the API. The status still counts.
            return null;
        }
    }

    [GeneratedRegex(@"\A[A-Z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
