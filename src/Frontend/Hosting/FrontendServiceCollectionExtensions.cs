using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.BackEnds;
using Shopkeeper.Frontend.Embedding;
using Shopkeeper.Frontend.Lifecycle;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Repetition;
using Shopkeeper.Frontend.Resets;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Frontend.Webhooks;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Frontend.Hosting;

/// <summary>Registers the edge.</summary>
public static class FrontendServiceCollectionExtensions
{
    /// <summary>Adds what the edge needs: options, keys of operators, the description of the API.</summary>
    public static IServiceCollection AddFrontend(this IServiceCollection services)
    {
        services.AddEdgeOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AuthState>();
        services.TryAddSingleton<EdgeMetrics>();
        services.TryAddSingleton<DeliveryGate>();
        services.TryAddSingleton<WebhookReceiver>();
        services.TryAddSingleton<SessionPlaces>();
        services.TryAddSingleton<OperatorCookie>();
        services.TryAddSingleton<OperatorKeys>();
        services.TryAddSingleton<OperatorOrders>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutgoingGrainCallFilter, EdgeRepetition>());
        services.TryAddSingleton<LoadRequestReader>();
        services.TryAddSingleton<EmbeddedPages>();
        services.TryAddSingleton<SessionGate>();
        services.TryAddSingleton<WantedScopes>();
        services.TryAddSingleton<OwnerProof>();
        services.TryAddSingleton<AuditedCall>();
        services.AddDataProtection();
        services.AddOperators();
        services.AddBackEnds();
        services.AddCors();
        services.AddHealthChecks();
        services.AddProblemDetails();
        services.AddOpenApi(ApiDescription.Configure);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
        // A body that can't be bound is the caller's mistake in Development too: ProblemMiddleware answers it.
        services.Configure<Microsoft.AspNetCore.Routing.RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        return services;
    }

    private static void AddEdgeOptions(this IServiceCollection services)
    {
        services.AddOptions<MigrationOptions>().BindConfiguration(MigrationOptions.Section);
        services.AddOptions<ListenerOptions>().BindConfiguration(ListenerOptions.Section).ValidateOnStart();
        services.AddOptions<OperatorOptions>().BindConfiguration(OperatorOptions.Section).ValidateOnStart();
        services.AddOptions<EmbeddedAppOptions>().BindConfiguration(EmbeddedAppOptions.Section).ValidateOnStart();
        services.AddOptions<ResetOptions>().BindConfiguration(ResetOptions.Section).ValidateOnStart();
        services.AddOptions<WebhookEdgeOptions>().BindConfiguration(WebhookEdgeOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ListenerOptions>, ListenerOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<OperatorOptions>, OperatorOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<EmbeddedAppOptions>, EmbeddedAppOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WebhookEdgeOptions>, WebhookEdgeOptionsValidator>());
    }

    private static void AddOperators(this IServiceCollection services)
    {
        services.AddAuthentication(OperatorAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, OperatorAuthentication>(OperatorAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(
                OperatorPolicies.Read, policy => policy.RequireRole(OperatorRoles.Viewer, OperatorRoles.Operator))
            .AddPolicy(OperatorPolicies.Act, policy => policy.RequireRole(OperatorRoles.Operator));
    }
}
