using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using Shopkeeper.Frontend.ApiLogs;
using Shopkeeper.Frontend.BackEnds;
using Shopkeeper.Frontend.Certificates;
using Shopkeeper.Frontend.Compliance;
using Shopkeeper.Frontend.Configuration;
using Shopkeeper.Frontend.Embedding;
using Shopkeeper.Frontend.Health;
using Shopkeeper.Frontend.Jobs;
using Shopkeeper.Frontend.Lifecycle;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Preferences;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Resets;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Frontend.Webhooks;

namespace Shopkeeper.Frontend.Hosting;

/// <summary>Everything the service answers over HTTP, by listener and slice.</summary>
public static class FrontendEndpoints
{
    /// <summary>Puts the edge's middleware and routes into the application.</summary>
    public static void UseFrontend(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseGround();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPublic();
        app.MapInternal();
    }

    /// <summary>What a silo without an edge answers, all on the internal listener: probes.</summary>
    public static void UseProbes(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseGround();
        app.MapHealth(Listener.Internal);
    }

    private static void UseGround(this WebApplication app)
    {
        app.UseMiddleware<CommonHeaders>();
        app.UseStatusCodePages(context => EmptyAnswers.FillAsync(context.HttpContext));
        app.UseRouting();
        app.UseMiddleware<ProblemMiddleware>();
    }

    private static void MapPublic(this WebApplication app)
    {
        app.MapAuth();
        app.MapAppUrl();
        app.MapWebhooks();
        app.MapJwks();
        app.MapHealth(Listener.Public);
        var origins = app.Services.GetRequiredService<IOptions<EmbeddedAppOptions>>().Value.AllowedOrigins;
        var api = app.MapGroup("/api").WithTags("Embedded app").OnlyOn(Listener.Public)
            .AddEndpointFilter<RouteGroupBuilder, EmbeddedSessionFilter>()
            .RequireCors(cors => cors.WithOrigins([.. origins]).AllowAnyMethod().AllowAnyHeader()
                .WithExposedHeaders("ETag", "Location", "Retry-After", "X-Shopify-Retry-Invalid-Session-Request"))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapSession();
        api.MapConfiguration();
        api.MapPreferences();
        api.MapJobs();
        api.MapSubscriptions();
        api.MapApiLogs();
        api.MapSessionReset();
    }

    private static void MapInternal(this WebApplication app)
    {
        app.MapSignIn();
        app.MapOpenApi("/openapi/{documentName}.json").OnlyOn(Listener.Internal);
        var operations = app.MapGroup("/ops/api").WithTags("Operators").OnlyOn(Listener.Internal)
            .RequireAuthorization(OperatorPolicies.Read)
            .AddEndpointFilter<RouteGroupBuilder, OrderAuditFilter>()
            .AddEndpointFilter<RouteGroupBuilder, RepeatedOrderFilter>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        operations.MapShops();
        operations.MapUninstall();
        operations.MapReset();
        operations.MapTeardowns();
        operations.MapParticipants();
        operations.MapTeardownOrders();
        operations.MapAudit();
        operations.MapCertificates();
        operations.MapDeliveries();
        operations.MapDeadLetters();
        operations.MapResidue();
        operations.MapSecrets();
        operations.MapTokenMigration();
        operations.MapCompliance();
        operations.MapComplianceOrders();
        var backEnds = app.MapGroup("/service").WithTags("Back ends").OnlyOn(Listener.Internal)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        backEnds.MapBackEnds();
        backEnds.MapServiceCompliance();
        backEnds.MapUserTokens();
        app.MapOrleansDashboard(routePrefix: "/dashboard")
            .RequireAuthorization(OperatorPolicies.Read).OnlyOn(Listener.Internal).ExcludeFromDescription();
    }
}
