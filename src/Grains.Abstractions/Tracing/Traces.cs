using System.Diagnostics;

namespace Shopkeeper.Grains.Abstractions.Tracing;

/// <summary>
/// The service's own spans. One trace follows a delivery from the request to its effects, and one a run of a
/// teardown's step; both name the installation id or nobody. Without a listener all of it costs a comparison.
/// </summary>
public static class Traces
{
    /// <summary>What the sources of the service's spans are called, <c>Shopkeeper.Shopify</c> among them.</summary>
    public const string SourceNames = "Shopkeeper*";

    /// <summary>Tag: the installation's id.</summary>
    public const string Installation = "shopkeeper.installation.id";

    /// <summary>Tag: how it ended, as a code.</summary>
    public const string Outcome = "shopkeeper.outcome";

    private static readonly ActivitySource Source = new("Shopkeeper");

    /// <summary>
    /// Begins a trace, or goes on with the one that <paramref name="parent"/> names, whatever span is current here: due
    /// work belongs to what caused it, and not to whoever happened to find it.
    /// </summary>
    /// <param name="name">A name of low cardinality, such as <c>teardown step</c>.</param>
    /// <param name="parent">A W3C <c>traceparent</c> (https://www.w3.org/TR/trace-context/) that was kept with the
    /// work; null or unreadable begins a trace.</param>
    /// <returns>Null when nobody listens.</returns>
    public static Activity? Begin(string name, string? parent = null)
    {
        if (!Source.HasListeners()) return null;
        Activity.Current = null;
        return ActivityContext.TryParse(parent, null, isRemote: true, out var context)
            ? Source.StartActivity(name, ActivityKind.Consumer, context)
            : Source.StartActivity(name, ActivityKind.Internal);
    }

    /// <summary>A span inside the current one.</summary>
    /// <returns>Null when the current one is not recorded, or there is none: no trace begins here.</returns>
    public static Activity? Inside(string name, ActivityKind kind = ActivityKind.Internal) =>
        Activity.Current is { Recorded: true } ? Source.StartActivity(name, kind) : null;

    /// <summary>
    /// What to keep with work that is done later, so that its trace goes on; null when it isn't recorded.
    /// </summary>
    public static string? Parent => Activity.Current is { Recorded: true } current ? current.Id : null;

    /// <summary>Notes how a span ended.</summary>
    /// <param name="span">The span, if there is one.</param>
    /// <param name="code">A code of ours; never an exception's text.</param>
    /// <param name="failed">True when whoever reads the trace is to look here.</param>
    public static void Ended(this Activity? span, string? code, bool failed = false)
    {
        if (span is null) return;
        span.SetTag(Outcome, code);
        if (failed) span.SetStatus(ActivityStatusCode.Error, code);
    }
}
