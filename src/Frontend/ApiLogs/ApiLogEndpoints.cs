using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.ApiLogs;

namespace Shopkeeper.Frontend.ApiLogs;

/// <summary>The log of calls made to Shopify for the shop.</summary>
internal static class ApiLogEndpoints
{
    public static void MapApiLogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/logs", ListAsync).WithName("ListApiLogs")
            .WithSummary("Calls made to Shopify for the shop, newest first.").Produces<PageView<ApiLogView>>();

    private static async Task<IResult> ListAsync(HttpContext context, IApiLogStore logs)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        var found = await logs.ListAsync(context.Session().InstallationId, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, entry => new ApiLogView(
            entry.Id, entry.At, entry.Operation, entry.Outcome, entry.Status,
            (long)entry.Duration.TotalMilliseconds, entry.Attempts, entry.Cost, entry.Detail)));
    }
}

/// <summary>One call to Shopify.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="At">When the call began.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Outcome">The outcome's code.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Attempts">How often the request was sent.</param>
/// <param name="Cost">The query's cost in points.</param>
/// <param name="Detail">Detail for the app's developers.</param>
public sealed record ApiLogView(
    Guid Id, DateTimeOffset At, string Operation, string Outcome, int? Status, long DurationMs, int Attempts,
    int? Cost, string? Detail);
