using GraphQL;
using GraphQL.Types;
using Microsoft.AspNetCore.Http.Features;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Admin;

/// <summary>
/// The Admin GraphQL API over HTTP: authenticates, charges the points, executes, and states the cost.
/// </summary>
/// <remarks>https://shopify.dev/docs/api/admin-graphql</remarks>
internal sealed class GraphQLEndpoint(
    IDocumentExecuter executer, IGraphQLTextSerializer serializer, ISchema schema, AppEnd end,
    AdminAuthentication authentication, AppRegistration registration, SimulatorOptions options)
{
    private const string Unreadable = """{"errors":{"query":"Required parameter missing or invalid"}}""";

    public async Task InvokeAsync(HttpContext context)
    {
        var call = context.Features.GetRequiredFeature<IncomingCall>();
        var shop = call.Shop!;
        var now = options.Clock.GetUtcNow();
        if (await authentication.AuthenticateAsync(context, call) is not { } caller) return;

        if (string.IsNullOrWhiteSpace(call.GraphQL?.Query))
        {
            await ShopAnswers.JsonAsync(context, StatusCodes.Status400BadRequest, Unreadable);
            return;
        }

        var admin = new AdminContext
        {
            Shop = shop, Installation = caller.Installation, Token = caller.Token, Ending = end, Options = options,
            ApiKey = registration.Current.ApiKey,
        };
        var cost = QueryCost.Of(call.Document, call.GraphQL);
        var (taken, available) = shop.Points.Take(cost, now);
        var result = taken || !options.EnforceRateLimit
            ? await ExecuteAsync(admin, call, context)
            : Throttled();
        result.Extensions = Cost(cost, available, taken || !options.EnforceRateLimit);
        context.Response.Headers["X-Shopify-API-Version"] = options.ApiVersion;
        await ShopAnswers.JsonAsync(context, StatusCodes.Status200OK, serializer.Serialize(result));
    }

    private Task<ExecutionResult> ExecuteAsync(
        AdminContext admin, IncomingCall call, HttpContext context) =>
        executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = call.GraphQL!.Query,
            OperationName = call.GraphQL.OperationName,
            Variables = call.GraphQL.Variables,
            UserContext = admin.ToUserContext(),
            RequestServices = context.RequestServices,
            CancellationToken = context.RequestAborted,
        });

    private static ExecutionResult Throttled() => new()
    {
        Errors = [new ExecutionError("Throttled") { Code = "THROTTLED" }],
    };

    private static Dictionary<string, object?> Cost(int cost, double available, bool executed) => new()
    {
        ["cost"] = new Dictionary<string, object?>
        {
            ["requestedQueryCost"] = cost,
            ["actualQueryCost"] = executed ? cost : null,
            ["throttleStatus"] = new Dictionary<string, object?>
            {
                ["maximumAvailable"] = PointsBucket.Maximum,
                ["currentlyAvailable"] = Math.Floor(available),
                ["restoreRate"] = PointsBucket.RestoreRate,
            },
        },
    };
}
