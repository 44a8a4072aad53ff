using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Keys;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What operators ordered.</summary>
internal static partial class AuditOperations
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit", ListAsync).WithName("ListAudit")
            .WithSummary("What operators, back ends and account owners did to shops, newest first. An entry "
                + "without an outcome began, and nobody knows how it ended.")
            .Produces<PageView<AuditEntryView>>();

    private static async Task<IResult> ListAsync(
        HttpContext context, IAuditLog log, string? shop, string? actor, string? action, string? since)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        ShopDomain? domain = null;
        if (shop is not null && !Requests.TryShop(shop, out domain, out var refused)) return refused;
        if (actor is not null && !KeyNames.IsName(actor))
            return Problem.BadRequest("actor", "Send the name of one key, account-owner, or unknown.");
        if (action is not null && !Code().IsMatch(action))
            return Problem.BadRequest("action", "Send one action such as uninstall-shop or waive-step.");
        if (!TryTime(since, out var from))
            return Problem.BadRequest("since", "Send one time such as 2026-01-31T00:00:00Z.");
        var filter = new AuditFilter { Shop = domain, Actor = actor, Action = action, Since = from };
        var found = await log.ListAsync(filter, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, AuditEntryView.Of));
    }

    internal static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null) return true;
        if (!Rfc3339().IsMatch(text) || !DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            return false;
        time = parsed;
        return true;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}

/// <summary>An order of an operator.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="At">When it began.</param>
/// <param name="Actor">The name of the key; unknown where nobody was signed in.</param>
/// <param name="Action">What was ordered, as a code.</param>
/// <param name="ShopHash">Keyed hash of the shop's domain, the same for each of its entries; never the domain.</param>
/// <param name="InstallationId">The installation that it was about.</param>
/// <param name="TeardownId">The teardown that it named or led to.</param>
/// <param name="RequestId">The request of the compliance desk that it named.</param>
/// <param name="Step">The step that it named.</param>
/// <param name="Participant">The participant that it named.</param>
/// <param name="Reason">The reason that it gave, as a code.</param>
/// <param name="Note">The operator's own words.</param>
/// <param name="Status">The status of the answer; null while nobody knows how it ended.</param>
/// <param name="Outcome">accepted, or the code of the problem; null while nobody knows how it ended.</param>
/// <param name="CompletedAt">When its end was written down.</param>
public sealed record AuditEntryView(
    Guid Id, DateTimeOffset At, string Actor, string Action, string? ShopHash, Guid? InstallationId, Guid? TeardownId,
    Guid? RequestId, string? Step, string? Participant, string? Reason, string? Note, int? Status, string? Outcome,
    DateTimeOffset? CompletedAt)
{
    internal static AuditEntryView Of(AuditEntry entry) => new(
        entry.Id, entry.At, entry.Actor, entry.Action, entry.ShopHash, entry.Installation?.Value, entry.Teardown,
        entry.Request, entry.Step, entry.Participant, entry.Reason, entry.Note, entry.Status, entry.Outcome,
        entry.CompletedAt);
}
