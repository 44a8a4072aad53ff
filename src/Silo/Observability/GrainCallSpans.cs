using Shopkeeper.Grains.Abstractions.Tracing;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Carries the trace across calls of grains, and puts each of our calls into it by interface and method. Orleans' own
/// spans would name the grain, and a grain's name can be a shop.
/// </summary>
internal sealed class GrainCallSpans : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string Key = "traceparent";
    private const string Ours = "Shopkeeper.";

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Traces.Parent is { } parent) RequestContext.Set(Key, parent);
        else RequestContext.Remove(Key);
        return context.Invoke();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var type = context.InterfaceMethod.DeclaringType;
        if (RequestContext.Get(Key) is not string parent
            || type?.Namespace?.StartsWith(Ours, StringComparison.Ordinal) != true)
        {
            await context.Invoke();
            return;
        }

        using var span = Traces.Begin($"{type.Name}/{context.InterfaceMethod.Name}", parent);
        span?.SetTag("rpc.system", "orleans");
        span?.SetTag("rpc.service", type.Name);
        span?.SetTag("rpc.method", context.InterfaceMethod.Name);
        try
        {
            await context.Invoke();
        }
        catch (Exception fault)
        {
            span.Ended(fault.GetType().Name, failed: true);
            throw;
        }
    }
}
