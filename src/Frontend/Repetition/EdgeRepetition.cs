using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Frontend.Repetition;

/// <summary>
/// Repeats a call once where the silo that it went to is gone: by then the actor is found, or begun, on another. Only
/// calls from the edge, and only of methods marked <see cref="SafeToRepeatAttribute"/>; the rest is answered 503 by
/// <c>ProblemMiddleware</c>, as is a second failure.
/// </summary>
internal sealed partial class EdgeRepetition(TimeProvider clock, ILogger<EdgeRepetition> logger)
    : IOutgoingGrainCallFilter
{
    // A killed silo is declared dead after about a second; until then calls may still be sent to it.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1500);

    private readonly ConcurrentDictionary<MethodInfo, bool> _marked = new();

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // What one actor asks another is not the edge's to repeat.
        if (context.SourceContext is not null || !IsMarked(context.InterfaceMethod))
        {
            await context.Invoke();
            return;
        }
        if (await FailsForNowAsync(context) is not { } failure) return;
        LogRepeated(context.InterfaceMethod.Name, failure.GetType().Name);
        await Task.Delay(Pause, clock);
        await context.Invoke();
    }

    private static async Task<Exception?> FailsForNowAsync(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
            return context.Response?.Exception is { } answered && SiloFault.IsSiloGone(answered) ? answered : null;
        }
        catch (Exception failure) when (SiloFault.IsSiloGone(failure))
        {
            return failure;
        }
    }

    private bool IsMarked(MethodInfo? method) =>
        method is not null
        && _marked.GetOrAdd(method, static one => one.IsDefined(typeof(SafeToRepeatAttribute), inherit: false));
}
