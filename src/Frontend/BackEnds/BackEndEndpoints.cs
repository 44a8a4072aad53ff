using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Configuration;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Jobs;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.BackEnds;

/// <summary>What the app's own back ends ask of shops, each with a scope of its own.</summary>
internal static class BackEndEndpoints
{
    public static void MapBackEnds(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/shops/{shop}", GetShopAsync).WithName("GetServiceShop")
            .WithSummary("Whether the app is installed in a shop. Scope shops:read.")
            .RequireAuthorization(ServiceScopes.ShopsRead).Produces<ServiceShopView>();
        routes.MapPost("/shops/{shop}/token", ReadTokenAsync).WithName("ReadAccessToken")
            .WithSummary("The shop's current access token; never one that has expired, or of an installation that has "
                + "ended. "
                + "Keep it for the call at hand only: each reading stands in the audit log. Scope tokens:read.")
            .RequireAuthorization(ServiceScopes.TokensRead).Produces<AccessTokenView>();
        routes.MapGet("/shops/{shop}/configuration", GetConfigurationAsync).WithName("GetServiceConfiguration")
            .WithSummary("The shop's configuration. Scope configuration:read.")
            .RequireAuthorization(ServiceScopes.ConfigurationRead).Produces<JsonElement>();
        routes.MapPut("/shops/{shop}/configuration", PutConfigurationAsync).WithName("PutServiceConfiguration")
            .WithSummary("Replaces the configuration. If-Match names the ETag that was read, or * for any. "
                + "Scope configuration:write.")
            .RequireAuthorization(ServiceScopes.ConfigurationWrite)
            .ReadsJson<JsonElement>().Produces<JsonElement>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        routes.MapPost("/shops/{shop}/jobs", EnqueueAsync).WithName("EnqueueServiceJob")
            .WithSummary("Starts a job of any kind. Scope jobs:write.")
            .RequireAuthorization(ServiceScopes.JobsWrite)
            .ReadsJson<NewJobRequest>().Produces<JobResource>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes.MapGet("/shops/{shop}/jobs/{id:guid}", GetJobAsync).WithName("GetServiceJob")
            .WithSummary("One job. Scope jobs:write.")
            .RequireAuthorization(ServiceScopes.JobsWrite).Produces<JobResource>();
    }

    private static async Task<IResult> GetShopAsync(
        string shop, HttpContext context, IGrainFactory grains, ITeardownStore teardowns,
        IAppSubscriptionStore subscriptions)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        var current = await CurrentAsync(grains, domain, context.RequestAborted);
        var teardown = current is null
            ? await teardowns.FindLatestAsync(domain, context.RequestAborted)
            : await teardowns.FindByInstallationAsync(current.Id, context.RequestAborted);
        IReadOnlyList<AppSubscription> billing =
            current is null ? [] : await subscriptions.ListAsync(current.Id, context.RequestAborted);
        return TypedResults.Ok(ServiceShopView.Of(domain, current, teardown, billing));
    }

    private static async Task<IResult> ReadTokenAsync(
        string shop, HttpContext context, IGrainFactory grains, AuditedCall audited)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        context.Response.Headers.CacheControl = "no-store";
        // Nobody gets a token whose reading could not be written down.
        return await audited.RunAsync(
            context.User.Identity?.Name ?? "unknown", "read-access-token", domain,
            () => FindTokenAsync(context, grains, domain), context.RequestAborted);
    }

    private static async Task<IResult> FindTokenAsync(HttpContext context, IGrainFactory grains, ShopDomain shop)
    {
        if (await CurrentAsync(grains, shop, context.RequestAborted) is not { } current) return Problem.NotInstalled();
        var reply = await grains.GetGrain<IGrantKeeper>(current.Id.Value).GetTokenAsync(
            GrantUse.App, context.RequestAborted);
        return reply.Token is { } token
            ? TypedResults.Ok(new AccessTokenView(
                token.Reveal(), current.Id.Value, current.Scopes, reply.Access != AccessState.Fine, reply.ExpiresAt))
            : WithoutToken(context, reply);
    }

    private static IResult WithoutToken(HttpContext context, TokenReply reply) => reply.Code switch
    {
        TokenCodes.InstallationEnded or TokenCodes.GrantDestroyed => Problem.NotInstalled(),
        TokenCodes.RefreshRefused or TokenCodes.RefreshTokenExpired => Problem.Of(
            StatusCodes.Status403Forbidden, "needs-grant", "Shopify gives no token for this shop any more.",
            new FieldProblem("shop", "Have the merchant open the app in the shop's admin: that gives a new grant.")),
        var code => Problem.Unavailable(context, reply.RetryAfter ?? TimeSpan.FromSeconds(1), code ?? "token-expired"),
    };

    private static async Task<IResult> GetConfigurationAsync(string shop, HttpContext context, IGrainFactory grains) =>
        Requests.TryShop(shop, out var domain, out var problem)
            ? await ConfigurationEndpoints.GetAsync(context, grains.GetGrain<IShopConfiguration>(domain.Value))
            : problem;

    private static async Task<IResult> PutConfigurationAsync(string shop, HttpContext context, IGrainFactory grains) =>
        Requests.TryShop(shop, out var domain, out var problem)
            ? await ConfigurationEndpoints.PutAsync(context, grains.GetGrain<IShopConfiguration>(domain.Value))
            : problem;

    private static async Task<IResult> EnqueueAsync(
        string shop, HttpContext context, IGrainFactory grains, IRequestKeys keys)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        var (order, refused) = await JobOrder.ReadAsync(context.Request);
        if (order is null) return refused!;
        return await CurrentAsync(grains, domain, context.RequestAborted) is { } current
            ? await order.EnqueueAsync(
                context, grains, keys, current.Id, $"/service/shops/{domain.Value}/jobs", isFromSession: false)
            : Problem.NotInstalled();
    }

    private static async Task<IResult> GetJobAsync(
        string shop, Guid id, HttpContext context, IGrainFactory grains, IJobStore jobs)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        if (await CurrentAsync(grains, domain, context.RequestAborted) is not { } current)
            return Problem.NotInstalled();
        var job = await jobs.FindAsync(current.Id, id, context.RequestAborted);
        return job is null ? Problem.NotFound("job") : TypedResults.Ok(JobResource.Of(job));
    }

    private static Task<Installation?> CurrentAsync(
        IGrainFactory grains, ShopDomain shop, CancellationToken cancellationToken) =>
        grains.GetGrain<IShopLifecycle>(shop.Value).GetCurrentAsync(cancellationToken);
}
