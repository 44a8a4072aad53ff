using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// The last barrier before a span leaves the process. Libraries tag paths, queries, addresses and user agents; what is
/// not on this list goes, so that a library's next version tells nothing new either.
/// </summary>
internal sealed class AllowedTags : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Allowed = new[]
    {
        "http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "error.type",
        "db.system.name", "db.operation.name", "rpc.system", "rpc.service", "rpc.method",
        "shopify.operation", "shopify.attempts", "shopify.cost",
        "shopkeeper.installation.id", "shopkeeper.outcome", "shopkeeper.teardown.id", "shopkeeper.step",
        "shopkeeper.step.attempt", "shopkeeper.job.id", "shopkeeper.job.kind", "shopkeeper.delivery.attempt",
        "shopkeeper.participant",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override void OnEnd(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        foreach (var name in data.TagObjects.Select(tag => tag.Key).Where(name => !Allowed.Contains(name)).ToList())
            data.SetTag(name, null);
    }
}
