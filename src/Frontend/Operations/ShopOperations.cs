using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Shops as operators see them.</summary>
internal static class ShopOperations
{
    private const int MaximumSearchLength = 77;

    private static readonly string Reasons = string.Join(
        ", ", Enum.GetValues<AccessState>().Where(state => state != AccessState.Fine).Select(Names.Of));

    public static void MapShops(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/shops", ListAsync).WithName("ListShops").WithSummary("Shops by domain.")
            .Produces<PageView<ShopView>>();
        routes.MapGet("/shops/{shop}", GetAsync).WithName("GetShop").WithSummary("One shop in detail.")
            .Produces<ShopDetailView>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IOperationsReader reader, string? state, string? dormantBecause, string? search)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        if (!Names.TryParse<ShopState>(state, out var wanted))
            return Problem.BadRequest("state", $"Send one of {Names.All<ShopState>()}, or none.");
        if (!Names.TryParse<AccessState>(dormantBecause, out var because) || because == AccessState.Fine)
            return Problem.BadRequest("dormantBecause", $"Send one of {Reasons}, or none.");
        if (search is { Length: > MaximumSearchLength } || search?.Any(char.IsControl) == true)
            return Problem.BadRequest("search", $"Send at most {MaximumSearchLength} printable characters.");
        var found = await reader.ListShopsAsync(
            wanted, because, string.IsNullOrWhiteSpace(search) ? null : search.Trim(), page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, ShopView.Of));
    }

    private static async Task<IResult> GetAsync(
        string shop, HttpContext context, IOperationsReader reader, IParticipantReader participants,
        IAppSubscriptionStore subscriptions, IDeadLetters letters, WantedScopes wanted)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        var detail = await reader.FindShopAsync(domain, context.RequestAborted);
        if (detail is null) return Problem.NotFound("shop");
        var holds = await participants.FindHoldsAsync(domain, detail.Summary.Generation, context.RequestAborted);
        var view = ShopDetailView.Of(
            detail, holds, await subscriptions.ListAsync(detail.Summary.InstallationId, context.RequestAborted),
            await letters.CountAsync(domain, context.RequestAborted));
        return TypedResults.Ok(view with
        {
            MissingScopes = IsInstalled(detail.Summary.State) ? wanted.MissingIn(detail.Scopes) : [],
        });
    }

    private static bool IsInstalled(ShopState state) =>
        state is ShopState.Installed or ShopState.Dormant or ShopState.Confirming;
}
