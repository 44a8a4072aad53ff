using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>An operator's order to end or to reset an installation, as the request carries it.</summary>
/// <param name="Reason">Why, as a code; it stands in the certificate, which has no free text.</param>
/// <param name="Key">The <c>Idempotency-Key</c>, if there is one.</param>
internal sealed record EndOrder(string Reason, string? Key)
{
    private const int MaximumBytes = 4096;

    private static readonly string[] Reasons =
        ["merchant-request", "contract-ended", "abuse", "legal", "test", "other"];

    /// <summary>Reads the order, which has to repeat the shop's domain.</summary>
    public static async Task<(EndOrder? Order, IResult? Problem)> ReadAsync(HttpRequest request, ShopDomain shop)
    {
        var (json, problem) =
            await Requests.ReadObjectAsync(request, MaximumBytes, request.HttpContext.RequestAborted);
        if (problem is not null) return (null, problem);
        if (Text(json, "reason") is not { } reason || !Reasons.Contains(reason))
            return (null, Problem.BadRequest("reason", $"Send one of {string.Join(", ", Reasons)}."));
        if (!Confirms(json, shop)) return (null, NotConfirmed());
        return IdempotencyKey.TryRead(request, out var key)
            ? (new EndOrder(reason, key), null)
            : (null, IdempotencyKey.Refused());
    }

    /// <summary>True when the body repeats the shop's domain.</summary>
    public static bool Confirms(JsonElement json, ShopDomain shop) =>
        ShopDomain.TryParse(Text(json, "confirm"), out var confirmed) && confirmed == shop;

    public static IResult NotConfirmed() =>
        Problem.BadRequest("confirm", "Repeat the shop's domain, to show that this shop is meant.");

    /// <summary>Reads <c>?dryRun=</c>.</summary>
    public static bool TryDryRun(string? text, out bool isDryRun)
    {
        isDryRun = text == "true";
        return text is null or "true" or "false";
    }

    public static IResult NoDryRun() => Problem.BadRequest("dryRun", "Send true or false.");

    /// <summary>The answer to an order that is carried out, or was before.</summary>
    public static Accepted<TeardownReference> Accepted(Guid teardown) =>
        TypedResults.Accepted($"/ops/api/teardowns/{teardown}", new TeardownReference(teardown));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
