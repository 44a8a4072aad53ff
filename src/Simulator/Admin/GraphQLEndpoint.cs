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
        var result = await AnswerAsync(admin, call, cost, context);
        context.Response.Headers["X-Shopify-API-Version"] = options.ApiVersion;
        await ShopAnswers.JsonAsync(context, StatusCodes.Status200OK, serializer.Serialize(result));
    }

    private async Task<ExecutionResult> AnswerAsync(
        AdminContext admin, IncomingCall call, int cost, HttpContext context)
    {
        if (cost > PointsBucket.QueryMaximum) return TooDear(cost);
        var plan = admin.Shop.Profile.Plan;
        var (taken, available) = admin.Shop.Points.Take(cost, plan, options.Clock.GetUtcNow());
        var executed = taken || !options.EnforceRateLimit;
        var result = executed ? await ExecuteAsync(admin, call, context) : Throttled();
        result.Extensions = Cost(cost, plan, available, executed);
        return result;
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

    private static ExecutionResult TooDear(int cost) => new()
    {
        Errors =
        [
            new ExecutionError($"Query cost is {cost}, which exceeds the single query max cost limit (1000).")
            {
                Code = "MAX_COST_EXCEEDED",
                Extensions = new Dictionary<string, object?>
                {
                    ["cost"] = cost, ["maxCost"] = PointsBucket.QueryMaximum,
                },
            },
        ],
    };

    private static Dictionary<string, object?> Cost(int cost, string plan, double available, bool executed) => new()
    {
        ["cost"] = new Dictionary<string, object?>
        {
            ["requestedQueryCost"] = cost,
            ["actualQueryCost"] = executed ? cost : null,
            ["throttleStatus"] = new Dictionary<string, object?>
            {
                ["maximumAvailable"] = PointsBucket.Maximum(plan),
                ["currentlyAvailable"] = Math.Floor(available),
                ["restoreRate"] = PointsBucket.RestoreRate(plan),
            },
        },
    };
}
