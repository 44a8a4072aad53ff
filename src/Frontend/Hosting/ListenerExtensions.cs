using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Shopkeeper.Frontend.Hosting;

/// <summary>Marks connections and endpoints with the listener they belong to.</summary>
public static class ListenerExtensions
{
    /// <summary>Marks every connection of this address.</summary>
    public static ListenOptions UseListener(this ListenOptions options, Listener listener)
    {
        ArgumentNullException.ThrowIfNull(options);
        var feature = new ListenerFeature(listener);
        options.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
        return options;
    }

    /// <summary>Serves an endpoint on one listener only; on the other it is not there.</summary>
    public static TBuilder OnlyOn<TBuilder>(this TBuilder builder, Listener listener)
        where TBuilder : Microsoft.AspNetCore.Builder.IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ListenerFeature(listener)));
        return builder;
    }

    /// <summary>
    /// False when the endpoint found belongs to the other listener, or to none: then it is not there.
    /// </summary>
    internal static bool MayServe(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ListenerFeature>() is not { } wanted
            || wanted.Listener == context.Features.Get<ListenerFeature>()?.Listener;
}
