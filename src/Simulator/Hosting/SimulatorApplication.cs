using GraphQL;
using Shopkeeper.Simulator.Admin;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Embedding;
using Shopkeeper.Simulator.Faults;
using Shopkeeper.Simulator.OAuth;
using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Hosting;

/// <summary>
/// Puts the parts together. The builder is the empty one: the host's settings files, environment and log providers are
/// not read, so that a simulator inside another process takes nothing from it and logs none of its requests.
/// </summary>
internal static class SimulatorApplication
{
    public static WebApplication Build(SimulatorOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost
            .UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = CallReader.BodyMaximum)
            .UseUrls(options.Url);
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        AddParts(builder.Services, options);
        var application = builder.Build();
        application.UseRouting();
        application.UseMiddleware<CallMiddleware>();
        Map(application);
        application.MapControl();
        return application;
    }

    private static void AddParts(IServiceCollection services, SimulatorOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<AppRegistration>().AddSingleton<ShopRegistry>();
        services.AddSingleton<CallHooks>().AddSingleton<CallLog>().AddSingleton<CallReader>();
        services.AddSingleton<FaultBook>();
        services.AddSingleton<SessionTokens>().AddSingleton<AuthorizeEndpoint>().AddSingleton<TokenEndpoint>();
        services.AddSingleton<LaunchAddress>().AddSingleton<AppBridge>().AddSingleton<AppPage>();
        services.AddSingleton<DeliveryBook>().AddSingleton<DeliveryFactory>().AddSingleton<Postman>();
        services.AddSingleton<Courier>().AddHostedService(provider => provider.GetRequiredService<Courier>());
        services.AddSingleton<AppEnd>().AddSingleton<AdminAuthentication>();
        services.AddSingleton<GraphQLEndpoint>().AddSingleton<RestEndpoint>();
        services.AddSingleton<AppControl>().AddSingleton<ShopControl>().AddSingleton<DeliveryControl>();
        services.AddSingleton<FaultControl>().AddSingleton<CallControl>().AddSingleton<SubscriptionControl>();
        services.AddSingleton<QueryRoot>().AddSingleton<MutationRoot>();
        services.AddGraphQL(graphQL => graphQL.AddSchema(AdminSchema.Build()).AddSystemTextJson());
    }

    private static void Map(WebApplication application)
    {
        var services = application.Services;
        application.MapGet(SimulatorOptions.AppBridgePath, (RequestDelegate)AppBridge.ServeAsync);
        application.MapGet(
            "/_bridge/{shop}/session-token",
            (RequestDelegate)services.GetRequiredService<AppBridge>().GiveTokenAsync);
        var admin = application.MapGroup("/{shop}/admin");
        MapCall(admin, "GET", "oauth/authorize", services.GetRequiredService<AuthorizeEndpoint>().InvokeAsync);
        MapCall(admin, "POST", "oauth/access_token", services.GetRequiredService<TokenEndpoint>().InvokeAsync);
        MapCall(admin, "POST", @"api/{version:regex(^(\d{{4}}-\d{{2}}|unstable)$)}/graphql.json",
            services.GetRequiredService<GraphQLEndpoint>().InvokeAsync);
        var rest = services.GetRequiredService<RestEndpoint>();
        MapCall(admin, "DELETE", "api_permissions/current.json", rest.InvokeAsync);
        MapCall(admin, "DELETE", "api/{version}/api_permissions/current.json", rest.InvokeAsync);
        MapCall(admin, "GET", "apps/{key}/{**page}", services.GetRequiredService<AppPage>().InvokeAsync);
        MapCall(admin, null, "{**rest}", ShopAnswers.NotFoundAsync);
    }

    private static void MapCall(RouteGroupBuilder group, string? method, string pattern, RequestDelegate endpoint)
    {
        var route = method is null ? group.Map(pattern, endpoint) : group.MapMethods(pattern, [method], endpoint);
        route.WithMetadata(new ShopCallAttribute());
    }
}
