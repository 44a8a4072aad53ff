using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>An operator ends an installation.</summary>
internal static class UninstallOperation
{
    private const int MaximumBytes = 4096;

    // The reason stands in the certificate, which has no free text.
    private static readonly string[] Reasons =
        ["merchant-request", "contract-ended", "abuse", "legal", "test", "other"];

    public static void MapUninstall(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/shops/{shop}/uninstall", UninstallAsync).WithName("UninstallShop")
            .WithSummary("Ends the shop's installation and tears it down. Repeating it answers the same teardown.")
            .RequireAuthorization(OperatorPolicies.Act)
            .ReadsJson<UninstallRequest>().Produces<TeardownReference>(StatusCodes.Status202Accepted);

    private static async Task<IResult> UninstallAsync(
        string shop, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        if (!Requests.TryShop(shop, out var domain, out var refused)) return refused;
        if (context.Request.Query.ContainsKey("dryRun"))
            return Problem.BadRequest(
                "dryRun", "Leave it out: a dry run is not offered by this version, and nothing was done.");
        var (json, problem) = await Requests.ReadObjectAsync(context.Request, MaximumBytes, context.RequestAborted);
        if (problem is not null) return problem;
        if (Text(json, "reason") is not { } reason || !Reasons.Contains(reason))
            return Problem.BadRequest("reason", $"Send one of {string.Join(", ", Reasons)}.");
        if (!ShopDomain.TryParse(Text(json, "confirm"), out var confirmed) || confirmed != domain)
            return Problem.BadRequest("confirm", "Repeat the shop's domain, to show that this shop is meant.");

        var reply = await grains.GetGrain<IShopLifecycle>(domain.Value).EndAsync(
            new EndCommand
            {
                TeardownId = Guid.CreateVersion7(time.GetUtcNow()),
                Cause = EndCause.Operator,
                Evidence = [$"operator:{reason}"],
            },
            context.RequestAborted);
        return reply.Outcome == FenceOutcome.Unknown
            ? Problem.NotFound("shop")
            : TypedResults.Accepted($"/ops/api/teardowns/{reply.TeardownId}", new TeardownReference(reply.TeardownId));
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
