using System.Text.Json.Nodes;

namespace Shopkeeper.Simulator.Control;

/// <summary>The control API: what a developer or a test may do to the simulated Shopify.</summary>
internal static class ControlEndpoints
{
    private delegate Task<object?> Handler(HttpContext context);

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var control = routes.MapGroup("/_control");
        var app = services.GetRequiredService<AppControl>();
        Map(control, "GET", "", app.Overview);
        Map(control, "GET", "app", app.Get);
        Map(control, "PUT", "app", app.PutAsync);
        Map(control, "POST", "reset", app.Reset);

        var shops = services.GetRequiredService<ShopControl>();
        Map(control, "GET", "shops", shops.List);
        Map(control, "POST", "shops", shops.CreateAsync, StatusCodes.Status201Created);
        Map(control, "GET", "shops/{shop}", shops.Get);
        Map(control, "PATCH", "shops/{shop}", shops.ChangeAsync);
        Map(control, "POST", "shops/{shop}/install", shops.InstallAsync);
        Map(control, "POST", "shops/{shop}/uninstall", shops.UninstallAsync);
        Map(control, "POST", "shops/{shop}/session-token", shops.MintAsync);

        var subscriptions = services.GetRequiredService<SubscriptionControl>();
        Map(control, "POST", "shops/{shop}/subscriptions", subscriptions.AddAsync, StatusCodes.Status201Created);
        Map(control, "PATCH", "shops/{shop}/subscriptions/{id}", subscriptions.ChangeAsync);
        Map(control, "DELETE", "shops/{shop}/subscriptions/{id}", subscriptions.Remove);

        var deliveries = services.GetRequiredService<DeliveryControl>();
        Map(control, "POST", "shops/{shop}/events", deliveries.RaiseAsync);
        Map(control, "POST", "shops/{shop}/deliveries", deliveries.SendAsync);
        Map(control, "GET", "deliveries", deliveries.List);
        Map(control, "GET", "deliveries/{id}", deliveries.GetAsync);
        Map(control, "POST", "deliveries/release", deliveries.ReleaseAsync);

        var faults = services.GetRequiredService<FaultControl>();
        Map(control, "GET", "faults", faults.List);
        Map(control, "POST", "faults", faults.AddAsync, StatusCodes.Status201Created);
        Map(control, "DELETE", "faults", faults.Clear);
        Map(control, "DELETE", "faults/{id}", faults.Remove);

        var calls = services.GetRequiredService<CallControl>();
        Map(control, "GET", "calls", calls.ListAsync);
        Map(control, "DELETE", "calls", calls.Clear);
        Map(control, null, "{**rest}", _ => throw new ControlRefusal(
            "path", "No such control route; src/Simulator/README.md lists them.", StatusCodes.Status404NotFound));
    }

    private static void Map(
        RouteGroupBuilder group, string? method, string pattern, Handler handler, int status = StatusCodes.Status200OK)
    {
        async Task Answer(HttpContext context)
        {
            try
            {
                var answer = await handler(context) ?? new JsonObject();
                context.Response.StatusCode = status;
                await context.Response.WriteAsJsonAsync(
                    answer, answer.GetType(), SimulatorJson.Options, context.RequestAborted);
            }
            catch (ControlRefusal refusal)
            {
                await RefuseAsync(context, refusal);
            }
        }

        if (method is null) group.Map(pattern, (RequestDelegate)Answer);
        else group.MapMethods(pattern, [method], (RequestDelegate)Answer);
    }

    private static Task RefuseAsync(HttpContext context, ControlRefusal refusal)
    {
        context.Response.StatusCode = refusal.Status;
        return context.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["type"] = "urn:shopkeeper:simulator:refused",
                ["title"] = "The simulator can't do that.",
                ["status"] = refusal.Status,
                ["errors"] = new JsonArray(new JsonObject
                {
                    ["field"] = refusal.Field, ["remedy"] = refusal.Remedy,
                }),
            },
            SimulatorJson.Options, "application/problem+json", context.RequestAborted);
    }
}
